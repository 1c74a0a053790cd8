"""A lesson is played on its page from beginning to end, without one drag."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lessons.course.content import course
from lessons.course.lesson import Lesson
from tests.browser.lesson import BY_HAND, LessonPage

MODEL = "moving-changes-permissions"
QUICK = 2
"""Operations: of lessons that take more, tests/lessons has what they need of the page."""

BY_DIALOGS = [
    lesson
    for lesson in course()
    if 0 < len(lesson.exercise.solutions[0].actions) <= QUICK
    and {action.operation for action in lesson.exercise.solutions[0].actions} <= set(BY_HAND)
]


@pytest.fixture
def lesson(page: Page, site: str, faults: list[str]) -> LessonPage:
    """The model lesson, just begun."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/lessons/{MODEL}/")
    return LessonPage(page)


@pytest.mark.parametrize("played", BY_DIALOGS, ids=lambda lesson: lesson.slug)
def test_its_worked_solution_solves_it_by_the_dialogs_of_the_page(
    page: Page, site: str, faults: list[str], played: Lesson
):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/lessons/{played.slug}/")
    lesson = LessonPage(page)
    lesson.go_on()
    lesson.predict_anything()
    expect(lesson.card.get_by_role("list", name="Goals")).to_be_visible()

    for action in played.exercise.solutions[0].actions:
        lesson.do(action)

    expect(lesson.card).to_contain_text("Solved, unaided")


def test_it_is_solved_with_the_keyboard_alone(lesson: LessonPage):
    page = lesson.page
    keys = page.keyboard
    lesson.press("#go-on button")
    expect(lesson.card).to_contain_text("what do you expect?")
    expect(lesson.allowed).to_have_count(0)

    lesson.reach("[name=choice]")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("ArrowDown")
    lesson.press("#task form .primary")
    expect(lesson.card).to_contain_text("As you said, but for another reason.")
    expect(lesson.account_in("sbx-1", "Dev")).to_be_visible()
    expect(lesson.status).to_contain_text("sbx-1 moved from Sandbox to Dev")

    lesson.press("#go-on button")
    expect(lesson.account_in("sbx-1", "Sandbox")).to_be_visible()
    expect(lesson.item("dev-3")).to_have_attribute("aria-selected", "true")

    lesson.press("#hint-1-open")
    expect(lesson.card.locator("details#hint-1")).to_contain_text("only there")

    lesson.press("#move")
    dialog = lesson.dialog("Move account")
    for _ in range(6):
        if dialog.get_by_role("radio", name="Workloads", exact=True).is_checked():
            break
        keys.press("ArrowDown")
    lesson.press("#move-form .d-foot .primary")

    expect(lesson.card).to_contain_text("Solved, unaided")
    lesson.settle()
    assert not lesson.has_focus("body"), "after the swap the focus is still somewhere"
    lesson.reach("#step-check")
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

    lesson.page.locator("#undo").click()
    lesson.page.locator("#explain-close").click()
    expect(broken).to_contain_text("met")


def test_on_a_phone_the_task_is_a_view_of_its_own(lesson: LessonPage):
    lesson.page.set_viewport_size({"width": 390, "height": 844})
    expect(lesson.card).to_be_visible()
    expect(lesson.tree).to_be_hidden()

    lesson.page.locator("#nav-org").click()
    expect(lesson.card).to_be_hidden()
    expect(lesson.tree).to_be_visible()
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
