"""The dialog of one resource: its tags, a function's permissions, and what waits to be deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Organization, Resource, ResourceType
from accounts.page.resource_policies import called
from accounts.page.resource_sentences import short
from accounts.page.view import View

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TagRow:
    """``fields`` of ``untag`` are those that take this one away."""

    key: str
    value: str
    untag: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Tagging:
    """``key_name`` and ``value_name`` are the inputs of the operation's form."""

    operation: str
    fields: Fields
    key_name: str = "tags_0"
    value_name: str = "tags_1"


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One statement of a function's policy; ``conditions`` as ``AWS:SourceAccount = 1…``."""

    statement_id: str
    principal: str
    action: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """``named`` is how the service's operations call it."""

    arn: str
    name: str
    kind: str
    named: str
    tags: tuple[TagRow, ...]
    tagging: Tagging
    deletion: datetime | None
    is_disabled: bool
    is_key: bool
    is_secret: bool
    is_function: bool
    permissions: tuple[PermissionRow, ...]

    @property
    def can_be_tagged(self) -> bool:
        """A key or a secret that waits for its deletion takes no tags."""
        return self.deletion is None


def resource(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """Of the account ``view.at``, by its ``arn``."""
    account = organization.accounts.get(view.at)
    found = account.resources.get(data.get("arn", "")) if account else None
    card = None if found is None else _card(found)
    return {
        "account": account,
        "resource": card,
        "most": IN_FORCE.tags,
        "posted_key": data.get(card.tagging.key_name, "") if card else "",
        "posted_value": data.get(card.tagging.value_name, "") if card else "",
    }


def _card(found: Resource) -> ResourceCard:
    tagging = _tagging(found)
    return ResourceCard(
        arn=found.arn,
        name=short(found.arn),
        kind=KINDS[found.type].what,
        named=called(found),
        tags=tuple(_tag_row(found, tagging, key) for key in found.tags),
        tagging=tagging,
        deletion=found.deletion,
        is_disabled=found.is_disabled,
        is_key=found.type is ResourceType.KMS_KEY,
        is_secret=found.type is ResourceType.SECRETS_MANAGER_SECRET,
        is_function=found.type is ResourceType.LAMBDA_FUNCTION,
        permissions=_permissions(found) if found.type is ResourceType.LAMBDA_FUNCTION else (),
    )


_NAME: Final = {
    ResourceType.S3_BUCKET: "bucket",
    ResourceType.SQS_QUEUE: "queue_url",
    ResourceType.SNS_TOPIC: "resource_arn",
    ResourceType.KMS_KEY: "key_id",
    ResourceType.LAMBDA_FUNCTION: "resource",
    ResourceType.SECRETS_MANAGER_SECRET: "secret_id",
    ResourceType.DYNAMODB_TABLE: "resource_arn",
    ResourceType.EC2_INSTANCE: "resources",
}
"""The parameter of the tagging operations that says which resource."""
_TAGGING: Final = {
    ResourceType.SQS_QUEUE: ("sqs.tag_queue", "sqs.untag_queue"),
    ResourceType.SNS_TOPIC: ("sns.tag_resource", "sns.untag_resource"),
    ResourceType.KMS_KEY: ("kms.tag_resource", "kms.untag_resource"),
    ResourceType.LAMBDA_FUNCTION: ("lambda.tag_resource", "lambda.untag_resource"),
    ResourceType.SECRETS_MANAGER_SECRET: ("secretsmanager.tag_resource", "secretsmanager.untag_resource"),
    ResourceType.DYNAMODB_TABLE: ("dynamodb.tag_resource", "dynamodb.untag_resource"),
    ResourceType.EC2_INSTANCE: ("ec2.create_tags", "ec2.delete_tags"),
}
"""The operations that add a tag and take one away. S3 knows only one, which writes all tags."""


def _tagging(found: Resource) -> Tagging:
    named = (_NAME[found.type], called(found))
    if found.type is ResourceType.S3_BUCKET:
        fields = (named, ("tagging_0", json.dumps(dict(found.tags))))
        return Tagging("s3.put_bucket_tagging", fields, "tagging_1", "tagging_2")
    return Tagging(_TAGGING[found.type][0], (named,))


def _tag_row(found: Resource, tagging: Tagging, key: str) -> TagRow:
    named, value = tagging.fields[0], found.tags[key]
    if found.type is ResourceType.S3_BUCKET:
        others = {other: text for other, text in found.tags.items() if other != key}
        return TagRow(key, value, tagging.operation, (named, ("tagging_0", json.dumps(others))))
    which = ("tags_0", key) if found.type is ResourceType.EC2_INSTANCE else ("tag_keys", key)
    return TagRow(key, value, _TAGGING[found.type][1], (named, which))


def _permissions(found: Resource) -> tuple[PermissionRow, ...]:
    if found.policy is None:
        return ()
    return tuple(
        PermissionRow(
            statement_id=statement.sid or "",
            principal=", ".join(pattern.value for pattern in statement.principals or ()),
            action=", ".join(action.source for action in statement.actions),
            conditions=tuple(
                f"{condition.key} = {value.source}"
                for condition in statement.conditions
                for value in condition.values
            ),
        )
        for statement in found.policy.statements
    )
