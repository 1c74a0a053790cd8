"""``Organization``: one immutable value. Operations take one and return another.

Mappings are plain dictionaries that nobody changes; they keep the order in which things were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy

AccountId = str
OrganizationId = str
OrganizationalUnitId = str
ParentId = str
"""A root's or an organizational unit's identifier."""
PolicyId = str
TargetId = str
"""A root's, an organizational unit's or an account's identifier."""


class PolicyType(Enum):
    """The policy types of AWS Organizations that the simulator decides with."""

    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"


class FeatureSet(Enum):
    ALL = "ALL"
    CONSOLIDATED_BILLING = "CONSOLIDATED_BILLING"


class AccountState(Enum):
    """``CLOSED``: still listed, for up to 90 days, but nobody can use it."""

    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"


class JoinedMethod(Enum):
    CREATED = "CREATED"
    INVITED = "INVITED"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of AWS Organizations, customer made or AWS's own."""

    id: PolicyId
    name: str
    description: str
    type: PolicyType
    document: PolicyDocument
    aws_managed: bool = False


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A customer managed IAM policy."""

    arn: str
    id: str
    name: str
    path: str
    description: str
    document: PolicyDocument
    created: datetime


@dataclass(frozen=True, slots=True)
class User:
    """``inline`` by policy name; ``attached`` ARNs and ``groups`` names in order of attachment."""

    name: str
    path: str
    id: str
    created: datetime
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


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
    name: str
    path: str
    id: str
    created: datetime
    trust: PolicyDocument
    description: str = ""
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_service_linked(self) -> bool:
        return self.path.startswith("/aws-service-role/")


@dataclass(frozen=True, slots=True)
class Account:
    """An AWS account with its own IAM. Names map to users, groups and roles; ARNs to policies."""

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


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    id: OrganizationalUnitId
    name: str
    parent_id: ParentId
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Root:
    """``policy_types`` are those that are enabled."""

    id: str
    name: str = "Root"
    policy_types: frozenset[PolicyType] = frozenset()


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization whole.

    ``policies`` are the customer's; AWS's own are found by ``policy``. ``attachments`` holds, by
    target, the identifiers of the policies attached directly to it, the eldest first.
    """

    id: OrganizationId
    management_account_id: AccountId
    feature_set: FeatureSet
    root: Root
    units: Mapping[OrganizationalUnitId, OrganizationalUnit]
    accounts: Mapping[AccountId, Account]
    policies: Mapping[PolicyId, Policy]
    attachments: Mapping[TargetId, tuple[PolicyId, ...]]

    def policy(self, policy_id: PolicyId) -> Policy | None:
        return self.policies.get(policy_id) or AWS_MANAGED.get(policy_id)

    def parent_of(self, target_id: TargetId) -> ParentId | None:
        """The parent's identifier; None for the root. ``KeyError`` for what is not here."""
        if target_id == self.root.id:
            return None
        if target_id in self.units:
            return self.units[target_id].parent_id
        return self.accounts[target_id].parent_id

    def path(self, target_id: TargetId) -> tuple[TargetId, ...]:
        """Root first, ``target_id`` last."""
        steps: list[TargetId] = []
        step: TargetId | None = target_id
        while step is not None:
            steps.append(step)
            step = self.parent_of(step)
        return tuple(reversed(steps))

    def name_of(self, target_id: TargetId) -> str:
        if target_id == self.root.id:
            return self.root.name
        if target_id in self.units:
            return self.units[target_id].name
        return self.accounts[target_id].name

    def has_target(self, target_id: TargetId) -> bool:
        return target_id == self.root.id or target_id in self.units or target_id in self.accounts

    def units_of(self, parent_id: ParentId) -> Iterator[OrganizationalUnit]:
        return (unit for unit in self.units.values() if unit.parent_id == parent_id)

    def accounts_of(self, parent_id: ParentId) -> Iterator[Account]:
        return (account for account in self.accounts.values() if account.parent_id == parent_id)

    def is_enabled(self, policy_type: PolicyType) -> bool:
        return policy_type in self.root.policy_types


FULL_AWS_ACCESS = Policy(
    id="p-FullAWSAccess",
    name="FullAWSAccess",
    description="Allows access to every operation",
    type=PolicyType.SERVICE_CONTROL_POLICY,
    document=parse_policy(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
        PolicyKind.SERVICE_CONTROL,
    ),
    aws_managed=True,
)

AWS_MANAGED: Mapping[PolicyId, Policy] = {FULL_AWS_ACCESS.id: FULL_AWS_ACCESS}
