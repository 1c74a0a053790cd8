"""The questions of one seed to choose from: quickly made, and with something to tell about every belief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.decisions.same import Same
from accounts.organization.state import Organization
from lessons.course.questions.items import DecisionItem, askings_of, items
from lessons.course.questions.worlds import WORLDS, world

MOST_ASKED: Final = 60
"""Requests of a learner's own organization that are looked at for questions that tell something."""


@dataclass(frozen=True)
class Drawn:
    """A question, and the number of the world that it is about; None for the learner's own organization."""

    item: DecisionItem
    world: int | None


@lru_cache(maxsize=32)
def pool(seed: str, judge: Judge) -> tuple[Drawn, ...]:
    """From the worlds of this seed. Every belief about decisions is met."""
    numbers = list(range(WORLDS))
    Random(seed).shuffle(numbers)
    return tuple(
        Drawn(item, number) for number in numbers for item in items(world(seed, number).askings, judge, seed)
    )


def own_pool(organization: Organization, seed: str, judge: Judge) -> tuple[Drawn, ...]:
    """From a learner's own organization, as it is."""
    return _own_pool(Same(organization), seed, judge)


@lru_cache(maxsize=32)
def _own_pool(same: Same[Organization], seed: str, judge: Judge) -> tuple[Drawn, ...]:
    askings = askings_of(same.value, seed, MOST_ASKED)
    return tuple(Drawn(item, None) for item in items(askings, judge, seed))


def about(misconception: str, seed: str, judge: Judge) -> Iterator[Drawn]:
    """Those of a pool that tell this belief from the truth: first where it is the only one that is wrong."""
    telling = [drawn for drawn in pool(seed, judge) if misconception in drawn.item.wrong]
    return iter(sorted(telling, key=lambda drawn: len(drawn.item.wrong)))
