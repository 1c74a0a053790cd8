"""What a term or a goal is worked out in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.case import Case
from lessons.course.names import Names
from lessons.course.placeholders import resolved

MOST_EFFORT: Final = 200_000
"""Of one report. In the built-in lessons none takes more than a tenth of it."""
OF_A_VERDICT: Final = 10
"""The effort of asking the judge for all that one principal may do, which it remembers; looking up a name
is 1, and each of them takes some 10 microseconds."""
OF_A_CASE: Final = 40
"""Likewise, on a resource or in circumstances of its own, which it may never have been asked."""
NAMES_FOR_ONE: Final = 100
"""So many actions are written out as names for an effort of 1."""


class TooMuch(Exception):
    """Goals within goals ask for more than a server can answer while somebody waits."""


class Budget:
    """The effort that is left. Shared by everything that is worked out for one report."""

    def __init__(self, effort: int = MOST_EFFORT) -> None:
        self.left = effort

    def spend(self, effort: int) -> None:
        """Raises ``TooMuch``."""
        self.left -= effort
        if self.left < 0:
            raise TooMuch


@dataclass(frozen=True)
class Scope:
    """``bindings`` are the names that an ``each`` around gives: ``{d}`` stands for ``dev-1``."""

    case: Case
    judge: Judge
    bindings: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    @property
    def present(self) -> Organization:
        return self.case.present

    @property
    def names(self) -> Names:
        return self.case.names

    def text(self, written: str) -> str:
        """With bound names and placeholders filled in. Raises ``Absent``."""
        self.budget.spend(1)
        for name, value in self.bindings.items():
            written = written.replace(f"{{{name}}}", value)
        return str(resolved(written, self.names))

    def bound(self, name: str, value: str) -> Scope:
        return replace(self, bindings={**self.bindings, name: value})

    def at(self, case: Case) -> Scope:
        return replace(self, case=case)
