"""Secrets. Source: Secrets Manager API Reference. What is in them the simulator never knows."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import SECRET
from accounts.organization.operations.tags import Tag
from accounts.organization.state import AccountId, Organization

__all__ = [
    "create_secret",
    "delete_resource_policy",
    "delete_secret",
    "put_resource_policy",
    "tag_resource",
    "untag_resource",
]


def create_secret(
    organization: Organization,
    *,
    account_id: AccountId,
    name: str,
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Its ARN ends in six characters that nobody chooses. Raises ``InvalidParameterException``,
    ``ResourceExistsException``."""
    account = account_of(organization, account_id)
    if any(_name(arn) == name for arn in account.resources):
        raise ResourceError(SECRET.exists, f"{account.name} already has the secret {name}.")
    ending = occasion.resource_id(f"secret {account_id} {name}")[:6]
    after, secret = resources.create(
        organization, account_id, SECRET, f"{name}-{ending}", occasion=occasion, tags=tags
    )
    return Outcome(after, {"ARN": secret.arn, "Name": name})


def delete_secret(organization: Organization, *, account_id: AccountId, secret_id: str) -> Outcome:
    """From now on nobody can read it, so the simulator has it no more. Raises
    ``ResourceNotFoundException``."""
    arn = _arn(organization, account_id, secret_id)
    return Outcome(resources.delete(organization, account_id, SECRET, arn), {"ARN": arn, "Name": _name(arn)})


def put_resource_policy(
    organization: Organization, *, account_id: AccountId, secret_id: str, resource_policy: str
) -> Outcome:
    """Raises ``ResourceNotFoundException``, ``MalformedPolicyDocumentException``."""
    arn = _arn(organization, account_id, secret_id)
    after = resources.put_policy(organization, account_id, SECRET, arn, resource_policy)
    return Outcome(after, {"ARN": arn, "Name": _name(arn)})


def delete_resource_policy(organization: Organization, *, account_id: AccountId, secret_id: str) -> Outcome:
    arn = _arn(organization, account_id, secret_id)
    after = resources.put_policy(organization, account_id, SECRET, arn, None)
    return Outcome(after, {"ARN": arn, "Name": _name(arn)})


def tag_resource(
    organization: Organization, *, account_id: AccountId, secret_id: str, tags: Sequence[Tag]
) -> Outcome:
    arn = _arn(organization, account_id, secret_id)
    return Outcome(resources.tag(organization, account_id, SECRET, arn, tags), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, secret_id: str, tag_keys: Sequence[str]
) -> Outcome:
    arn = _arn(organization, account_id, secret_id)
    return Outcome(resources.untag(organization, account_id, SECRET, arn, tag_keys), {})


def _arn(organization: Organization, account_id: AccountId, secret_id: str) -> str:
    """Of the secret that has this ARN or this name."""
    account = account_of(organization, account_id)
    named = (arn for arn in account.resources if secret_id in (arn, _name(arn)))
    _, secret = resources.find(organization, account_id, SECRET, next(named, secret_id))
    return secret.arn


def _name(arn: str) -> str:
    """Of a secret; empty for the ARN of something else."""
    kind, _, name = arn.partition(":secret:")
    return name[:-7] if kind.startswith("arn:aws:secretsmanager:") else ""
