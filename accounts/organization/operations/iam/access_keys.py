"""Access keys of users and of the root user. Source: IAM User Guide, "Manage access keys for IAM users".

Without a user name IAM takes whoever calls. Here that is the account's root user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam.checks import account_of, check_quota
from accounts.organization.operations.iam.entities import user_of, with_user
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccessKey, AccessKeyStatus, Account, AccountId, Organization


def create_access_key(
    organization: Organization, *, account_id: AccountId, user_name: str | None = None, occasion: Occasion
) -> Outcome:
    """Make an active key. The second is there so that one can take the other's place without an outage.

    AWS tells its secret now and never again; the log does not keep it.

    Raises ``NoSuchEntity``, ``LimitExceeded``, ``AccessDenied`` (a root user without credentials).
    """
    account = account_of(organization, account_id)
    keys = keys_of(account, user_name)
    if user_name is None and not account.has_root_credentials:
        raise errors.AccessDenied(
            f"Nobody can sign in as the root user of {account.name}: it has no credentials, and needs none."
        )
    check_quota(f"access keys for {user_name or 'the root user'}", len(keys), IN_FORCE.access_keys)
    key = AccessKey(occasion.access_key_id(f"{account_id}/{user_name or ''}", keys), occasion.time)
    response = {
        "UserName": user_name or "",
        "AccessKeyId": key.id,
        "Status": key.status.value,
        "CreateDate": timestamp(key.created),
    }
    after = with_keys(organization, account, user_name, {**keys, key.id: key})
    return Outcome(after, {"AccessKey": response})


def update_access_key(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str | None = None,
    access_key_id: str,
    status: str,
) -> Outcome:
    """Switch a key off, or on again: nothing is lost, so that a forgotten program can be helped at once.

    Raises ``NoSuchEntity``, ``InvalidInput``.
    """
    account, keys, key = _find(organization, account_id, user_name, access_key_id)
    try:
        changed = replace(key, status=AccessKeyStatus(status))
    except ValueError:
        raise errors.InvalidInput("The status of an access key is set to Active or Inactive.") from None
    return Outcome(with_keys(organization, account, user_name, {**keys, key.id: changed}), {})


def delete_access_key(
    organization: Organization, *, account_id: AccountId, user_name: str | None = None, access_key_id: str
) -> Outcome:
    """Delete a key for ever, also an active one. Raises ``NoSuchEntity``."""
    account, keys, key = _find(organization, account_id, user_name, access_key_id)
    return Outcome(with_keys(organization, account, user_name, without(keys, key.id)), {})


def keys_of(account: Account, user_name: str | None) -> Mapping[str, AccessKey]:
    """Of a user, or of the root user if there is no name. Raises ``NoSuchEntity``."""
    return account.root_access_keys if user_name is None else user_of(account, user_name).access_keys


def with_keys(
    organization: Organization, account: Account, user_name: str | None, keys: Mapping[str, AccessKey]
) -> Organization:
    if user_name is None:
        return with_account(organization, replace(account, root_access_keys=keys))
    return with_user(organization, account, replace(account.users[user_name], access_keys=keys))


def _find(
    organization: Organization, account_id: AccountId, user_name: str | None, access_key_id: str
) -> tuple[Account, Mapping[str, AccessKey], AccessKey]:
    account = account_of(organization, account_id)
    keys = keys_of(account, user_name)
    if access_key_id not in keys:
        raise errors.NoSuchEntity(f"{user_name or 'The root user'} has no access key {access_key_id}.")
    return account, keys, keys[access_key_id]
