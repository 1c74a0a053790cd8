"""Operations on resources, each in a sentence for the log; parameters stand for their values."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.organization.operations.table import OPERATIONS, SERVICES_OF_RESOURCES

NAMES = ("bucket", "queue_url", "topic_arn", "key_id", "function_name", "secret_id", "table_name")
ARNS = ("resource_arn", "resource")
"""Parameters that say which resource."""

_VERBS = {
    "create": "{what} was created in {{account_id}}.",
    "run": "{what} was started in {{account_id}}.",
    "delete": "{what} was deleted in {{account_id}}.",
    "schedule": "{what} is to be deleted in {{account_id}}: nobody can use it any more.",
    "cancel": "{what} in {{account_id}} is not deleted, but disabled.",
    "disable": "{what} in {{account_id}} was disabled: nobody can use it.",
    "enable": "{what} in {{account_id}} was enabled.",
    "restore": "{what} in {{account_id}} was restored.",
    "terminate": "{what} was terminated in {{account_id}}.",
    "put": "The policy of {what} in {{account_id}} was written.",
    "set": "The policy of {what} in {{account_id}} was written.",
    "add": "The policy of {what} in {{account_id}} got the statement {{statement_id}}.",
    "remove": "The policy of {what} in {{account_id}} lost the statement {{statement_id}}.",
    "tag": "{what} in {{account_id}} was tagged.",
    "untag": "{what} in {{account_id}} lost tags.",
}
"""By the first word of the operation."""
_WHAT = {
    "kms.create_key": "A key",
    "ec2.run_instances": "An instance",
    "ec2.terminate_instances": "An instance",
    "sqs.create_queue": "The queue {queue_name}",
    "sns.create_topic": "The topic {name}",
    "secretsmanager.create_secret": "The secret {name}",
}
_OTHER = {
    "ec2.create_tags": "Instances in {account_id} were tagged.",
    "ec2.delete_tags": "Instances in {account_id} lost tags.",
    "s3.put_bucket_tagging": "The bucket {bucket} in {account_id} was tagged.",
    "s3.delete_bucket_policy": "The bucket {bucket} in {account_id} has no policy any more.",
    "secretsmanager.delete_resource_policy": "{secret_id} in {account_id} has no policy any more.",
    "dynamodb.delete_resource_policy": "{resource_arn} in {account_id} has no policy any more.",
}


def _sentence(key: str, parameters: tuple[str, ...]) -> str:
    named = next((f"{{{name}}}" for name in (*NAMES, *ARNS) if name in parameters), "")
    verb = key.partition(".")[2].partition("_")[0]
    return _VERBS[verb].format(what=_WHAT.get(key, named))


SENTENCES: Mapping[str, str] = {
    operation.key: _OTHER.get(operation.key) or _sentence(operation.key, operation.parameters)
    for operation in OPERATIONS.values()
    if operation.service in SERVICES_OF_RESOURCES
}


def short(value: str) -> str:
    """Of an ARN or a URL its last part, by which people call the resource."""
    return value.rpartition(":")[2].rpartition("/")[2] if value.startswith(("arn:", "https:")) else value
