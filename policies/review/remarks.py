"""What there is to say about a place in a policy, before the place is looked up in its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policies.engine.document import Statement
from policies.engine.json_reader import Path
from policies.review.spoken import gettext as _


class Severity(Enum):
    """Source: IAM Access Analyzer, "Policy check reference", the types of findings."""

    ERROR = "error"
    """AWS refuses it, or what is written can never do anything."""
    SECURITY_WARNING = "security-warning"
    """It lets more pass than its author can have meant."""
    WARNING = "warning"
    """It probably does not do what its author meant."""
    SUGGESTION = "suggestion"
    """It could be said better, or is good to know."""

    @property
    def words(self) -> str:
        """In the language that is spoken."""
        return {
            Severity.ERROR: _("error"),
            Severity.SECURITY_WARNING: _("security warning"),
            Severity.WARNING: _("warning"),
            Severity.SUGGESTION: _("suggestion"),
        }[self]

    @property
    def shape(self) -> str:
        """One of the three marks that an editor has: error, warning, info."""
        return {Severity.ERROR: "error", Severity.SUGGESTION: "info"}.get(self, "warning")


@dataclass(frozen=True, slots=True)
class Remark:
    """``code`` is one of ``rules.RULES``, which knows the severity and what to do.

    ``word`` is what is meant at ``path``, ``offset`` characters after the beginning; without one the
    name of the element is. ``on_key``: the word stands in the name, not in what it names. ``nearest``
    are words that could stand in its place. ``advice`` is what to do about this very one, where that can be
    said better than the rule does for all.
    """

    path: Path
    code: str
    title: str
    detail: str = ""
    word: str = ""
    offset: int = 0
    on_key: bool = False
    nearest: tuple[str, ...] = ()
    advice: str = ""


def path_of(statement: Statement) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in statement.pointer.split("/")[1:])
