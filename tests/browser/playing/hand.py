"""What a hand can do in a page, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Hand(ABC):
    page: Page

    @abstractmethod
    def press(self, control: Locator) -> None:
        """A button, a link, or what opens a menu."""

    @abstractmethod
    def write(self, field: Locator, text: str) -> None:
        """In the place of what stands there."""

    @abstractmethod
    def choose(self, option: Locator) -> None:
        """A radio button or a box to tick."""

    @abstractmethod
    def pick(self, menu: Locator, value: str) -> None:
        """The option of this value in a ``<select>``."""

    @abstractmethod
    def select(self, item: Locator) -> None:
        """An item of a tree."""

    @abstractmethod
    def go_into(self, account: Locator) -> None:
        """From the organization's tree."""

    @abstractmethod
    def move(self, account: Locator, room: Locator) -> None:
        """Both are items of the organization's tree."""

    def type(self, text: str) -> None:
        """Where the focus is; whoever has a mouse writes so, too."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def settle(self) -> None:
        """Until the page listens, no answer is on its way, and what came has found its place."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
