"""Policies of the organization: made, changed, deleted. Where they act is for ``attachments``.

Source: Organizations User Guide, "Managing organization policies".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.management_policies import parse_settings
from accounts.organization.operations.organizations.checks import (
    check_all_features,
    check_length,
    check_name,
    in_organization,
    policy_of,
    policy_type_of,
    tags_of,
)
from accounts.organization.operations.organizations.structures import policy_structure
from accounts.organization.operations.organizations.tag_policies import POLICY, check_tags
from accounts.organization.operations.outcome import Outcome, without
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    AWS_MANAGED,
    ManagementPolicy,
    Organization,
    Policy,
    PolicyId,
    PolicyType,
)
from policies.engine.parse import PolicySyntaxError, parse_policy


@in_organization
def create_policy(
    organization: Organization,
    *,
    content: str,
    description: str,
    name: str,
    type: str,  # noqa: A002 - AWS's member is Type
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a policy, attached to nothing. Its type need not be enabled yet.

    Names are unique among the policies of a type, AWS's own included.

    Raises ``InvalidInput``, ``PolicyTypeNotAvailableForOrganization``, ``DuplicatePolicy``,
    ``MalformedPolicyDocument``, ``ConstraintViolation`` (``POLICY_CONTENT_LIMIT_EXCEEDED``,
    ``POLICY_NUMBER_LIMIT_EXCEEDED``).
    """
    policy_type = policy_type_of(type)
    check_all_features(
        organization,
        errors.PolicyTypeNotAvailableForOrganization(
            "An organization for consolidated billing alone has no policies; it needs all features enabled."
        ),
    )
    _check_words(name, description)
    _check_unique(organization, policy_type, name)
    _check_number(organization, policy_type)
    policy = _made(
        occasion.policy_id({*organization.policies, *organization.management_policies}),
        name,
        description,
        policy_type,
        content,
        tags_of(tags),
    )
    check_tags(organization, POLICY, policy.tags)
    changed = _with_policy(organization, policy)
    return Outcome(changed, {"Policy": policy_structure(changed, policy)})


@in_organization
def update_policy(
    organization: Organization,
    *,
    policy_id: PolicyId,
    name: str | None = None,
    description: str | None = None,
    content: str | None = None,
) -> Outcome:
    """Change what is given; new content acts at once wherever the policy is attached.

    Raises ``PolicyNotFound``, ``InvalidInput`` (``IMMUTABLE_POLICY``), ``DuplicatePolicy``,
    ``MalformedPolicyDocument``, ``ConstraintViolation`` (``POLICY_CONTENT_LIMIT_EXCEEDED``).
    """
    policy = policy_of(organization, policy_id)
    _check_mutable(policy)
    new_name = policy.name if name is None else name
    new_description = policy.description if description is None else description
    _check_words(new_name, new_description)
    if new_name != policy.name:
        _check_unique(organization, policy.type, new_name)
    if content is None:
        renamed = replace(policy, name=new_name, description=new_description)
    else:
        renamed = _made(policy.id, new_name, new_description, policy.type, content, policy.tags)
    changed = _with_policy(organization, renamed)
    return Outcome(changed, {"Policy": policy_structure(changed, renamed)})


@in_organization
def delete_policy(organization: Organization, *, policy_id: PolicyId) -> Outcome:
    """Delete a policy that is attached nowhere.

    Raises ``PolicyNotFound``, ``PolicyInUse``, ``InvalidInput`` (``IMMUTABLE_POLICY``).
    """
    policy = policy_of(organization, policy_id)
    _check_mutable(policy)
    targets = [target for target, attached in organization.attachments.items() if policy_id in attached]
    if targets:
        others = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        raise errors.PolicyInUse(
            f"{policy.name} is attached to {organization.name_of(targets[0])}{others}. Detach it first."
        )
    if isinstance(policy, ManagementPolicy):
        left = without(organization.management_policies, policy_id)
        return Outcome(replace(organization, management_policies=left), {})
    return Outcome(replace(organization, policies=without(organization.policies, policy_id)), {})


def _with_policy(organization: Organization, policy: Policy | ManagementPolicy) -> Organization:
    if isinstance(policy, ManagementPolicy):
        every = {**organization.management_policies, policy.id: policy}
        return replace(organization, management_policies=every)
    return replace(organization, policies={**organization.policies, policy.id: policy})


def _made(
    policy_id: PolicyId,
    name: str,
    description: str,
    policy_type: PolicyType,
    content: str,
    tags: Mapping[str, str],
) -> Policy | ManagementPolicy:
    # Before parsing: nobody should wait for the faults of a text that is too long anyway.
    most = IN_FORCE.policy_types[policy_type].size
    if len(content) > most:
        raise errors.ConstraintViolation(
            f"A policy of type {policy_type.value} has at most {most:,} characters, white space included; "
            f"this one has {len(content):,}.",
            reason="POLICY_CONTENT_LIMIT_EXCEEDED",
        )
    try:
        if policy_type.kind is None:
            parse_settings(content, policy_type)
            return ManagementPolicy(policy_id, name, description, policy_type, content, tags)
        document = parse_policy(content, policy_type.kind)
    except PolicySyntaxError as error:
        raise errors.MalformedPolicyDocument(error.faults) from error
    return Policy(policy_id, name, description, policy_type, document, tags=tags)


def _check_number(organization: Organization, policy_type: PolicyType) -> None:
    most = IN_FORCE.policy_types[policy_type].policies
    if sum(policy.type is policy_type for policy in _customers(organization)) >= most:
        raise errors.ConstraintViolation(
            f"An organization has at most {most:,} policies of type {policy_type.value}.",
            reason="POLICY_NUMBER_LIMIT_EXCEEDED",
        )


def _customers(organization: Organization) -> Iterator[Policy | ManagementPolicy]:
    yield from organization.policies.values()
    yield from organization.management_policies.values()


def _check_mutable(policy: Policy | ManagementPolicy) -> None:
    if policy.aws_managed:
        raise errors.InvalidInput(
            f"{policy.name} is AWS's own; nobody else changes or deletes it.", reason="IMMUTABLE_POLICY"
        )


def _check_words(name: str, description: str) -> None:
    check_name("The name of a policy", name)
    check_length("The description of a policy", description, shortest=0, longest=512)


def _check_unique(organization: Organization, policy_type: PolicyType, name: str) -> None:
    everyone = [*AWS_MANAGED.values(), *_customers(organization)]
    if any(policy.name == name and policy.type is policy_type for policy in everyone):
        raise errors.DuplicatePolicy(f"The organization already has a policy named {name}.")
