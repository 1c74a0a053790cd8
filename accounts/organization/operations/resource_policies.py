"""Which operation writes the policy of a resource, and which takes it away: each service has its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from accounts.organization.operations.kms import default_key_policy
from accounts.organization.operations.sqs import queue_url
from accounts.organization.state import AccountId

Call = tuple[str, dict[str, object]]
"""An operation's key and its parameters."""


def putting_policy(account_id: AccountId, arn: str, text: str) -> Call | None:
    """None for what has no policy that is written as a whole. Of a role it is the trust policy."""
    service, name = _service(arn), _name(arn)
    if service not in _PUT or (service == "iam" and ":role/" not in arn):
        return None
    operation, parameters = _PUT[service](arn, name, text)
    return operation, {"account_id": account_id, **parameters}


def deleting_policy(account_id: AccountId, arn: str) -> Call | None:
    """A key is never without: it gets the default policy again. None likewise, and for a role."""
    service, name = _service(arn), _name(arn)
    own: Mapping[str, Call] = {
        "s3": ("s3.delete_bucket_policy", {"bucket": name}),
        "secretsmanager": ("secretsmanager.delete_resource_policy", {"secret_id": arn}),
        "dynamodb": ("dynamodb.delete_resource_policy", {"resource_arn": arn}),
    }
    if service in own:
        operation, parameters = own[service]
        return operation, {"account_id": account_id, **parameters}
    if service == "iam":
        return None
    return putting_policy(account_id, arn, default_key_policy(account_id) if service == "kms" else "")


def _service(arn: str) -> str:
    return arn.split(":")[2]


def _name(arn: str) -> str:
    return arn.rpartition(":")[2].rpartition("/")[2]


_PUT: Final[Mapping[str, Callable[[str, str, str], Call]]] = {
    "s3": lambda arn, name, text: ("s3.put_bucket_policy", {"bucket": name, "policy": text}),
    "sqs": lambda arn, name, text: (
        "sqs.set_queue_attributes",
        {"queue_url": queue_url(arn), "attributes": {"Policy": text}},
    ),
    "sns": lambda arn, name, text: (
        "sns.set_topic_attributes",
        {"topic_arn": arn, "attribute_name": "Policy", "attribute_value": text},
    ),
    "kms": lambda arn, name, text: ("kms.put_key_policy", {"key_id": arn, "policy": text}),
    "secretsmanager": lambda arn, name, text: (
        "secretsmanager.put_resource_policy",
        {"secret_id": arn, "resource_policy": text},
    ),
    "dynamodb": lambda arn, name, text: (
        "dynamodb.put_resource_policy",
        {"resource_arn": arn, "policy": text},
    ),
    "iam": lambda arn, name, text: (
        "iam.update_assume_role_policy",
        {"role_name": name, "policy_document": text},
    ),
}
