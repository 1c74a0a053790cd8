"""The organization's own resource-based policy: it delegates the management of policies to members.

Source: Organizations User Guide, "Delegated administrator for AWS Organizations".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import (
    check_more_than_billing,
    in_organization,
    tags_of,
)
from accounts.organization.operations.organizations.structures import resource_policy_structure
from accounts.organization.operations.organizations.tag_policies import RESOURCE_POLICY, check_tags
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Organization, ResourcePolicy
from policies.catalogue import catalogue
from policies.engine.document import ActionPattern, PolicyDocument, PolicyKind, Statement
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.patterns import matches

WRITES: Final = frozenset(
    f"organizations:{name}"
    for name in (
        "AttachPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "DetachPolicy",
        "DisablePolicyType",
        "EnablePolicyType",
        "TagResource",
        "UntagResource",
        "UpdatePolicy",
    )
)
"""What can be delegated besides reading."""
READS: Final = ("organizations:Describe", "organizations:List")


@in_organization
def put_resource_policy(
    organization: Organization, *, content: str, tags: Sequence[Tag] = (), occasion: Occasion
) -> Outcome:
    """Write the delegation policy, of which there is one; another one takes its place and keeps its
    identifier. Only a new one takes ``tags``.

    Raises ``InvalidInput`` (``INVALID_RESOURCE_POLICY_JSON``, ``UNSUPPORTED_ACTION_IN_RESOURCE_POLICY``,
    ``UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY``), ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``, ``POLICY_CONTENT_LIMIT_EXCEEDED``).
    """
    check_more_than_billing(organization)
    document = _document(content)
    for statement in document.statements:
        _check_statement(statement)
    present = organization.resource_policy
    if present is None:
        policy = ResourcePolicy(occasion.resource_policy_id(), document, tags_of(tags))
        check_tags(organization, RESOURCE_POLICY, policy.tags)
    elif tags:
        raise errors.InvalidInput(
            "Only a new delegation policy is made with tags. This one is there: tag it by itself.",
            reason="INVALID_SYSTEM_TAGS_PARAMETER",
        )
    else:
        policy = replace(present, document=document)
    changed = replace(organization, resource_policy=policy)
    return Outcome(changed, {"ResourcePolicy": resource_policy_structure(changed, policy)})


@in_organization
def delete_resource_policy(organization: Organization) -> Outcome:
    """Delegate nothing any more.

    Raises ``ResourcePolicyNotFound``, ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    check_more_than_billing(organization)
    if organization.resource_policy is None:
        raise errors.ResourcePolicyNotFound("The organization has no delegation policy.")
    return Outcome(replace(organization, resource_policy=None), {})


def _document(content: str) -> PolicyDocument:
    most = IN_FORCE.delegation_policy_size
    if len(content) > most:
        raise errors.ConstraintViolation(
            f"A delegation policy has at most {most:,} characters; this one has {len(content):,}.",
            reason="POLICY_CONTENT_LIMIT_EXCEEDED",
        )
    try:
        return parse_policy(content, PolicyKind.RESOURCE)
    except PolicySyntaxError as error:
        fault = error.faults[0]
        place = f"{fault.path}: " if fault.path else ""
        raise errors.InvalidInput(
            f"Line {fault.line}, column {fault.column}: {place}{fault.message}",
            reason="INVALID_RESOURCE_POLICY_JSON",
        ) from error


def _check_statement(statement: Statement) -> None:
    if statement.excludes_actions:
        raise errors.InvalidInput(
            f"{statement.label}: a delegation policy says what is delegated with Action, not with NotAction.",
            reason="UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
        )
    if statement.excludes_resources:
        raise errors.InvalidInput(
            f"{statement.label}: a delegation policy has no NotResource.",
            reason="UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY",
        )
    for pattern in statement.actions:
        meant = [action for action in _actions() if _matches(pattern, action)]
        undue = [action for action in meant if action not in WRITES and not action.startswith(READS)]
        if undue or not meant:
            example = f", such as {undue[0]}" if undue else ""
            raise errors.InvalidInput(
                f"{statement.label}: {pattern.source} is more than can be delegated{example}. Only the "
                "management of policies can, and reading.",
                reason="UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
            )


def _matches(pattern: ActionPattern, action: str) -> bool:
    return matches(f"{pattern.service}:{pattern.name}", action.lower())


@cache
def _actions() -> tuple[str, ...]:
    every = catalogue().universe.actions
    return tuple(action for action in every if action.startswith("organizations:"))
