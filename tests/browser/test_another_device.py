"""A learner goes on at another device with four words."""

from playwright.sync_api import Browser, Page, expect


def test_a_phrase_brings_everything_to_another_device(
    page: Page, browser: Browser, site: str, faults: list[str]
):
    page.goto(f"{site}/sandbox/")
    address = page.url.partition("?")[0]
    page.goto(f"{site}/progress/")
    page.get_by_role("button", name="Make a phrase").click()
    words = page.get_by_role("list", name="Recovery phrase").get_by_role("listitem").all_inner_texts()
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_role("button", name="New phrase…")).to_be_visible()
    expect(page.get_by_text(words[0], exact=True)).to_have_count(0)

    phone = browser.new_context(viewport={"width": 390, "height": 844})
    there = phone.new_page()
    there.goto(f"{site}/sandbox/")
    there.goto(f"{site}/resume/")
    there.get_by_label("Your four words").fill(", ".join(words).upper())
    there.keyboard.press("Enter")
    expect(there.get_by_role("status")).to_contain_text("Welcome back")
    expect(there.get_by_text("(this one)")).to_be_visible()
    there.goto(f"{site}/sandbox/")
    assert there.url.partition("?")[0] == address

    there.goto(f"{site}/progress/")
    there.get_by_role("listitem").filter(has_text="(this one)").get_by_role("button", name="Sign out").click()
    expect(there.get_by_role("status")).to_contain_text("What you made is kept")
    there.goto(address)
    expect(there.get_by_role("heading", level=1)).not_to_contain_text("acme")
    phone.close()
    page.goto(address)
    expect(page.get_by_role("tree", name="Organization")).to_be_visible()
