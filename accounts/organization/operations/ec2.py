"""Instances, which have no policies of their own, but tags. Source: EC2 API Reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accounts.organization.identifiers import Occasion
from accounts.organization.operations.outcome import Outcome
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, INSTANCE
from accounts.organization.operations.resources import create, delete, tag, untag
from accounts.organization.operations.tags import Tag
from accounts.organization.state import AccountId, Organization

__all__ = ["create_tags", "delete_tags", "run_instances", "terminate_instances"]

ANY_IMAGE: Final = "ami-0123456789abcdef0"


def run_instances(
    organization: Organization,
    *,
    account_id: AccountId,
    image_id: str = ANY_IMAGE,
    instance_type: str = "t3.micro",
    region: str = DEFAULT_REGION,
    occasion: Occasion,
) -> Outcome:
    """One instance, as the command makes if it is told no number."""
    digits = occasion.resource_id(f"instance {account_id}").replace("-", "")
    instance_id = f"i-{digits[:17]}"
    after, _ = create(organization, account_id, INSTANCE, instance_id, occasion=occasion, region=region)
    shown = {"InstanceId": instance_id, "ImageId": image_id, "InstanceType": instance_type}
    return Outcome(after, {"Instances": [{**shown, "State": {"Name": "pending"}}]})


def terminate_instances(
    organization: Organization, *, account_id: AccountId, instance_ids: Sequence[str]
) -> Outcome:
    """Raises ``InvalidInstanceID.NotFound``; then none of them is terminated."""
    for instance_id in instance_ids:
        organization = delete(organization, account_id, INSTANCE, instance_id)
    shown = [{"InstanceId": each, "CurrentState": {"Name": "shutting-down"}} for each in instance_ids]
    return Outcome(organization, {"TerminatingInstances": shown})


def create_tags(
    organization: Organization, *, account_id: AccountId, resources: Sequence[str], tags: Sequence[Tag]
) -> Outcome:
    """``resources`` are instance IDs. Raises ``InvalidInstanceID.NotFound``."""
    for instance_id in resources:
        organization = tag(organization, account_id, INSTANCE, instance_id, tags)
    return Outcome(organization, {})


def delete_tags(
    organization: Organization, *, account_id: AccountId, resources: Sequence[str], tags: Sequence[Tag]
) -> Outcome:
    """Of ``tags`` only the keys count here. Raises ``InvalidInstanceID.NotFound``."""
    for instance_id in resources:
        keys = [each["Key"] for each in tags]
        organization = untag(organization, account_id, INSTANCE, instance_id, keys)
    return Outcome(organization, {})
