"""A mouse, and somebody who drags, or who cannot drag and only clicks (WCAG 2.5.7)."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.playing.hand import Hand
from tests.browser.sandbox import SandboxPage


@dataclass(frozen=True)
class Mouse(Hand):
    def press(self, control: Locator) -> None:
        control.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        self.type(text)

    def choose(self, option: Locator) -> None:
        option.locator("xpath=ancestor::label").click()

    def pick(self, menu: Locator, value: str) -> None:
        menu.select_option(value)

    def select(self, item: Locator) -> None:
        item.locator("b, .t").first.click()
        expect(item).to_have_attribute("aria-selected", "true")

    def go_into(self, account: Locator) -> None:
        self.select(account)
        self.settle()
        self.page.locator("a[data-into]").click()

    def move(self, account: Locator, room: Locator) -> None:
        sandbox = SandboxPage(self.page)
        sandbox.drag(name_of(account), name_of(room))


@dataclass(frozen=True)
class ClickingMouse(Mouse):
    def move(self, account: Locator, room: Locator) -> None:
        self.select(account)
        self.settle()
        self.page.locator("#move").click()
        dialog = self.page.get_by_role("dialog", name="Move account")
        dialog.get_by_role("radio", name=name_of(room), exact=True).check()
        dialog.get_by_role("button", name="Move", exact=True).click()


def name_of(item: Locator) -> str:
    name = item.get_attribute("data-name")
    assert name
    return name
