"""``PolicyDocument`` to text: the same policy in one way of writing it.

Lists are lists and ``Statement`` is one; the elements stand in the order in which AWS shows them. What was
printed parses to the same statements, and prints as itself again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from policies.engine.document import Condition, PolicyDocument, PrincipalPattern, Statement
from policies.engine.principals import EVERYBODY

Printed = dict[str, object]


def print_policy(document: PolicyDocument) -> str:
    """JSON with an indent of two. A document without ``Version`` is printed with the version it has."""
    policy: Printed = {"Version": document.version}
    if document.id is not None:
        policy["Id"] = document.id
    policy["Statement"] = [_statement(statement) for statement in document.statements]
    return json.dumps(policy, indent=2, ensure_ascii=False)


def _statement(statement: Statement) -> Printed:
    printed: Printed = {}
    if statement.sid is not None:
        printed["Sid"] = statement.sid
    printed["Effect"] = statement.effect.value
    if statement.principals is not None:
        name = "NotPrincipal" if statement.excludes_principals else "Principal"
        printed[name] = _principals(statement.principals)
    name = "NotAction" if statement.excludes_actions else "Action"
    printed[name] = [action.source for action in statement.actions]
    if statement.resources:
        name = "NotResource" if statement.excludes_resources else "Resource"
        printed[name] = [resource.source for resource in statement.resources]
    if statement.conditions:
        printed["Condition"] = _conditions(statement.conditions)
    return printed


def _principals(principals: Iterable[PrincipalPattern]) -> str | dict[str, list[str]]:
    by_kind: dict[str, list[str]] = {}
    for pattern in principals:
        if pattern.kind == EVERYBODY:
            return EVERYBODY
        by_kind.setdefault(pattern.kind, []).append(pattern.value)
    return by_kind


def _conditions(conditions: Iterable[Condition]) -> dict[str, dict[str, list[str]]]:
    by_operator: dict[str, dict[str, list[str]]] = {}
    for condition in conditions:
        values = [value.source for value in condition.values]
        by_operator.setdefault(condition.operator.source, {})[condition.key] = values
    return by_operator
