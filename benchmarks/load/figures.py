"""What was measured beside its bars."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.load.lesson import Measured
from benchmarks.load.server import WORKERS

OPERATION = 300.0
"""Milliseconds that 95 of 100 operations must not exceed."""
SEEN = 2.0
"""Seconds after which everybody must see what the instructor did."""
MEGABYTES = 1_536.0


def report(measured: Measured) -> int:
    """Print it; 1 if a bar was missed, else 0."""
    operation = 1000 * _share(measured.operations, 0.95)
    bare = 1000 * median(measured.bare)
    counts = measured.counts
    last = max(seconds for _what, seconds in measured.seen)
    _line("joining: code, nickname, the page", _spread(measured.joins))
    _line("a vote", _spread(measured.votes))
    _line("taking up the task", _spread(measured.tasks))
    _line("an operation", _spread(measured.operations))
    _line(
        "the server's processor time",
        f"{1000 * measured.processor:.0f} ms an operation, with all that goes on beside",
    )
    for what in dict.fromkeys(what for what, _seconds in measured.seen):
        took = ", ".join(f"{seconds:.2f}" for name, seconds in measured.seen if name == what)
        _line(f"seen by all: {what}", f"{took} s")
    if measured.idle is not None:
        _line(
            "questions while nobody does anything",
            f"{measured.idle:.1f} a second, with {measured.streams} streams open, of {WORKERS} processes",
        )
    _line("the instructor's windows", _spread(measured.windows))
    _line(
        "a bare view (/healthz)",
        f"{_spread(measured.bare)}; the operation takes {operation / bare:.1f} × as long",
    )
    _line("told in every stream", f"{max(measured.told):.2f} s at most")
    _line("requests", f"{counts.requests:,}, of them refused: {counts.refused}")
    held = [
        _bar("an operation, p95", f"{operation:.0f} ms", f"{OPERATION:.0f} ms", operation <= OPERATION),
        _bar("seen by all", f"{last:.2f} s", f"{SEEN:.0f} s", last <= SEEN),
        _bar(
            "memory", f"{measured.megabytes:,.0f} MB", f"{MEGABYTES:,.0f} MB", measured.megabytes <= MEGABYTES
        ),
        _bar("too many requests (429)", str(counts.too_many), "0", not counts.too_many),
        _bar("errors", str(len(counts.failed)), "0", not counts.failed),
        _bar("lost streams", str(measured.losses), "0", not measured.losses),
    ]
    for failure in counts.failed[:5]:
        print(f"  {failure}")
    return 0 if all(held) else 1


def _spread(seconds: Sequence[float]) -> str:
    p50, p95, most = (1000 * each for each in (median(seconds), _share(seconds, 0.95), max(seconds)))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {most:.0f} ms ({len(seconds):,})"


def _share(seconds: Sequence[float], part: float) -> float:
    return sorted(seconds)[min(int(len(seconds) * part), len(seconds) - 1)]


def _line(name: str, text: str) -> None:
    print(f"  {name:<43} {text}")


def _bar(name: str, value: str, bar: str, is_held: bool) -> bool:
    print(f"  {name:<43} {value:>10}   bar {bar:<9} {'ok' if is_held else 'OVER'}")
    return is_held
