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

DEFAULT_REGION: Final = "us-east-1"
REGIONS: Final = (
    *(DEFAULT_REGION, "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
    *("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"),
    *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
)
"""Those that every account has without asking. Source: Account Management Guide, "Enable or disable AWS
Regions in your account", read in autumn 2026."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``before`` begins the last segment of an ARN. ``missing``, ``exists``, ``invalid`` and ``malformed``
    are the codes of the service's errors; ``blocked`` is the one for a tag that AWS does not take, where
    the service has one of its own. ``most`` is how many characters a policy may have, 0 for no policy."""

    type: ResourceType
    what: str
    name: re.Pattern[str]
    missing: str
    exists: str
    invalid: str
    before: str = ""
    malformed: str = ""
    most: int = 0
    blocked: str = ""

    @property
    def service(self) -> str:
        return self.type.value.partition(":")[0]

    @property
    def has_region(self) -> bool:
        """Whether its ARN says where it is. A bucket's does not, nor whose it is."""
        return self.type is not ResourceType.S3_BUCKET

    def arn(self, account_id: AccountId, name: str, region: str = DEFAULT_REGION) -> str:
        if not self.has_region:
            return f"arn:aws:{self.service}:::{name}"
        return f"arn:aws:{self.service}:{region}:{account_id}:{self.before}{name}"

    def name_in(self, arn: str) -> str:
        """Of a resource of this kind, what ``arn`` was made with."""
        return arn.split(":", 5)[5].removeprefix(self.before)


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


BUCKET: Final = Kind(
    type=ResourceType.S3_BUCKET,
    what="bucket",
    name=_names(r"(?!xn--|sthree-)(?!.*\.\.)(?!\d+(?:\.\d+){3}\Z)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
    missing="NoSuchBucket",
    exists="BucketAlreadyExists",
    invalid="InvalidBucketName",
    blocked="InvalidTag",
    malformed="MalformedPolicy",
    most=20_480,
)
QUEUE: Final = Kind(
    type=ResourceType.SQS_QUEUE,
    what="queue",
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
    before="key/",
    name=_names(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    missing="NotFoundException",
    exists="AlreadyExistsException",
    invalid="InvalidArnException",
    blocked="TagException",
    malformed="MalformedPolicyDocumentException",
    most=32_768,
)
FUNCTION: Final = Kind(
    type=ResourceType.LAMBDA_FUNCTION,
    what="function",
    before="function:",
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
    before="secret:",
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
    before="table/",
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
    before="instance/",
    name=_names(r"i-[0-9a-f]{17}"),
    missing="InvalidInstanceID.NotFound",
    exists="InvalidParameterValue",
    invalid="InvalidInstanceID.Malformed",
    blocked="TagPolicyViolation",
)

KINDS: Final[Mapping[ResourceType, Kind]] = {
    kind.type: kind for kind in (BUCKET, QUEUE, TOPIC, KEY, FUNCTION, SECRET, TABLE, INSTANCE)
}
