"""A lesson's page in the words of its learner, with the mouse and with the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from lessons import attempts
from lessons.course.case import Action
from lessons.course.names import Names
from lessons.models import Attempt
from tests.browser.sandbox import SandboxPage

MOST_STOPS = 90
"""Presses of the Tab key: more would be more than anybody has patience for."""


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

    def predict_anything(self) -> None:
        """One prediction after the other, up to the task."""
        while self.card.locator("form[id^=predict]").count():
            self.card.locator(".option").first.click()
            self.card.locator("form[id^=predict] .go button").click()
            expect(self.card.get_by_text("What happened").first).to_be_visible()
            self.go_on()

    def do(self, action: Action) -> None:
        """An operation by the page's own dialogs, as ``BY_HAND`` knows them."""
        BY_HAND[action.operation](self, _Named(action.parameters, self.names))
        self.settle()

    @property
    def names(self) -> Names:
        organization = self.attempt.organization
        assert organization is not None
        return attempts.case_of(organization).names

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    # The keyboard alone

    def reach(self, selector: str) -> None:
        """With the Tab key, from wherever the focus is."""
        for _ in range(MOST_STOPS):
            if self.has_focus(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {selector}")

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))


@dataclass(frozen=True)
class _Named:
    """The parameters of an action, by the names that the page shows."""

    parameters: Mapping[str, object]
    names: Names

    def __getitem__(self, name: str) -> str:
        """What stands in ``{{id dev-3}}``, or the text; a policy of AWS goes by ``p-`` and its name."""
        return str(self.parameters[name]).removeprefix("{{id ").removesuffix("}}").removeprefix("p-")


def _move_account(lesson: LessonPage, named: _Named) -> None:
    lesson.select(named["account_id"])
    lesson.page.locator("#move").click()
    dialog = lesson.dialog("Move account")
    dialog.get_by_role("radio", name=named["destination_parent_id"], exact=True).check()
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog).to_be_hidden()


def _create_organizational_unit(lesson: LessonPage, named: _Named) -> None:
    lesson.select(named["parent_id"])
    lesson.page.locator("#new > summary").click()
    lesson.page.get_by_role("button", name="Organizational unit…").click()
    dialog = lesson.page.locator("#dialog")
    dialog.get_by_label("Name").fill(named["name"])
    dialog.locator(".d-foot .primary").click()
    expect(dialog).to_be_hidden()


def _attach(lesson: LessonPage, named: _Named, verb: str = "Attach") -> None:
    lesson.select(named["target_id"])
    lesson.page.locator("#policies").click()
    dialog = lesson.page.locator("#dialog")
    dialog.get_by_role("button", name=f"{verb} {named['policy_id']}", exact=True).click()
    expect(dialog).to_be_hidden()


BY_HAND = {
    "organizations.move_account": _move_account,
    "organizations.create_organizational_unit": _create_organizational_unit,
    "organizations.attach_policy": _attach,
    "organizations.detach_policy": lambda lesson, named: _attach(lesson, named, "Detach"),
}
