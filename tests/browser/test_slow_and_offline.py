"""A server that takes its time, and one that does not answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.sandbox import SandboxPage


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """Operations on their way, until the test lets them go on."""
    routes: list[Route] = []
    page.route("**/ops", lambda route: routes.append(route))
    yield routes
    page.unroute_all(behavior="ignoreErrors")


def test_a_dropped_account_visibly_waits_for_the_server(sandbox: SandboxPage, held: list[Route]):
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.status).to_have_text("Moving sbx-1 to Dev…")
    expect(sandbox.item("sbx-1")).to_have_attribute("aria-busy", "true")
    expect(sandbox.item("Dev")).to_have_attribute("aria-busy", "true")

    sandbox.drag("audit", "Prod")
    expect(sandbox.status).to_contain_text("sbx-1 is still on its way to Dev")
    assert len(held) == 1

    held[0].continue_()
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(sandbox.account_in("audit", "Security")).to_be_visible()
    expect(sandbox.status).to_contain_text("sbx-1 moved from Sandbox to Dev")
    expect(sandbox.page.locator("[aria-busy], .drag-ghost")).to_have_count(0)


def test_offline_the_card_is_back_and_a_sentence_says_so(
    sandbox: SandboxPage, held: list[Route], faults: list[str]
):
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.status).to_have_text("Moving sbx-1 to Dev…")
    held[0].abort()
    expect(sandbox.status).to_have_text("The server could not be reached; nothing was changed.")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible()
    expect(sandbox.page.locator("#tree :is([aria-busy], .left, .here), .drag-ghost")).to_have_count(0)
    faults.clear()


def test_a_failing_server_is_told_in_the_dialog_that_stays_open(
    sandbox: SandboxPage, held: list[Route], faults: list[str]
):
    page = sandbox.page
    page.locator("#policies").click()
    page.get_by_role("dialog").get_by_role("button", name="Attach").first.click()
    page.wait_for_function("document.querySelector('.htmx-request')")
    held[0].fulfill(status=503)
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("nothing was changed")
    faults.clear()


def test_a_choice_that_did_not_reach_the_server_is_taken_back(sandbox: SandboxPage, faults: list[str]):
    sandbox.page.context.set_offline(True)
    sandbox.item("audit").locator("b").click()
    expect(sandbox.status).to_contain_text("could not be reached")
    expect(sandbox.item("sbx-1")).to_have_attribute("aria-selected", "true")
    sandbox.page.context.set_offline(False)
    faults.clear()


def test_leaving_the_editor_with_unsaved_text_asks_first(sandbox: SandboxPage):
    page = sandbox.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{page.url.partition('?')[0]}policies/new")
    page.locator(".cm-content").click()
    page.keyboard.type(" ")
    page.get_by_role("link", name="Cancel").click()
    expect(sandbox.tree).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_saved_policy_is_left_without_a_question(sandbox: SandboxPage):
    page = sandbox.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{page.url.partition('?')[0]}policies/new")
    page.get_by_label("Name").fill("DenyNothing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="DenyNothing").or_(sandbox.tree).first).to_be_visible()
    assert asked == []
