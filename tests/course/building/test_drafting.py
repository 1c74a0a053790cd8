"""A draft becomes the documents of a lesson, and is published only if it keeps its promises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.organization.scenario import to_document
from lessons.course.building.drafting import Solution, draft_of, exercise_document, lesson_markdown
from lessons.course.building.proving import Advice, proof_of
from lessons.course.checking import Fault
from lessons.course.content import course, lesson_of
from lessons.course.grading import started
from lessons.course.lesson import Lesson, Section, read_lesson
from lessons.course.stock_cheats import StockCheat
from tests.course.world import JUDGE

MOVING = lesson_of("moving-changes-permissions")
SEED = "drafting"


def published(lesson: Lesson, **changes: Any) -> tuple[str, dict[str, Any]]:
    """The documents of an exercise that began as a copy of this lesson."""
    draft = {**draft_of(lesson), **changes}
    start = to_document(started(lesson.exercise.start, SEED))
    solutions = [Solution(each.name, each.actions) for each in lesson.exercise.solutions]
    return lesson_markdown(lesson.title, draft), exercise_document(draft, start, solutions)


@pytest.mark.parametrize("lesson", course()[:-1], ids=lambda lesson: lesson.slug)
def test_a_copy_of_a_lesson_is_the_same_lesson(lesson: Lesson) -> None:
    markdown, document = published(lesson)
    copy = read_lesson(lesson.slug, 0, markdown, json.dumps(document))
    assert (copy.title, copy.minutes, copy.texts) == (lesson.title, lesson.minutes, lesson.texts)
    assert copy.exercise.clauses == lesson.exercise.clauses
    assert copy.exercise.questions == lesson.exercise.questions
    assert copy.exercise.predictions == lesson.exercise.predictions


def test_a_sound_copy_can_be_published() -> None:
    proof = proof_of("copy", *published(MOVING), JUDGE, SEED)
    assert proof.is_sound
    assert tuple(proof.refused) == tuple(StockCheat)
    assert proof.advice == ()


def test_a_goal_that_the_start_reaches_already_is_none() -> None:
    clauses = [{"id": "open", "text": "open", "goal": {"can": ["{{sbx-1}}/role/Admin", "ec2:RunInstances"]}}]
    proof = proof_of("copy", *published(MOVING, clauses=clauses), JUDGE, SEED)
    assert Fault.STARTS_SOLVED in {each.fault for each in proof.broken}
    assert not proof.can_be_published


def test_a_goal_that_one_s_own_solution_misses_is_a_broken_promise() -> None:
    clauses = [{"id": "no", "text": "no", "goal": {"can": ["{{dev-1}}/role/Admin", "ec2:RunInstances"]}}]
    proof = proof_of("copy", *published(MOVING, clauses=clauses), JUDGE, SEED)
    assert {each.fault for each in proof.broken} >= {Fault.SOLUTION_FAILS}
    assert not proof.can_be_published


def test_a_goal_without_anything_that_stays_lets_cheats_through() -> None:
    clauses = [MOVING.document["clauses"][0]]
    proof = proof_of("copy", *published(MOVING, clauses=clauses, cheats=[]), JUDGE, SEED)
    assert proof.can_be_published
    assert StockCheat.ALL_UNDER_THE_ROOT in proof.passing
    assert not proof.is_sound
    assert proof.advice == (Advice.NOTHING_STAYS,)


@pytest.mark.parametrize("clauses", [[], [{"id": "x"}], [{"id": "x", "text": "x", "goal": {"no": "goal"}}]])
def test_what_cannot_be_read_says_where(clauses: list[dict[str, Any]]) -> None:
    proof = proof_of("copy", *published(MOVING, clauses=clauses), JUDGE, SEED)
    assert proof.faults
    assert all("clauses" in fault for fault in proof.faults)


def test_a_heading_in_a_text_is_no_section() -> None:
    texts = {"do": {"heading": "Do it", "markdown": "Now:\n\n## check: forged\n\ndone"}}
    markdown, document = published(MOVING, texts=texts)
    found = read_lesson("copy", 0, markdown, json.dumps(document)).texts
    assert "forged" in found[Section.DO].markdown
    assert "forged" not in found[Section.CHECK].markdown
