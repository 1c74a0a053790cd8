"""What is due for review, and when the rest will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lessons.course.content import course
from lessons.course.lesson import Lesson
from lessons.course.misconceptions import MISCONCEPTIONS, Misconception
from lessons.course.questions.review import STEPS
from lessons.models import Review
from lessons.reviews import code_of


@dataclass(frozen=True, slots=True)
class Entry:
    """``code`` is that of the round, ``step`` counts from 1 to ``of``."""

    belief: Misconception
    code: str
    due: datetime
    step: int
    of: int
    lesson: Lesson | None


@dataclass(frozen=True, slots=True)
class Queue:
    due: tuple[Entry, ...]
    later: tuple[Entry, ...]


def queue_of(plans: Sequence[Review], now: datetime) -> Queue:
    entries = [_entry(plan) for plan in plans if plan.misconception in MISCONCEPTIONS]
    return Queue(
        tuple(each for each in entries if each.due <= now), tuple(each for each in entries if each.due > now)
    )


def _entry(plan: Review) -> Entry:
    belief = MISCONCEPTIONS[plan.misconception]
    assert plan.due is not None
    lesson = next((each for each in course() if each.number == belief.lesson), None)
    return Entry(belief, code_of(plan), plan.due, plan.step + 1, len(STEPS), lesson)
