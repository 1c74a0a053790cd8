"""Policies, and where they are attached directly."""

from __future__ import annotations

from functools import partial

from accounts.organization.arns import target_arn
from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.checks import (
    check_more_than_billing,
    check_target,
    in_organization,
    policy_of,
    policy_type_of,
)
from accounts.organization.operations.organizations.reads.pages import MOST, page
from accounts.organization.operations.organizations.structures import (
    Structure,
    policy_structure,
    policy_summary,
    resource_policy_structure,
)
from accounts.organization.state import (
    AWS_MANAGED,
    ManagementPolicy,
    Organization,
    Policy,
    PolicyId,
    TargetId,
)


@in_organization
def describe_policy(organization: Organization, *, policy_id: PolicyId) -> Structure:
    """Raises ``PolicyNotFound``."""
    return {"Policy": policy_structure(organization, policy_of(organization, policy_id))}


@in_organization
def describe_resource_policy(organization: Organization) -> Structure:
    """Raises ``ResourcePolicyNotFound``, ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``)."""
    check_more_than_billing(organization)
    policy = organization.resource_policy
    if policy is None:
        raise errors.ResourcePolicyNotFound("The organization has no delegation policy.")
    return {"ResourcePolicy": resource_policy_structure(organization, policy)}


@in_organization
def list_policies(
    organization: Organization,
    *,
    filter: str,  # noqa: A002 - AWS's member is Filter
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Those of the type ``filter``, AWS's own included. Raises ``InvalidInput``."""
    wanted = policy_type_of(filter)
    policies: list[Policy | ManagementPolicy] = [
        *AWS_MANAGED.values(),
        *organization.policies.values(),
        *organization.management_policies.values(),
    ]
    policies = [policy for policy in policies if policy.type is wanted]
    return page("Policies", policies, partial(policy_summary, organization), next_token, max_results)


@in_organization
def list_policies_for_target(
    organization: Organization,
    *,
    target_id: TargetId,
    filter: str,  # noqa: A002 - AWS's member is Filter
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Those attached directly; what is inherited is listed where it is attached.

    Raises ``TargetNotFound``, ``InvalidInput``.
    """
    check_target(organization, target_id)
    attached = organization.attached(target_id, policy_type_of(filter))
    policies = (policy_of(organization, policy_id) for policy_id in attached)
    return page("Policies", policies, partial(policy_summary, organization), next_token, max_results)


@in_organization
def list_targets_for_policy(
    organization: Organization,
    *,
    policy_id: PolicyId,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Raises ``PolicyNotFound``."""
    policy_of(organization, policy_id)
    targets = (target for target, attached in organization.attachments.items() if policy_id in attached)
    return page("Targets", targets, partial(_target, organization), next_token, max_results)


def _target(organization: Organization, target_id: TargetId) -> Structure:
    if target_id == organization.root.id:
        kind = "ROOT"
    else:
        kind = "ORGANIZATIONAL_UNIT" if target_id in organization.units else "ACCOUNT"
    return {
        "TargetId": target_id,
        "Arn": target_arn(organization, target_id),
        "Name": organization.name_of(target_id),
        "Type": kind,
    }
