"""What a term or a goal is worked out in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.case import Case
from lessons.course.names import Names
from lessons.course.placeholders import resolved


@dataclass(frozen=True)
class Scope:
    """``bindings`` are the names that an ``each`` around gives: ``{d}`` stands for ``dev-1``."""

    case: Case
    judge: Judge
    bindings: Mapping[str, str] = field(default_factory=dict)

    @property
    def present(self) -> Organization:
        return self.case.present

    @property
    def names(self) -> Names:
        return self.case.names

    def text(self, written: str) -> str:
        """With bound names and placeholders filled in. Raises ``Absent``."""
        for name, value in self.bindings.items():
            written = written.replace(f"{{{name}}}", value)
        return str(resolved(written, self.names))

    def bound(self, name: str, value: str) -> Scope:
        return replace(self, bindings={**self.bindings, name: value})

    def at(self, case: Case) -> Scope:
        return replace(self, case=case)
