"""Hundreds of accounts and units: what is not in the page can still be seen, found, and moved."""

import re

import pytest
from playwright.sync_api import expect

from accounts import store
from accounts.models import OrganizationRecord
from tests.accounts.crowds import crowded
from tests.browser.sandbox import SandboxPage


@pytest.fixture
def large(sandbox: SandboxPage) -> SandboxPage:
    """Three hundred accounts in Dev, and two hundred and fifty units at the root."""
    own = OrganizationRecord.objects.get()
    record = OrganizationRecord(visitor=own.visitor, name="large", seed="large")
    store.create(record, crowded(accounts=300, units=250))
    sandbox.page.goto(sandbox.page.url.replace(own.public_id, record.public_id))
    return sandbox


def test_a_crowd_opens_and_goes_on_by_scrolling_and_by_the_keyboard(large: SandboxPage):
    page, tree = large.page, large.tree
    large.item("Workloads").locator(":scope > .lintel .tw").click()
    large.item("Dev").locator(":scope > .lintel .tw").click()
    crowd = tree.get_by_role("treeitem", name="303 accounts in Dev, explicitly denied")
    cards = crowd.locator(".acct")
    expect(cards).to_have_count(0)

    crowd.click()
    expect(cards.first).to_be_visible()
    crowd.locator(".more").scroll_into_view_if_needed()
    expect(cards).to_have_count(180)

    # The last item grows as it comes into sight, and the first of what it brings has the focus then.
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("data-target-id", re.compile("^ou-"))
    tree.get_by_role("treeitem", name="Show 123 more accounts").focus()
    page.keyboard.press("Enter")
    expect(cards.first).to_have_attribute("aria-posinset", "61")
    expect(page.locator(":focus")).to_have_attribute("aria-posinset", "181")
    expect(page.locator(":focus")).to_have_attribute("aria-setsize", "303")

    # Closed, it stays so, whatever else is chosen.
    crowd.locator(":scope > .lintel").click()
    large.select("sbx-1")
    expect(crowd).to_have_attribute("aria-expanded", "false")


def test_an_account_is_found_with_the_slash_and_moved_to_a_unit_that_is_found(large: SandboxPage):
    page = large.page
    large.item("sbx-1").focus()
    page.keyboard.type("/app-250")
    expect(page.locator("#found")).to_contain_text("700000000250")
    page.keyboard.press("Enter")
    expect(large.item("app-250")).to_have_attribute("aria-selected", "true")
    expect(large.item("app-250")).to_be_focused()

    page.get_by_role("button", name="Move…").click()
    dialog = page.get_by_role("dialog", name="Move account")
    dialog.get_by_label("Find a destination").fill("team-77")
    dialog.get_by_role("radio", name="team-77").check()
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(large.account_in("app-250", "team-77")).to_be_visible()
    expect(large.status).to_contain_text("app-250 moved from Dev to team-77")


def test_an_account_in_hand_stays_there_while_its_destination_is_looked_for(large: SandboxPage):
    page = large.page
    large.select("sbx-1")
    large.item("sbx-1").focus()
    page.keyboard.press("Control+x")
    page.keyboard.type("/team-42")
    expect(page.locator("#found")).to_contain_text("team-42")
    page.keyboard.press("Enter")
    expect(large.item("team-42")).to_be_focused()
    expect(large.status).to_contain_text("sbx-1 picked up")

    page.keyboard.press("Control+v")
    expect(large.account_in("sbx-1", "team-42")).to_be_visible()


def test_a_unit_that_is_closed_opens_under_the_card_in_the_hand(large: SandboxPage):
    large.grab("sbx-1")
    large.carry_to("Workloads")
    expect(large.item("Prod")).to_be_visible()
    large.carry_to("Prod")
    large.page.mouse.up()

    expect(large.account_in("sbx-1", "Prod")).to_be_visible()
    expect(large.status).to_contain_text("sbx-1 moved from Sandbox to Prod")
