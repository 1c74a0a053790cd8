"""The IAM of one account. Source: IAM API Reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from policies.engine.document import PolicyDocument


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """``id`` is ``v1``, ``v2`` …; a number is never used again."""

    id: str
    document: PolicyDocument
    created: datetime


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A customer managed IAM policy. ``versions`` by identifier, the eldest first; only the default is in
    force. ``latest`` is the greatest number that a version has ever had."""

    arn: str
    id: str
    name: str
    path: str
    description: str
    created: datetime
    versions: Mapping[str, PolicyVersion]
    default_version_id: str = "v1"
    latest: int = 1
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> PolicyDocument:
        """What is in force."""
        return self.versions[self.default_version_id].document


class AccessKeyStatus(Enum):
    ACTIVE = "Active"
    INACTIVE = "Inactive"


@dataclass(frozen=True, slots=True)
class LastUsed:
    time: datetime
    service: str
    region: str


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A long-term credential of a user or the root user. Its secret is not kept: it can be derived anew."""

    id: str
    created: datetime
    status: AccessKeyStatus = AccessKeyStatus.ACTIVE
    last_used: LastUsed | None = None


@dataclass(frozen=True, slots=True)
class LoginProfile:
    """That somebody has a password for the console. The password itself is kept nowhere."""

    created: datetime
    changed: datetime
    last_used: datetime | None = None
    reset_required: bool = False


@dataclass(frozen=True, slots=True)
class MfaDevice:
    """A virtual device. ``owner`` is ``user/john`` or ``root user``, None while nobody has enabled it."""

    serial_number: str
    created: datetime
    owner: str | None = None
    enabled: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class User:
    """``inline`` by policy name; ``attached`` ARNs and ``groups`` names in order of attachment.

    ``boundary`` is the ARN of the managed policy that is the permissions boundary.
    """

    name: str
    path: str
    id: str
    created: datetime
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    boundary: str | None = None
    access_keys: Mapping[str, AccessKey] = field(default_factory=dict)
    login_profile: LoginProfile | None = None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    path: str
    id: str
    created: datetime
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """``max_session_duration`` is in seconds."""

    name: str
    path: str
    id: str
    created: datetime
    trust: PolicyDocument
    description: str = ""
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    boundary: str | None = None
    max_session_duration: int = 3600

    @property
    def is_service_linked(self) -> bool:
        return self.path.startswith("/aws-service-role/")
