"""Queues. Source: SQS API Reference. SQS knows a queue by its URL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from accounts.organization.identifiers import Occasion
from accounts.organization.operations import resources
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, QUEUE
from accounts.organization.state import AccountId, Organization

__all__ = ["create_queue", "delete_queue", "set_queue_attributes", "tag_queue", "untag_queue"]


_URL: Final = re.compile(r"https://sqs\.([a-z0-9-]+)\.amazonaws\.com/(\d{12})/([\w.-]+)", re.ASCII)


def queue_url(arn: str) -> str:
    """Of the queue with this ARN."""
    region, account_id, name = arn.split(":")[3:]
    return f"https://sqs.{region}.amazonaws.com/{account_id}/{name}"


def create_queue(
    organization: Organization,
    *,
    account_id: AccountId,
    queue_name: str,
    attributes: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """Of ``attributes`` only ``Policy`` matters here. Raises ``InvalidParameterValue``,
    ``QueueAlreadyExists``, ``InvalidAttributeValue``."""
    after, queue = resources.create(
        organization,
        account_id,
        QUEUE,
        queue_name,
        occasion=occasion,
        region=region,
        policy=(attributes or {}).get("Policy") or None,
        tags=resources.as_list(tags),
    )
    return Outcome(after, {"QueueUrl": queue_url(queue.arn)})


def delete_queue(organization: Organization, *, account_id: AccountId, queue_url: str) -> Outcome:
    return Outcome(resources.delete(organization, account_id, QUEUE, _named(queue_url)), {})


def set_queue_attributes(
    organization: Organization, *, account_id: AccountId, queue_url: str, attributes: Mapping[str, str]
) -> Outcome:
    """Of ``attributes`` only ``Policy`` matters here; an empty one takes the policy away. Raises
    ``AWS.SimpleQueueService.NonExistentQueue``, ``InvalidAttributeValue``."""
    resources.find(organization, account_id, QUEUE, _named(queue_url))
    if "Policy" not in attributes:
        return Outcome(organization, {})
    text = attributes["Policy"] or None
    return Outcome(resources.put_policy(organization, account_id, QUEUE, _named(queue_url), text), {})


def tag_queue(
    organization: Organization, *, account_id: AccountId, queue_url: str, tags: Mapping[str, str]
) -> Outcome:
    tagged = resources.tag(organization, account_id, QUEUE, _named(queue_url), resources.as_list(tags))
    return Outcome(tagged, {})


def untag_queue(
    organization: Organization, *, account_id: AccountId, queue_url: str, tag_keys: Sequence[str]
) -> Outcome:
    return Outcome(resources.untag(organization, account_id, QUEUE, _named(queue_url), tag_keys), {})


def _named(queue_url: str) -> str:
    """The ARN of the queue; of what is no URL, what may be its name."""
    url = _URL.fullmatch(queue_url)
    if url is None:
        return queue_url
    region, account_id, name = url.groups()
    return QUEUE.arn(account_id, name, region)
