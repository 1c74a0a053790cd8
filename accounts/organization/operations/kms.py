"""Keys. Source: KMS API Reference; KMS Developer Guide, "Key policies in AWS KMS".

A key always has a policy, and it has to say yes: an identity policy alone opens no key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from accounts.organization.arns import root_user_arn
from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome, timestamp
from accounts.organization.operations.resource_kinds import KEY
from accounts.organization.state import AccountId, Organization

__all__ = ["create_key", "put_key_policy", "schedule_key_deletion", "tag_resource", "untag_resource"]

WAITING_DAYS = range(7, 31)


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
    pending_window_in_days: int = 30,
    occasion: Occasion,
) -> Outcome:
    """From now on nobody can use the key, so the simulator has it no more. Raises ``NotFoundException``,
    ``ValidationException``."""
    if pending_window_in_days not in WAITING_DAYS:
        raise ResourceError("ValidationException", "A key waits for its deletion for 7 to 30 days.")
    _, key = resources.find(organization, account_id, KEY, key_id)
    deleted = timestamp(occasion.time + timedelta(days=pending_window_in_days))
    response = {"KeyId": key.arn, "DeletionDate": deleted, "KeyState": "PendingDeletion"}
    return Outcome(resources.delete(organization, account_id, KEY, key_id), response)


def tag_resource(
    organization: Organization, *, account_id: AccountId, key_id: str, tags: Sequence[Mapping[str, str]]
) -> Outcome:
    return Outcome(resources.tag(organization, account_id, KEY, key_id, _tags(tags)), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, key_id: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, KEY, key_id, tag_keys), {})


def _tags(tags: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags]
