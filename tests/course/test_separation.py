"""Every lesson names a misconception that one of its questions brings out: who holds it answers otherwise.

Of a belief about decisions its evaluator says so, on the request that the question is about.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lessons.course.case import play
from lessons.course.content import course
from lessons.course.exercise import Question
from lessons.course.grading import started
from lessons.course.lesson import Lesson
from lessons.course.misconceptions import MISCONCEPTIONS, about_decisions, answers
from lessons.course.questions.of_lessons import asking_of, case_after
from tests.course.world import JUDGE

LESSONS = [pytest.param(lesson, id=lesson.slug) for lesson in course()]


def questions_of(lesson: Lesson) -> Iterator[Question]:
    yield from lesson.exercise.questions
    for prediction in lesson.exercise.predictions:
        yield prediction.question
        if prediction.then is not None:
            yield prediction.then


def separated(lesson: Lesson) -> set[str]:
    """The beliefs about decisions whose evaluator answers a question of the lesson, or what one of its
    choices says, otherwise than AWS."""
    start = started(lesson.exercise.start, "tests")
    found: set[str] = set()
    for question in questions_of(lesson):
        asked = case_after(question, start, "tests")
        tried = [play(asked, choice.actions, "tests") for choice in question.choices if choice.actions]
        for case in (asked, *tried):
            asking = asking_of(question, case, JUDGE)
            if asking is not None:
                found |= answers(asking, JUDGE)[1].keys()
    return found


def chosen_by(lesson: Lesson) -> set[str]:
    """The beliefs whose holders have a choice of their own."""
    return {
        choice.misconception
        for question in questions_of(lesson)
        for choice in question.choices
        if choice.misconception
    }


@pytest.mark.parametrize("lesson", LESSONS)
def test_it_brings_out_a_misconception_that_it_names(lesson):
    named = set(lesson.exercise.misconceptions)
    decisions = {each for each in named if MISCONCEPTIONS[each].decide is not None}

    assert named
    assert named & chosen_by(lesson)
    assert not decisions or decisions & separated(lesson)


def test_every_belief_about_decisions_is_brought_out_by_some_lesson():
    found = set().union(*map(separated, course()))

    assert {each.id for each in about_decisions()} <= found
