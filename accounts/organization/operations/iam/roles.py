"""Roles of an account. Source: IAM User Guide, "IAM roles".

Only its service changes a service-linked role; every other caller gets ``UnmodifiableEntity``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounts.organization.arns import role_arn
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
    parsed,
    shown_tags,
    with_tags,
)
from accounts.organization.operations.iam.granting import attach, delete_inline, detach, put_inline
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, AccountId, Organization, Role
from policies.engine.document import PolicyKind

LONGEST_DESCRIPTION = 1_000


def create_role(
    organization: Organization,
    *,
    account_id: AccountId,
    role_name: str,
    assume_role_policy_document: str,
    path: str = "/",
    description: str = "",
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a role that those named in its trust policy may assume, without permissions yet.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``,
    ``MalformedPolicyDocument``, ``InvalidInput`` (tags).
    """
    account = account_of(organization, account_id)
    check_name("role", role_name, longest=64)
    check_path(path)
    if len(description) > LONGEST_DESCRIPTION:
        raise errors.ValidationError(f"A description has at most {LONGEST_DESCRIPTION:,} characters.")
    check_free("role", role_name, account.roles)
    check_quota(f"roles in {account.name}", len(account.roles), IN_FORCE.roles)
    role = Role(
        name=role_name,
        path=path,
        id=occasion.iam_id(
            IamPrefix.ROLE, f"{account_id}/{role_name}", {role.id for role in account.roles.values()}
        ),
        created=occasion.time,
        trust=parsed(assume_role_policy_document, PolicyKind.TRUST, most=IN_FORCE.trust_policy_size),
        description=description,
        tags=with_tags({}, tags),
    )
    response: dict[str, object] = {
        "Path": path,
        "RoleName": role_name,
        "RoleId": role.id,
        "Arn": role_arn(account_id, path, role_name),
        "CreateDate": timestamp(role.created),
        "AssumeRolePolicyDocument": role.trust.text,
    }
    if role.tags:
        response["Tags"] = shown_tags(role.tags)
    return Outcome(_with_role(organization, account, role), {"Role": response})


def delete_role(organization: Organization, *, account_id: AccountId, role_name: str) -> Outcome:
    """Delete a role without policies. Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``DeleteConflict``."""
    account, role = _modifiable(organization, account_id, role_name)
    check_nothing_left(
        f"The role {role_name}", {"inline policies": role.inline, "attached policies": role.attached}
    )
    return Outcome(with_account(organization, replace(account, roles=without(account.roles, role_name))), {})


def update_assume_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_document: str
) -> Outcome:
    """Replace the trust policy.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``MalformedPolicyDocument``, ``LimitExceeded``.
    """
    account, role = _modifiable(organization, account_id, role_name)
    trust = parsed(policy_document, PolicyKind.TRUST, most=IN_FORCE.trust_policy_size)
    return Outcome(_with_role(organization, account, replace(role, trust=trust)), {})


def put_role_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    role_name: str,
    policy_name: str,
    policy_document: str,
) -> Outcome:
    """Embed an inline policy, or replace the one of that name.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``ValidationError``,
    ``MalformedPolicyDocument``, ``LimitExceeded``.
    """
    account, role = _modifiable(organization, account_id, role_name)
    role = put_inline(role, policy_name, policy_document, most=IN_FORCE.inline_size_of_role)
    return Outcome(_with_role(organization, account, role), {})


def delete_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_name: str
) -> Outcome:
    """Delete an inline policy. Raises ``NoSuchEntity``, ``UnmodifiableEntity``."""
    account, role = _modifiable(organization, account_id, role_name)
    return Outcome(_with_role(organization, account, delete_inline(role, policy_name)), {})


def attach_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_arn: str
) -> Outcome:
    """Attach a managed policy.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``PolicyNotAttachable``, ``LimitExceeded``.
    """
    account, role = _modifiable(organization, account_id, role_name)
    role = attach(account, role, policy_arn, most=IN_FORCE.policies_attached_to_role)
    return Outcome(_with_role(organization, account, role), {})


def detach_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_arn: str
) -> Outcome:
    """Detach a managed policy. Raises ``NoSuchEntity``, ``UnmodifiableEntity``."""
    account, role = _modifiable(organization, account_id, role_name)
    return Outcome(_with_role(organization, account, detach(role, policy_arn)), {})


def tag_role(
    organization: Organization, *, account_id: AccountId, role_name: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags, which requests of its sessions carry as ``aws:PrincipalTag/…``.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``LimitExceeded``.
    """
    account, role = _find(organization, account_id, role_name)
    return Outcome(_with_role(organization, account, replace(role, tags=with_tags(role.tags, tags))), {})


def untag_role(
    organization: Organization, *, account_id: AccountId, role_name: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the role does not have are passed over. Raises ``NoSuchEntity``."""
    account, role = _find(organization, account_id, role_name)
    return Outcome(
        _with_role(organization, account, replace(role, tags=remove_tags(role.tags, tag_keys))), {}
    )


def _find(organization: Organization, account_id: AccountId, role_name: str) -> tuple[Account, Role]:
    account = account_of(organization, account_id)
    role = account.roles.get(role_name)
    if role is None:
        raise errors.NoSuchEntity(f"{account.name} has no role named {role_name}.")
    return account, role


def _modifiable(organization: Organization, account_id: AccountId, role_name: str) -> tuple[Account, Role]:
    account, role = _find(organization, account_id, role_name)
    if role.is_service_linked:
        raise errors.UnmodifiableEntity(
            f"{role_name} is a service-linked role: only its service changes or deletes it."
        )
    return account, role


def _with_role(organization: Organization, account: Account, role: Role) -> Organization:
    return with_account(organization, replace(account, roles={**account.roles, role.name: role}))
