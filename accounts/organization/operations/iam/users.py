"""Users of an account. Source: IAM User Guide, "IAM users"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounts.organization.arns import user_arn
from accounts.organization.errors import iam as errors
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
from accounts.organization.operations.iam.granting import attach, delete_inline, detach, put_inline
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, AccountId, Organization, User


def create_user(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str,
    path: str = "/",
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make a user, who may do nothing until a policy allows it.

    Raises ``ValidationError``, ``EntityAlreadyExists``, ``LimitExceeded``, ``InvalidInput`` (tags).
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
    response: dict[str, object] = {
        "Path": path,
        "UserName": user_name,
        "UserId": user.id,
        "Arn": user_arn(account_id, path, user_name),
        "CreateDate": timestamp(user.created),
    }
    if user.tags:
        response["Tags"] = shown_tags(user.tags)
    return Outcome(_with_user(organization, account, user), {"User": response})


def delete_user(organization: Organization, *, account_id: AccountId, user_name: str) -> Outcome:
    """Delete a user who has no policies and is in no group. Raises ``NoSuchEntity``, ``DeleteConflict``."""
    account, user = _find(organization, account_id, user_name)
    check_nothing_left(
        f"The user {user_name}",
        {"groups": user.groups, "inline policies": user.inline, "attached policies": user.attached},
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
    account, user = _find(organization, account_id, user_name)
    user = put_inline(user, policy_name, policy_document, most=IN_FORCE.inline_size_of_user)
    return Outcome(_with_user(organization, account, user), {})


def delete_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_name: str
) -> Outcome:
    """Delete an inline policy. Raises ``NoSuchEntity``."""
    account, user = _find(organization, account_id, user_name)
    return Outcome(_with_user(organization, account, delete_inline(user, policy_name)), {})


def attach_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_arn: str
) -> Outcome:
    """Attach a managed policy. Raises ``NoSuchEntity``, ``PolicyNotAttachable``, ``LimitExceeded``."""
    account, user = _find(organization, account_id, user_name)
    user = attach(account, user, policy_arn, most=IN_FORCE.policies_attached_to_user)
    return Outcome(_with_user(organization, account, user), {})


def detach_user_policy(
    organization: Organization, *, account_id: AccountId, user_name: str, policy_arn: str
) -> Outcome:
    """Detach a managed policy. Raises ``NoSuchEntity``."""
    account, user = _find(organization, account_id, user_name)
    return Outcome(_with_user(organization, account, detach(user, policy_arn)), {})


def tag_user(
    organization: Organization, *, account_id: AccountId, user_name: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags, which requests carry as ``aws:PrincipalTag/…``.

    Raises ``NoSuchEntity``, ``InvalidInput``, ``LimitExceeded``.
    """
    account, user = _find(organization, account_id, user_name)
    return Outcome(_with_user(organization, account, replace(user, tags=with_tags(user.tags, tags))), {})


def untag_user(
    organization: Organization, *, account_id: AccountId, user_name: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the user does not have are passed over. Raises ``NoSuchEntity``."""
    account, user = _find(organization, account_id, user_name)
    return Outcome(
        _with_user(organization, account, replace(user, tags=remove_tags(user.tags, tag_keys))), {}
    )


def _find(organization: Organization, account_id: AccountId, user_name: str) -> tuple[Account, User]:
    account = account_of(organization, account_id)
    user = account.users.get(user_name)
    if user is None:
        raise errors.NoSuchEntity(f"{account.name} has no user named {user_name}.")
    return account, user


def _with_user(organization: Organization, account: Account, user: User) -> Organization:
    return with_account(organization, replace(account, users={**account.users, user.name: user}))
