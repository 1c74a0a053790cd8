"""What an organization knows about the resource of a request: whose it is, and its tags.

Source: IAM User Guide, "AWS global condition context keys", the properties of the resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts.organization.arns import entity_path, group_arn, policy_arn, role_arn, target_arn, user_arn
from accounts.organization.state import Account, AccountId, Organization
from policies.engine.request import ContextValue

RESOURCE_TAGS: Final = ("aws:resourcetag/", "iam:resourcetag/")
"""IAM gives the tags of its resources under a key of its own, too."""

ORGANIZATION_KEYS: Final = frozenset({"aws:resourceorgid", "aws:resourceorgpaths"})

_NOBODY_HERE: Final = "aws"
"""In the place of the account's number: AWS's own, as a managed policy."""


def ownership(
    organization: Organization, caller: AccountId, resource: str | None
) -> tuple[dict[str, ContextValue], frozenset[str]]:
    """The keys about the owner, and those of them that the request cannot have.

    The owner is the account in the ARN, else the caller's own. Nothing is known about what is AWS's.
    """
    named = _account_in(resource)
    if named == _NOBODY_HERE:
        return {}, frozenset()
    owner = named if named.isdigit() else caller
    known: dict[str, ContextValue] = {"aws:resourceaccount": owner}
    if owner not in organization.accounts:
        return known, ORGANIZATION_KEYS
    known["aws:resourceorgid"] = organization.id
    known["aws:resourceorgpaths"] = (entity_path(organization, owner),)
    return known, frozenset()


def tags_of_resource(organization: Organization, resource: str | None) -> Mapping[str, str] | None:
    """The tags of an entity of the organization; None for anything else, whose tags nobody here knows."""
    account = organization.accounts.get(_account_in(resource))
    if resource is None or account is None:
        return None
    service, rest = resource.split(":", 5)[2::3]
    kind, _, path = rest.partition("/")
    name = path.rpartition("/")[2]
    if service == "iam":
        return _tags_in_iam(account, resource, kind, name)
    if service == "organizations":
        return _tags_in_organizations(organization, resource, kind, name)
    return None


def _account_in(resource: str | None) -> str:
    """The fifth segment of an ARN; empty for what is none."""
    parts = (resource or "").split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def _tags_in_iam(account: Account, arn: str, kind: str, name: str) -> Mapping[str, str] | None:
    if kind == "user" and name in account.users:
        user = account.users[name]
        return user.tags if arn == user_arn(account.id, user.path, name) else None
    if kind == "role" and name in account.roles:
        role = account.roles[name]
        return role.tags if arn == role_arn(account.id, role.path, name) else None
    if kind == "group" and name in account.groups:
        return {} if arn == group_arn(account.id, account.groups[name].path, name) else None
    return {} if arn in account.policies else None  # nothing here puts tags on a policy


def _tags_in_organizations(
    organization: Organization, arn: str, kind: str, name: str
) -> Mapping[str, str] | None:
    if kind == "policy" and name in organization.policies:
        return {} if arn == policy_arn(organization, organization.policies[name]) else None
    if not organization.has_target(name) or arn != target_arn(organization, name):
        return None
    entity = organization.accounts.get(name) or organization.units.get(name)
    return entity.tags if entity else {}  # the root has none
