"""Groups: sets of users, no principals themselves. Source: IAM User Guide, "IAM user groups"."""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.arns import group_arn
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_free,
    check_name,
    check_nothing_left,
    check_path,
    check_quota,
)
from accounts.organization.operations.iam.entities import find_group, user_of, with_group, with_user
from accounts.organization.operations.iam.granting import attach, delete_inline, detach, put_inline
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, AccountId, Group, Organization, User


def create_group(
    organization: Organization,
    *,
    account_id: AccountId,
    group_name: str,
    path: str = "/",
    occasion: Occasion,
) -> Outcome:
    """Make a group without users. Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``."""
    account = account_of(organization, account_id)
    check_name("group", group_name, longest=128)
    check_path(path)
    check_free("group", group_name, account.groups)
    check_quota(f"groups in {account.name}", len(account.groups), IN_FORCE.groups)
    group = Group(
        name=group_name,
        path=path,
        id=occasion.iam_id(
            IamPrefix.GROUP, f"{account_id}/{group_name}", {group.id for group in account.groups.values()}
        ),
        created=occasion.time,
    )
    response = {
        "Path": path,
        "GroupName": group_name,
        "GroupId": group.id,
        "Arn": group_arn(account_id, path, group_name),
        "CreateDate": timestamp(group.created),
    }
    return Outcome(with_group(organization, account, group), {"Group": response})


def delete_group(organization: Organization, *, account_id: AccountId, group_name: str) -> Outcome:
    """Delete a group without users and policies. Raises ``NoSuchEntity``, ``DeleteConflict``."""
    account, group = find_group(organization, account_id, group_name)
    users = [user.name for user in account.users.values() if group_name in user.groups]
    check_nothing_left(
        f"The group {group_name}",
        {"users": users, "inline policies": group.inline, "attached policies": group.attached},
    )
    return Outcome(
        with_account(organization, replace(account, groups=without(account.groups, group_name))), {}
    )


def add_user_to_group(
    organization: Organization, *, account_id: AccountId, group_name: str, user_name: str
) -> Outcome:
    """Put a user into a group; who is in it already stays in it.

    Raises ``NoSuchEntity``, ``LimitExceeded``.
    """
    account, group = find_group(organization, account_id, group_name)
    user = user_of(account, user_name)
    if group.name in user.groups:
        return Outcome(organization, {})
    check_quota(f"groups for {user_name}", len(user.groups), IN_FORCE.groups_of_user)
    return _regrouped(organization, account, user, (*user.groups, group_name))


def remove_user_from_group(
    organization: Organization, *, account_id: AccountId, group_name: str, user_name: str
) -> Outcome:
    """Take a user out of a group. Raises ``NoSuchEntity``, also for a user who is not in it."""
    account, _ = find_group(organization, account_id, group_name)
    user = user_of(account, user_name)
    if group_name not in user.groups:
        raise errors.NoSuchEntity(f"{user_name} is not in the group {group_name}.")
    return _regrouped(
        organization, account, user, tuple(other for other in user.groups if other != group_name)
    )


def put_group_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    group_name: str,
    policy_name: str,
    policy_document: str,
) -> Outcome:
    """Embed an inline policy, or replace the one of that name.

    Raises ``NoSuchEntity``, ``ValidationError``, ``MalformedPolicyDocument``, ``LimitExceeded``.
    """
    account, group = find_group(organization, account_id, group_name)
    group = put_inline(group, policy_name, policy_document, most=IN_FORCE.inline_size_of_group)
    return Outcome(with_group(organization, account, group), {})


def delete_group_policy(
    organization: Organization, *, account_id: AccountId, group_name: str, policy_name: str
) -> Outcome:
    """Delete an inline policy. Raises ``NoSuchEntity``."""
    account, group = find_group(organization, account_id, group_name)
    return Outcome(with_group(organization, account, delete_inline(group, policy_name)), {})


def attach_group_policy(
    organization: Organization, *, account_id: AccountId, group_name: str, policy_arn: str
) -> Outcome:
    """Attach a managed policy. Raises ``NoSuchEntity``, ``PolicyNotAttachable``, ``LimitExceeded``."""
    account, group = find_group(organization, account_id, group_name)
    group = attach(account, group, policy_arn, most=IN_FORCE.policies_attached_to_group)
    return Outcome(with_group(organization, account, group), {})


def detach_group_policy(
    organization: Organization, *, account_id: AccountId, group_name: str, policy_arn: str
) -> Outcome:
    """Detach a managed policy. Raises ``NoSuchEntity``."""
    account, group = find_group(organization, account_id, group_name)
    return Outcome(with_group(organization, account, detach(group, policy_arn)), {})


def _regrouped(organization: Organization, account: Account, user: User, groups: tuple[str, ...]) -> Outcome:
    return Outcome(with_user(organization, account, replace(user, groups=groups)), {})
