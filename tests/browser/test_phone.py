"""What a narrow screen and a finger must be able to do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.sandbox import SandboxPage


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[SandboxPage]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{site}/sandbox/")
    yield SandboxPage(page)
    context.close()


def test_closing_the_explanation_leads_back_to_the_organization(phone: SandboxPage):
    why = phone.page.locator("#nav-explain")
    why.click()
    expect(phone.page.locator("#explain > .scroll")).to_be_focused()
    phone.page.locator("#explain-close").click()
    expect(phone.tree).to_be_visible()
    expect(why).not_to_have_attribute("aria-current", "page")
    expect(why).to_be_focused()


def test_redo_reset_and_log_stand_in_the_menu(phone: SandboxPage):
    page = phone.page
    page.locator("#move").click()
    page.get_by_role("radio", name="Dev").check()
    page.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(phone.account_in("sbx-1", "Dev")).to_be_visible()
    page.locator("#undo").click()
    expect(phone.account_in("sbx-1", "Sandbox")).to_be_visible()

    menu = page.locator("#more")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Redo").click()
    expect(phone.account_in("sbx-1", "Dev")).to_be_visible()

    menu.locator("summary").click()
    menu.get_by_role("button", name="Log").click()
    expect(page.locator("#log .cli").first).to_contain_text("aws organizations move-account")
    page.locator("#log-close").click()

    menu.locator("summary").click()
    menu.get_by_role("button", name="Reset…").click()
    expect(page.get_by_role("dialog", name="Back to the start?")).to_be_visible()


def test_tallies_and_circumstances_are_as_large_as_a_finger(phone: SandboxPage):
    heights = phone.page.locator(".tally .v, .given summary").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights, default=0) >= 44


def test_no_key_is_named_where_there_is_no_keyboard(phone: SandboxPage):
    phone.page.locator("#move").click()
    phone.page.get_by_role("radio", name="Dev").check()
    phone.page.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(phone.status).to_contain_text("moved from Sandbox to Dev")
    expect(phone.status.locator(".by-key")).to_be_hidden()


@pytest.mark.parametrize("chip", ["region", "mfa", "ip", "time", "tags"])
def test_the_card_of_a_circumstance_stays_on_the_screen(phone: SandboxPage, chip: str):
    phone.page.locator(f"#chip-{chip} summary").click()
    card = phone.page.locator(f"#chip-{chip} .pop")
    box = card.bounding_box()
    assert box
    assert 0 <= box["x"] <= 390 - box["width"]
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
