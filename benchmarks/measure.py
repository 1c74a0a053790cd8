"""What a figure is, and how it is taken."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` beside its ``bar``, which it must not exceed (``at_least``: not fall short of).

    ``reference`` is something bare in the same unit, for the ratio, and ``beside`` says what.
    """

    name: str
    value: float
    unit: str
    bar: float
    reference: float
    beside: str
    at_least: bool = False

    @property
    def is_ok(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        value = f"{self.value:,.3g} {self.unit}"
        bar = f"{'≥' if self.at_least else '≤'} {self.bar:,g} {self.unit}"
        ratio = f"{self.value / self.reference:,.3g} × {self.beside}"
        return _LINE.format(self.name, value, bar, "ok" if self.is_ok else "OVER", ratio)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said beside the figures."""

    text: str

    def __str__(self) -> str:
        return self.text


_LINE = "{:<62} {:>12} {:>12}  {:<4}  {}"
HEADING = _LINE.format("", "figure", "bar", "", "ratio")


def seconds(work: Callable[[], object], *, runs: int = 1) -> float:
    """The least time of one core that ``work`` takes in some ``runs``; what others do does not count."""
    return min(timed(work)[0] for _ in range(runs))


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def milliseconds(work: Callable[[], object], *, runs: int = 1) -> float:
    return seconds(work, runs=runs) * 1000
