"""The gradebook of a class: learners by tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import QuerySet

from lessons.models import Attempt, Classroom, ClassStep, Seat


class Help(Enum):
    """What somebody had to be helped with, the most that there was."""

    NONE = "none"
    HINTS = "hints"
    SOLUTION = "solution"


class Show(Enum):
    """Which learners are listed."""

    EVERYONE = "everyone"
    UNFINISHED = "unfinished"
    SOLUTION_SEEN = "solution-seen"


@dataclass(frozen=True, slots=True)
class Cell:
    """One learner at one task. ``score`` is in percent; None where nothing was done yet."""

    step: ClassStep
    attempt: Attempt | None

    @property
    def score(self) -> int | None:
        return percent(self.attempt.score) if self.attempt and self.attempt.is_begun else None

    @property
    def is_solved(self) -> bool:
        return self.attempt is not None and self.attempt.solved is not None


@dataclass(frozen=True, slots=True)
class Row:
    """``mean`` of all tasks that were opened; what was not begun counts 0. None before anything was begun."""

    seat: Seat
    cells: tuple[Cell, ...]

    @property
    def mean(self) -> int | None:
        return _mean(cell.score or 0 for cell in self.cells) if self.is_begun else None

    @property
    def is_begun(self) -> bool:
        return any(cell.score is not None for cell in self.cells)

    @property
    def hints(self) -> int:
        return sum(cell.attempt.hints for cell in self.cells if cell.attempt)

    @property
    def help(self) -> Help:
        if any(cell.attempt and cell.attempt.assisted for cell in self.cells):
            return Help.SOLUTION
        return Help.HINTS if self.hints else Help.NONE

    @property
    def is_finished(self) -> bool:
        return all(cell.is_solved for cell in self.cells)

    def is_shown(self, show: Show) -> bool:
        if show is Show.UNFINISHED:
            return not self.is_finished
        return show is Show.EVERYONE or self.help is Help.SOLUTION


@dataclass(frozen=True, slots=True)
class Column:
    step: ClassStep
    mean: int | None
    solved_unaided: int


@dataclass(frozen=True)
class Book:
    classroom: Classroom
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def mean(self) -> int | None:
        return _mean(row.mean or 0 for row in self.rows) if self.columns else None


def book_of(classroom: Classroom, only: QuerySet[Seat] | None = None) -> Book:
    """Of the tasks that have been opened, and of all seats or ``only`` some. Three queries, however many
    learners."""
    steps = [*classroom.steps.filter(kind=ClassStep.Kind.TASK).exclude(opened=None).defer("document")]
    seats = [*(classroom.seats.all() if only is None else only).filter(removed=None)]
    found = Attempt.objects.filter(seat__in=seats, class_step__in=steps).defer("document", "names")
    by_place = {(attempt.seat_id, attempt.class_step_id): attempt for attempt in found}
    rows = tuple(
        Row(seat, tuple(Cell(step, by_place.get((seat.pk, step.pk))) for step in steps)) for seat in seats
    )
    columns = tuple(_column(step, [row.cells[number] for row in rows]) for number, step in enumerate(steps))
    return Book(classroom, columns, rows)


def percent(score: float) -> int:
    return round(100 * score)


def _column(step: ClassStep, cells: Sequence[Cell]) -> Column:
    unaided = sum(cell.attempt is not None and cell.attempt.is_unaided for cell in cells)
    return Column(step, _mean(cell.score or 0 for cell in cells), unaided)


def _mean(scores: Iterable[int]) -> int | None:
    found = [*scores]
    return round(sum(found) / len(found)) if found else None
