"""The condition operators by name, taken apart.

Source: IAM User Guide, "Policy elements: Condition operators".
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.engine.document import Operator

BASES = (
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
)
"""All but ``Null``, which takes neither prefix nor suffix."""


def _operators() -> Iterator[Operator]:
    yield Operator("Null", "Null")
    for base in BASES:
        for quantifier in (None, "ForAllValues", "ForAnyValue"):
            prefix = f"{quantifier}:" if quantifier else ""
            yield Operator(prefix + base, base, quantifier)
            yield Operator(prefix + base + "IfExists", base, quantifier, if_exists=True)


OPERATORS = {operator.source: operator for operator in _operators()}
"""Every operator by the way it is written."""
