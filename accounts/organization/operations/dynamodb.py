"""Tables. Source: DynamoDB API Reference."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, TABLE
from accounts.organization.operations.tags import Tag
from accounts.organization.state import AccountId, Organization

__all__ = [
    "create_table",
    "delete_resource_policy",
    "delete_table",
    "put_resource_policy",
    "tag_resource",
    "untag_resource",
]


def create_table(
    organization: Organization,
    *,
    account_id: AccountId,
    table_name: str,
    resource_policy: str | None = None,
    tags: Sequence[Tag] = (),
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """Raises ``ResourceInUseException``, ``ValidationException``."""
    after, table = resources.create(
        organization,
        account_id,
        TABLE,
        table_name,
        occasion=occasion,
        region=region,
        policy=resource_policy,
        tags=tags,
    )
    shown = {"TableName": table_name, "TableArn": table.arn, "TableStatus": "ACTIVE"}
    return Outcome(after, {"TableDescription": shown})


def delete_table(organization: Organization, *, account_id: AccountId, table_name: str) -> Outcome:
    return Outcome(resources.delete(organization, account_id, TABLE, table_name), {})


def put_resource_policy(
    organization: Organization, *, account_id: AccountId, resource_arn: str, policy: str
) -> Outcome:
    """Raises ``ResourceNotFoundException``, ``ValidationException``."""
    return Outcome(resources.put_policy(organization, account_id, TABLE, resource_arn, policy), {})


def delete_resource_policy(
    organization: Organization, *, account_id: AccountId, resource_arn: str
) -> Outcome:
    return Outcome(resources.put_policy(organization, account_id, TABLE, resource_arn, None), {})


def tag_resource(
    organization: Organization, *, account_id: AccountId, resource_arn: str, tags: Sequence[Tag]
) -> Outcome:
    return Outcome(resources.tag(organization, account_id, TABLE, resource_arn, tags), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, resource_arn: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, TABLE, resource_arn, tag_keys), {})
