"""A learner's work, revision by revision: for the instructor, who may look back at it, and for the wall."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from accounts import selectors, store
from lessons import attempts, doing
from lessons.classroom import news
from lessons.course.language import TooMuch
from lessons.course.shapes import Shape, clustered, shape_of
from lessons.models import Attempt, Classroom, ClassStep

_shapes: Final[store.ByRevision[tuple[Shape, int]]] = store.ByRevision(512)
MOST_COMPARED: Final = 60


class NoHint(Exception):
    """All hints are open, or the attempt is where none are given."""


def work_in(classroom: Classroom, attempt_id: int | None) -> Attempt | None:
    """An attempt of somebody who sits in this class, if there is something to look at."""
    found = Attempt.objects.filter(
        pk=attempt_id, seat__classroom=classroom, seat__removed=None, organization__isnull=False
    )
    return found.select_related("organization", "seat", "class_step").first()


@dataclass(frozen=True, slots=True)
class Way:
    """Solutions of one shape; ``best`` took the fewest operations, and ``most`` the most."""

    best: Attempt
    learners: int
    fewest: int
    most: int
    decisions: int


def ways_of(task: ClassStep) -> tuple[Way, ...]:
    """How a task of a class was solved, in shapes; of at most ``MOST_COMPARED`` solutions."""
    solved = task.attempts.filter(seat__removed=None, organization__isnull=False).exclude(solved=None)
    shaped: list[tuple[Attempt, Shape, int]] = []
    for attempt in solved.select_related("organization", "seat").order_by("solved")[:MOST_COMPARED]:
        with suppress(TooMuch):
            shaped.append((attempt, *_shape_of(attempt)))
    found = []
    for cluster in clustered((shape, operations) for _, shape, operations in shaped):
        attempts_, most = [shaped[way][0] for way in cluster.ways], shaped[cluster.ways[-1]][2]
        found.append(Way(attempts_[0], len(attempts_), cluster.fewest, most, cluster.shape.blast_radius))
    return tuple(sorted(found, key=lambda way: -way.learners))


def _shape_of(attempt: Attempt) -> tuple[Shape, int]:
    record = attempt.organization
    assert record is not None

    def made() -> tuple[Shape, int]:
        case = attempts.case_of(record)
        return shape_of(case, selectors.judge()), len(case.steps)

    return _shapes.made(record, record.revision, made)


def send_hint(attempt: Attempt) -> None:
    """The next hint opens on the learner's page, at once. Raises ``NoHint``."""
    assert attempt.seat is not None
    with transaction.atomic():
        try:
            doing.show_hint(attempt, attempt.hints + 1)
        except doing.OutOfStep as error:
            raise NoHint from error
        news.tell_learner(attempt)
        news.tell_instructor(attempt.seat.classroom)
