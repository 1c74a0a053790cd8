"""Versions of a customer managed policy: five at most, of which the default alone is in force.

Source: IAM User Guide, "Versioning IAM policies".
"""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam.checks import parsed
from accounts.organization.operations.iam.entities import find_policy, with_policy
from accounts.organization.operations.outcome import Outcome, timestamp, without
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, ManagedPolicy, Organization, PolicyVersion
from policies.engine.document import PolicyKind


def create_policy_version(
    organization: Organization,
    *,
    account_id: AccountId,
    policy_arn: str,
    policy_document: str,
    set_as_default: bool = False,
    occasion: Occasion,
) -> Outcome:
    """Add a version, which changes nothing for anybody unless it becomes the default.

    Raises ``NoSuchEntity``, ``AccessDenied`` (AWS's own policies), ``LimitExceeded`` (the sixth version, or
    too long), ``MalformedPolicyDocument``.
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    most = IN_FORCE.versions_of_managed_policy
    if len(policy.versions) >= most:
        raise errors.LimitExceeded(
            f"{policy.name} has {most} versions, the most that AWS keeps. Delete one that is not the default."
        )
    document = parsed(policy_document, PolicyKind.IDENTITY, most=IN_FORCE.managed_policy_size)
    number = policy.latest + 1
    version = PolicyVersion(f"v{number}", document, occasion.time)
    policy = replace(
        policy,
        versions={**policy.versions, version.id: version},
        latest=number,
        default_version_id=version.id if set_as_default else policy.default_version_id,
    )
    response = {
        "VersionId": version.id,
        "IsDefaultVersion": set_as_default,
        "CreateDate": timestamp(version.created),
    }
    return Outcome(with_policy(organization, account, policy), {"PolicyVersion": response})


def set_default_policy_version(
    organization: Organization, *, account_id: AccountId, policy_arn: str, version_id: str
) -> Outcome:
    """Put a version in force, wherever the policy is attached. An old one may allow more: whoever may call
    this may bring it back.

    Raises ``NoSuchEntity``, ``AccessDenied`` (AWS's own policies).
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    _check_version(policy, version_id)
    policy = replace(policy, default_version_id=version_id)
    return Outcome(with_policy(organization, account, policy), {})


def delete_policy_version(
    organization: Organization, *, account_id: AccountId, policy_arn: str, version_id: str
) -> Outcome:
    """Delete a version; its number is never used again.

    Raises ``NoSuchEntity``, ``DeleteConflict`` (the default), ``AccessDenied`` (AWS's own policies).
    """
    account, policy = find_policy(organization, account_id, policy_arn)
    _check_version(policy, version_id)
    if version_id == policy.default_version_id:
        raise errors.DeleteConflict(
            f"{version_id} is the default version of {policy.name}. Make another the default first."
        )
    policy = replace(policy, versions=without(policy.versions, version_id))
    return Outcome(with_policy(organization, account, policy), {})


def _check_version(policy: ManagedPolicy, version_id: str) -> None:
    if version_id not in policy.versions:
        raise errors.NoSuchEntity(f"{policy.name} has no version {version_id}.")
