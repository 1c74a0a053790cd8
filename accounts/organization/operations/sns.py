"""Topics. Source: SNS API Reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, TOPIC
from accounts.organization.operations.tags import Tag
from accounts.organization.state import AccountId, Organization

__all__ = ["create_topic", "delete_topic", "set_topic_attributes", "tag_resource", "untag_resource"]


def create_topic(
    organization: Organization,
    *,
    account_id: AccountId,
    name: str,
    attributes: Mapping[str, str] | None = None,
    tags: Sequence[Tag] = (),
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """Of ``attributes`` only ``Policy`` matters here. Without one nobody but the account itself may use the
    topic, which is what AWS's default policy says. Raises ``InvalidParameter``."""
    after, topic = resources.create(
        organization,
        account_id,
        TOPIC,
        name,
        occasion=occasion,
        region=region,
        policy=(attributes or {}).get("Policy") or None,
        tags=tags,
    )
    return Outcome(after, {"TopicArn": topic.arn})


def delete_topic(organization: Organization, *, account_id: AccountId, topic_arn: str) -> Outcome:
    return Outcome(resources.delete(organization, account_id, TOPIC, topic_arn), {})


def set_topic_attributes(
    organization: Organization,
    *,
    account_id: AccountId,
    topic_arn: str,
    attribute_name: str,
    attribute_value: str = "",
) -> Outcome:
    """Of the attributes only ``Policy`` matters here. Raises ``NotFound``, ``InvalidParameter``."""
    resources.find(organization, account_id, TOPIC, topic_arn)
    if attribute_name != "Policy":
        return Outcome(organization, {})
    text = attribute_value or None
    return Outcome(resources.put_policy(organization, account_id, TOPIC, topic_arn, text), {})


def tag_resource(
    organization: Organization, *, account_id: AccountId, resource_arn: str, tags: Sequence[Tag]
) -> Outcome:
    return Outcome(resources.tag(organization, account_id, TOPIC, resource_arn, tags), {})


def untag_resource(
    organization: Organization, *, account_id: AccountId, resource_arn: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, TOPIC, resource_arn, tag_keys), {})
