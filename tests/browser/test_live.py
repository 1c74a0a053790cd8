"""What one browser does, another shows, and goes on where it was, whatever happens to the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.sandbox import SandboxPage
from tests.browser.server_process import ServerProcess

SOON = 10_000
"""Milliseconds after which a test fails. Where nothing else is to be done it takes a tenth of a second."""


@pytest.fixture
def other(sandbox: SandboxPage, browser: Browser) -> Iterator[SandboxPage]:
    """The same visitor in another browser, at the same address."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=sandbox.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(sandbox.page.url)
    yield SandboxPage(page)
    context.close()


def test_what_one_browser_does_the_other_shows_and_says(sandbox: SandboxPage, other: SandboxPage):
    sandbox.drag("sbx-1", "Dev")
    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=SOON)
    expect(other.status).to_contain_text("sbx-1 moved from Sandbox to Dev")

    other.page.keyboard.press("Control+z")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible(timeout=SOON)
    expect(sandbox.status).to_contain_text("Undone")


def test_what_was_chosen_opened_and_begun_is_kept(sandbox: SandboxPage, other: SandboxPage):
    other.select("audit")
    other.page.get_by_role("button", name="Everybody").click()
    expect(other.page.locator(".drawer")).to_be_visible()
    other.page.get_by_label("Action", exact=True).fill("s3:Get")

    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    # Words that are being typed are not taken away: what is new waits for them.
    expect(other.page.get_by_label("Action", exact=True)).to_have_value("s3:Get")
    other.page.get_by_label("Action", exact=True).fill("s3:GetObject")
    other.page.keyboard.press("Enter")

    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=SOON)
    expect(other.item("audit")).to_have_attribute("aria-selected", "true")
    expect(other.page.locator(".drawer")).to_be_visible()


def test_who_did_it_does_not_ask_again(sandbox: SandboxPage, other: SandboxPage):
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type in ("xhr", "fetch") and "/preview" not in request.url:
            asked.append(request.method)

    sandbox.page.on("request", note)
    sandbox.drag("sbx-1", "Dev")
    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=SOON)
    sandbox.settle()
    assert asked == ["POST"]


def test_a_drag_is_not_disturbed_and_the_news_come_after_it(sandbox: SandboxPage, other: SandboxPage):
    other.grab("audit")
    other.carry_to("Prod")
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    expect(other.account_in("sbx-1", "Sandbox")).to_be_visible()
    other.page.keyboard.press("Escape")
    other.page.mouse.up()
    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=SOON)
    expect(other.account_in("audit", "Security")).to_be_visible()


def test_a_server_that_was_killed_and_comes_back_has_lost_nothing(
    sandbox: SandboxPage, other: SandboxPage, faults: list[str]
):
    """``other`` has its own server, which dies while a stream is open and something else happens."""
    server = ServerProcess()
    server.start()
    try:
        path = other.page.url.removeprefix(other.page.url.split("/s/")[0])
        other.page.goto(server.address + path, timeout=90_000)
        sign = other.page.get_by_text("Reconnecting…")
        expect(other.item("sbx-1")).to_be_visible()
        expect(sign).to_be_hidden()

        server.kill()
        sandbox.drag("sbx-1", "Dev")
        expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
        expect(sign).to_be_visible()
        expect(other.account_in("sbx-1", "Sandbox")).to_be_visible()

        server.start()
        expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=60_000)
        expect(sign).to_be_hidden()
        other.drag("audit", "Prod")
        # Two servers, one database: the first finds by looking what the second has written.
        expect(sandbox.account_in("audit", "Prod")).to_be_visible(timeout=SOON)
    finally:
        server.kill()


def test_a_page_that_nobody_looks_at_does_not_listen_and_catches_up_at_once(
    sandbox: SandboxPage, other: SandboxPage
):
    def look(hidden: bool) -> None:
        other.page.evaluate(
            """hidden => { Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
                          document.dispatchEvent(new Event("visibilitychange")) }""",
            hidden,
        )

    other.page.clock.install()
    other.page.reload()
    look(hidden=True)
    other.page.clock.fast_forward("00:20")
    sandbox.drag("sbx-1", "Dev")
    expect(sandbox.account_in("sbx-1", "Dev")).to_be_visible()
    other.page.clock.fast_forward("00:20")
    expect(other.account_in("sbx-1", "Sandbox")).to_be_visible()

    look(hidden=False)
    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=SOON)
