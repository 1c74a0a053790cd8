"""Going through the past with the keys of the scrubber."""

import re

from playwright.sync_api import expect

from tests.browser.sandbox import SandboxPage


def test_arrow_keys_walk_through_the_revisions_and_the_scrubber_keeps_the_focus(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.drag("sbx-1", "Prod")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()

    page.get_by_role("slider", name="Revision").focus()
    page.keyboard.press("ArrowLeft")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    expect(page.get_by_role("slider", name="Revision")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()

    expect(page.get_by_role("slider", name="Revision")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/r/0/\?"))
    expect(page).to_have_title(re.compile("^r0 · "))


def test_going_on_from_the_past_leaves_what_came_after_it(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.drag("sbx-1", "Prod")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    now = page.url.partition("?")[0]

    page.goto(f"{now}r/0/")
    page.get_by_role("button", name="Fork from here").click()
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()

    page.goto(now)
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()


def test_a_drag_in_the_past_is_offered_as_a_fork_and_refusing_it_changes_nothing(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.drag("sbx-1", "Prod")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    now = page.url.partition("?")[0]
    page.goto(f"{now}r/0/?at={sandbox.item('dev-1').get_attribute('data-target-id')}")

    sandbox.drag("sbx-1", "Dev")
    offer = page.get_by_role("alertdialog", name="This goes on in a fork")
    expect(offer).to_contain_text("sbx-1 moved from Sandbox to Dev.")
    expect(offer.get_by_role("button", name="Fork and do it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    # The dialog is about the chosen account again, not about the one that had been dragged.
    expect(page.locator("#move-form [name=account_id]")).to_have_value(
        sandbox.item("dev-1").get_attribute("data-target-id") or ""
    )
    expect(sandbox.status).to_contain_text("done in a fork")

    sandbox.drag("sbx-1", "Dev")
    offer.get_by_role("button", name="Fork and do it").click()
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(page).not_to_have_url(re.compile(re.escape(now)))
    page.goto(now)
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()


def test_the_keyboard_alone_moves_an_account_in_a_fork(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.drag("sbx-1", "Prod")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}r/0/?at={sandbox.item('sbx-1').get_attribute('data-target-id')}")

    page.get_by_role("button", name="Move…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Move account")
    dialog.get_by_role("radio", name="Dev").focus()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("region", name="Preview")).to_be_visible()
    page.keyboard.press("Enter")

    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(page).not_to_have_url(re.compile("/r/0/"))


def test_a_link_that_holds_an_organization_opens_it_and_a_damaged_one_says_so(sandbox: SandboxPage):
    page = sandbox.page
    sandbox.drag("sbx-1", "Prod")
    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    former = page.url.partition("?")[0]
    page.goto(f"{former}history")
    link = page.locator("#whole").inner_text()

    page.goto(f"{link.partition('#')[0]}#scenario=x")
    expect(sandbox.status).to_contain_text("damaged")
    page.goto(link)
    page.get_by_role("button", name="Open it").click()

    expect(sandbox.account_in("sbx-1", "Prod")).to_be_visible()
    expect(page).not_to_have_url(re.compile(re.escape(former)))


def test_the_filter_of_accounts_stands_in_the_address(sandbox: SandboxPage):
    page = sandbox.page
    page.locator("#tally-deny").click()
    expect(page).to_have_url(re.compile("tally=deny"))

    page.reload()

    expect(page.locator("#tally-deny")).to_have_attribute("aria-pressed", "true")
    expect(sandbox.tree).to_have_attribute("data-only", "deny")
