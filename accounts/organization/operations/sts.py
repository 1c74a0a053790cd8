"""The operation of ``sts.amazonaws.com`` that changes something: it marks a key as used.

Source: STS API Reference, ``GetCallerIdentity``; IAM User Guide, "Rotate access keys".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from accounts.organization.arns import root_user_arn, user_arn
from accounts.organization.errors import sts as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam.access_keys import keys_of, with_keys
from accounts.organization.operations.outcome import Outcome
from accounts.organization.state import AccessKey, AccessKeyStatus, Account, LastUsed, Organization, User

REGION: Final = "us-east-1"
"""Of the global endpoint, which answers if nobody chooses another."""


def get_caller_identity(organization: Organization, *, access_key_id: str, occasion: Occasion) -> Outcome:
    """Say whose key the request is signed with. No policy can forbid it, so it tells whether a key works.

    ``access_key_id`` stands for the credentials of the request. Raises ``InvalidClientTokenId``.
    """
    account, user, key = _owner(organization, access_key_id)
    if key.status is not AccessKeyStatus.ACTIVE or not account.state.is_usable:
        raise errors.InvalidClientTokenId(f"The access key {access_key_id} is not active: AWS refuses it.")
    name = user.name if user else None
    keys = keys_of(account, name)
    used = replace(key, last_used=LastUsed(occasion.time, "sts", REGION))
    response = {
        "UserId": user.id if user else account.id,
        "Account": account.id,
        "Arn": user_arn(account.id, user.path, user.name) if user else root_user_arn(account.id),
    }
    return Outcome(with_keys(organization, account, name, {**keys, key.id: used}), response)


def _owner(organization: Organization, access_key_id: str) -> tuple[Account, User | None, AccessKey]:
    """The account, the user (None for the root user), the key."""
    for account in organization.accounts.values():
        if access_key_id in account.root_access_keys:
            return account, None, account.root_access_keys[access_key_id]
        for user in account.users.values():
            if access_key_id in user.access_keys:
                return account, user, user.access_keys[access_key_id]
    raise errors.InvalidClientTokenId(f"No access key {access_key_id} is in any account of the organization.")
