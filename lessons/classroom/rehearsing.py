"""A rehearsal: a class of simulated learners, most of whom believe something that is not so.

They vote as their belief says, try at their tasks what somebody with it would try, ask for help and, most of
them, learn. Nothing runs in the background: whoever looks at the class makes happen what is due by then, by
the same services as real learners, so that every screen shows a real class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from heapq import nsmallest
from itertools import takewhile
from random import Random
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from accounts import history, services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.errors import AwsError
from lessons import attempts, doing
from lessons.classroom import holding, nicknames, sitting
from lessons.classroom.voting import ClassQuestion, NoQuestion
from lessons.course.case import Action
from lessons.course.exercise import Exercise, Worked
from lessons.course.names import Absent, Names
from lessons.course.placeholders import resolved
from lessons.models import Attempt, Classroom, ClassStep, Seat, Vote

LEARNERS: Final = 12
WITHOUT_A_BELIEF: Final = 2
MOST_AT_ONCE: Final = 8
"""Acts that one look makes happen; the others happen with the next."""
SPEEDS: Final = (1, 4, 16)
KEPT: Final = timedelta(days=1)
AHEAD: Final = 60
"""Seconds, in the rehearsal's own time, that *skip ahead* skips."""
SAME: Final = ("language", "suggests_nicknames", "shows_nicknames", "has_scoreboard", "is_shared")
"""What a class has as its rehearsal had it."""


class Change(Enum):
    """When somebody gives up a belief."""

    LADDER = "ladder"
    TALKING = "talking"
    HINT = "hint"
    NEVER = "never"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Puppet:
    """A simulated learner: what they believe, None for nothing false, and what makes them think again."""

    number: int
    belief: str | None
    change: Change


def rehearse(
    instructor: AbstractBaseUser,
    visitor: Visitor,
    name: str,
    steps: Sequence[ClassStep],
    *,
    room: int = 60,
    **more: Any,
) -> Classroom:
    """A class that is held for nobody, whose doors are open and whose learners are all there. ``room`` is
    that of the class that is rehearsed.

    Raises ``holding.TooMany``.
    """
    with transaction.atomic():
        classroom = holding.make(
            instructor,
            name,
            steps,
            visitor=visitor,
            is_rehearsal=True,
            room=LEARNERS,
            delete_after=timezone.now() + KEPT,
            **more,
        )
        planned = list(classroom.steps.values_list("pk", flat=True))
        _keep(classroom, speed=4, done={}, room=room, planned=planned)
        holding.open_doors(classroom)
        for puppet, nickname in zip(_puppets(classroom), nicknames.ANIMALS, strict=False):
            seat = sitting.join(classroom, Visitor(), nickname)
            Seat.objects.filter(pk=seat.pk).update(belief=puppet.belief or "")
    return classroom


def stop(classroom: Classroom) -> None:
    """Nothing of it is left."""
    holding.delete(classroom)


def hold_for_real(classroom: Classroom, visitor: Visitor) -> Classroom:
    """The class that was rehearsed, with its doors open. What was asked in between is not part of it, and
    nothing is left of the rehearsal. Raises ``holding.TooMany``."""
    kept = classroom.rehearsal
    with transaction.atomic():
        steps = [*classroom.steps.filter(pk__in=kept["planned"])]
        for step in steps:
            step.pk, step.opened, step.closed = None, None, None
        settings = {name: getattr(classroom, name) for name in SAME}
        instructor, name = classroom.instructor, classroom.name
        stop(classroom)
        made = holding.make(instructor, name, steps, visitor=visitor, room=kept["room"], **settings)
        holding.open_doors(made)
    return made


def set_speed(classroom: Classroom, speed: int) -> None:
    """Raises ``ValueError`` for none of ``SPEEDS``."""
    if speed not in SPEEDS:
        raise ValueError(speed)
    with _changing(classroom):
        if at := _at(classroom):
            # What has happened so far stays where it is: only what comes goes at the new speed.
            now = timezone.now()
            _skip(classroom, at, at.passed(classroom, now) - (now - at.since).total_seconds() * speed)
        _keep(classroom, speed=speed)


def skip_ahead(classroom: Classroom) -> None:
    """In the present step, or its vote; whatever comes next begins at its beginning."""
    with _changing(classroom):
        if at := _at(classroom):
            _skip(classroom, at, at.skipped(classroom) + AHEAD)


def puppets_of(classroom: Classroom) -> Iterator[tuple[Seat, Puppet]]:
    """In the order of their seats."""
    by_number = {puppet.number: puppet for puppet in _puppets(classroom)}
    for number, seat in enumerate(classroom.seats.select_related("visitor")):
        if number in by_number and seat.removed is None:
            yield seat, by_number[number]


def will_choose(question: ClassQuestion, puppet: Puppet, round_: int) -> int:
    """What a puppet says: as the belief has it, or what is right once they have given it up."""
    right = min(question.right)
    if puppet.belief is None or _has_changed(puppet, round_):
        return right
    if puppet.belief in question.beliefs:
        return question.beliefs.index(puppet.belief)
    wrong = [
        number for number, belief in enumerate(question.beliefs) if belief and number not in question.right
    ]
    # Who believes something else answers rightly here, or is led astray by a neighbour.
    is_astray = wrong and puppet.number % 2 == 0
    return wrong[puppet.number // 2 % len(wrong)] if is_astray else right


def catch_up(classroom: Classroom, now: datetime | None = None) -> None:
    """Make happen what is due. Two windows that look at once do not do it twice."""
    if not classroom.is_rehearsal or classroom.ended is not None or classroom.is_paused:
        return
    now = now or timezone.now()
    with transaction.atomic():
        locked = Classroom.objects.select_for_update(skip_locked=True).filter(pk=classroom.pk).first()
        if locked is None:
            return
        step = sitting.current_step(locked)
        due = nsmallest(MOST_AT_ONCE, _due(locked, step, now), key=lambda each: each.at) if step else []
        done = dict(locked.rehearsal["done"])
        for each in due:
            done[each.key] = each.number + 1
            each.act.do(each.seat)
        if due:
            _keep(locked, done=done)
        # They never leave.
        locked.seats.filter(last_seen__lt=now - sitting.SEEN_EVERY).update(last_seen=now)


# What is due


class Act:
    def do(self, seat: Seat) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Say(Act):
    vote: Vote
    choice: int

    def do(self, seat: Seat) -> None:
        with suppress(sitting.TooLate, sitting.Paused):
            sitting.cast(self.vote, seat, self.choice)


@dataclass(frozen=True, slots=True)
class Do(Act):
    """``action`` None takes the last one back."""

    step: ClassStep
    action: Action | None

    def do(self, seat: Seat) -> None:
        record = _organization(sitting.task_of(seat, self.step))
        assert seat.visitor is not None
        with suppress(AwsError, Absent, services.NothingToDo, services.Halted, KeyError):
            if self.action is None:
                services.undo(record, base_revision=None, visitor=seat.visitor)
                return
            names = Names(history.state_at(record, history.START), history.state_at(record, record.revision))
            parameters = resolved(self.action.parameters, names)
            services.perform(
                record, self.action.operation, base_revision=None, visitor=seat.visitor, **parameters
            )


@dataclass(frozen=True, slots=True)
class _Hint(Act):
    step: ClassStep
    number: int

    def do(self, seat: Seat) -> None:
        with suppress(doing.OutOfStep, services.Halted):
            doing.show_hint(sitting.task_of(seat, self.step), self.number)


@dataclass(frozen=True, slots=True)
class _AskForHelp(Act):
    step: ClassStep
    clause: str

    def do(self, seat: Seat) -> None:
        sitting.ask_for_help(seat, self.step, self.clause)


@dataclass(frozen=True, slots=True)
class _Due:
    """What ``seat`` does ``at`` so many seconds of the rehearsal's own time after the step, or the vote, was
    opened. ``number`` counts from 0 what has the same ``key``."""

    at: float
    key: str
    number: int
    seat: Seat
    act: Act


def _due(classroom: Classroom, step: ClassStep, now: datetime) -> Iterator[_Due]:
    done: Mapping[str, int] = classroom.rehearsal["done"]
    at = _at(classroom)
    if at is None:
        return
    passed = at.passed(classroom, now)
    exercise = attempts.read_again(step.document, {}) if step.kind == ClassStep.Kind.TASK else None
    for seat, puppet in puppets_of(classroom):
        if at.vote is not None:
            yield from _due_vote(step, at.vote, seat, puppet, passed, done)
        elif exercise is not None:
            yield from _due_work(step, exercise, seat, puppet, passed, done)


def _due_vote(
    step: ClassStep, vote: Vote, seat: Seat, puppet: Puppet, passed: float, done: Mapping[str, int]
) -> Iterator[_Due]:
    key, at = f"{seat.pk}/vote/{vote.pk}", 4.0 + 3 * puppet.number
    if key in done or passed < at or not vote.is_open:
        return
    with suppress(NoQuestion):
        yield _Due(at, key, 0, seat, _Say(vote, will_choose(ClassQuestion(step), puppet, vote.round)))


def _due_work(
    step: ClassStep,
    exercise: Exercise,
    seat: Seat,
    puppet: Puppet,
    passed: float,
    done: Mapping[str, int],
) -> Iterator[_Due]:
    key = f"{seat.pk}/task/{step.pk}"
    begun = done.get(key, 0)
    at = 6.0 + 2 * puppet.number
    for number, act in enumerate(plan(exercise, step, puppet)):
        if number >= begun and at <= passed:
            yield _Due(at, key, number, seat, act)
        at += 9 + 2 * (puppet.number % 5)


def plan(exercise: Exercise, step: ClassStep, puppet: Puppet) -> list[Act]:
    """What a puppet does with a task, in order: who believes something false tries a cheat first."""
    chance = Random(f"{step.lesson}/{puppet.number}")
    solution = chance.choice(exercise.solutions).actions if exercise.solutions else ()
    cheats = _believable(exercise)
    acts: list[Act] = []
    done: Sequence[Action] = ()
    if puppet.belief is not None and cheats:
        tries = 3 if puppet.change in (Change.NEVER, Change.HINT) else 1
        for number in range(tries):
            tried = cheats[(puppet.number + number) % len(cheats)].actions
            acts += _instead(step, done, tried)
            done = tried
        if puppet.change is Change.HINT:
            acts.append(_Hint(step, 1))
        if puppet.change is Change.NEVER:
            return [*acts, _AskForHelp(step, exercise.clauses[0].id if exercise.clauses else "")]
    return [*acts, *_instead(step, done, solution)]


def _believable(exercise: Exercise) -> list[Worked]:
    """Those that somebody tries who is wrong: not what goes on from a solution."""
    tried = [each for each in exercise.cheats if each.actions and not each.is_refused]
    right = [each.actions for each in exercise.solutions]
    return [each for each in tried if not any(all(act in each.actions for act in way) for way in right)]


def _instead(step: ClassStep, done: Sequence[Action], wanted: Sequence[Action]) -> Iterator[Do]:
    """Go back to where the two ways part, and on from there."""
    same = len([*takewhile(lambda pair: pair[0] == pair[1], zip(done, wanted, strict=False))])
    yield from (Do(step, None) for _ in done[same:])
    yield from (Do(step, action) for action in wanted[same:])


def _has_changed(puppet: Puppet, round_: int) -> bool:
    """Talking helps in the second vote, half of those whom it takes; a ladder helps whoever has seen one."""
    if puppet.change is Change.ALREADY:
        return True
    return round_ > 1 and (puppet.change is Change.TALKING or (puppet.change is Change.LADDER and round_ > 2))


# Who is there


def _puppets(classroom: Classroom) -> list[Puppet]:
    """The same each time for one class. Their beliefs are those that its votes can show."""
    chance = Random(classroom.public_id)
    pool = _beliefs_in(classroom) or ["M7"]
    changes = [Change.TALKING, Change.LADDER, Change.TALKING, Change.HINT, Change.TALKING, Change.NEVER]
    believing = [
        Puppet(number, pool[number % len(pool)], changes[number % len(changes)])
        for number in range(LEARNERS - WITHOUT_A_BELIEF)
    ]
    chance.shuffle(believing)
    knowing = [Puppet(0, None, Change.ALREADY)] * WITHOUT_A_BELIEF
    return [Puppet(number, each.belief, each.change) for number, each in enumerate([*believing, *knowing])]


def _beliefs_in(classroom: Classroom) -> list[str]:
    found: dict[str, None] = {}
    for step in classroom.steps.filter(kind=ClassStep.Kind.VOTE):
        with suppress(NoQuestion):
            found |= dict.fromkeys(belief for belief in ClassQuestion(step).beliefs if belief)
    return list(found)


def _organization(attempt: Attempt) -> OrganizationRecord:
    assert attempt.organization is not None
    return attempt.organization


# Time


@dataclass(frozen=True, slots=True)
class _At:
    """What is under way ``since`` then: the newest ``vote``, or a step that asks nothing."""

    key: str
    since: datetime
    vote: Vote | None

    def skipped(self, classroom: Classroom) -> float:
        """Seconds of the rehearsal's own time, as are those of ``passed``."""
        return float(classroom.rehearsal.get("skipped", {}).get(self.key, 0))

    def passed(self, classroom: Classroom, now: datetime) -> float:
        return (now - self.since).total_seconds() * classroom.rehearsal["speed"] + self.skipped(classroom)


def _at(classroom: Classroom) -> _At | None:
    step = sitting.current_step(classroom)
    if step is None or step.opened is None:
        return None
    vote = step.votes.last()
    return _At(f"vote/{vote.pk}", vote.opened, vote) if vote else _At(f"step/{step.pk}", step.opened, None)


def _skip(classroom: Classroom, at: _At, seconds: float) -> None:
    _keep(classroom, skipped={at.key: seconds})


@contextmanager
def _changing(classroom: Classroom) -> Iterator[None]:
    """Not while somebody who looks at it makes happen what is due."""
    with transaction.atomic():
        classroom.refresh_from_db(from_queryset=Classroom.objects.select_for_update())
        yield


def _keep(classroom: Classroom, **changes: Any) -> None:
    classroom.rehearsal = {**classroom.rehearsal, **changes}
    Classroom.objects.filter(pk=classroom.pk).update(rehearsal=classroom.rehearsal)
