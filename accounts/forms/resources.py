"""Parameters of operations on the resources of an account."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from accounts.forms.fields import (
    ACCOUNT,
    OneTag,
    TagKeys,
    TagOfKey,
    TagOfMap,
    TagSet,
    days,
    identifier,
    name,
    one_of_a_list,
    optional_or_none,
)
from accounts.organization.operations.resource_kinds import DEFAULT_REGION

_REGION: Mapping[str, forms.Field] = {
    "region": forms.CharField(max_length=40, required=False, empty_value=DEFAULT_REGION)
}
_QUEUE: Mapping[str, forms.Field] = {**ACCOUNT, "queue_url": identifier("queue")}
_ARN: Mapping[str, forms.Field] = {**ACCOUNT, "resource_arn": identifier("resource")}
_KMS_KEY: Mapping[str, forms.Field] = {**ACCOUNT, "key_id": identifier("key")}
_FUNCTION: Mapping[str, forms.Field] = {**ACCOUNT, "function_name": identifier("function")}
_SECRET: Mapping[str, forms.Field] = {**ACCOUNT, "secret_id": identifier("secret")}
_INSTANCES: Mapping[str, forms.Field] = {**ACCOUNT, "resources": one_of_a_list("instance")}
_WITHOUT_TAG: Mapping[str, forms.Field] = {"tag_keys": TagKeys(max_length=256)}

RESOURCES: Mapping[str, Mapping[str, forms.Field]] = {
    "s3.create_bucket": {**ACCOUNT, "bucket": name()},
    "s3.delete_bucket": {**ACCOUNT, "bucket": identifier("bucket")},
    "s3.put_bucket_tagging": {**ACCOUNT, "bucket": identifier("bucket"), "tagging": TagSet()},
    "sqs.create_queue": {**ACCOUNT, **_REGION, "queue_name": name()},
    "sqs.delete_queue": _QUEUE,
    "sqs.tag_queue": {**_QUEUE, "tags": TagOfMap()},
    "sqs.untag_queue": {**_QUEUE, **_WITHOUT_TAG},
    "sns.create_topic": {**ACCOUNT, **_REGION, "name": name()},
    "sns.delete_topic": {**ACCOUNT, "topic_arn": identifier("topic")},
    "sns.tag_resource": {**_ARN, "tags": OneTag()},
    "sns.untag_resource": {**_ARN, **_WITHOUT_TAG},
    "kms.create_key": {**ACCOUNT, **_REGION},
    "kms.schedule_key_deletion": {**_KMS_KEY, "pending_window_in_days": days()},
    "kms.cancel_key_deletion": _KMS_KEY,
    "kms.disable_key": _KMS_KEY,
    "kms.enable_key": _KMS_KEY,
    "kms.tag_resource": {**_KMS_KEY, "tags": TagOfKey()},
    "kms.untag_resource": {**_KMS_KEY, **_WITHOUT_TAG},
    "lambda.create_function": {
        **ACCOUNT,
        **_REGION,
        "function_name": name(),
        "role": identifier("role"),
    },
    "lambda.delete_function": _FUNCTION,
    "lambda.add_permission": {
        **_FUNCTION,
        "statement_id": name("statement ID"),
        "action": identifier("action"),
        "principal": identifier("principal"),
        "source_arn": optional_or_none(),
        "source_account": optional_or_none(),
        "principal_org_id": optional_or_none(),
    },
    "lambda.remove_permission": {**_FUNCTION, "statement_id": identifier("statement")},
    "lambda.tag_resource": {**ACCOUNT, "resource": identifier("function"), "tags": TagOfMap()},
    "lambda.untag_resource": {**ACCOUNT, "resource": identifier("function"), **_WITHOUT_TAG},
    "secretsmanager.create_secret": {**ACCOUNT, **_REGION, "name": name()},
    "secretsmanager.delete_secret": {**_SECRET, "recovery_window_in_days": days()},
    "secretsmanager.restore_secret": _SECRET,
    "secretsmanager.tag_resource": {**_SECRET, "tags": OneTag()},
    "secretsmanager.untag_resource": {**_SECRET, **_WITHOUT_TAG},
    "dynamodb.create_table": {**ACCOUNT, **_REGION, "table_name": name()},
    "dynamodb.delete_table": {**ACCOUNT, "table_name": identifier("table")},
    "dynamodb.tag_resource": {**_ARN, "tags": OneTag()},
    "dynamodb.untag_resource": {**_ARN, **_WITHOUT_TAG},
    "ec2.run_instances": {**ACCOUNT, **_REGION},
    "ec2.terminate_instances": {**ACCOUNT, "instance_ids": one_of_a_list("instance")},
    "ec2.create_tags": {**_INSTANCES, "tags": OneTag()},
    "ec2.delete_tags": {**_INSTANCES, "tags": OneTag()},
}
