"""What learners of a class may believe: a guess from what they said, for their instructor alone.

Votes count, and what somebody answers alone at a task: predictions, and the questions after it. Of each
question only what was said last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from lessons.course.misconceptions import MISCONCEPTIONS, Misconception
from lessons.models import Answer, Ballot, Classroom, Seat

ENOUGH: Final = 2
"""Answers after which right ones speak for holding none of the known misconceptions."""
NONE: Final = "none"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. ``misconception`` is empty where it fits none of the known ones."""

    is_right: bool
    misconception: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many seem to believe something: a misconception, none of the known ones (``NONE``), or nobody knows
    (``UNKNOWN``)."""

    misconception: Misconception | None
    learners: int
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """What one learner may believe: ``shown`` of their ``answers`` fit it. None: nothing known fits."""

    misconception: Misconception | None
    shown: int
    answers: int


def said_in(classroom: Classroom) -> Mapping[int, Sequence[Said]]:
    """By seat; nothing for who has said nothing. Two queries, however many learners."""
    return _said(Q(seat__classroom=classroom), Q(attempt__seat__classroom=classroom))


def bars_of(everybody: Iterable[Sequence[Said]]) -> tuple[Bar, ...]:
    """Most first; none of them and nothing known come last."""
    held = Counter(map(_belief, everybody))
    beliefs = [
        Bar(MISCONCEPTIONS[name], count) for name, count in held.most_common() if name in MISCONCEPTIONS
    ]
    return (*beliefs, Bar(None, held[NONE]), Bar(None, held[UNKNOWN], is_unknown=True))


def belief_of(seat: Seat) -> Guess:
    said = _said(Q(seat=seat), Q(attempt__seat=seat))[seat.pk]
    held = _belief(said)
    shown = sum(each.misconception == held for each in said)
    return Guess(MISCONCEPTIONS.get(held), shown, len(said))


def _said(voted: Q, answered: Q) -> Mapping[int, Sequence[Said]]:
    last: dict[int, dict[object, Said]] = defaultdict(dict)
    votes = Ballot.objects.filter(voted).order_by("vote__round")
    for seat, step, is_right, belief in votes.values_list("seat", "vote__step", "is_right", "misconception"):
        last[seat][step] = Said(is_right, belief)
    alone = Answer.objects.filter(answered).order_by("time", "pk")
    for seat, attempt, question, is_right, belief in alone.values_list(
        "attempt__seat", "attempt", "question", "is_right", "misconception"
    ):
        last[seat][attempt, question] = Said(is_right, belief)
    return defaultdict(list, {seat: [*each.values()] for seat, each in last.items()})


def _belief(said: Sequence[Said]) -> str:
    """What somebody's last answers speak for, most of all."""
    shown = [each.misconception for each in said if each.misconception]
    if shown:
        return max(shown, key=shown.count)
    right = sum(each.is_right for each in said)
    return NONE if right >= ENOUGH and right == len(said) else UNKNOWN
