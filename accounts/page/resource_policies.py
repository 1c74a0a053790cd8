"""The policies of an account's resources in the editor, and the resources in the account's page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.operations.resource_policies import Call, deleting_policy, putting_policy
from accounts.organization.operations.resources import with_resource
from accounts.organization.operations.sqs import queue_url
from accounts.organization.state import Account, AccountId, Organization, Resource, ResourceType
from accounts.page.resource_sentences import short
from accounts.page.subjects import Draft, Entry, Subject
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.quotas import BUCKET_POLICY


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """``statements`` is None for what has no policy. ``act`` is the operation that deletes it, or that keeps
    what waits for its ``deletion``."""

    arn: str
    name: str
    kind: str
    region: str
    statements: int | None
    can_have_policy: bool
    tags: tuple[tuple[str, str], ...]
    deletion: datetime | None
    is_disabled: bool
    act: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """As who is looked at inside an account."""
        return f"resource/{self.arn}"


@dataclass(frozen=True, slots=True)
class NewResource:
    """A form that makes one: ``member`` is the parameter that names it, empty where AWS chooses a name."""

    kind: str
    operation: str
    member: str = ""
    more: tuple[tuple[str, str], ...] = ()
    has_region: bool = True


def resources_of(account: Account) -> tuple[ResourceRow, ...]:
    return tuple(map(_row, account.resources.values()))


def new_resources(account: Account) -> tuple[NewResource, ...]:
    role = f"arn:aws:iam::{account.id}:role/Admin"
    return (
        NewResource("bucket", "s3.create_bucket", "bucket", has_region=False),
        NewResource("queue", "sqs.create_queue", "queue_name"),
        NewResource("topic", "sns.create_topic", "name"),
        NewResource("function", "lambda.create_function", "function_name", (("role", role),)),
        NewResource("secret", "secretsmanager.create_secret", "name"),
        NewResource("table", "dynamodb.create_table", "table_name"),
        NewResource("key", "kms.create_key"),
        NewResource("instance", "ec2.run_instances"),
    )


def resource_policy(organization: Organization, account_id: AccountId, arn: str) -> Subject:
    """``KeyError`` if there is no such resource. One without a policy begins with a suggestion."""
    resource = organization.accounts[account_id].resources[arn]
    kind = KINDS[resource.type]
    fixed = {
        ResourceType.LAMBDA_FUNCTION: _(
            "Lambda writes it statement by statement: add permissions, and remove them, in the function’s "
            "settings."
        ),
        ResourceType.EC2_INSTANCE: _("EC2 instances have no policies of their own."),
    }
    text = resource.policy.text if resource.policy else _suggestion(account_id, resource)
    return Subject(
        kind=PolicyKind.RESOURCE,
        quota=replace(BUCKET_POLICY, characters=kind.most or BUCKET_POLICY.characters),
        type_name=_("policy of the %(kind)s %(name)s") % {"kind": _(kind.what), "name": short(arn)},
        route="resource_policy",
        arguments=(account_id, arn),
        stored=Entry(short(arn), text),
        writer=None if resource.type in fixed else ResourceWriter(account_id, arn),
        account_id=account_id,
        fixed=fixed.get(resource.type, ""),
    )


@dataclass(frozen=True, slots=True)
class ResourceWriter:
    """``arn`` is of what has a policy that is written as a whole."""

    account_id: AccountId
    arn: str

    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        account = organization.accounts[self.account_id]
        return with_resource(organization, account, replace(account.resources[self.arn], policy=document))

    def save(self, draft: Draft, entry: Entry) -> None:
        _do(draft, putting_policy(self.account_id, self.arn, entry.content))

    def delete(self, draft: Draft) -> None:
        _do(draft, deleting_policy(self.account_id, self.arn))


def _do(draft: Draft, call: Call | None) -> None:
    if call is not None:
        operation, parameters = call
        draft.apply(operation, **parameters)


def _suggestion(account_id: AccountId, resource: Resource) -> str:
    """A policy that grants what the account itself may grant already: a beginning."""
    is_bucket = resource.type is ResourceType.S3_BUCKET
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": f"{_service(resource.arn)}:*",
        "Resource": [resource.arn, f"{resource.arn}/*"] if is_bucket else resource.arn,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2) + "\n"


def _service(arn: str) -> str:
    return arn.split(":")[2]


def called(resource: Resource) -> str:
    """As its service's operations call it: by its name where that says all, by its URL, else by its ARN."""
    if resource.type in (ResourceType.S3_BUCKET, ResourceType.EC2_INSTANCE):
        return short(resource.arn)
    return queue_url(resource.arn) if resource.type is ResourceType.SQS_QUEUE else resource.arn


_DELETE: Final = {
    ResourceType.S3_BUCKET: ("s3.delete_bucket", "bucket"),
    ResourceType.SQS_QUEUE: ("sqs.delete_queue", "queue_url"),
    ResourceType.SNS_TOPIC: ("sns.delete_topic", "topic_arn"),
    ResourceType.KMS_KEY: ("kms.schedule_key_deletion", "key_id"),
    ResourceType.LAMBDA_FUNCTION: ("lambda.delete_function", "function_name"),
    ResourceType.SECRETS_MANAGER_SECRET: ("secretsmanager.delete_secret", "secret_id"),
    ResourceType.DYNAMODB_TABLE: ("dynamodb.delete_table", "table_name"),
    ResourceType.EC2_INSTANCE: ("ec2.terminate_instances", "instance_ids"),
}
"""The operation, and the parameter that names the resource."""
_RESTORE: Final = {
    ResourceType.KMS_KEY: ("kms.cancel_key_deletion", "key_id"),
    ResourceType.SECRETS_MANAGER_SECRET: ("secretsmanager.restore_secret", "secret_id"),
}


def _row(resource: Resource) -> ResourceRow:
    kind = KINDS[resource.type]
    operations = _DELETE if resource.deletion is None else _RESTORE
    operation, member = operations[resource.type]
    return ResourceRow(
        arn=resource.arn,
        name=short(resource.arn),
        kind=kind.what,
        region=resource.arn.split(":")[3],
        statements=len(resource.policy.statements) if resource.policy else None,
        can_have_policy=kind.most > 0,
        tags=tuple(resource.tags.items()),
        deletion=resource.deletion,
        is_disabled=resource.is_disabled,
        act=operation,
        parameters=((member, called(resource)),),
    )
