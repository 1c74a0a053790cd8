"""The condition keys about the resource of a request: whose it is, and its tags.

Source: IAM User Guide, "AWS global condition context keys", the properties of the resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts.organization.arns import entity_path, group_arn, policy_arn, role_arn, target_arn, user_arn
from accounts.organization.decisions.resources import AWS_ITSELF, account_in, is_member, owner_of
from accounts.organization.state import Account, AccountId, Organization
from policies.engine.request import ContextValue

RESOURCE_TAGS: Final = ("aws:resourcetag/", "iam:resourcetag/")
"""IAM gives the tags of its resources under a key of its own, too."""

ORGANIZATION_KEYS: Final = frozenset({"aws:resourceorgid", "aws:resourceorgpaths"})


def ownership(
    organization: Organization, caller: AccountId, resource: str | None
) -> tuple[dict[str, ContextValue], frozenset[str]]:
    """The keys about the owner, and those of them that the request cannot have.

    Nothing is known about what is AWS's.
    """
    if account_in(resource) == AWS_ITSELF:
        return {}, frozenset()
    owner = owner_of(organization, caller, resource)
    known: dict[str, ContextValue] = {"aws:resourceaccount": owner}
    if not is_member(organization, owner):
        return known, ORGANIZATION_KEYS
    known["aws:resourceorgid"] = organization.id
    known["aws:resourceorgpaths"] = (entity_path(organization, owner),)
    return known, frozenset()


def tags_of_resource(
    organization: Organization, caller: AccountId, resource: str | None
) -> Mapping[str, str] | None:
    """The tags of an entity or a resource that is there; None for anything else, whose tags nobody knows."""
    owner = owner_of(organization, caller, resource)
    account = organization.accounts.get(owner) or organization.outsiders.get(owner)
    if resource is None or account is None:
        return None
    if resource in account.resources:
        return account.resources[resource].tags
    service, rest = (resource.split(":", 5) + [""] * 6)[2:6:3]
    kind, _, path = rest.partition("/")
    name = path.rpartition("/")[2]
    if service == "iam":
        return _tags_in_iam(account, resource, kind, name)
    if service == "organizations":
        return _tags_in_organizations(organization, resource, kind, name)
    return None


def _tags_in_iam(account: Account, arn: str, kind: str, name: str) -> Mapping[str, str] | None:
    if kind == "user" and name in account.users:
        user = account.users[name]
        return user.tags if arn == user_arn(account.id, user.path, name) else None
    if kind == "role" and name in account.roles:
        role = account.roles[name]
        return role.tags if arn == role_arn(account.id, role.path, name) else None
    if kind == "group" and name in account.groups:
        return {} if arn == group_arn(account.id, account.groups[name].path, name) else None
    return account.policies[arn].tags if arn in account.policies else None


def _tags_in_organizations(
    organization: Organization, arn: str, kind: str, name: str
) -> Mapping[str, str] | None:
    policy = organization.any_policy(name) if kind == "policy" else None
    if policy is not None:
        return policy.tags if arn == policy_arn(organization, policy) else None
    if not organization.has_target(name) or arn != target_arn(organization, name):
        return None
    return (organization.accounts.get(name) or organization.units.get(name) or organization.root).tags
