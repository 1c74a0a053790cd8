"""What an instructor sees of a class at work: who has which goal, who needs them, what people believe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property
from statistics import median
from typing import Final

from django.db.models import F
from django.utils import timezone

from lessons import attempts
from lessons.classroom import beliefs
from lessons.classroom.sitting import ACTIVE
from lessons.course.exercise import Clause, Exercise
from lessons.models import Classroom, ClassStep, HelpRequest

STUCK: Final = 3
"""Operations in a row after which one goal was missed, where one is enough to meet it. A task that takes more
takes its time."""
OFTEN: Final = 2000
EACH: Final = 10
"""Milliseconds more for each who is in the class."""
IDLE: Final = timedelta(minutes=4)


class State(Enum):
    ASKED = "asked"
    STUCK = "stuck"
    IDLE = "idle"
    WORKING = "working"
    WAITING = "waiting"
    """Has not taken up the task."""
    DONE = "done"

    @property
    def needs_you(self) -> bool:
        return self in (State.ASKED, State.STUCK, State.IDLE)


class Group(Enum):
    NEED_YOU = "need you"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is shown of a seat. A value, as ``Progress`` is: to read as many rows of the models takes three
    times as long."""

    pk: int
    nickname: str
    team: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What is shown of an attempt; ``newest`` is the revision of its organization."""

    pk: int
    seat_id: int
    organization_id: int | None
    newest: int | None
    operations: int
    met: Sequence[str]
    missed: Mapping[str, int]
    hints: int
    assisted: bool
    last_said: str
    started: datetime
    last_used: datetime
    solved: datetime | None

    @property
    def is_begun(self) -> bool:
        """As ``Attempt.is_begun``."""
        return bool(self.met or self.missed or self.hints or self.assisted)

    @property
    def point(self) -> tuple[object, ...]:
        """Where somebody is: which goals are met, and what was done last."""
        return tuple(self.met), self.last_said


@dataclass(frozen=True, slots=True)
class Cell:
    """One goal of one learner: met, or missed after so many operations in a row, since revision ``since``.
    ``missed`` None: nothing was tried yet. After ``patience`` of them somebody is stuck."""

    clause: Clause
    is_met: bool
    missed: int | None
    patience: int = STUCK
    since: int | None = None

    @property
    def heat(self) -> int:
        """From 1 to 3, of what is missed."""
        return min(3, -(-3 * (self.missed or 0) // self.patience))


@dataclass(frozen=True, slots=True)
class Learner:
    """``place`` in the queue, from 1. ``alike`` others are at the same point, having done the same last.
    ``took`` is how long it was until the task was solved."""

    seat: Sitting
    attempt: Progress | None
    cells: tuple[Cell, ...]
    state: State
    request: HelpRequest | None = None
    place: int | None = None
    alike: int = 0
    took: timedelta | None = None

    @property
    def group(self) -> Group:
        if self.state is State.DONE:
            return Group.DONE
        return Group.NEED_YOU if self.state.needs_you else Group.WORKING

    @property
    def clock(self) -> str:
        """How long it took, as ``2:05``."""
        seconds = int(self.took.total_seconds()) if self.took else 0
        return f"{seconds // 60}:{seconds % 60:02}"

    @property
    def since(self) -> datetime | None:
        """From when on a clock counts in their row; None where there is none."""
        if self.state is State.ASKED and self.request is not None:
            return self.request.asked
        return self.attempt.last_used if self.state is State.IDLE and self.attempt else None

    @property
    def shown(self) -> tuple[object, ...]:
        """All that a row says of them, but for its clock: what was drawn of an equal one is drawn already."""
        does = self.attempt
        work = does and (does.pk, does.organization_id, does.is_begun, does.operations, does.last_said)
        helped = does and (does.hints, does.assisted)
        cells = tuple(
            (cell.clause.id, cell.is_met, cell.missed, cell.heat, cell.since) for cell in self.cells
        )
        seat = (self.seat.pk, self.seat.nickname)
        return seat, work, helped, cells, self.state.value, self.place, self.alike, self.clock

    @property
    def missing(self) -> Clause | None:
        """The goal that was missed most often in a row."""
        missed = [cell for cell in self.cells if cell.missed]
        return max(missed, key=lambda cell: cell.missed or 0).clause if missed else None


@dataclass(frozen=True, slots=True)
class Column:
    """One goal; ``share`` of those who have tried something, in percent, have it."""

    clause: Clause
    share: int | None


@dataclass(frozen=True)
class Dashboard:
    """Of a class at one of its tasks, the one that was opened last if no other is asked for."""

    classroom: Classroom
    now: datetime
    task: ClassStep | None

    @cached_property
    def seats(self) -> Sequence[Sitting]:
        """Who sits in it, as they came."""
        found = self.classroom.seats.filter(removed=None)
        return [Sitting(*each) for each in found.values_list(*_columns(Sitting))]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return self._exercise.clauses if self._exercise else ()

    @cached_property
    def _exercise(self) -> Exercise | None:
        return attempts.spoken_exercise(self.task.lesson, self.task.document) if self.task else None

    @cached_property
    def patience(self) -> int:
        """Operations in a row after which somebody who misses a goal is stuck."""
        ways = self._exercise.solutions if self._exercise else ()
        return STUCK - 1 + min((len(way.actions) for way in ways), default=1)

    @cached_property
    def learners(self) -> tuple[Learner, ...]:
        """Who asked first comes first; then the stuck, the idle, and the others as they joined."""
        found = self._attempts
        alike = Counter(each.point for each in found.values() if each.solved is None and each.operations)
        queue = {request.seat_id: number for number, request in enumerate(self.queue, start=1)}
        requests = {request.seat_id: request for request in self.queue}
        rows = []
        for seat in self.seats:
            attempt = found.get(seat.pk)
            state = self._state(attempt, is_waiting=seat.pk in queue)
            others = alike[attempt.point] - 1 if attempt else 0
            rows.append(
                Learner(
                    seat,
                    attempt,
                    self._cells(attempt),
                    state,
                    request=requests.get(seat.pk),
                    place=queue.get(seat.pk),
                    alike=max(0, others),
                    took=self._took(attempt),
                )
            )
        order = list(State)
        return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.place or 0)))

    @cached_property
    def _attempts(self) -> Mapping[int, Progress]:
        if self.task is None:
            return {}
        found = self.task.attempts.filter(seat__removed=None).annotate(newest=F("organization__revision"))
        read = (Progress(*each) for each in found.values_list(*_columns(Progress)))
        return {attempt.seat_id: attempt for attempt in read}

    @cached_property
    def queue(self) -> tuple[HelpRequest, ...]:
        """Who waits for help, the first one first."""
        waiting = HelpRequest.objects.filter(seat__classroom=self.classroom, seat__removed=None, ended=None)
        return tuple(waiting)

    @cached_property
    def left_queue(self) -> tuple[HelpRequest, ...]:
        """Who has solved it since, in the last ten minutes."""
        ended = HelpRequest.objects.filter(seat__classroom=self.classroom, end=HelpRequest.End.SOLVED)
        return tuple(ended.filter(ended__gt=self.now - timedelta(minutes=10)).select_related("seat")[:5])

    @cached_property
    def waiting(self) -> tuple[Learner, ...]:
        """The queue with what each of them has done."""
        asked = (row for row in self.learners if row.place is not None)
        return tuple(sorted(asked, key=lambda row: row.place or 0))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        begun = [row for row in self.learners if row.attempt and row.attempt.is_begun]
        return tuple(
            Column(clause, _share(sum(row.cells[number].is_met for row in begun), len(begun)))
            for number, clause in enumerate(self.clauses)
        )

    @cached_property
    def groups(self) -> tuple[tuple[Group, Sequence[Learner]], ...]:
        """Those in which there is somebody."""
        found: Mapping[Group, list[Learner]] = {group: [] for group in Group}
        for row in self.learners:
            found[row.group].append(row)
        return tuple((group, rows) for group, rows in found.items() if rows)

    @property
    def active(self) -> int:
        return sum(self.now - seat.last_seen < ACTIVE for seat in self.seats) if self.seats else 0

    @property
    def joined(self) -> int:
        return len(self.seats)

    @property
    def pause(self) -> int:
        """Milliseconds until it is worth while to draw it again: it changes all the time in a large class."""
        return OFTEN + EACH * self.joined

    @property
    def operations(self) -> int | None:
        """The median of those who have begun."""
        counts = [row.attempt.operations for row in self.learners if row.attempt and row.attempt.operations]
        return round(median(counts)) if counts else None

    @cached_property
    def _said(self) -> Mapping[int, Sequence[beliefs.Said]]:
        return beliefs.said_in(self.classroom)

    @cached_property
    def bars(self) -> tuple[beliefs.Bar, ...]:
        """What those who sit here seem to believe."""
        return beliefs.bars_of(self._said[seat.pk] for seat in self.seats)

    @property
    def has_answers(self) -> bool:
        return any(self._said[seat.pk] for seat in self.seats)

    def _cells(self, attempt: Progress | None) -> tuple[Cell, ...]:
        if attempt is None:
            return tuple(Cell(clause, False, None) for clause in self.clauses)
        return tuple(self._cell(clause, attempt) for clause in self.clauses)

    def _cell(self, clause: Clause, attempt: Progress) -> Cell:
        is_met = clause.id in attempt.met
        missed = None if is_met else attempt.missed.get(clause.id)
        since = max(1, attempt.newest - missed + 1) if missed and attempt.newest else None
        return Cell(clause, is_met, missed, self.patience, since)

    def _state(self, attempt: Progress | None, *, is_waiting: bool) -> State:
        if attempt is not None and attempt.solved is not None:
            return State.DONE
        if self.classroom.ended is not None:
            return State.WORKING if attempt else State.WAITING
        if is_waiting:
            return State.ASKED
        if attempt is None:
            return State.WAITING
        if max(attempt.missed.values(), default=0) >= self.patience:
            return State.STUCK
        is_at_it = self.task is not None and self.task.is_open
        return State.IDLE if is_at_it and self.now - attempt.last_used > IDLE else State.WORKING

    def _took(self, attempt: Progress | None) -> timedelta | None:
        if attempt is None or attempt.solved is None:
            return None
        return attempt.solved - attempt.started


def dashboard_of(classroom: Classroom, task: ClassStep | None = None) -> Dashboard:
    if task is None:
        opened = classroom.steps.filter(kind=ClassStep.Kind.TASK).exclude(opened=None)
        task = opened.order_by("-opened").first()
    return Dashboard(classroom, timezone.now(), task)


def _columns(read: type[Sitting] | type[Progress]) -> Iterator[str]:
    return (field.name for field in fields(read))


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
