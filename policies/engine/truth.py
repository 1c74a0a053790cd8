"""Yes, maybe, no: what is known about a match when not everything about the request is known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Kleene's three values, ordered so that ``min`` is AND and ``max`` is OR."""

    NO = 0
    MAYBE = 1
    YES = 2

    def __invert__(self) -> Truth:
        return _OPPOSITES[self]


_OPPOSITES = (Truth.YES, Truth.MAYBE, Truth.NO)


def truth_of(fact: bool) -> Truth:
    return Truth.YES if fact else Truth.NO


def every(truths: Iterable[Truth]) -> Truth:
    """AND; ``YES`` when there is nothing to hold."""
    least = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return truth
        least = min(least, truth)
    return least


def some(truths: Iterable[Truth]) -> Truth:
    """OR; ``NO`` when there is nothing that could hold."""
    most = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return truth
        most = max(most, truth)
    return most
