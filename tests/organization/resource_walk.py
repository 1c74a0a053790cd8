"""Parameters of the operations on resources, for random walks."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from accounts.organization.state import Account, ResourceType

NAMES = st.sampled_from(["first", "second", "third"])
CALLED = {
    "bucket": ResourceType.S3_BUCKET,
    "queue_url": ResourceType.SQS_QUEUE,
    "topic_arn": ResourceType.SNS_TOPIC,
    "key_id": ResourceType.KMS_KEY,
    "function_name": ResourceType.LAMBDA_FUNCTION,
    "secret_id": ResourceType.SECRETS_MANAGER_SECRET,
    "table_name": ResourceType.DYNAMODB_TABLE,
}
OF_SERVICE = {
    "sns": ResourceType.SNS_TOPIC,
    "dynamodb": ResourceType.DYNAMODB_TABLE,
    "lambda": ResourceType.LAMBDA_FUNCTION,
}
MAPS = ("sqs", "lambda")
"""Services that take tags as a map."""


def vocabulary(key: str, account: Account) -> dict[str, st.SearchStrategy[object]]:
    """Of the operation ``key`` on resources; empty for any other."""
    service, _, operation = key.partition(".")
    if service in ("organizations", "iam", "account", "sts", "orgsim"):
        return {}
    names = {
        parameter: NAMES if operation.startswith("create") else _of(account, kind)
        for parameter, kind in CALLED.items()
    }
    there = _arns(account, OF_SERVICE[service]) if service in OF_SERVICE else NAMES
    policy = st.sampled_from(["s3:GetObject", "sqs:*"]).map(_open_to_all)
    if service == "s3":
        policy = st.sampled_from(["first", "second", "third"]).map(_of_bucket)
    instances = _of(account, ResourceType.EC2_INSTANCE).map(lambda name: [name])
    return {
        **names,
        "action": st.just("lambda:InvokeFunction"),
        "attribute_name": st.just("Policy"),
        "attribute_value": policy,
        "attributes": policy.map(lambda text: {"Policy": text}),
        "image_id": st.just("ami-0123456789abcdef0"),
        "instance_ids": instances,
        "instance_type": st.just("t3.micro"),
        "name": NAMES,
        "pending_window_in_days": st.just(7),
        "policy": policy,
        "recovery_window_in_days": st.sampled_from([None, 7]),
        "force_delete_without_recovery": st.booleans(),
        "region": st.sampled_from(["us-east-1", "eu-west-1"]),
        "principal": st.sampled_from(["s3.amazonaws.com", "*"]),
        "principal_org_id": st.none(),
        "queue_name": NAMES,
        "resource": there,
        "resource_arn": there,
        "resource_policy": policy,
        "resources": instances,
        "role": st.just(f"arn:aws:iam::{account.id}:role/Server"),
        "source_account": st.none(),
        "source_arn": st.sampled_from([None, "arn:aws:s3:::first"]),
        "statement_id": NAMES,
        "tagging": st.just({"TagSet": [{"Key": "x", "Value": "1"}]}),
        "tags": _tags(service),
    }


def _tags(service: str) -> st.SearchStrategy[object]:
    tags = st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12"), max_size=2)
    if service in MAPS:
        return tags
    key, value = ("TagKey", "TagValue") if service == "kms" else ("Key", "Value")
    return tags.map(lambda given: [{key: name, value: text} for name, text in given.items()])


def _arns(account: Account, kind: ResourceType) -> st.SearchStrategy[str]:
    there = [arn for arn, resource in account.resources.items() if resource.type is kind]
    return st.sampled_from([*there, "missing"])


def _of(account: Account, kind: ResourceType) -> st.SearchStrategy[str]:
    """By the names of those that are there."""
    return _arns(account, kind).map(lambda arn: arn.rpartition(":")[2].rpartition("/")[2])


def _open_to_all(action: str) -> str:
    return _policy(action, "*")


def _of_bucket(name: str) -> str:
    return _policy("s3:GetObject", f"arn:aws:s3:::{name}/*")


def _policy(action: str, resource: str) -> str:
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
