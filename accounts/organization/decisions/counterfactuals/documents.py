"""The text of a policy, changed by one action or one exemption. Nothing else in it is touched.

A statement is named by its index. Where a change cannot be made so, the answer is None.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from policies.engine.document import Effect, PolicyDocument

EXEMPTING: Final = ("ArnNotLike", "ArnNotEquals", "StringNotLike", "StringNotEquals")
"""Operators that are false for each value they list, so that a Deny spares it."""
PRINCIPAL_ARN: Final = "aws:PrincipalArn"


def single_statement(
    effect: Effect, action: str, resource: str, condition: Mapping[str, object] | None = None
) -> str:
    """A new policy about one action."""
    statement: dict[str, object] = {"Effect": effect.value, "Action": action, "Resource": resource}
    if condition is not None:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def with_statement(document: PolicyDocument | None, statement: Mapping[str, object]) -> str:
    """One statement more; without a document a new policy of it alone."""
    if document is None:
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)
    policy = json.loads(document.text)
    policy["Statement"] = [*_statements(policy), statement]
    return _written(policy, document)


def without_statement(document: PolicyDocument, index: int) -> str | None:
    """None for the only statement: a policy has at least one."""
    policy = json.loads(document.text)
    statements = _statements(policy)
    if len(statements) == 1:
        return None
    policy["Statement"] = [statement for place, statement in enumerate(statements) if place != index]
    return _written(policy, document)


def without_action(document: PolicyDocument, index: int, action: str) -> str | None:
    """The statement is not about ``action`` any more.

    None where a wildcard covers it, which would have to be taken apart, and where it is the only one.
    """
    policy = json.loads(document.text)
    statement = _statements(policy)[index]
    if "NotAction" in statement:
        statement["NotAction"] = [*_listed(statement["NotAction"]), action]
        return _written(policy, document)
    actions = _listed(statement["Action"])
    left = [each for each in actions if each.lower() != action.lower()]
    if not left or len(left) == len(actions):
        return None
    statement["Action"] = left
    return _written(policy, document)


def with_action(document: PolicyDocument, index: int, action: str) -> str | None:
    """The statement is about ``action``, too. None where its ``NotAction`` excludes it by a wildcard."""
    policy = json.loads(document.text)
    statement = _statements(policy)[index]
    if "Action" in statement:
        statement["Action"] = [*_listed(statement["Action"]), action]
        return _written(policy, document)
    excluded = _listed(statement["NotAction"])
    left = [each for each in excluded if each.lower() != action.lower()]
    if not left or len(left) == len(excluded):
        return None
    statement["NotAction"] = left
    return _written(policy, document)


def sparing(document: PolicyDocument, index: int, principal_arn: str) -> str:
    """The Deny does not match requests of this principal any more."""
    policy = json.loads(document.text)
    conditions = _statements(policy)[index].setdefault("Condition", {})
    for operator, pairs in conditions.items():
        for key in pairs:
            if operator in EXEMPTING and key.lower() == PRINCIPAL_ARN.lower():
                pairs[key] = [*_listed(pairs[key]), principal_arn]
                return _written(policy, document)
    conditions.setdefault(EXEMPTING[0], {})[PRINCIPAL_ARN] = principal_arn
    return _written(policy, document)


def _statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    statements = policy["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _written(policy: dict[str, Any], document: PolicyDocument) -> str:
    """As spacious as it was: white space counts towards the size of an SCP."""
    if "\n" in document.text:
        return json.dumps(policy, indent=2, ensure_ascii=False)
    return json.dumps(policy, separators=(",", ":"), ensure_ascii=False)
