"""The policies of an account's resources in the editor, and the resources in the account's page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from accounts.organization.operations.kms import default_key_policy
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.operations.resources import with_resource
from accounts.organization.operations.sqs import queue_url
from accounts.organization.state import Account, AccountId, Organization, Resource, ResourceType
from accounts.page.resource_sentences import short
from accounts.page.subjects import Draft, Entry, Subject
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.quotas import BUCKET_POLICY

STATEMENT_BY_STATEMENT: Final = (
    "Lambda writes it statement by statement, with add-permission and remove-permission."
)
NO_POLICY: Final = "EC2 instances have no policies of their own."


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """``statements`` is None for what has no policy, ``delete`` the operation and its parameters."""

    arn: str
    name: str
    kind: str
    statements: int | None
    can_have_policy: bool
    tags: tuple[tuple[str, str], ...]
    delete: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewResource:
    """A form that makes one: ``member`` is the parameter that names it, empty where AWS chooses a name."""

    kind: str
    operation: str
    member: str = ""
    more: tuple[tuple[str, str], ...] = ()


def resources_of(account: Account) -> tuple[ResourceRow, ...]:
    return tuple(_row(account, resource) for resource in account.resources.values())


def new_resources(account: Account) -> tuple[NewResource, ...]:
    role = f"arn:aws:iam::{account.id}:role/Admin"
    return (
        NewResource("bucket", "s3.create_bucket", "bucket"),
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
    fixed = {ResourceType.LAMBDA_FUNCTION: STATEMENT_BY_STATEMENT, ResourceType.EC2_INSTANCE: NO_POLICY}
    text = resource.policy.text if resource.policy else _suggestion(account_id, resource)
    return Subject(
        kind=PolicyKind.RESOURCE,
        quota=replace(BUCKET_POLICY, characters=kind.most or BUCKET_POLICY.characters),
        type_name=f"policy of the {kind.what} {short(arn)}",
        route="resource_policy",
        arguments=(account_id, arn),
        stored=Entry(short(arn), text),
        writer=None if resource.type in fixed else ResourceWriter(account_id, arn),
        account_id=account_id,
        fixed=fixed.get(resource.type, ""),
    )


@dataclass(frozen=True, slots=True)
class ResourceWriter:
    """Each service has an operation of its own that writes the policy, and another that takes it away."""

    account_id: AccountId
    arn: str

    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        account = organization.accounts[self.account_id]
        return with_resource(organization, account, replace(account.resources[self.arn], policy=document))

    def save(self, draft: Draft, entry: Entry) -> None:
        operation, parameters = self._put(entry.content)
        draft.apply(operation, account_id=self.account_id, **parameters)

    def delete(self, draft: Draft) -> None:
        """A key is never without: it gets the default again."""
        name = short(self.arn)
        without: Mapping[str, tuple[str, dict[str, object]]] = {
            "s3": ("s3.delete_bucket_policy", {"bucket": name}),
            "kms": self._put(default_key_policy(self.account_id)),
            "secretsmanager": ("secretsmanager.delete_resource_policy", {"secret_id": self.arn}),
            "dynamodb": ("dynamodb.delete_resource_policy", {"resource_arn": self.arn}),
        }
        operation, parameters = without.get(_service(self.arn)) or self._put("")
        draft.apply(operation, account_id=self.account_id, **parameters)

    def _put(self, text: str) -> tuple[str, dict[str, object]]:
        name = short(self.arn)
        url = queue_url(self.account_id, name)
        of_topic = {"topic_arn": self.arn, "attribute_name": "Policy", "attribute_value": text}
        operations: Mapping[str, tuple[str, dict[str, object]]] = {
            "s3": ("s3.put_bucket_policy", {"bucket": name, "policy": text}),
            "sqs": ("sqs.set_queue_attributes", {"queue_url": url, "attributes": {"Policy": text}}),
            "sns": ("sns.set_topic_attributes", {**of_topic}),
            "kms": ("kms.put_key_policy", {"key_id": name, "policy": text}),
            "secretsmanager": (
                "secretsmanager.put_resource_policy",
                {"secret_id": self.arn, "resource_policy": text},
            ),
            "dynamodb": ("dynamodb.put_resource_policy", {"resource_arn": self.arn, "policy": text}),
        }
        return operations[_service(self.arn)]


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


def _row(account: Account, resource: Resource) -> ResourceRow:
    kind, name = KINDS[resource.type], short(resource.arn)
    deletion = {
        ResourceType.S3_BUCKET: ("s3.delete_bucket", "bucket", name),
        ResourceType.SQS_QUEUE: ("sqs.delete_queue", "queue_url", queue_url(account.id, name)),
        ResourceType.SNS_TOPIC: ("sns.delete_topic", "topic_arn", resource.arn),
        ResourceType.KMS_KEY: ("kms.schedule_key_deletion", "key_id", name),
        ResourceType.LAMBDA_FUNCTION: ("lambda.delete_function", "function_name", name),
        ResourceType.SECRETS_MANAGER_SECRET: ("secretsmanager.delete_secret", "secret_id", resource.arn),
        ResourceType.DYNAMODB_TABLE: ("dynamodb.delete_table", "table_name", name),
        ResourceType.EC2_INSTANCE: ("ec2.terminate_instances", "instance_ids", name),
    }
    operation, member, value = deletion[resource.type]
    return ResourceRow(
        arn=resource.arn,
        name=name,
        kind=kind.what,
        statements=len(resource.policy.statements) if resource.policy else None,
        can_have_policy=kind.most > 0,
        tags=tuple(resource.tags.items()),
        delete=operation,
        parameters=((member, value),),
    )
