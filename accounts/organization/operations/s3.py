"""Buckets. Source: S3 API Reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.organization.errors.resources import ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import BUCKET
from accounts.organization.operations.tags import Tag
from accounts.organization.state import AccountId, Organization
from policies.engine.document import PolicyDocument

__all__ = [
    "create_bucket",
    "delete_bucket",
    "delete_bucket_policy",
    "put_bucket_policy",
    "put_bucket_tagging",
]


def create_bucket(
    organization: Organization, *, account_id: AccountId, bucket: str, occasion: Occasion
) -> Outcome:
    """Names are unique across all accounts there are. Raises ``BucketAlreadyOwnedByYou``,
    ``BucketAlreadyExists``, ``InvalidBucketName``."""
    arn = BUCKET.arn(account_id, bucket)
    for account in (*organization.accounts.values(), *organization.outsiders.values()):
        if arn in account.resources:
            own = account.id == account_id
            code = "BucketAlreadyOwnedByYou" if own else BUCKET.exists
            raise ResourceError(code, f"{account.name} has the bucket {bucket}: choose another name.")
    after, _ = resources.create(organization, account_id, BUCKET, bucket, occasion=occasion)
    return Outcome(after, {"Location": f"/{bucket}"})


def delete_bucket(organization: Organization, *, account_id: AccountId, bucket: str) -> Outcome:
    """Raises ``NoSuchBucket``. The simulator knows of no objects in it."""
    return Outcome(resources.delete(organization, account_id, BUCKET, bucket), {})


def put_bucket_policy(
    organization: Organization, *, account_id: AccountId, bucket: str, policy: str
) -> Outcome:
    """Raises ``NoSuchBucket``; ``MalformedPolicy``, also where a statement is about another bucket."""
    after = resources.put_policy(organization, account_id, BUCKET, bucket, policy)
    _, found = resources.find(after, account_id, BUCKET, bucket)
    if found.policy is not None:
        _check_names_bucket(found.policy, found.arn)
    return Outcome(after, {})


def delete_bucket_policy(organization: Organization, *, account_id: AccountId, bucket: str) -> Outcome:
    return Outcome(resources.put_policy(organization, account_id, BUCKET, bucket, None), {})


def put_bucket_tagging(
    organization: Organization,
    *,
    account_id: AccountId,
    bucket: str,
    tagging: Mapping[str, Sequence[Tag]],
) -> Outcome:
    """These tags in the place of all others, if any. Raises ``NoSuchBucket``."""
    _, found = resources.find(organization, account_id, BUCKET, bucket)
    bare = resources.untag(organization, account_id, BUCKET, bucket, list(found.tags))
    return Outcome(resources.tag(bare, account_id, BUCKET, bucket, tagging.get("TagSet", ())), {})


def _check_names_bucket(policy: PolicyDocument, arn: str) -> None:
    for statement in policy.statements:
        for template in statement.resources:
            first = template.parts[0] if template.parts else ""
            begins = first if isinstance(first, str) else ""
            if not (begins == arn or begins.startswith((f"{arn}/", f"{arn}*"))):
                raise ResourceError(
                    BUCKET.malformed,
                    f"{statement.label} names another resource than {arn} and what is in it.",
                )
