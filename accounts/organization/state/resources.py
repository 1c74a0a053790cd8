"""What an account holds besides its IAM, so that requests can name something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from policies.engine.document import PolicyDocument


class ResourceType(Enum):
    """By service prefix and the name that the service authorization reference has for it."""

    S3_BUCKET = "s3:bucket"
    SQS_QUEUE = "sqs:queue"
    SNS_TOPIC = "sns:topic"
    KMS_KEY = "kms:key"
    LAMBDA_FUNCTION = "lambda:function"
    SECRETS_MANAGER_SECRET = "secretsmanager:Secret"
    DYNAMODB_TABLE = "dynamodb:table"
    EC2_INSTANCE = "ec2:instance"


@dataclass(frozen=True, slots=True)
class Resource:
    """``policy`` is its resource-based policy, if it has one; EC2 instances cannot have any.

    ``deletion`` is when a key or a secret will be gone; until then nobody can use it, and it can be had back.
    ``is_disabled`` is a key that nobody can use and that stays.
    """

    arn: str
    type: ResourceType
    created: datetime
    policy: PolicyDocument | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    deletion: datetime | None = None
    is_disabled: bool = False

    def is_gone(self, now: datetime) -> bool:
        """Whether nobody waits any more for its deletion."""
        return self.deletion is not None and self.deletion <= now
