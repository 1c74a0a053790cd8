"""What must hold before a draft is published, and what should."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from accounts.organization.decisions import Judge
from lessons.course import checking, stock_cheats
from lessons.course.exercise import Clause
from lessons.course.exercise_reading import CourseError
from lessons.course.lesson import Lesson, read_lesson
from lessons.course.stock_cheats import StockCheat


class Advice(Enum):
    """What is no fault, and yet makes an exercise worse."""

    ONE_SOLUTION = "one solution"
    FEW_HINTS = "few hints"
    NOTHING_STAYS = "nothing stays"


@dataclass(frozen=True)
class Proof:
    """``faults`` are places in the documents that cannot be read, ``broken`` the promises that are not kept:
    with any of them nothing is published. ``passing`` are the stock cheats that solve it, ``refused`` those
    that do not, each with the first clause that it does not meet."""

    lesson: Lesson | None
    faults: tuple[str, ...] = ()
    broken: tuple[checking.Broken, ...] = ()
    passing: tuple[StockCheat, ...] = ()
    refused: Mapping[StockCheat, Clause] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()

    @property
    def can_be_published(self) -> bool:
        return not (self.faults or self.broken)

    @property
    def is_sound(self) -> bool:
        return self.can_be_published and not self.passing


def proof_of(slug: str, markdown: str, document: Mapping[str, Any], judge: Judge, seed: str) -> Proof:
    """Of the documents of an exercise."""
    try:
        lesson = read_lesson(slug, 0, markdown, json.dumps(document))
    except CourseError as error:
        return Proof(None, faults=tuple(map(str, error.faults)))
    exercise = lesson.exercise
    if not exercise.clauses or not exercise.solutions:
        missing = "clauses" if not exercise.clauses else "solutions"
        return Proof(lesson, faults=(f"{missing}: there must be one at least",))
    broken = tuple(checking.broken(exercise, judge, seed))
    if any(each.fault is checking.Fault.NO_START for each in broken):
        return Proof(lesson, broken=broken)
    tried = dict(stock_cheats.tried(exercise, judge, seed))
    passing = tuple(cheat for cheat, clause in tried.items() if clause is None)
    refused = {cheat: clause for cheat, clause in tried.items() if clause is not None}
    return Proof(lesson, (), broken, passing, refused, _advice(lesson))


def _advice(lesson: Lesson) -> tuple[Advice, ...]:
    exercise = lesson.exercise
    stays = any('"same"' in json.dumps(clause["goal"]) for clause in lesson.document["clauses"])
    found = {
        Advice.ONE_SOLUTION: len(exercise.solutions) < 2,
        Advice.FEW_HINTS: len(exercise.hints) < 3,
        Advice.NOTHING_STAYS: not stays,
    }
    return tuple(advice for advice, holds in found.items() if holds)
