"""Who belongs to the organization, and who is about to.

Source: Organizations API Reference, ``Handshake``, ``CreateAccountStatus``, ``ResourcePolicy``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from accounts.organization.state.names import AccountId
from policies.engine.document import PolicyDocument


class HandshakeAction(Enum):
    INVITE = "INVITE"
    ENABLE_ALL_FEATURES = "ENABLE_ALL_FEATURES"
    APPROVE_ALL_FEATURES = "APPROVE_ALL_FEATURES"
    ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE = "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE"

    @property
    def is_part_of_switch(self) -> bool:
        """Whether a member is asked it while all features are being enabled."""
        return self in (
            HandshakeAction.APPROVE_ALL_FEATURES,
            HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE,
        )


class HandshakeState(Enum):
    REQUESTED = "REQUESTED"
    OPEN = "OPEN"
    CANCELED = "CANCELED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"

    @property
    def is_final(self) -> bool:
        return self not in (HandshakeState.REQUESTED, HandshakeState.OPEN)


class HandshakePartyType(Enum):
    ACCOUNT = "ACCOUNT"
    ORGANIZATION = "ORGANIZATION"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True)
class HandshakeParty:
    id: str
    type: HandshakePartyType


@dataclass(frozen=True, slots=True)
class Handshake:
    """``recipient`` may answer it, the organization that it comes from may cancel it. ``ended`` is when it
    came to a final state. ``tags`` are those that an invited account gets."""

    id: str
    action: HandshakeAction
    state: HandshakeState
    recipient: HandshakeParty
    requested: datetime
    expires: datetime
    ended: datetime | None = None
    notes: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class CreateAccountState(Enum):
    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class CreateAccountRequest:
    """What became of a ``CreateAccount``. ``account_id`` is None for one that failed."""

    id: str
    account_name: str
    state: CreateAccountState
    requested: datetime
    completed: datetime | None = None
    account_id: AccountId | None = None
    failure_reason: str = ""


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """The organization's own resource-based policy, which delegates the management of policies."""

    id: str
    document: PolicyDocument
    tags: Mapping[str, str] = field(default_factory=dict)
