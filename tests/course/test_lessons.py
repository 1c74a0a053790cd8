"""Every lesson keeps its promises: the start is not the goal, every worked solution is, no cheat is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons.course.case import Case, Refused, play
from lessons.course.content import course
from lessons.course.exercise import Choice, Question, Worked
from lessons.course.grading import grade, is_right, started
from lessons.course.lesson import MOST_WORDS_BEFORE_ACTING, Lesson, Section
from tests.course.world import JUDGE

LESSONS = [pytest.param(lesson, id=lesson.slug) for lesson in course()]
pytestmark = pytest.mark.parametrize("lesson", LESSONS)


def case_of(lesson: Lesson) -> Case:
    return Case(started(lesson.exercise.start, "tests"))


def done(lesson: Lesson, worked: Worked) -> Case:
    return play(replace(case_of(lesson), proofs=worked.proves), worked.actions, "tests")


def test_the_start_is_not_yet_the_goal(lesson):
    assert not grade(lesson.exercise, case_of(lesson), JUDGE).is_solved


def test_each_worked_solution_reaches_every_goal(lesson):
    for worked in lesson.exercise.solutions:
        report = grade(lesson.exercise, done(lesson, worked), JUDGE)
        unmet = [(each.clause.id, each.finding) for each in report.clauses if not each.finding.is_met]
        assert not unmet, worked.name


def test_each_cheat_fails_where_it_says(lesson):
    for cheat in lesson.exercise.cheats:
        try:
            report = grade(lesson.exercise, done(lesson, cheat), JUDGE)
        except Refused:
            assert cheat.is_refused, cheat.name
            continue
        unmet = {each.clause.id for each in report.clauses if not each.finding.is_met}
        assert not cheat.is_refused, f"AWS would refuse {cheat.name}"
        assert unmet, f"{cheat.name} passes"
        assert unmet >= set(cheat.fails), cheat.name


def questions_of(lesson: Lesson) -> list[Question]:
    exercise = lesson.exercise
    predicted = [
        each for prediction in exercise.predictions for each in (prediction.question, prediction.then)
    ]
    return [*exercise.questions, *(question for question in predicted if question is not None)]


def test_the_answer_that_is_kept_is_the_engines(lesson):
    start = case_of(lesson).start

    def says(question: Question, choice: Choice) -> bool:
        return is_right(question, choice, start, JUDGE, "tests")

    for question in questions_of(lesson):
        for choice in question.choices:
            assert says(question, choice) == choice.is_right, (question.id, choice.text)


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
