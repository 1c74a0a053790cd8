"""What learners are told of results that were judged again: what was, what is, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from lessons.models import Attempt, ClassStep, Regrading

TOLD_FOR: Final = timedelta(days=30)
"""As long as the instructor can undo it."""


@dataclass(frozen=True, slots=True)
class Rejudged:
    """``before`` and ``after`` are scores in percent, ``because`` is the goal that made the difference.
    ``is_undone``: ``before`` holds again."""

    step: ClassStep
    before: int
    after: int
    because: str
    applied: datetime
    is_undone: bool


def rejudged(attempts: Iterable[Attempt]) -> tuple[Rejudged, ...]:
    """Of those among them that are at tasks of classes, the newest first."""
    steps = {each.pk: each.class_step_id for each in attempts if each.class_step_id is not None}
    if not steps:
        return ()
    found = Regrading.objects.filter(
        step__in=steps.values(), tells_learners=True, applied__gt=timezone.now() - TOLD_FOR
    )
    return tuple(_of({str(key) for key in steps}, found.select_related("step").defer("before")))


def _of(keys: set[str], regradings: Iterable[Regrading]) -> Iterator[Rejudged]:
    for regrading in regradings:
        for key in sorted(keys & regrading.changes.keys()):
            yield Rejudged(
                regrading.step,
                **regrading.changes[key],
                applied=regrading.applied,
                is_undone=regrading.undone is not None,
            )
