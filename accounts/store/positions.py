"""Where a row stands in its list: numbers with room between them, so that a newcomer moves nobody.

Undo can bring a row back into the middle, and it must come back exactly there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accounts.store.tables import Key

# Halving this room thirty-two times uses it up; then the list is numbered anew.
ROOM: Final = 2**32


@dataclass(frozen=True, slots=True)
class Gap:
    """``newcomers`` come between two neighbours that stay; None is the end of the list."""

    left: Key | None
    newcomers: Sequence[Key]
    right: Key | None


def gaps(before: Iterable[Key], after: Iterable[Key]) -> list[Gap] | None:
    """Where the keys that are new in ``after`` belong; None if others have changed their order."""
    before, after = list(before), list(after)
    if before == after:
        return []
    remaining, present = set(after), set(before)
    stay = [key for key in after if key in present]
    if stay != [key for key in before if key in remaining]:
        return None
    found: list[Gap] = []
    left: Key | None = None
    newcomers: list[Key] = []
    for key in after:
        if key not in present:
            newcomers.append(key)
            continue
        if newcomers:
            found.append(Gap(left, newcomers, key))
        left, newcomers = key, []
    if newcomers:
        found.append(Gap(left, newcomers, None))
    return found


def fill(found: Iterable[Gap], positions: Mapping[Key, int]) -> dict[Key, int] | None:
    """Positions for the newcomers, given those of the neighbours; None if a gap has no room left."""
    filled: dict[Key, int] = {}
    for gap in found:
        count = len(gap.newcomers)
        if gap.right is None:
            start, step = 0 if gap.left is None else positions[gap.left], ROOM
        elif gap.left is None:
            start, step = positions[gap.right] - ROOM * (count + 1), ROOM
        else:
            start = positions[gap.left]
            step = (positions[gap.right] - start) // (count + 1)
        if step == 0:
            return None
        filled.update((key, start + step * ordinal) for ordinal, key in enumerate(gap.newcomers, 1))
    return filled


def renumber(keys: Iterable[Key]) -> dict[Key, int]:
    return {key: ROOM * ordinal for ordinal, key in enumerate(keys, 1)}
