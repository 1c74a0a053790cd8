"""What there is to say about a place in a policy, before the place is looked up in its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policies.engine.document import Statement
from policies.engine.json_reader import Path


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Remark:
    """``word`` is what is meant at ``path``, ``offset`` characters after the beginning; without one the
    name of the element is. ``on_key``: the word stands in the name, not in what it names."""

    path: Path
    severity: Severity
    title: str
    detail: str = ""
    word: str = ""
    offset: int = 0
    on_key: bool = False
    nearest: tuple[str, ...] = ()


def path_of(statement: Statement) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in statement.pointer.split("/")[1:])
