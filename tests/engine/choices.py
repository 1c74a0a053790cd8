"""Made-up things out of bytes: one draw for Hypothesis, where a strategy of strategies takes hundreds.

That is twenty times as fast, and a failing example still becomes small: Hypothesis makes each byte as
small as it can, and the smallest chooses the plainest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

Option = TypeVar("Option")
Made = TypeVar("Made")


class Choices:
    """Bytes that are used up choice by choice; when none are left, the first of the options is taken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def of(self, options: Sequence[Option]) -> Option:
        """One of ``options``, the plainest first. What stands there twice is twice as likely."""
        return options[self.below(len(options))]

    def below(self, bound: int) -> int:
        number = self._byte()
        if bound > 256:
            number = number << 8 | self._byte()
        return number % bound

    def up_to(self, most: int) -> int:
        return self.below(most + 1)

    def some(self, options: Sequence[Option], *, most: int, least: int = 1) -> list[Option]:
        return [self.of(options) for _ in range(least + self.up_to(most - least))]

    def part(self, size: int) -> Choices:
        """The next ``size`` bytes for a thing of its own: when it shrinks, what follows stays as it is."""
        part = Choices(self._data[self._at : self._at + size])
        self._at = min(self._at + size, len(self._data))
        return part

    def again(self) -> Choices:
        """The same bytes from their beginning."""
        return Choices(self._data)

    def _byte(self) -> int:
        if self._at == len(self._data):
            return 0
        self._at += 1
        return self._data[self._at - 1]


def made(make: Callable[[Choices], Made], *, size: int) -> st.SearchStrategy[Made]:
    """What ``make`` makes of ``size`` bytes; enough for nearly all that it could choose."""
    return st.binary(min_size=size, max_size=size).map(lambda data: make(Choices(data)))
