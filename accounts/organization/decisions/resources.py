"""What a request names: which account owns it, and the policy that it carries.

An account owns what its ARN says. Only the ARNs of S3 have no account in them, so a bucket is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.decisions.same import Same
from accounts.organization.state import Account, AccountId, Organization, Resource, ResourceType
from policies.engine.document import PolicyDocument
from policies.engine.request import AttachedPolicy

AWS_ITSELF: Final = "aws"
"""In the place of the account's number: AWS's own, as a managed policy."""

ORGANIZATIONS_KEPT: Final = 16
_LAST_SEGMENT: Final = 5
_MOST_PARTS: Final = 4
"""Of the last segment of an ARN, until the resource is named: ``table/Orders/index/…``."""


def account_of(organization: Organization, account_id: AccountId) -> Account:
    """Of the organization, or one around it. ``KeyError`` for neither."""
    found = organization.accounts.get(account_id)
    return organization.outsiders[account_id] if found is None else found


def is_member(organization: Organization, account_id: AccountId) -> bool:
    """Whether the account belongs to the organization, as long as there is one."""
    return account_id in organization.accounts and not organization.is_deleted


def owner_of(organization: Organization, caller: AccountId, resource: str | None) -> AccountId:
    """The account in the ARN, or the one that has the bucket; else the caller's own."""
    named = account_in(resource)
    if named.isdigit():
        return named
    if resource is not None and resource.startswith("arn:aws:s3:::"):
        buckets = _bucket_owners(Same(organization))
        return next((buckets[arn] for arn in _beginnings(resource) if arn in buckets), caller)
    return caller


def policy_of(organization: Organization, owner: AccountId, resource: str | None) -> AttachedPolicy | None:
    """The policy of the one resource that is named, or of what it is part of, as an object of its bucket.

    Of a role it is the trust policy; of what belongs to Organizations, the organization's resource policy.
    """
    account = organization.accounts.get(owner) or organization.outsiders.get(owner)
    segments = (resource or "").split(":", _LAST_SEGMENT)
    if resource is None or account is None or len(segments) <= _LAST_SEGMENT:
        return None
    service = segments[2]
    if service == "organizations":
        delegation = organization.resource_policy
        return None if delegation is None else _attached(resource, delegation.document)
    if service == "iam":
        trust = _trust_of(account, resource)
        return None if trust is None else _attached(resource, trust)
    found = resource_of(account, resource)
    return None if found is None or found.policy is None else _attached(found.arn, found.policy)


def resource_of(account: Account, named: str) -> Resource | None:
    """What has this ARN in the account, or what this is part of."""
    return next((account.resources[arn] for arn in _beginnings(named) if arn in account.resources), None)


def account_in(resource: str | None) -> str:
    """The fifth segment of an ARN; empty for what is none."""
    parts = (resource or "").split(":", _LAST_SEGMENT)
    return parts[4] if len(parts) == _LAST_SEGMENT + 1 else ""


def _attached(arn: str, document: PolicyDocument) -> AttachedPolicy:
    return AttachedPolicy(arn.rpartition(":")[2], arn, arn, document)


def _trust_of(account: Account, arn: str) -> PolicyDocument | None:
    role = account.roles.get(arn.rpartition("/")[2])
    is_it = role is not None and arn == role_arn(account.id, role.path, role.name)
    return role.trust if role is not None and is_it else None


def _beginnings(arn: str) -> Iterator[str]:
    """The ARN up to each end of a name in its last segment, the shortest first."""
    prefix = ":".join(arn.split(":", _LAST_SEGMENT)[:_LAST_SEGMENT])
    ends = re.finditer(r"[/:]|$", arn[len(prefix) + 1 :])
    for end, _ in zip(ends, range(_MOST_PARTS), strict=False):
        yield arn[: len(prefix) + 1 + end.start()]


@lru_cache(maxsize=ORGANIZATIONS_KEPT)
def _bucket_owners(same: Same[Organization]) -> Mapping[str, AccountId]:
    organization = same.value
    return {
        resource.arn: account.id
        for account in (*organization.outsiders.values(), *organization.accounts.values())
        for resource in account.resources.values()
        if resource.type is ResourceType.S3_BUCKET
    }
