"""Queues. Source: SQS API Reference. SQS knows a queue by its URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import QUEUE, REGION
from accounts.organization.state import AccountId, Organization

__all__ = ["create_queue", "delete_queue", "set_queue_attributes", "tag_queue", "untag_queue"]


def queue_url(account_id: AccountId, queue_name: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{account_id}/{queue_name}"


def create_queue(
    organization: Organization,
    *,
    account_id: AccountId,
    queue_name: str,
    attributes: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
    occasion: Occasion,
) -> Outcome:
    """Of ``attributes`` only ``Policy`` matters here. Raises ``InvalidParameterValue``,
    ``QueueAlreadyExists``, ``InvalidAttributeValue``."""
    after, _ = resources.create(
        organization,
        account_id,
        QUEUE,
        queue_name,
        occasion=occasion,
        policy=(attributes or {}).get("Policy") or None,
        tags=resources.as_list(tags),
    )
    return Outcome(after, {"QueueUrl": queue_url(account_id, queue_name)})


def delete_queue(organization: Organization, *, account_id: AccountId, queue_url: str) -> Outcome:
    return Outcome(resources.delete(organization, account_id, QUEUE, _name(queue_url)), {})


def set_queue_attributes(
    organization: Organization, *, account_id: AccountId, queue_url: str, attributes: Mapping[str, str]
) -> Outcome:
    """Of ``attributes`` only ``Policy`` matters here; an empty one takes the policy away. Raises
    ``AWS.SimpleQueueService.NonExistentQueue``, ``InvalidAttributeValue``."""
    resources.find(organization, account_id, QUEUE, _name(queue_url))
    if "Policy" not in attributes:
        return Outcome(organization, {})
    text = attributes["Policy"] or None
    return Outcome(resources.put_policy(organization, account_id, QUEUE, _name(queue_url), text), {})


def tag_queue(
    organization: Organization, *, account_id: AccountId, queue_url: str, tags: Mapping[str, str]
) -> Outcome:
    tagged = resources.tag(organization, account_id, QUEUE, _name(queue_url), resources.as_list(tags))
    return Outcome(tagged, {})


def untag_queue(
    organization: Organization, *, account_id: AccountId, queue_url: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, QUEUE, _name(queue_url), tag_keys), {})


def _name(queue_url: str) -> str:
    return queue_url.rpartition("/")[2]
