"""Every lesson keeps its promises: the start is not the goal, every worked solution is, no cheat is."""

from __future__ import annotations

from functools import cache

import pytest

from lessons.course.checking import Broken, Fault, broken
from lessons.course.content import course, lesson_of
from lessons.course.lesson import MOST_WORDS_BEFORE_ACTING, Section
from tests.course.world import JUDGE

LESSONS = [pytest.param(lesson, id=lesson.slug) for lesson in course()]
pytestmark = pytest.mark.parametrize("lesson", LESSONS)


@cache
def _broken(slug: str) -> tuple[Broken, ...]:
    return tuple(broken(lesson_of(slug).exercise, JUDGE, "tests"))


def faults(lesson, *of: Fault) -> list[Broken]:
    return [each for each in _broken(lesson.slug) if each.fault in of]


def test_the_start_is_not_yet_the_goal(lesson):
    assert not faults(lesson, Fault.NO_START, Fault.STARTS_SOLVED)


def test_each_worked_solution_reaches_every_goal(lesson):
    assert not faults(lesson, Fault.SOLUTION_REFUSED, Fault.SOLUTION_FAILS)


def test_each_cheat_fails_where_it_says(lesson):
    assert not faults(lesson, Fault.CHEAT_PASSES, Fault.WRONG_CLAUSES)


def test_aws_refuses_those_cheats_of_which_it_is_said(lesson):
    assert not faults(lesson, Fault.CHEAT_REFUSED, Fault.CHEAT_ALLOWED)


def test_the_answer_that_is_kept_is_the_engines(lesson):
    assert not faults(lesson, Fault.WRONG_ANSWER)


def test_it_has_what_a_lesson_needs(lesson):
    exercise = lesson.exercise
    assert len(exercise.solutions) >= 2
    assert len(exercise.cheats) >= 3
    assert len(exercise.hints) >= 3
    assert len(exercise.questions) >= 2
    assert exercise.predictions
    assert exercise.misconceptions
    assert lesson.aspects
    assert len(lesson.texts[Section.READ].markdown.split()) <= MOST_WORDS_BEFORE_ACTING
    assert len(lesson.texts[Section.REMEMBER].markdown.splitlines()) >= 5
