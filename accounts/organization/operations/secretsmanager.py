"""Secrets. Source: Secrets Manager API Reference. What is in them the simulator never knows.

A secret that is deleted waits for its recovery window to pass; till then it can be restored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import Outcome, timestamp
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, SECRET
from accounts.organization.operations.tags import Tag
from accounts.organization.state import Account, AccountId, Organization, Resource

__all__ = [
    "create_secret",
    "delete_resource_policy",
    "delete_secret",
    "put_resource_policy",
    "restore_secret",
    "tag_resource",
    "untag_resource",
]

WINDOW_DAYS: Final = range(7, 31)
DEFAULT_WINDOW: Final = 30


def create_secret(
    organization: Organization,
    *,
    account_id: AccountId,
    name: str,
    tags: Sequence[Tag] = (),
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """Its ARN ends in six characters that nobody chooses. Raises ``InvalidParameterException``,
    ``ResourceExistsException``; ``InvalidRequestException`` while one of this name waits for its deletion."""
    account = account_of(organization, account_id)
    for arn, resource in account.resources.items():
        if _name(arn) == name and arn.split(":")[3] == region:
            if resource.deletion is not None:
                raise ResourceError(
                    "InvalidRequestException",
                    f"A secret named {name} is scheduled for deletion. Restore it, or wait until it is gone.",
                )
            raise ResourceError(SECRET.exists, f"{account.name} already has the secret {name}.")
    ending = occasion.resource_id(f"secret {account_id} {name}")[:6]
    after, secret = resources.create(
        organization, account_id, SECRET, f"{name}-{ending}", occasion=occasion, region=region, tags=tags
    )
    return Outcome(after, _shown(secret.arn))


def delete_secret(
    organization: Organization,
    *,
    account_id: AccountId,
    secret_id: str,
    recovery_window_in_days: int | None = None,
    force_delete_without_recovery: bool = False,
    occasion: Occasion,
) -> Outcome:
    """From now on nobody can read it; it is gone when the window of 7 to 30 days is over, or at once.

    Raises ``ResourceNotFoundException``, ``InvalidParameterException``; ``InvalidRequestException`` for one
    that is deleted already.
    """
    if force_delete_without_recovery and recovery_window_in_days is not None:
        raise ResourceError(SECRET.invalid, "Either there is a recovery window, or no recovery at all.")
    days = DEFAULT_WINDOW if recovery_window_in_days is None else recovery_window_in_days
    if days not in WINDOW_DAYS:
        raise ResourceError(SECRET.invalid, "A recovery window has 7 to 30 days.")
    if force_delete_without_recovery:
        account, secret = _find(organization, account_id, secret_id)
        after, gone = resources.delete(organization, account_id, SECRET, secret.arn), occasion.time
    else:
        account, secret = _usable(organization, account_id, secret_id)
        gone = occasion.time + timedelta(days=days)
        after = resources.with_resource(organization, account, replace(secret, deletion=gone))
    return Outcome(after, {**_shown(secret.arn), "DeletionDate": timestamp(gone)})


def restore_secret(organization: Organization, *, account_id: AccountId, secret_id: str) -> Outcome:
    """As it was before it was deleted. Raises ``ResourceNotFoundException``."""
    account, secret = _find(organization, account_id, secret_id)
    after = resources.with_resource(organization, account, replace(secret, deletion=None))
    return Outcome(after, _shown(secret.arn))


def put_resource_policy(
    organization: Organization, *, account_id: AccountId, secret_id: str, resource_policy: str
) -> Outcome:
    """Raises ``ResourceNotFoundException``, ``InvalidRequestException``,
    ``MalformedPolicyDocumentException``."""
    _, secret = _usable(organization, account_id, secret_id)
    after = resources.put_policy(organization, account_id, SECRET, secret.arn, resource_policy)
    return Outcome(after, _shown(secret.arn))


def delete_resource_policy(organization: Organization, *, account_id: AccountId, secret_id: str) -> Outcome:
    _, secret = _usable(organization, account_id, secret_id)
    after = resources.put_policy(organization, account_id, SECRET, secret.arn, None)
    return Outcome(after, _shown(secret.arn))


def tag_resource(
    organization: Organization, *, account_id: AccountId, secret_id: str, tags: Sequence[Tag]
) -> Outcome:
    _, secret = _usable(organization, account_id, secret_id)
    return Outcome(resources.tag(organization, account_id, SECRET, secret.arn, tags), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, secret_id: str, tag_keys: Sequence[str]
) -> Outcome:
    _, secret = _usable(organization, account_id, secret_id)
    return Outcome(resources.untag(organization, account_id, SECRET, secret.arn, tag_keys), {})


def _find(organization: Organization, account_id: AccountId, secret_id: str) -> tuple[Account, Resource]:
    """By its ARN or its name, which is shorter than what ends its ARN."""
    account = account_of(organization, account_id)
    named = [arn for arn in account.resources if _name(arn) == secret_id]
    return resources.find(organization, account_id, SECRET, named[0] if len(named) == 1 else secret_id)


def _usable(organization: Organization, account_id: AccountId, secret_id: str) -> tuple[Account, Resource]:
    account, secret = _find(organization, account_id, secret_id)
    if secret.deletion is not None:
        raise ResourceError(
            "InvalidRequestException",
            f"{_name(secret.arn)} is scheduled for deletion. Restore it first.",
        )
    return account, secret


def _shown(arn: str) -> dict[str, str]:
    return {"ARN": arn, "Name": _name(arn)}


def _name(arn: str) -> str:
    """Of a secret; empty for the ARN of something else."""
    kind, _, name = arn.partition(":secret:")
    return name[:-7] if kind.startswith("arn:aws:secretsmanager:") else ""
