"""The resources of accounts in the script. Source: AWS CLI Command Reference.

Functions and instances are left out: orgsim knows neither a function's code nor an instance's image.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from accounts.organization.exporting.script.shell import Shell, tag_list
from accounts.organization.exporting.script.variables import identifier
from accounts.organization.operations.resource_kinds import DEFAULT_REGION
from accounts.organization.state import Account, Resource, ResourceType

ELSEWHERE: Final = '${AWS_ENDPOINT_URL:+"--endpoint-url=$AWS_ENDPOINT_URL"}'
"""Version 1 of the CLI overlooks the variable for SQS alone."""


class Resources:
    """Each method is about one account, and answers the commands to be run in it."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def named_by_aws(self, account: Account) -> Iterator[str]:
        """Keys and secrets, whose identifiers others may name. Their own policies may name who is not there
        yet, so they come later."""
        for resource in _lasting(account):
            name, tags, region = identifier(resource), resource.tags, _region(resource)
            if resource.type is ResourceType.KMS_KEY:
                words = {"tags": tag_list(tags, "TagKey", "TagValue"), "region": region}
                yield self._shell.kept(name, "KeyMetadata.KeyId", "kms", "create-key", **words)
            elif resource.type is ResourceType.SECRETS_MANAGER_SECRET:
                plain = name[:-7]  # without the hyphen and six characters that AWS adds
                words = {"name": plain, "tags": tag_list(tags), "region": region}
                yield self._shell.kept(name, "ARN", "secretsmanager", "create-secret", **words)
                variable = self._shell.variables[name]
                yield f"{variable}=${{{variable}##*:secret:}}"

    def all_others(self, account: Account) -> Iterator[str]:
        """With their policies, and those of keys and secrets."""
        for resource in _lasting(account):
            yield from self._with_policy(resource, "" if resource.policy is None else resource.policy.text)

    def _with_policy(self, resource: Resource, policy: str) -> Iterator[str]:
        name, tags, region = identifier(resource), tag_list(resource.tags), _region(resource)

        def do(service: str, operation: str, **options: str) -> str:
            return self._shell.silent(service, operation, **options, region=region)

        match resource.type:
            case ResourceType.S3_BUCKET:
                place = "" if region == "us-east-1" else f"LocationConstraint={region}"
                yield do("s3api", "create-bucket", bucket=name, create_bucket_configuration=place)
                if tags:
                    tagging = json.dumps({"TagSet": json.loads(tags)})
                    yield do("s3api", "put-bucket-tagging", bucket=name, tagging=tagging)
                if policy:
                    yield do("s3api", "put-bucket-policy", bucket=name, policy=policy)
            case ResourceType.SQS_QUEUE:
                attributes = _attributes(Policy=policy, FifoQueue=_fifo(name))
                of_queue = json.dumps(dict(resource.tags)) if tags else ""
                create = do("sqs", "create-queue", queue_name=name, attributes=attributes, tags=of_queue)
                yield f"{create} {ELSEWHERE}"
            case ResourceType.SNS_TOPIC:
                attributes = _attributes(Policy=policy, FifoTopic=_fifo(name))
                yield do("sns", "create-topic", name=name, attributes=attributes, tags=tags)
            case ResourceType.DYNAMODB_TABLE:
                yield do(
                    "dynamodb",
                    "create-table",
                    table_name=name,
                    attribute_definitions="AttributeName=id,AttributeType=S",
                    key_schema="AttributeName=id,KeyType=HASH",
                    billing_mode="PAY_PER_REQUEST",
                    resource_policy=policy,
                    tags=tags,
                )
            case ResourceType.KMS_KEY:
                if policy:
                    yield do("kms", "put-key-policy", key_id=name, policy_name="default", policy=policy)
                if resource.is_disabled:
                    yield do("kms", "disable-key", key_id=name)
            case ResourceType.SECRETS_MANAGER_SECRET if policy:
                put = "put-resource-policy"
                yield do("secretsmanager", put, secret_id=resource.arn, resource_policy=policy)


def _lasting(account: Account) -> Iterator[Resource]:
    """Not those that are about to be deleted."""
    return (resource for resource in account.resources.values() if resource.deletion is None)


def _region(resource: Resource) -> str:
    """Buckets do not say theirs."""
    return resource.arn.split(":")[3] or DEFAULT_REGION


def _fifo(name: str) -> str:
    return "true" if name.endswith(".fifo") else ""


def _attributes(**attributes: str) -> str:
    said = {name: value for name, value in attributes.items() if value}
    return json.dumps(said) if said else ""
