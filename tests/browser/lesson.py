"""A lesson's page in the words of its learner."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator

from lessons.models import Attempt
from tests.browser.sandbox import SandboxPage


@dataclass(frozen=True)
class LessonPage(SandboxPage):
    @property
    def card(self) -> Locator:
        return self.page.locator("#task")

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.get()

    def go_on(self) -> None:
        self.card.locator("#go-on button").click()
        self.settle()

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))
