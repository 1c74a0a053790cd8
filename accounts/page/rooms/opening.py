"""What of a large organization is in the page: which rooms are open, and which part of long lists.

The address says it in tokens, the latest last: ``ou-…`` opens a room, ``ou-…:deny:60-120`` a part of one of
its lists: a crowd, by its verdict's key, or ``units``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WHOLE: Final = 60
"""An organization of no more accounts has no crowds."""
CROWD: Final = 12
"""More accounts of one room that hear the same than this are a crowd."""
MOST_ITEMS: Final = 240
"""More are not in the page: what was opened earliest closes, but for the way to the chosen item."""
MOST_TOKENS: Final = 24
UNITS: Final = "units"

STEP: Final = {UNITS: 24}
"""So many of a list come into the page at a time."""
STEP_OF_ACCOUNTS: Final = 60
"""Fills whole rows of two to six columns."""
STEPS_KEPT: Final = 3
"""Of one list; whoever goes on leaves what was first."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list, ``end`` not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """``part`` and ``window`` are of one of the room's lists; without them the room itself is meant."""

    target_id: str
    part: str = ""
    window: Window = Window(0, 0)

    @property
    def key(self) -> tuple[str, str]:
        return self.target_id, self.part

    def __str__(self) -> str:
        if not self.part:
            return self.target_id
        return f"{self.target_id}:{self.part}:{self.window.start}-{self.window.end}"


def tokens_in(text: str) -> list[Token]:
    """Of one list the latest; what is no token is left out."""
    read = filter(None, map(_token, text.split()[-MOST_TOKENS:]))
    found: dict[tuple[str, str], Token] = {}
    for token in read:
        found.pop(token.key, None)
        found[token.key] = token
    return list(found.values())


def _token(text: str) -> Token | None:
    target_id, *rest = text.split(":")
    if not rest:
        return Token(target_id)
    start, _, end = rest[-1].partition("-")
    are_numbers = all(each.isascii() and each.isdigit() and len(each) < 7 for each in (start, end))
    if len(rest) != 2 or not rest[0] or not are_numbers:
        return None
    return Token(target_id, rest[0], Window(int(start), int(end)))


def step_of(part: str) -> int:
    return STEP.get(part, STEP_OF_ACCOUNTS)


def window_of(part: str, length: int, asked: Window | None, chosen: int | None) -> Window | None:
    """The part of a list in the page: what is ``asked`` for, if the ``chosen`` item (a place in the list)
    is in it, else the step around that. None if neither is given."""
    step = step_of(part)
    if asked is not None:
        start = min(asked.start, max(length - 1, 0)) // step * step
        end = min(max(asked.end, start + step), start + STEPS_KEPT * step, length)
        if chosen is None or start <= chosen < end:
            return Window(start, end)
    if chosen is None:
        return None
    start = chosen // step * step
    return Window(start, min(start + step, length))


def later(part: str, window: Window, length: int) -> Window:
    """With a step more at the end."""
    step = step_of(part)
    end = min(window.end + step, length)
    return Window(max(window.start, -(-end // step) * step - STEPS_KEPT * step), end)


def earlier(part: str, window: Window) -> Window:
    """With a step more at the start."""
    step = step_of(part)
    start = max(window.start - step, 0)
    return Window(start, min(window.end, start + STEPS_KEPT * step))


def joined(tokens: Iterable[Token]) -> str:
    return " ".join(map(str, list(tokens)[-MOST_TOKENS:]))
