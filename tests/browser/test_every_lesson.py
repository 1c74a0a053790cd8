"""Every lesson is played in the page from its first line to its last question, whatever hand one has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Visitor
from lessons import attempts
from lessons.course.content import course, exercises
from lessons.course.lesson import Lesson
from tests.browser.playing.hand import Hand
from tests.browser.playing.keyboard import Keyboard
from tests.browser.playing.mouse import ClickingMouse, Mouse
from tests.browser.playing.player import Player
from tests.browser.playing.strokes import count_strokes, felt

EVERY_LESSON = [*course(), *exercises()]
MOVING = "organizations.move_account"
FEW = 5
"""Operations: what more of the same would tell nothing new."""


def moves(lesson: Lesson) -> bool:
    return MOVING in {action.operation for action in lesson.exercise.solutions[0].actions}


def slug(lesson: Lesson) -> str:
    return lesson.slug


@pytest.mark.parametrize("lesson", EVERY_LESSON, ids=slug)
def test_it_is_solved_with_the_mouse(page: Page, site: str, faults: list[str], lesson: Lesson):
    play(page, site, lesson, Mouse(page))
    assert moves(lesson) == ("drag" in felt(page))


@pytest.mark.parametrize("lesson", EVERY_LESSON, ids=slug)
def test_it_is_solved_with_the_keyboard_alone(page: Page, site: str, faults: list[str], lesson: Lesson):
    """And so without one drag."""
    play(page, site, lesson, Keyboard(page))
    assert felt(page) == {"key"}


@pytest.mark.parametrize(
    "lesson",
    [each for each in EVERY_LESSON if moves(each) and len(each.exercise.solutions[0].actions) <= FEW],
    ids=slug,
)
def test_whoever_has_a_mouse_need_not_drag(page: Page, site: str, faults: list[str], lesson: Lesson):
    play(page, site, lesson, ClickingMouse(page))
    assert "drag" not in felt(page)


def play(page: Page, site: str, lesson: Lesson, hand: Hand) -> None:
    """To its last question, rightly and unaided."""
    page.set_viewport_size({"width": 1280, "height": 800})
    if lesson.tickets is not None:
        begin_with_the_same_tickets(page, site, lesson)
    count_strokes(page)
    page.goto(f"{site}/lessons/{lesson.slug}/")
    player = Player(hand)
    player.go_on()
    player.predict()
    expect(player.card.get_by_role("list", name="Goals")).to_be_visible()

    solution = player.exercise.solutions[0]
    for action in solution.actions:
        player.do(action)
    player.to_the_tree()
    player.prove(solution.proves)

    expect(player.card).to_contain_text("Solved, unaided")
    player.answer()


def begin_with_the_same_tickets(page: Page, site: str, lesson: Lesson) -> None:
    """Everybody has drawn others."""
    page.goto(f"{site}/sandbox/")
    attempts.begin(Visitor.objects.get(), lesson.slug, lesson.document, lesson.title)
