"""Where policies act: attached and detached, and whole types enabled and disabled.

While SCPs or RCPs are enabled, every root, organizational unit and account has at least one of them;
these operations keep it so. Source: Organizations User Guide, "Attaching and detaching organization
policies", "Enabling a policy type".
"""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.checks import (
    check_all_features,
    check_target,
    in_organization,
    policy_of,
    policy_type_of,
    root_of,
)
from accounts.organization.operations.organizations.structures import root_structure
from accounts.organization.operations.outcome import Outcome
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    FULL_ACCESS,
    RCP_FULL_AWS_ACCESS,
    Organization,
    PolicyId,
    TargetId,
)
from accounts.organization.trusted_services import SERVICE_OF_POLICY_TYPE


@in_organization
def attach_policy(organization: Organization, *, policy_id: PolicyId, target_id: TargetId) -> Outcome:
    """Attach a policy to the root, an organizational unit or an account, besides those already there.

    Raises ``PolicyNotFound``, ``TargetNotFound``, ``PolicyTypeNotEnabled``,
    ``DuplicatePolicyAttachment``, ``ConstraintViolation``
    (``MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED``).
    """
    policy = policy_of(organization, policy_id)
    check_target(organization, target_id)
    if not organization.is_enabled(policy.type):
        raise errors.PolicyTypeNotEnabled(
            f"Policies of type {policy.type.value} are not enabled on the root, so none can be attached."
        )
    attached = organization.attachments.get(target_id, ())
    where = organization.name_of(target_id)
    if policy_id in attached:
        raise errors.DuplicatePolicyAttachment(f"{policy.name} is attached to {where} already.")
    if len(organization.attached(target_id, policy.type)) >= IN_FORCE.policy_types[policy.type].most:
        raise errors.ConstraintViolation(
            f"{where} has {IN_FORCE.policy_types[policy.type].most} policies of type {policy.type.value}, "
            "which is as many as can be attached directly to one root, organizational unit or account.",
            reason="MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    return _attached(organization, target_id, (*attached, policy_id))


@in_organization
def detach_policy(organization: Organization, *, policy_id: PolicyId, target_id: TargetId) -> Outcome:
    """Detach a policy from where it is attached; below, it is then no longer inherited.

    Raises ``PolicyNotFound``, ``TargetNotFound``, ``PolicyNotAttached`` (also for a policy that the
    target only inherits), ``InvalidInput`` (``NON_DETACHABLE_POLICY``), ``ConstraintViolation``
    (``MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED``).
    """
    policy = policy_of(organization, policy_id)
    check_target(organization, target_id)
    attached = organization.attachments.get(target_id, ())
    where = organization.name_of(target_id)
    if policy_id not in attached:
        raise errors.PolicyNotAttached(
            f"{policy.name} is not attached to {where} itself. What is inherited is detached where it is "
            "attached."
        )
    if policy_id == RCP_FULL_AWS_ACCESS.id:
        raise errors.InvalidInput(
            f"{policy.name} stays attached everywhere as long as resource control policies are enabled.",
            reason="NON_DETACHABLE_POLICY",
        )
    if len(organization.attached(target_id, policy.type)) <= IN_FORCE.policy_types[policy.type].least:
        raise errors.ConstraintViolation(
            f"{policy.name} is the last service control policy of {where}, and one must stay. Attach "
            "another one first.",
            reason="MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    return _attached(organization, target_id, tuple(other for other in attached if other != policy_id))


@in_organization
def enable_policy_type(organization: Organization, *, root_id: str, policy_type: str) -> Outcome:
    """Enable a type on the root. ``FullAWSAccess``, or ``RCPFullAWSAccess``, is attached everywhere.

    Raises ``InvalidInput``, ``RootNotFound``, ``PolicyTypeNotAvailableForOrganization``,
    ``PolicyTypeAlreadyEnabled``, ``ConstraintViolation`` (``SERVICE_ACCESS_NOT_ENABLED`` for a type whose
    service must be trusted first).
    """
    enabled = policy_type_of(policy_type)
    root = root_of(organization, root_id)
    check_all_features(
        organization,
        errors.PolicyTypeNotAvailableForOrganization(
            "An organization for consolidated billing alone has no policies; it needs all features enabled."
        ),
    )
    if organization.is_enabled(enabled):
        raise errors.PolicyTypeAlreadyEnabled(f"{policy_type} is enabled already.")
    service = SERVICE_OF_POLICY_TYPE.get(enabled)
    if service is not None and service not in organization.trusted_services:
        raise errors.ConstraintViolation(
            f"Policies of this type work through {service}, which needs trusted access first.",
            reason="SERVICE_ACCESS_NOT_ENABLED",
        )
    attachments = dict(organization.attachments)
    if enabled in FULL_ACCESS:
        for target_id in (root.id, *organization.units, *organization.accounts):
            attachments[target_id] = (*attachments.get(target_id, ()), FULL_ACCESS[enabled].id)
    changed = replace(
        organization,
        root=replace(root, policy_types=root.policy_types | {enabled}),
        attachments=attachments,
    )
    return Outcome(changed, {"Root": root_structure(changed)})


@in_organization
def disable_policy_type(organization: Organization, *, root_id: str, policy_type: str) -> Outcome:
    """Disable a type on the root: its policies are detached everywhere and stay in the organization.

    Enabling it again brings none of these attachments back. An organization without SCPs is not
    limited by any. Raises ``InvalidInput``, ``RootNotFound``, ``PolicyTypeNotEnabled``.
    """
    disabled = policy_type_of(policy_type)
    root = root_of(organization, root_id)
    if not organization.is_enabled(disabled):
        raise errors.PolicyTypeNotEnabled(f"{policy_type} is not enabled.")
    left = {
        target_id: tuple(
            policy_id for policy_id in attached if policy_of(organization, policy_id).type is not disabled
        )
        for target_id, attached in organization.attachments.items()
    }
    changed = replace(
        organization,
        root=replace(root, policy_types=root.policy_types - {disabled}),
        attachments={target_id: attached for target_id, attached in left.items() if attached},
    )
    return Outcome(changed, {"Root": root_structure(changed)})


def _attached(organization: Organization, target_id: TargetId, policy_ids: tuple[PolicyId, ...]) -> Outcome:
    attachments = {**organization.attachments, target_id: policy_ids}
    if not policy_ids:
        del attachments[target_id]
    return Outcome(replace(organization, attachments=attachments), {})
