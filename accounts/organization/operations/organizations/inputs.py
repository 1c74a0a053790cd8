"""What identifiers look like. AWS refuses another shape before it looks for the thing.

Source: Organizations API Reference, the patterns of ``AccountId``, ``PolicyTargetId`` …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import (
    ACCOUNT_ID,
    CREATE_ACCOUNT_REQUEST_ID,
    HANDSHAKE_ID,
    POLICY_ID,
    RESOURCE_POLICY_ID,
    ROOT_ID,
    UNIT_ID,
)

LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """``what`` goes on in a sentence. ``reason`` is AWS's for a value that has another shape."""

    pattern: re.Pattern[str]
    what: str
    reason: str = "INVALID_PATTERN"


def _any_of(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern in patterns))


PARENT: Final = Shape(_any_of(ROOT_ID, UNIT_ID), "the identifier of a root or an organizational unit")

SHAPES: Final[Mapping[str, Shape]] = {
    "account_id": Shape(ACCOUNT_ID, "an account's number, which has 12 digits"),
    "child_id": Shape(
        _any_of(ACCOUNT_ID, UNIT_ID), "the identifier of an organizational unit or an account's number"
    ),
    "create_account_request_id": Shape(
        CREATE_ACCOUNT_REQUEST_ID, "the identifier of a request to create an account"
    ),
    "destination_parent_id": PARENT,
    "handshake_id": Shape(HANDSHAKE_ID, "the identifier of a handshake"),
    "organizational_unit_id": Shape(UNIT_ID, "the identifier of an organizational unit"),
    "parent_id": PARENT,
    "policy_id": Shape(POLICY_ID, "the identifier of a policy", "INVALID_SYNTAX_POLICY_ID"),
    "resource_id": Shape(
        _any_of(ROOT_ID, ACCOUNT_ID, UNIT_ID, POLICY_ID, RESOURCE_POLICY_ID),
        "the identifier of anything that has tags; an ARN is not, either",
    ),
    "root_id": Shape(ROOT_ID, "the identifier of a root"),
    "service_principal": Shape(re.compile(r"[\w+=,.@-]{1,128}", re.ASCII), "a service principal"),
    "source_parent_id": PARENT,
    "target_id": Shape(
        _any_of(ROOT_ID, ACCOUNT_ID, UNIT_ID),
        "the identifier of a root or an organizational unit, or an account's number",
        "INVALID_PATTERN_TARGET_ID",
    ),
}
"""By the names of parameters, which mean the same in all operations."""


def check_shapes(parameters: Mapping[str, object]) -> None:
    """Raise ``InvalidInput`` for the first identifier of another shape; None is one that is not given."""
    for name, value in parameters.items():
        shape = SHAPES.get(name)
        if shape is None or value is None:
            continue
        if not isinstance(value, str) or not shape.pattern.fullmatch(value):
            shown = str(value)[:LONGEST_SHOWN]
            raise errors.InvalidInput(f"“{shown}” is not {shape.what}.", reason=shape.reason)
