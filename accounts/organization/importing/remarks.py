"""What was not understood, left out or assumed: one line for each kind, however often it came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """``place`` is the first: ``list-accounts.json: Accounts[3].Paths``."""

    message: str
    place: str
    count: int

    def __str__(self) -> str:
        more = f" (and {self.count - 1:,} more)" if self.count > 1 else ""
        return f"{self.place}: {self.message}{more}"


class Remarks:
    """Collects remarks. Those with the same message are one, with a count."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def note(self, place: str, message: str) -> None:
        self._places.setdefault(message, place)
        self._counts[message] = self._counts.get(message, 0) + 1

    def all(self) -> tuple[Remark, ...]:
        return tuple(Remark(message, place, self._counts[message]) for message, place in self._places.items())
