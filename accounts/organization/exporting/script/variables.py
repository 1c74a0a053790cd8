"""The variables of the script: one for each identifier that AWS makes up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from accounts.organization.state import Account, Organization, Resource, ResourceType


def variables(organization: Organization, accounts: Sequence[Account]) -> Mapping[str, str]:
    """Names of variables by the identifiers in ``organization`` that they stand for."""
    resources = [resource for account in accounts for resource in account.resources.values()]
    return {
        organization.id: "organization",
        organization.root.id: "root",
        **_numbered("unit", organization.units),
        **_numbered("account", (account.id for account in accounts)),
        organization.management_account_id: "management",
        **_numbered("policy", (*organization.policies, *organization.management_policies)),
        **_numbered("key", map(identifier, _of(resources, ResourceType.KMS_KEY))),
        **_numbered("secret", map(identifier, _of(resources, ResourceType.SECRETS_MANAGER_SECRET))),
    }


def identifier(resource: Resource) -> str:
    """The last part of its ARN: a key's identifier, a bucket's name, a secret's with the six characters that
    AWS adds."""
    last = resource.arn.split(":", 5)[5]
    if resource.type in (ResourceType.KMS_KEY, ResourceType.DYNAMODB_TABLE):
        return last.partition("/")[2]
    return last.partition(":")[2] if resource.type is ResourceType.SECRETS_MANAGER_SECRET else last


def _numbered(name: str, identifiers: Iterable[str]) -> dict[str, str]:
    return {each: f"{name}_{number}" for number, each in enumerate(identifiers, 1)}


def _of(resources: Sequence[Resource], kind: ResourceType) -> list[Resource]:
    return [resource for resource in resources if resource.type is kind]
