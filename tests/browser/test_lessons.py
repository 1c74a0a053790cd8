"""A lesson on its page: what one is told on the way, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lesson import LessonPage
from tests.browser.playing.keyboard import Keyboard

MODEL = "moving-changes-permissions"


@pytest.fixture
def lesson(page: Page, site: str, faults: list[str]) -> LessonPage:
    """The model lesson, just begun."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/lessons/{MODEL}/")
    return LessonPage(page)


def test_the_keyboard_alone_is_told_everything_and_never_lost(lesson: LessonPage):
    page = lesson.page
    hand, keys = Keyboard(page), page.keyboard
    hand.press(page.locator("#go-on button"))
    expect(lesson.card).to_contain_text("what do you expect?")
    expect(lesson.allowed).to_have_count(0)

    hand.choose(page.locator("[name=choice]").nth(1))
    hand.choose(page.locator("[name=then]").nth(1))
    hand.press(page.locator("#task form .primary"))
    expect(lesson.card).to_contain_text("As you said, but for another reason.")
    expect(lesson.account_in("sbx-1", "Dev")).to_be_visible()
    expect(lesson.status).to_contain_text("sbx-1 moved from Sandbox to Dev")

    hand.press(page.locator("#go-on button"))
    expect(lesson.account_in("sbx-1", "Sandbox")).to_be_visible()
    expect(lesson.item("dev-3")).to_have_attribute("aria-selected", "true")

    hand.press(page.locator("#hint-1-open"))
    expect(lesson.card.locator("details#hint-1")).to_contain_text("only there")

    hand.press(page.locator("#move"))
    dialog = lesson.dialog("Move account")
    hand.choose(dialog.get_by_role("radio", name="Workloads", exact=True))
    hand.press(page.locator("#move-form .d-foot .primary"))

    expect(lesson.card).to_contain_text("Solved, unaided")
    lesson.settle()
    assert not lesson.has_focus("body"), "after the swap the focus is still somewhere"
    hand.reach(page.locator("#step-check"))
    keys.press("Home")
    keys.press("Enter")
    expect(lesson.card).to_contain_text("Limits belong to places")


def test_a_goal_that_breaks_leads_to_its_reason_and_undoing_mends_it(lesson: LessonPage):
    lesson.go_on()
    lesson.card.get_by_text("Yes", exact=True).click()
    lesson.card.get_by_text("No", exact=True).click()
    lesson.card.locator("form[id^=predict] .go button").click()
    expect(lesson.card.get_by_text("What happened")).to_be_visible()
    assert [answer.changed_mind for answer in lesson.attempt.answers.all()] == [True]
    lesson.go_on()
    lesson.drag("dev-3", "Sandbox")

    broken = lesson.card.locator("#goal-stays")
    expect(broken).to_contain_text("broken")
    lesson.card.locator("#why-stays").click()
    expect(lesson.page.locator("#explain")).to_contain_text("organizations:LeaveOrganization")
    expect(lesson.page.locator("#explain")).not_to_contain_text("What would")

    lesson.page.locator("#explain-close").click()
    expect(lesson.page.locator("#explain")).to_be_hidden()
    lesson.page.locator("#undo").click()
    expect(broken).to_contain_text("met")


def test_on_a_phone_the_task_is_a_view_of_its_own(lesson: LessonPage):
    lesson.page.set_viewport_size({"width": 390, "height": 844})
    expect(lesson.card).to_be_visible()
    expect(lesson.tree).to_be_hidden()

    lesson.page.locator("#nav-org").click()
    expect(lesson.card).to_be_hidden()
    expect(lesson.tree).to_be_visible()
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
