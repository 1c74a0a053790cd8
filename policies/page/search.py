"""Actions by pattern, or by plain words over their names and descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from policies.catalogue import catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.patterns import matches

PATTERN_MARKS = "*?:"


def found(universe: ActionUniverse, text: str) -> ActionSet:
    """The actions that fit a pattern or plain words; all of them fit an empty text."""
    if not text.strip():
        return universe.all
    if any(mark in text for mark in PATTERN_MARKS):
        pattern = text.strip().lower()
        return set_of(index for index, name in enumerate(universe.actions) if matches(pattern, name.lower()))
    wanted = _wanted(text)
    return set_of(
        index
        for index, haystack in enumerate(_haystacks())
        if all(any(word in haystack for word in alternatives) for alternatives in wanted)
    )


SILENT_WORDS = frozenset(["a", "an", "and", "in", "my", "of", "on", "the", "to"])
ALSO_CALLED = {
    "server": "instance",
    "machine": "instance",
    "vm": "instance",
    "file": "object",
    "folder": "bucket",
    "start": "run",
    "launch": "run",
    "remove": "delete",
    "make": "create",
    "see": "describe",
}
"""What people say, and what AWS says."""


def _wanted(text: str) -> list[tuple[str, ...]]:
    """Each word that counts, with what else it may be called."""
    words = [word for word in text.lower().split() if word not in SILENT_WORDS]
    return [(word, ALSO_CALLED[word]) if word in ALSO_CALLED else (word,) for word in words]


def best(chosen: ActionSet, text: str, shown: int) -> Iterable[int]:
    """The actions to show: by plain words, those first whose name says it, the shorter the better."""
    wanted = _wanted(text)
    if not wanted or any(mark in text for mark in PATTERN_MARKS):
        return first_bits(chosen, shown)
    actions = catalogue().actions

    def rank(index: int) -> tuple[int, int, int]:
        name = actions[index].name.lower()
        said = sum(any(word in name for word in alternatives) for alternatives in wanted)
        return (-said, len(name), index)

    return sorted(first_bits(chosen, chosen.bit_count()), key=rank)[:shown]


@lru_cache(maxsize=1)
def _haystacks() -> tuple[str, ...]:
    return tuple(
        f"{action.service}:{action.name} {action.description}".lower() for action in catalogue().actions
    )


def set_of(indices: Iterable[int]) -> ActionSet:
    bits = bytearray(len(catalogue().actions) // 8 + 1)
    for index in indices:
        bits[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(bits, "little")


def first_bits(mask: int, count: int) -> Iterator[int]:
    """The indices of the lowest ``count`` bits of ``mask``."""
    while mask and count:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
        count -= 1
