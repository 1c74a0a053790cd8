"""The form beside the policy editor's JSON: by keyboard, on a phone, and without loss."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sandbox import SandboxPage
from tests.browser.test_every_screen import serious_findings


@pytest.fixture
def editor(sandbox: SandboxPage) -> Page:
    page = sandbox.page
    page.goto(f"{page.url.partition('?')[0]}policies/new?begin=deny")
    page.get_by_role("button", name="Form", exact=True).press("Enter")
    expect(page.get_by_role("group", name="Statement 1", exact=True)).to_be_visible()
    return page


def test_a_policy_is_written_in_the_form_with_the_keyboard_alone(editor: Page):
    editor.get_by_role("button", name="Add an action").press("Enter")
    expect(editor.get_by_label("Action 2")).to_be_focused()
    editor.keyboard.type("s3:Get*")
    expect(editor.locator("#card-0-action-1-count")).to_contain_text("actions")
    editor.get_by_role("button", name="Add a condition").press("Enter")
    expect(editor.get_by_label("Key of condition 1")).to_be_focused()
    editor.keyboard.type("aws:RequestedRegion")
    editor.get_by_label("Values of condition 1").press_sequentially("eu-west-1")
    editor.get_by_role("button", name="JSON", exact=True).press("Enter")

    text = editor.get_by_role("textbox", name="Policy document, JSON")
    expect(text).to_contain_text('"Action": ["ec2:RunInstances", "s3:Get*"]')
    expect(text).to_contain_text('"aws:RequestedRegion": "eu-west-1"')


def test_actions_are_found_by_plain_words_and_added(editor: Page):
    editor.get_by_text("Find actions", exact=True).click()
    editor.get_by_role("searchbox", name="Find actions").press_sequentially("start a server")
    editor.get_by_role("button", name="ec2:StartInstances", exact=True).click()

    expect(editor.get_by_label("Action 2")).to_have_value("ec2:StartInstances")
    expect(editor.locator("#written")).to_contain_text("ec2:StartInstances")


def test_the_form_fits_a_phone_and_axe_finds_nothing_serious(editor: Page, faults: list[str]):
    editor.set_viewport_size({"width": 390, "height": 844})
    editor.get_by_role("button", name="Add a condition").click()
    expect(editor.get_by_label("Key of condition 1")).to_be_focused()

    assert editor.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious_findings(editor) == []
    faults.clear()  # axe itself writes inline styles, which the page's policy rightly blocks


def test_muting_a_statement_shows_the_effect_without_it(editor: Page):
    editor.get_by_role("button", name="Add a statement").click()
    expect(editor.get_by_label("Action 1").nth(1)).to_be_focused()
    editor.keyboard.type("s3:*")
    editor.get_by_label("Attach to").select_option(label="Dev, unit")

    editor.get_by_role("checkbox", name="statement 2").check()

    expect(editor.locator("#effect")).to_contain_text("Without statement 2, muted for now")
    expect(editor.get_by_role("checkbox", name="statement 2")).to_be_focused()


def test_the_button_says_whether_saving_attaches_too(editor: Page):
    editor.get_by_label("Attach to").select_option(label="nowhere yet")
    expect(editor.get_by_role("button", name="Save", exact=True)).to_be_visible()
    editor.get_by_label("Attach to").select_option(label="Dev, unit")
    expect(editor.get_by_role("button", name="Save and attach")).to_be_visible()
