"""Every lesson is played in the page from its first line to its last question, whatever hand one has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts import services
from accounts.models import Visitor
from lessons import attempts
from lessons.course.case import Action
from lessons.course.content import course, exercises
from lessons.course.lesson import Lesson
from lessons.course.placeholders import resolved
from lessons.models import Attempt, Step
from tests.browser.playing.hand import Hand
from tests.browser.playing.keyboard import Keyboard
from tests.browser.playing.mouse import ClickingMouse, Mouse
from tests.browser.playing.player import Player, right
from tests.browser.playing.strokes import count_strokes, felt

EVERY_LESSON = [*course(), *exercises()]
MOVING = "organizations.move_account"
FEW = 5
"""Operations: what more of the same would tell nothing new."""


def moves(lesson: Lesson) -> bool:
    return MOVING in {action.operation for action in lesson.exercise.solutions[0].actions}


def slug(lesson: Lesson) -> str:
    return lesson.slug


ASKING_OTHERWISE = {
    len(right(question)) > 1: lesson
    for lesson in reversed(EVERY_LESSON)
    for question in lesson.exercise.questions
}
"""The first lesson for each form of question: one answer is right, or several are."""


@pytest.mark.parametrize("lesson", EVERY_LESSON, ids=slug)
def test_it_is_solved_with_the_mouse(page: Page, site: str, faults: list[str], lesson: Lesson):
    """A mouse answers one form of question like another of that form; a keyboard answers all, below."""
    player = solve(page, site, lesson, Mouse(page))
    if lesson in ASKING_OTHERWISE.values():
        player.answer()
    assert moves(lesson) == ("drag" in felt(page))


@pytest.mark.parametrize("lesson", EVERY_LESSON, ids=slug)
def test_it_is_solved_with_the_keyboard_alone(page: Page, site: str, faults: list[str], lesson: Lesson):
    """And so without one drag."""
    solve(page, site, lesson, Keyboard(page)).answer()
    assert felt(page) == {"key"}


@pytest.mark.parametrize(
    "lesson",
    [each for each in EVERY_LESSON if moves(each) and len(each.exercise.solutions[0].actions) <= FEW],
    ids=slug,
)
def test_whoever_has_a_mouse_need_not_drag(page: Page, site: str, faults: list[str], lesson: Lesson):
    """The task, which is where there is something to drag."""
    player = begin(page, site, lesson, ClickingMouse(page))
    be_at_the_task(player.attempt, [])
    page.reload()
    do_the_task(player)
    assert "drag" not in felt(page)


FIRST = {action.operation for lesson in EVERY_LESSON for action in lesson.exercise.solutions[0].actions}
ELSEWHERE = {
    action.operation: (lesson, way.actions[: number + 1])
    for lesson in reversed(EVERY_LESSON)
    for way in lesson.exercise.solutions
    for number, action in enumerate(way.actions)
    if action.operation not in FIRST
}
"""What only other ways need: the way up to there, of the first lesson that has such a one."""


@pytest.mark.parametrize("operation", sorted(ELSEWHERE))
def test_what_another_way_needs_can_be_done_with_the_keyboard_alone(
    page: Page, site: str, faults: list[str], operation: str
):
    lesson, (*before, last) = ELSEWHERE[operation]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/lessons/{lesson.slug}/")
    player = Player(Keyboard(page))
    be_at_the_task(player.attempt, before)
    page.reload()
    player.do(last)


def be_at_the_task(attempt: Attempt, done: list[Action]) -> None:
    attempt.step = Step.DO
    attempt.save()
    record = attempt.organization
    for action in done:
        parameters = resolved(action.parameters, attempts.case_of(record).names)
        services.perform(record, action.operation, base_revision=None, visitor=attempt.visitor, **parameters)


def solve(page: Page, site: str, lesson: Lesson, hand: Hand) -> Player:
    """From the first line, rightly and unaided; the questions are still to be answered."""
    player = begin(page, site, lesson, hand)
    player.go_on()
    for prediction in player.exercise.predictions:
        player.predict(prediction)
        player.go_on()
    do_the_task(player)
    return player


def begin(page: Page, site: str, lesson: Lesson, hand: Hand) -> Player:
    page.set_viewport_size({"width": 1280, "height": 800})
    if lesson.tickets is not None:
        begin_with_the_same_tickets(page, site, lesson)
    count_strokes(page)
    page.goto(f"{site}/lessons/{lesson.slug}/")
    return Player(hand)


def do_the_task(player: Player) -> None:
    expect(player.card.get_by_role("list", name="Goals")).to_be_visible()

    solution = player.exercise.solutions[0]
    for action in solution.actions:
        player.do(action)
    player.to_the_tree()
    player.prove(solution.proves)

    expect(player.card).to_contain_text("Solved, unaided")


def begin_with_the_same_tickets(page: Page, site: str, lesson: Lesson) -> None:
    """Everybody has drawn others."""
    page.goto(f"{site}/sandbox/")
    attempts.begin(Visitor.objects.get(), lesson.slug, lesson.document, lesson.title)
