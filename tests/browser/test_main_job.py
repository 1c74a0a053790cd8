"""The main job: drag an account, watch the allowed actions change, ask why, undo."""

import pytest
from playwright.sync_api import Browser, Page, expect

from policies.catalogue import catalogue
from tests.browser.sandbox import SandboxPage

EC2_ACTIONS = len(catalogue().by_service["ec2"])


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Here everything moves as most visitors see it."""
    return {**browser_context_args, "reduced_motion": "no-preference"}


def test_a_visitor_drags_an_account_sees_what_it_lost_asks_why_and_undoes_it(sandbox: SandboxPage):
    expect(sandbox.item("sbx-1")).to_have_attribute("aria-selected", "true")
    total, allowed = sandbox.count("total"), sandbox.count("allowed")

    sandbox.drag("sbx-1", "Dev")

    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(sandbox.status).to_contain_text(
        f"sbx-1 moved from Sandbox to Dev. {EC2_ACTIONS} actions lost, none gained."
    )
    assert sandbox.count("lost") == EC2_ACTIONS
    assert sandbox.count("allowed") == allowed - EC2_ACTIONS
    expect(sandbox.item("sbx-1")).to_contain_text(f"−{EC2_ACTIONS}")
    expect(sandbox.allowed).to_contain_text("DenyEC2 at Dev")

    sandbox.page.get_by_role("button", name="Explain").click()
    explanation = sandbox.page.get_by_role("dialog", name="Why is ec2:RunInstances explicitly denied?")
    expect(explanation).to_contain_text("a Deny beats every Allow")
    expect(explanation.get_by_role("listitem").filter(has_text="stops here")).to_contain_text("DenyEC2")
    expect(explanation).to_contain_text("with an explicit deny in a service control policy")
    explanation.get_by_role("button", name="Close").click()

    sandbox.page.keyboard.press("Control+z")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    assert sandbox.count("allowed") == allowed
    parts = ("allowed", "depends", "denied", "not-allowed")
    assert sum(sandbox.count(part) for part in parts) == total


def test_everything_is_as_it_was_after_the_browser_was_closed(browser: Browser, site: str):
    first = browser.new_context()
    page = first.new_page()
    page.goto(f"{site}/sandbox/")
    sandbox = SandboxPage(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    kept = first.storage_state()
    first.close()

    again = browser.new_context(storage_state=kept)
    page = again.new_page()
    page.goto(f"{site}/sandbox/")
    expect(SandboxPage(page).account_in("sbx-1", "Dev")).to_be_visible()
    again.close()


def test_hovering_over_a_unit_tells_what_a_drop_would_do_and_writes_nothing(sandbox: SandboxPage):
    before = sandbox.tree.inner_html()
    sandbox.grab("sbx-1")
    sandbox.carry_to("Dev")
    card = sandbox.page.get_by_role("region", name="Preview: move sbx-1 to Dev")
    expect(card).to_contain_text(f"−{EC2_ACTIONS}")
    expect(card).to_contain_text("DenyEC2 at Dev")

    sandbox.page.keyboard.press("Escape")
    sandbox.page.mouse.up()

    expect(card).to_have_count(0)
    assert sandbox.tree.inner_html() == before
    sandbox.page.reload()
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    expect(sandbox.page.get_by_role("button", name="Undo")).to_be_disabled()


def test_what_the_preview_says_is_what_happens(sandbox: SandboxPage):
    sandbox.grab("sbx-1")
    sandbox.carry_to("Prod")
    lost = sandbox.page.locator(".pcard .gl > div").nth(1).locator("dd")
    expect(lost).to_contain_text("−")
    said = lost.inner_text()
    sandbox.page.mouse.up()
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    assert f"{sandbox.count('lost'):,}" in said


def test_a_unit_cannot_be_dragged_and_the_four_steps_are_undone_together(sandbox: SandboxPage):
    box = sandbox.item("Prod").locator(":scope > .lintel .t").bounding_box()
    assert box
    sandbox.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    sandbox.page.mouse.down()
    sandbox.carry_to("Sandbox")
    sandbox.page.mouse.up()
    refusal = sandbox.page.get_by_role("alertdialog", name="A unit cannot be moved")
    expect(refusal).to_contain_text("no call that moves a unit")

    refusal.get_by_role("radio", name="Sandbox").check()
    refusal.get_by_role("button", name="Do the four steps").click()

    expect(sandbox.item("Sandbox").locator('[data-name="Prod"]')).to_be_visible()
    expect(sandbox.account_in("prod-1", "Prod")).to_be_visible()
    sandbox.page.get_by_role("button", name="Undo").click()
    expect(sandbox.item("Workloads").locator('[data-name="Prod"]')).to_be_visible()


def test_moving_to_where_it_is_is_no_move(sandbox: SandboxPage):
    sandbox.drag("sbx-1", "Sandbox")
    sandbox.settle()
    expect(sandbox.page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_tab_that_has_not_heard_is_told_what_happened_meanwhile(sandbox: SandboxPage):
    other_tab: Page = sandbox.page.context.new_page()
    other_tab.route("**/live", lambda route: route.abort())
    other_tab.set_viewport_size({"width": 1280, "height": 800})
    other_tab.goto(sandbox.page.url)
    other = SandboxPage(other_tab)
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()

    other.drag("audit", "Prod")

    expect(other_tab.get_by_role("alert")).to_contain_text("sbx-1 moved from Sandbox to Dev")
    expect(other.account_in("sbx-1", "Dev")).to_be_visible()
    expect(other.account_in("audit", "Security")).to_be_visible()
    other_tab.close()
