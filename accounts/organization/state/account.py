"""An AWS account. Source: Organizations API Reference, ``Account``; IAM User Guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from accounts.organization.state.iam import AccessKey, Group, ManagedPolicy, MfaDevice, Role, User
from accounts.organization.state.names import AccountId, ParentId
from accounts.organization.state.resources import Resource


class AccountState(Enum):
    """``PENDING_CLOSURE``: still usable. ``CLOSED``: still listed, for up to 90 days, but of no use."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"

    @property
    def is_usable(self) -> bool:
        return self in (AccountState.ACTIVE, AccountState.PENDING_CLOSURE)


class JoinedMethod(Enum):
    CREATED = "CREATED"
    INVITED = "INVITED"


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """Source: IAM API Reference, ``UpdateAccountPasswordPolicy``, whose defaults these are."""

    minimum_password_length: int = 6
    require_symbols: bool = False
    require_numbers: bool = False
    require_uppercase_characters: bool = False
    require_lowercase_characters: bool = False
    allow_users_to_change_password: bool = False
    max_password_age: int | None = None
    password_reuse_prevention: int | None = None
    hard_expiry: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """An AWS account with its own IAM. Names map to users, groups and roles; ARNs to policies and
    resources, serial numbers to MFA devices.

    ``closed`` is when its closure was asked for. ``can_stand_alone``: it has the payment method, phone
    number and agreement that an account outside of an organization needs. ``has_root_credentials``:
    somebody could sign in as its root user. ``usage`` is what a month uses, by usage type.
    """

    id: AccountId
    name: str
    email: str
    parent_id: ParentId
    joined: datetime
    joined_method: JoinedMethod = JoinedMethod.CREATED
    state: AccountState = AccountState.ACTIVE
    tags: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, User] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    policies: Mapping[str, ManagedPolicy] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    mfa_devices: Mapping[str, MfaDevice] = field(default_factory=dict)
    root_access_keys: Mapping[str, AccessKey] = field(default_factory=dict)
    password_policy: PasswordPolicy | None = None
    alias: str = ""
    closed: datetime | None = None
    can_stand_alone: bool = True
    has_root_credentials: bool = False
    usage: Mapping[str, Decimal] = field(default_factory=dict)
