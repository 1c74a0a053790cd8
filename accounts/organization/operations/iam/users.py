"""Users of an account. Source: IAM User Guide, "IAM users"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounts.organization.arns import user_arn
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
    shown_tags,
    with_tags,
)
from accounts.organization.operations.iam.entities import devices_of, find_user, with_user
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
from accounts.organization.state import AccountId, Organization, User


def create_user(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str,
    path: str = "/",
    permissions_boundary: str | None = None,
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a user, who may do nothing until a policy allows it.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``, ``InvalidInput`` (tags),
    ``NoSuchEntity`` (the boundary), ``PolicyNotAttachable``.
    """
    account = account_of(organization, account_id)
    check_name("user", user_name, longest=64)
    check_path(path)
    check_free("user", user_name, account.users)
    check_quota(f"users in {account.name}", len(account.users), IN_FORCE.users)
    user = User(
        name=user_name,
        path=path,
        id=occasion.iam_id(
            IamPrefix.USER, f"{account_id}/{user_name}", {user.id for user in account.users.values()}
        ),
        created=occasion.time,
        tags=with_tags({}, tags),
    )
    if permissions_boundary is not None:
        user = with_boundary(account, user, permissions_boundary)
    response: dict[str, object] = {
        "Path": path,
        "UserName": user_name,
        "UserId": user.id,
        "Arn": user_arn(account_id, path, user_name),
        "CreateDate": timestamp(user.created),
    }
    if user.boundary is not None:
        response["PermissionsBoundary"] = shown_boundary(user.boundary)
    if user.tags:
        response["Tags"] = shown_tags(user.tags)
    return Outcome(with_user(organization, account, user), {"User": response})


def delete_user(organization: Organization, *, account_id: AccountId, user_name: str) -> Outcome:
    """Delete a user from whom everything has gone: policies, groups, keys, password, MFA devices.

    A boundary and tags need not go first. Raises ``NoSuchEntity``, ``DeleteConflict``.
    """
    account, user = find_user(organization, account_id, user_name)
    check_nothing_left(
        f"The user {user_name}",
        {
            "groups": user.groups,
            "inline policies": user.inline,
            "attached policies": user.attached,
            "access keys": user.access_keys,
            "MFA devices": devices_of(account, f"user/{user_name}"),
            "a password for": ("the console",) if user.login_profile else (),
        },
    )
    return Outcome(with_account(organization, replace(account, users=without(account.users, user_name))), {})


def put_user_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str,
    policy_name: str,
    policy_document: str,
) -> Outcome:
    """Embed an inline policy, or replace the one of that name.

    Raises ``NoSuchEntity``, ``ValidationError``, ``MalformedPolicyDocument``, ``LimitExceeded``.
    """
    account, user = find_user(organization, account_id, user_name)
    user = put_inline(user, policy_name, policy_document, most=IN_FORCE.inline_size_of_user)
    return Outcome(with_user(organization, account, user), {})


def delete_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_name: str
) -> Outcome:
    """Delete an inline policy. Raises ``NoSuchEntity``."""
    account, user = find_user(organization, account_id, user_name)
    return Outcome(with_user(organization, account, delete_inline(user, policy_name)), {})


def attach_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_arn: str
) -> Outcome:
    """Attach a managed policy. Raises ``NoSuchEntity``, ``PolicyNotAttachable``, ``LimitExceeded``."""
    account, user = find_user(organization, account_id, user_name)
    user = attach(account, user, policy_arn, most=IN_FORCE.policies_attached_to_user)
    return Outcome(with_user(organization, account, user), {})


def detach_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_arn: str
) -> Outcome:
    """Detach a managed policy. Raises ``NoSuchEntity``."""
    account, user = find_user(organization, account_id, user_name)
    return Outcome(with_user(organization, account, detach(user, policy_arn)), {})


def tag_user(
    organization: Organization, *, account_id: AccountId, user_name: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags, which requests carry as ``aws:PrincipalTag/…``.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``LimitExceeded``.
    """
    account, user = find_user(organization, account_id, user_name)
    return Outcome(with_user(organization, account, replace(user, tags=with_tags(user.tags, tags))), {})


def untag_user(
    organization: Organization, *, account_id: AccountId, user_name: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the user does not have are passed over. Raises ``NoSuchEntity``."""
    account, user = find_user(organization, account_id, user_name)
    return Outcome(with_user(organization, account, replace(user, tags=remove_tags(user.tags, tag_keys))), {})


def put_user_permissions_boundary(
    organization: Organization, *, account_id: AccountId, user_name: str, permissions_boundary: str
) -> Outcome:
    """Make a managed policy the most that the user's policies can allow, in the place of another.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``PolicyNotAttachable``.
    """
    account, user = find_user(organization, account_id, user_name)
    user = with_boundary(account, user, permissions_boundary)
    return Outcome(with_user(organization, account, user), {})


def delete_user_permissions_boundary(
    organization: Organization, *, account_id: AccountId, user_name: str
) -> Outcome:
    """Let the user's policies allow all they say. Raises ``NoSuchEntity``, also if there is no boundary."""
    account, user = find_user(organization, account_id, user_name)
    return Outcome(with_user(organization, account, without_boundary(user)), {})
