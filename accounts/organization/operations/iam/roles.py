"""Roles of an account. Source: IAM User Guide, "IAM roles".

Only its service changes a service-linked role; every other caller gets ``UnmodifiableEntity``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_description,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
    parsed,
    shown_tags,
    with_tags,
)
from accounts.organization.operations.iam.entities import find_modifiable_role, find_role, with_role
from accounts.organization.operations.iam.granting import (
    attach,
    delete_inline,
    detach,
    put_inline,
    shown_boundary,
    with_boundary,
    without_boundary,
)
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, Organization, Role
from policies.engine.document import PolicyKind

SHORTEST_MAXIMUM: Final = 3_600
LONGEST_MAXIMUM: Final = 43_200
"""Of ``MaxSessionDuration``, in seconds. Source: IAM API Reference, ``CreateRole``."""


def create_role(
    organization: Organization,
    *,
    account_id: AccountId,
    role_name: str,
    assume_role_policy_document: str,
    path: str = "/",
    description: str = "",
    max_session_duration: int = SHORTEST_MAXIMUM,
    permissions_boundary: str | None = None,
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a role that those named in its trust policy may assume, without permissions yet.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``,
    ``MalformedPolicyDocument``, ``InvalidInput`` (tags), ``NoSuchEntity`` (the boundary),
    ``PolicyNotAttachable``.
    """
    account = account_of(organization, account_id)
    check_name("role", role_name, longest=64)
    check_path(path)
    check_description(description)
    _check_duration(max_session_duration)
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
        max_session_duration=max_session_duration,
    )
    if permissions_boundary is not None:
        role = with_boundary(account, role, permissions_boundary)
    return Outcome(with_role(organization, account, role), {"Role": shown_role(account_id, role)})


def delete_role(organization: Organization, *, account_id: AccountId, role_name: str) -> Outcome:
    """Delete a role without policies. Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``DeleteConflict``."""
    account, role = find_modifiable_role(organization, account_id, role_name)
    check_nothing_left(
        f"The role {role_name}", {"inline policies": role.inline, "attached policies": role.attached}
    )
    return Outcome(with_account(organization, replace(account, roles=without(account.roles, role_name))), {})


def update_role(
    organization: Organization,
    *,
    account_id: AccountId,
    role_name: str,
    description: str | None = None,
    max_session_duration: int = SHORTEST_MAXIMUM,
) -> Outcome:
    """Set how long sessions last at most, in seconds: one hour if it is not given. Sets the description, too,
    if one is given.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``ValidationError``.
    """
    account, role = find_modifiable_role(organization, account_id, role_name)
    text = role.description if description is None else description
    check_description(text)
    _check_duration(max_session_duration)
    role = replace(role, description=text, max_session_duration=max_session_duration)
    return Outcome(with_role(organization, account, role), {})


def update_role_description(
    organization: Organization, *, account_id: AccountId, role_name: str, description: str
) -> Outcome:
    """Say anew what the role is for. This one may also be done to a service-linked role.

    Raises ``NoSuchEntity``, ``ValidationError``. Source: IAM User Guide, "Edit a service-linked role".
    """
    account, role = find_role(organization, account_id, role_name)
    check_description(description)
    role = replace(role, description=description)
    return Outcome(with_role(organization, account, role), {"Role": shown_role(account_id, role)})


def put_role_permissions_boundary(
    organization: Organization, *, account_id: AccountId, role_name: str, permissions_boundary: str
) -> Outcome:
    """Make a managed policy the most that the role's policies can allow, in the place of another.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``UnmodifiableEntity``, ``PolicyNotAttachable``.
    """
    account, role = find_modifiable_role(organization, account_id, role_name)
    role = with_boundary(account, role, permissions_boundary)
    return Outcome(with_role(organization, account, role), {})


def delete_role_permissions_boundary(
    organization: Organization, *, account_id: AccountId, role_name: str
) -> Outcome:
    """Let the role's policies allow all they say.

    Raises ``NoSuchEntity`` (also if there is no boundary), ``UnmodifiableEntity``.
    """
    account, role = find_modifiable_role(organization, account_id, role_name)
    return Outcome(with_role(organization, account, without_boundary(role)), {})


def update_assume_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_document: str
) -> Outcome:
    """Replace the trust policy.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``MalformedPolicyDocument``, ``LimitExceeded``.
    """
    account, role = find_modifiable_role(organization, account_id, role_name)
    trust = parsed(policy_document, PolicyKind.TRUST, most=IN_FORCE.trust_policy_size)
    return Outcome(with_role(organization, account, replace(role, trust=trust)), {})


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
    account, role = find_modifiable_role(organization, account_id, role_name)
    role = put_inline(role, policy_name, policy_document, most=IN_FORCE.inline_size_of_role)
    return Outcome(with_role(organization, account, role), {})


def delete_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_name: str
) -> Outcome:
    """Delete an inline policy. Raises ``NoSuchEntity``, ``UnmodifiableEntity``."""
    account, role = find_modifiable_role(organization, account_id, role_name)
    return Outcome(with_role(organization, account, delete_inline(role, policy_name)), {})


def attach_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_arn: str
) -> Outcome:
    """Attach a managed policy.

    Raises ``NoSuchEntity``, ``UnmodifiableEntity``, ``PolicyNotAttachable``, ``LimitExceeded``.
    """
    account, role = find_modifiable_role(organization, account_id, role_name)
    role = attach(account, role, policy_arn, most=IN_FORCE.policies_attached_to_role)
    return Outcome(with_role(organization, account, role), {})


def detach_role_policy(
    organization: Organization, *, account_id: AccountId, role_name: str, policy_arn: str
) -> Outcome:
    """Detach a managed policy. Raises ``NoSuchEntity``, ``UnmodifiableEntity``."""
    account, role = find_modifiable_role(organization, account_id, role_name)
    return Outcome(with_role(organization, account, detach(role, policy_arn)), {})


def tag_role(
    organization: Organization, *, account_id: AccountId, role_name: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags, which requests of its sessions carry as ``aws:PrincipalTag/…``.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``LimitExceeded``.
    """
    account, role = find_role(organization, account_id, role_name)
    return Outcome(with_role(organization, account, replace(role, tags=with_tags(role.tags, tags))), {})


def untag_role(
    organization: Organization, *, account_id: AccountId, role_name: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the role does not have are passed over. Raises ``NoSuchEntity``."""
    account, role = find_role(organization, account_id, role_name)
    return Outcome(with_role(organization, account, replace(role, tags=remove_tags(role.tags, tag_keys))), {})


def shown_role(account_id: AccountId, role: Role) -> dict[str, object]:
    """AWS's ``Role``, as operations answer it."""
    shown: dict[str, object] = {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.id,
        "Arn": role_arn(account_id, role.path, role.name),
        "CreateDate": timestamp(role.created),
        "AssumeRolePolicyDocument": role.trust.text,
        "Description": role.description,
        "MaxSessionDuration": role.max_session_duration,
    }
    if role.boundary is not None:
        shown["PermissionsBoundary"] = shown_boundary(role.boundary)
    if role.tags:
        shown["Tags"] = shown_tags(role.tags)
    return shown


def _check_duration(seconds: int) -> None:
    if not SHORTEST_MAXIMUM <= seconds <= LONGEST_MAXIMUM:
        raise errors.ValidationError(
            f"The longest session of a role is {SHORTEST_MAXIMUM:,} to {LONGEST_MAXIMUM:,} seconds, "
            "which is one to twelve hours."
        )
