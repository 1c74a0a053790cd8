"""Where somebody stands in the course: read from their attempts, reviews and proofs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Count, F, Q

from accounts.models import Visitor
from lessons.course.comparison import COMPARISON, SUMMARY
from lessons.course.content import course, exercises
from lessons.course.lesson import Lesson
from lessons.course.misconceptions import MISCONCEPTIONS, Misconception
from lessons.models import Attempt, Review, Step


class Standing(Enum):
    """Of one lesson; the value names its ribbon."""

    TO_DO = "todo"
    IN_PROGRESS = "now"
    UNAIDED = "unaided"
    ASSISTED = "assisted"

    @property
    def is_solved(self) -> bool:
        return self in (Standing.UNAIDED, Standing.ASSISTED)


@dataclass(frozen=True, slots=True)
class Stand:
    """One lesson. ``attempt`` is the latest one, ``tries`` how many there were, ``solved`` when it was solved
    first, unaided if it ever was. ``is_due``: one of its beliefs is to be reviewed."""

    lesson: Lesson
    standing: Standing
    attempt: Attempt | None
    tries: int
    solved: datetime | None
    is_due: bool

    @property
    def step(self) -> int:
        """In which it was left, from 1."""
        return Step.values.index(self.attempt.step) + 1 if self.attempt else 1

    @property
    def steps(self) -> int:
        return len(Step.values)

    @property
    def ribbon(self) -> str:
        return "due" if self.is_due and self.standing.is_solved else self.standing.value

    @property
    def starts_broken(self) -> bool:
        return self.lesson.exercise.starts_broken


@dataclass(frozen=True, slots=True)
class Belief:
    """A misconception that showed, and when it is asked about again; ``due`` None: it has not shown since."""

    misconception: Misconception
    lesson: Lesson | None
    noticed: datetime
    due: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """``proved`` are the keys of the cells of the comparison that have been proved. ``exercises`` are those
    beside the course; they count for nothing."""

    lessons: tuple[Stand, ...]
    beliefs: tuple[Belief, ...]
    proved: frozenset[str]
    exercises: tuple[Stand, ...] = ()

    def of(self, *standings: Standing) -> int:
        return sum(each.standing in standings for each in self.lessons)

    @property
    def solved(self) -> int:
        return self.of(Standing.UNAIDED, Standing.ASSISTED)

    @property
    def unaided(self) -> int:
        return self.of(Standing.UNAIDED)

    @property
    def assisted(self) -> int:
        return self.of(Standing.ASSISTED)

    @property
    def solved_lessons(self) -> tuple[Stand, ...]:
        return tuple(each for each in self.lessons if each.standing.is_solved)

    @property
    def first_solved(self) -> datetime | None:
        return min(self._days, default=None)

    @property
    def last_solved(self) -> datetime | None:
        return max(self._days, default=None)

    @property
    def _days(self) -> list[datetime]:
        return [each.solved for each in self.lessons if each.solved]

    @property
    def is_complete(self) -> bool:
        return self.solved == len(self.lessons)

    @property
    def has_begun(self) -> bool:
        return any(each.attempt for each in self.lessons)

    @property
    def next(self) -> Stand | None:
        """What to go on with: the lesson in progress that was used last, else the first that is to do."""
        open_ones = [each for each in self.lessons if each.standing is Standing.IN_PROGRESS]
        if open_ones:
            return max(open_ones, key=_last_used)
        return next((each for each in self.lessons if each.standing is Standing.TO_DO), None)

    @property
    def due(self) -> int:
        """How many beliefs are to be reviewed by now."""
        return sum(each.is_due for each in self.beliefs)

    @property
    def aspects_proved(self) -> int:
        return sum(all(cell.key in self.proved for cell in row.cells) for row in COMPARISON)

    @property
    def aspects(self) -> int:
        return len(COMPARISON)

    @property
    def cells_proved(self) -> int:
        return sum(cell.key in self.proved for row in SUMMARY for cell in row.cells)

    @property
    def cells(self) -> int:
        return 2 * len(SUMMARY)


def progress_of(visitor: Visitor, now: datetime) -> Progress:
    """Three queries, and none for somebody who has done nothing yet."""
    if visitor.pk is None:
        return Progress(_stands(course(), {}), (), frozenset(), _stands(exercises(), {}))
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in visitor.attempts.filter(is_preview=False).defer("document", "names"):
        attempts[attempt.lesson].append(attempt)
    beliefs = tuple(
        _belief(each, now) for each in visitor.reviews.order_by(F("due").asc(nulls_last=True), "-noticed")
    )
    due = {each.lesson.slug for each in beliefs if each.is_due and each.lesson}
    return Progress(
        _stands(course(), attempts, due),
        beliefs,
        frozenset(visitor.proofs.values_list("cell", flat=True)),
        _stands(exercises(), attempts),
    )


def solved_count(visitor: Visitor) -> int | None:
    """How many lessons somebody has solved; None for whoever has begun none. One query."""
    counts: Mapping[str, int] = (
        visitor.attempts.filter(is_preview=False)
        .order_by()
        .aggregate(
            begun=Count("pk"),
            solved=Count("lesson", filter=Q(solved__isnull=False, lesson__in=_slugs()), distinct=True),
        )
    )
    return counts["solved"] if counts["begun"] else None


def _stands(
    lessons: Iterable[Lesson], attempts: Mapping[str, Sequence[Attempt]], due: Container[str] = ()
) -> tuple[Stand, ...]:
    return tuple(_stand(each, attempts.get(each.slug, ()), is_due=each.slug in due) for each in lessons)


def _slugs() -> list[str]:
    return [lesson.slug for lesson in course()]


def _stand(lesson: Lesson, attempts: Sequence[Attempt], *, is_due: bool) -> Stand:
    """``attempts`` at this lesson, the latest first."""
    solved = [each for each in attempts if each.solved]
    unaided = [each for each in solved if each.is_unaided]
    if unaided:
        standing = Standing.UNAIDED
    elif solved:
        standing = Standing.ASSISTED
    else:
        is_open = any(each.organization_id for each in attempts)
        standing = Standing.IN_PROGRESS if is_open else Standing.TO_DO
    return Stand(
        lesson=lesson,
        standing=standing,
        attempt=attempts[0] if attempts else None,
        tries=len(attempts),
        solved=_first(unaided or solved),
        is_due=is_due,
    )


def _first(attempts: Iterable[Attempt]) -> datetime | None:
    return min((each.solved for each in attempts if each.solved), default=None)


def _last_used(stand: Stand) -> datetime:
    assert stand.attempt is not None
    return stand.attempt.last_used


def _belief(review: Review, now: datetime) -> Belief:
    misconception = MISCONCEPTIONS[review.misconception]
    return Belief(
        misconception=misconception,
        lesson=next((each for each in course() if each.number == misconception.lesson), None),
        noticed=review.noticed,
        due=review.due,
        is_due=review.due is not None and review.due <= now,
    )
