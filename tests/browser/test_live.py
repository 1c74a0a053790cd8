"""Two browsers look at one organization. What one does, the other shows, and goes on where it was."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.sandbox import SandboxPage


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
    expect(other.account_in("sbx-1", "Dev")).to_be_visible(timeout=2_000)
    expect(other.status).to_contain_text("sbx-1 moved from Sandbox to Dev")
    # And back: the mover's own stream lives, too.
    other.page.keyboard.press("Control+z")
    expect(sandbox.account_in("sbx-1", "Sandbox")).to_be_visible(timeout=2_000)
    expect(sandbox.status).to_contain_text("Undone")
