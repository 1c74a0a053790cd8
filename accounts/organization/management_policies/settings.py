"""What one management policy says: operators at paths. Source: Organizations User Guide, "Inheritance
operators"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from policies.engine.json_reader import Number

Path = tuple[str, ...]
"""The names from the top of a policy to a setting: ``("tags", "costcenter", "tag_value")``."""
Scalar = str | bool
"""A ``Number`` is a text, too: it is passed on as it was written."""
Value = Scalar | tuple[Scalar, ...]
"""A tuple for a setting that takes several values, even when it has one."""
Plain = Mapping[str, object]
"""Settings as AWS returns them: nested objects, lists, texts, numbers."""


class Operator(Enum):
    """What a policy does to the value that it inherits."""

    ASSIGN = "@@assign"
    APPEND = "@@append"
    REMOVE = "@@remove"


CHILD_CONTROL = "@@operators_allowed_for_child_policies"
EVERY_OPERATOR = frozenset(Operator)
ALL, NONE = "@@all", "@@none"


@dataclass(frozen=True, slots=True)
class Node:
    """What one policy writes at one path.

    ``operations`` stand in the order in which they act, which is that of ``Operator``; there are none
    where only ``allowed_below`` is said. ``allowed_below`` are the operators that policies of lower levels
    may use here, None if nothing is said.
    """

    path: Path
    operations: tuple[tuple[Operator, Value], ...] = ()
    allowed_below: frozenset[Operator] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """One policy, its nodes in the order of the text."""

    nodes: tuple[Node, ...]


def plain(values: Mapping[Path, Value]) -> Plain:
    """``values`` nested, without operators, as ``DescribeEffectivePolicy`` has them in its content."""
    whole: dict[str, object] = {}
    for path, value in values.items():
        inner = whole
        for step in path[:-1]:
            # A name that holds a value here and other names there keeps what came first.
            deeper = inner.setdefault(step, {})
            if not isinstance(deeper, dict):
                break
            inner = deeper
        else:
            inner.setdefault(path[-1], _plain_value(value))
    return whole


def _plain_value(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    return json.loads(value) if isinstance(value, Number) else value
