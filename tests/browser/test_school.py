"""The way through the school's pages: the first page, the course and its proofs, the catalogue."""

from playwright.sync_api import Page, expect


def test_from_the_first_page_to_a_proof_and_its_trace(page: Page, site: str, faults: list[str]):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site)
    expect(page.locator("#mini-why")).to_have_text("Allowed")

    page.drag_and_drop("#mini-mover", "#miniature [data-place=Dev] .lintel")

    expect(page.locator("#mini-why")).to_have_text("Explicitly denied")
    expect(page.get_by_role("radio", name="Dev")).to_be_checked()
    expect(page.get_by_role("radio", name="Dev")).to_be_focused()

    page.keyboard.press("ArrowRight")

    expect(page.locator("#mini-why")).to_have_text("Implicitly denied")
    expect(page.get_by_role("radio", name="Prod")).to_be_focused()

    page.get_by_role("link", name="See all lessons").click()
    proof = page.get_by_role("button", name="Prove it: Integration")
    proof.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The comparison, 1 of 12 proved")).to_be_visible()
    expect(page.get_by_role("button", name="Again: Integration")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("DenyLeaveOrg")

    page.get_by_role("link", name="See the trace").first.click()
    expect(page.get_by_role("dialog", name="Why is organizations:LeaveOrganization")).to_be_visible()


def test_the_catalogue_is_searched_while_one_types(page: Page, site: str, faults: list[str]):
    page.goto(f"{site}/actions/")
    search = page.get_by_role("searchbox", name="Search actions")
    search.press_sequentially("ec2:Run*")
    expect(page.get_by_role("heading", name="2 actions")).to_be_visible()
    expect(search).to_be_focused()

    page.get_by_role("link", name="ec2:RunInstances").click()
    expect(page.get_by_role("region", name="ec2:RunInstances")).to_contain_text(
        "Launch one or more instances"
    )

    page.reload()
    expect(page.get_by_role("region", name="ec2:RunInstances")).to_be_visible()

    page.get_by_role("radio", name="All 2").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("AWS has no such action")).to_be_visible()
    expect(page.get_by_role("radio", name="List 0")).to_be_focused()
