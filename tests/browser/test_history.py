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
