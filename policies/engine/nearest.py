"""The known names nearest to one that is not known: what somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

LONGEST = 96
"""Longer words are compared with nothing: no name that AWS knows is so long."""
MOST_COMPARED = 24
"""Of all names only those that share the most pairs of letters are compared closely, which is slow."""


def nearest(word: str, known: Iterable[str], most: int, *, cutoff: float) -> Sequence[str]:
    """At most ``most`` of ``known``, the nearest first; both in lower case. ``cutoff`` as in ``difflib``."""
    if len(word) > LONGEST:
        return []
    pairs = _pairs(word)
    shares = [(_likeness(pairs, _pairs(name)), name) for name in known]
    shares.sort(key=lambda share: share[0], reverse=True)
    return get_close_matches(word, [name for _, name in shares[:MOST_COMPARED]], n=most, cutoff=cutoff)


@lru_cache(maxsize=1 << 12)
def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[at : at + 2] for at in range(len(word) - 1)) or frozenset((word,))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one) + len(other))
