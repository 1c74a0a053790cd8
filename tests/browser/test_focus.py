"""After every swap and every closed dialog the focus is somewhere the reader knows: never on <body>."""

import pytest
from playwright.sync_api import expect

from tests.browser.sandbox import SandboxPage


def open_from(sandbox: SandboxPage, menu: str, entry: str) -> None:
    sandbox.page.locator(f"#{menu} summary").click()
    sandbox.page.locator(f"#{menu}").get_by_role("button", name=entry).click()


def test_attaching_a_policy_gives_the_focus_back_to_the_opener(sandbox: SandboxPage):
    sandbox.page.locator("#policies").click()
    sandbox.page.get_by_role("dialog").get_by_role("button", name="Attach").locator(
        "visible=true"
    ).first.click()
    expect(sandbox.page.get_by_role("dialog")).to_have_count(0)
    expect(sandbox.page.locator("#policies")).to_be_focused()


def test_making_and_deleting_a_unit_gives_the_focus_back_to_the_menu(sandbox: SandboxPage):
    page = sandbox.page
    open_from(sandbox, "new", "Organizational unit…")
    page.get_by_role("dialog").get_by_label("Name").fill("Staging")
    page.get_by_role("radio", name="Root").check()
    page.get_by_role("button", name="Create").click()
    expect(sandbox.item("Staging")).to_be_visible()
    expect(page.locator("#new summary")).to_be_focused()

    sandbox.select("Staging")
    open_from(sandbox, "more", "Delete…")
    page.get_by_role("button", name="Delete the unit").click()
    expect(sandbox.item("Staging")).to_have_count(0)
    expect(page.locator("#more summary")).to_be_focused()


def test_escape_after_a_refusal_gives_the_focus_back_to_the_menu(sandbox: SandboxPage):
    page = sandbox.page
    open_from(sandbox, "new", "Organizational unit…")
    page.get_by_role("dialog").get_by_label("Name").fill("Security")
    page.get_by_role("radio", name="Root").check()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#new summary")).to_be_focused()


def test_disabling_scps_gives_the_focus_back_to_the_menu(sandbox: SandboxPage):
    open_from(sandbox, "more", "Policy types…")
    sandbox.page.get_by_role("button", name="Disable service control policies").click()
    expect(sandbox.page.get_by_role("dialog")).to_have_count(0)
    expect(sandbox.page.locator("#more summary")).to_be_focused()

    sandbox.page.locator("#policies").click()
    expect(sandbox.page.get_by_role("dialog").locator(".banner")).to_contain_text("are disabled")
    expect(sandbox.page.get_by_role("dialog").locator(".field-problem")).to_have_count(0)


def test_an_account_picked_up_from_the_menu_has_the_focus(sandbox: SandboxPage):
    open_from(sandbox, "more", "Pick up and place")
    expect(sandbox.item("sbx-1")).to_be_focused()


def test_enter_in_a_circumstance_closes_it_and_stays_there(sandbox: SandboxPage, faults: list[str]):
    chip = sandbox.page.locator("#chip-tags")
    chip.locator("summary").click()
    chip.locator("input").fill("team=platform")
    sandbox.page.keyboard.press("Enter")
    sandbox.settle()
    expect(chip.locator("summary")).to_contain_text("team=platform")
    expect(chip.locator("summary")).to_be_focused()
    faults.clear()  # Enter is a change and a submit: htmx tells the console of the request it gave up


def test_a_circumstance_that_cannot_be_read_looks_wrong_when_closed(sandbox: SandboxPage, faults: list[str]):
    chip = sandbox.page.locator("#chip-ip")
    chip.locator("summary").click()
    chip.locator("input").fill("300.1.1.1")
    sandbox.page.keyboard.press("Enter")
    expect(chip.locator("summary")).to_contain_text("not an IP address")
    expect(chip.locator("input")).to_have_attribute("aria-invalid", "true")
    faults.clear()  # Enter is a change and a submit: htmx tells the console of the request it gave up


@pytest.mark.parametrize(("opener", "drawer"), [("explain-open", "explain"), ("log-open", "log")])
def test_a_drawer_takes_the_focus_and_escape_gives_it_back(sandbox: SandboxPage, opener: str, drawer: str):
    sandbox.page.locator(f"#{opener}").click()
    expect(sandbox.page.locator(f"#{drawer} > .scroll")).to_be_focused()
    sandbox.page.keyboard.press("Escape")
    expect(sandbox.page.locator(f"#{drawer}")).to_have_count(0)
    expect(sandbox.page.locator(f"#{opener}")).to_be_focused()


def test_the_move_dialog_opens_on_its_first_destination_and_forgets_what_was_cancelled(sandbox: SandboxPage):
    page = sandbox.page
    page.locator("#move").click()
    expect(page.locator("#destinations input:enabled").first).to_be_focused()
    page.get_by_role("radio", name="Dev").check()
    expect(page.locator("#move-preview")).to_contain_text("DenyEC2")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator("#move")).to_be_focused()
    page.locator("#move").click()
    expect(page.get_by_role("radio", name="Dev")).not_to_be_checked()
    expect(page.locator("#move-preview")).to_be_empty()


def test_an_undone_step_that_leaves_nothing_to_undo_leaves_the_focus_in_sight(sandbox: SandboxPage):
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    sandbox.page.locator("#undo").click()
    expect(sandbox.page.locator("#undo")).to_be_disabled()
    assert sandbox.page.evaluate(
        "document.activeElement !== document.body && !document.activeElement.disabled"
    )
    sandbox.page.keyboard.press("Control+y")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
