"""The kinds of resources that an account can hold: their ARNs, and what their services answer.

Sources: Service Authorization Reference, the resource types of each service; the API reference of each
service, "Errors" of the operations that make, find and change one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts.organization.state import AccountId, ResourceType

REGION: Final = "eu-west-1"
"""Where everything is made that has a region: a learner needs no second one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``arn`` takes ``{account}`` and ``{name}``. ``missing``, ``exists``, ``invalid`` and ``malformed`` are
    the codes of the service's errors; ``most`` is how many characters a policy may have, 0 for no policy."""

    type: ResourceType
    what: str
    arn_format: str
    name: re.Pattern[str]
    missing: str
    exists: str
    invalid: str
    malformed: str = ""
    most: int = 0

    def arn(self, account_id: AccountId, name: str) -> str:
        return self.arn_format.format(account=account_id, name=name)


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _in_region(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{{account}}:{rest}"


BUCKET: Final = Kind(
    type=ResourceType.S3_BUCKET,
    what="bucket",
    arn_format="arn:aws:s3:::{name}",
    name=_names(r"(?!xn--|sthree-)(?!.*\.\.)(?!\d+(?:\.\d+){3}\Z)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
    missing="NoSuchBucket",
    exists="BucketAlreadyExists",
    invalid="InvalidBucketName",
    malformed="MalformedPolicy",
    most=20_480,
)
QUEUE: Final = Kind(
    type=ResourceType.SQS_QUEUE,
    what="queue",
    arn_format=_in_region("sqs", "{name}"),
    name=_names(r"[\w-]{1,80}|[\w-]{1,75}\.fifo"),
    missing="AWS.SimpleQueueService.NonExistentQueue",
    exists="QueueAlreadyExists",
    invalid="InvalidParameterValue",
    malformed="InvalidAttributeValue",
    most=20_480,
)
TOPIC: Final = Kind(
    type=ResourceType.SNS_TOPIC,
    what="topic",
    arn_format=_in_region("sns", "{name}"),
    name=_names(r"[\w-]{1,256}|[\w-]{1,251}\.fifo"),
    missing="NotFound",
    exists="InvalidParameter",
    invalid="InvalidParameter",
    malformed="InvalidParameter",
    most=30_720,
)
KEY: Final = Kind(
    type=ResourceType.KMS_KEY,
    what="key",
    arn_format=_in_region("kms", "key/{name}"),
    name=_names(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    missing="NotFoundException",
    exists="AlreadyExistsException",
    invalid="InvalidArnException",
    malformed="MalformedPolicyDocumentException",
    most=32_768,
)
FUNCTION: Final = Kind(
    type=ResourceType.LAMBDA_FUNCTION,
    what="function",
    arn_format=_in_region("lambda", "function:{name}"),
    name=_names(r"[\w-]{1,64}"),
    missing="ResourceNotFoundException",
    exists="ResourceConflictException",
    invalid="InvalidParameterValueException",
    malformed="InvalidParameterValueException",
    most=20_480,
)
SECRET: Final = Kind(
    type=ResourceType.SECRETS_MANAGER_SECRET,
    what="secret",
    arn_format=_in_region("secretsmanager", "secret:{name}"),
    name=_names(r"[\w/+=.@-]{1,512}"),
    missing="ResourceNotFoundException",
    exists="ResourceExistsException",
    invalid="InvalidParameterException",
    malformed="MalformedPolicyDocumentException",
    most=20_480,
)
TABLE: Final = Kind(
    type=ResourceType.DYNAMODB_TABLE,
    what="table",
    arn_format=_in_region("dynamodb", "table/{name}"),
    name=_names(r"[\w.-]{3,255}"),
    missing="ResourceNotFoundException",
    exists="ResourceInUseException",
    invalid="ValidationException",
    malformed="ValidationException",
    most=20_480,
)
INSTANCE: Final = Kind(
    type=ResourceType.EC2_INSTANCE,
    what="instance",
    arn_format=_in_region("ec2", "instance/{name}"),
    name=_names(r"i-[0-9a-f]{17}"),
    missing="InvalidInstanceID.NotFound",
    exists="InvalidParameterValue",
    invalid="InvalidInstanceID.Malformed",
)

KINDS: Final[Mapping[ResourceType, Kind]] = {
    kind.type: kind for kind in (BUCKET, QUEUE, TOPIC, KEY, FUNCTION, SECRET, TABLE, INSTANCE)
}
