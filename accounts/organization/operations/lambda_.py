"""Functions. Source: Lambda API Reference. Their policy is written statement by statement."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, FUNCTION
from accounts.organization.state import AccountId, Organization, Resource

__all__ = [
    "add_permission",
    "create_function",
    "delete_function",
    "remove_permission",
    "tag_resource",
    "untag_resource",
]

STATEMENT_ID: Final = re.compile(r"[\w-]{1,100}", re.ASCII)
ACTION: Final = re.compile(r"lambda:(?:\*|[A-Za-z]+)|\*")
"""Source of both: Lambda API Reference, ``AddPermission``."""


def create_function(
    organization: Organization,
    *,
    account_id: AccountId,
    function_name: str,
    role: str,
    tags: Mapping[str, str] | None = None,
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """``role`` is the ARN of the role that the function runs as. Raises ``ResourceConflictException``,
    ``InvalidParameterValueException``."""
    after, function = resources.create(
        organization,
        account_id,
        FUNCTION,
        function_name,
        occasion=occasion,
        region=region,
        tags=resources.as_list(tags),
    )
    return Outcome(after, {"FunctionName": function_name, "FunctionArn": function.arn, "Role": role})


def delete_function(organization: Organization, *, account_id: AccountId, function_name: str) -> Outcome:
    return Outcome(resources.delete(organization, account_id, FUNCTION, function_name), {})


def add_permission(
    organization: Organization,
    *,
    account_id: AccountId,
    function_name: str,
    statement_id: str,
    action: str,
    principal: str,
    source_arn: str | None = None,
    source_account: str | None = None,
    principal_org_id: str | None = None,
) -> Outcome:
    """One statement more. ``principal`` is a service, an account, an ARN or ``*``. Raises
    ``ResourceNotFoundException``, ``ResourceConflictException``, ``InvalidParameterValueException``,
    ``ValidationException``."""
    if not STATEMENT_ID.fullmatch(statement_id):
        raise ResourceError(
            "ValidationException", "A statement ID has 1 to 100 characters: letters, digits, - and _."
        )
    if not ACTION.fullmatch(action):
        raise ResourceError(
            "ValidationException", f"{action!r} is no action of Lambda, such as lambda:InvokeFunction."
        )
    _, function = resources.find(organization, account_id, FUNCTION, function_name)
    statements = _statements(function)
    if any(statement.get("Sid") == statement_id for statement in statements):
        raise ResourceError(FUNCTION.exists, f"The policy already has a statement {statement_id}.")
    conditions = {
        "ArnLike": {"AWS:SourceArn": source_arn},
        "StringEquals": {"AWS:SourceAccount": source_account, "aws:PrincipalOrgID": principal_org_id},
    }
    given = {
        operator: {key: value for key, value in keys.items() if value}
        for operator, keys in conditions.items()
    }
    statement = {
        "Sid": statement_id,
        "Effect": "Allow",
        "Principal": _principal(principal),
        "Action": action,
        "Resource": function.arn,
        **(
            {"Condition": {name: keys for name, keys in given.items() if keys}} if any(given.values()) else {}
        ),
    }
    after = _with_statements(organization, account_id, function, [*statements, statement])
    return Outcome(after, {"Statement": json.dumps(statement)})


def remove_permission(
    organization: Organization, *, account_id: AccountId, function_name: str, statement_id: str
) -> Outcome:
    """Raises ``ResourceNotFoundException``."""
    _, function = resources.find(organization, account_id, FUNCTION, function_name)
    statements = _statements(function)
    kept = [statement for statement in statements if statement.get("Sid") != statement_id]
    if len(kept) == len(statements):
        raise ResourceError(FUNCTION.missing, f"The policy has no statement {statement_id}.")
    return Outcome(_with_statements(organization, account_id, function, kept), {})


def tag_resource(
    organization: Organization, *, account_id: AccountId, resource: str, tags: Mapping[str, str]
) -> Outcome:
    tagged = resources.tag(organization, account_id, FUNCTION, resource, resources.as_list(tags))
    return Outcome(tagged, {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, resource: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, FUNCTION, resource, tag_keys), {})


def _principal(principal: str) -> object:
    if principal == "*":
        return principal
    return {"Service" if principal.endswith(".amazonaws.com") else "AWS": principal}


def _statements(function: Resource) -> list[dict[str, Any]]:
    if function.policy is None:
        return []
    found = json.loads(function.policy.text)["Statement"]
    return found if isinstance(found, list) else [found]


def _with_statements(
    organization: Organization, account_id: AccountId, function: Resource, statements: Sequence[object]
) -> Organization:
    document = {"Version": "2012-10-17", "Id": "default", "Statement": statements}
    text = json.dumps(document, indent=2) if statements else None
    return resources.put_policy(organization, account_id, FUNCTION, function.arn, text)
