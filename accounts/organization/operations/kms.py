"""Keys. Source: KMS API Reference; KMS Developer Guide, "Key policies in AWS KMS".

A key always has a policy, and it has to say yes: an identity policy alone opens no key. What the key's state
lets one do is in "Key states of AWS KMS keys".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from accounts.organization.arns import root_user_arn
from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome, timestamp
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, KEY
from accounts.organization.state import Account, AccountId, Organization, Resource

__all__ = [
    "cancel_key_deletion",
    "create_key",
    "disable_key",
    "enable_key",
    "put_key_policy",
    "schedule_key_deletion",
    "tag_resource",
    "untag_resource",
]

WAITING_DAYS: Final = range(7, 31)
DEFAULT_WAITING: Final = 30
INVALID_STATE: Final = "KMSInvalidStateException"


def default_key_policy(account_id: AccountId) -> str:
    """What a key gets that is made without a policy: the account decides by its identity policies."""
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": root_user_arn(account_id)},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]}, indent=2)


def create_key(
    organization: Organization,
    *,
    account_id: AccountId,
    policy: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """``tags`` have the members ``TagKey`` and ``TagValue``. Raises ``MalformedPolicyDocumentException``."""
    taken = organization.accounts[account_id].resources if account_id in organization.accounts else {}
    key_id = occasion.resource_id(f"key {account_id} {len(taken)}")
    after, key = resources.create(
        organization,
        account_id,
        KEY,
        key_id,
        occasion=occasion,
        region=region,
        policy=default_key_policy(account_id) if policy is None else policy,
        tags=_tags(tags),
    )
    shown = {"KeyId": key_id, "Arn": key.arn, "AWSAccountId": account_id, "KeyState": "Enabled"}
    return Outcome(after, {"KeyMetadata": {**shown, "CreationDate": timestamp(key.created)}})


def put_key_policy(organization: Organization, *, account_id: AccountId, key_id: str, policy: str) -> Outcome:
    """Raises ``NotFoundException``, ``MalformedPolicyDocumentException``."""
    return Outcome(resources.put_policy(organization, account_id, KEY, key_id, policy), {})


def schedule_key_deletion(
    organization: Organization,
    *,
    account_id: AccountId,
    key_id: str,
    pending_window_in_days: int | None = None,
    occasion: Occasion,
) -> Outcome:
    """From now on nobody can use the key; when the 7 to 30 days are over it is gone, and with it what it
    encrypted. Raises ``NotFoundException``, ``ValidationException``, ``KMSInvalidStateException``."""
    days = DEFAULT_WAITING if pending_window_in_days is None else pending_window_in_days
    if days not in WAITING_DAYS:
        raise ResourceError("ValidationException", "A key waits for its deletion for 7 to 30 days.")
    account, key = _not_pending(organization, account_id, key_id)
    deletion = occasion.time + timedelta(days=days)
    after = resources.with_resource(organization, account, replace(key, deletion=deletion))
    response = {
        "KeyId": key.arn,
        "DeletionDate": timestamp(deletion),
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": days,
    }
    return Outcome(after, response)


def cancel_key_deletion(organization: Organization, *, account_id: AccountId, key_id: str) -> Outcome:
    """The key stays, disabled; ``enable_key`` makes it what it was. Raises ``NotFoundException``,
    ``KMSInvalidStateException``."""
    account, key = resources.find(organization, account_id, KEY, key_id)
    if key.deletion is None:
        raise ResourceError(INVALID_STATE, f"{key.arn} is not pending deletion.")
    kept = replace(key, deletion=None, is_disabled=True)
    return Outcome(resources.with_resource(organization, account, kept), {"KeyId": key.arn})


def disable_key(organization: Organization, *, account_id: AccountId, key_id: str) -> Outcome:
    """Nobody can encrypt or decrypt with it. Raises ``NotFoundException``, ``KMSInvalidStateException``."""
    return _switched(organization, account_id, key_id, is_disabled=True)


def enable_key(organization: Organization, *, account_id: AccountId, key_id: str) -> Outcome:
    """Raises ``NotFoundException``, ``KMSInvalidStateException``."""
    return _switched(organization, account_id, key_id, is_disabled=False)


def tag_resource(
    organization: Organization, *, account_id: AccountId, key_id: str, tags: Sequence[Mapping[str, str]]
) -> Outcome:
    """Raises ``NotFoundException``, ``KMSInvalidStateException``."""
    _, key = _not_pending(organization, account_id, key_id)
    return Outcome(resources.tag(organization, account_id, KEY, key.arn, _tags(tags)), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, key_id: str, tag_keys: Sequence[str]
) -> Outcome:
    """Raises ``NotFoundException``, ``KMSInvalidStateException``."""
    _, key = _not_pending(organization, account_id, key_id)
    return Outcome(resources.untag(organization, account_id, KEY, key.arn, tag_keys), {})


def _switched(
    organization: Organization, account_id: AccountId, key_id: str, *, is_disabled: bool
) -> Outcome:
    account, key = _not_pending(organization, account_id, key_id)
    switched = replace(key, is_disabled=is_disabled)
    return Outcome(resources.with_resource(organization, account, switched), {})


def _not_pending(organization: Organization, account_id: AccountId, key_id: str) -> tuple[Account, Resource]:
    account, key = resources.find(organization, account_id, KEY, key_id)
    if key.deletion is not None:
        raise ResourceError(INVALID_STATE, f"{key.arn} is pending deletion. Cancel the deletion first.")
    return account, key


def _tags(tags: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags]
