"""The Condition element: operators, keys and values.

Source: IAM User Guide, "Policy elements: Condition" and "Condition operators".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policies.engine.document import Condition, Operator
from policies.engine.faults import FaultCode
from policies.engine.json_reader import Json, Path
from policies.engine.operators import OPERATORS
from policies.engine.parse.collector import Collector
from policies.engine.variables import template

_NULL = re.compile(r"(For(All|Any)Values?:)?Null(IfExists)?", re.IGNORECASE)
"""With a prefix or a suffix, which the operator does not take."""
_ANY_OPERATOR = OPERATORS["StringEquals"]
"""For an unknown operator, so that its values are looked at too."""


def conditions_of(value: Json, path: Path, collector: Collector) -> Iterator[Condition]:
    if not isinstance(value, dict):
        message = 'must be an object, as in {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}'
        collector.fault(path, FaultCode.WRONG_SHAPE, message)
        return
    for name, keys in value.items():
        operator = OPERATORS.get(name)
        if operator is None:
            meant = "; did you mean Null?" if _NULL.fullmatch(name) else collector.meant(name, OPERATORS)
            message = f"unknown operator{meant}"
            collector.fault((*path, name), FaultCode.UNKNOWN_OPERATOR, message, on_key=True)
        if not isinstance(keys, dict):
            message = 'must be an object of keys and values, as in {"aws:username": "alice"}'
            collector.fault((*path, name), FaultCode.WRONG_SHAPE, message)
            continue
        for key, values in keys.items():
            yield _condition(
                operator or replace(_ANY_OPERATOR, source=name), key, values, (*path, name, key), collector
            )


def _condition(operator: Operator, key: str, values: Json, path: Path, collector: Collector) -> Condition:
    if not key.strip():
        message = "the condition key has no name; write one as in aws:RequestedRegion"
        collector.fault(path, FaultCode.UNNAMED_CONDITION_KEY, message, on_key=True)
    items = values if isinstance(values, list) else [values]
    for index, item in enumerate(items):
        if item is None or isinstance(item, (dict, list)):
            where = (*path, index) if isinstance(values, list) else path
            message = "must be a text, a number, true or false, or a list of such"
            collector.fault(where, FaultCode.WRONG_SHAPE, message)
    return Condition(operator, key, tuple(template(_as_text(item), collector.version) for item in items))


def _as_text(item: Json) -> str:
    """AWS takes JSON booleans and numbers as condition values and compares their text."""
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item)
