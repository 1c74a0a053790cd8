"""The organization whole. Source: Organizations API Reference, ``Organization``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from accounts.organization.state.account import Account
from accounts.organization.state.bill import Billing
from accounts.organization.state.membership import CreateAccountRequest, Handshake, ResourcePolicy
from accounts.organization.state.names import (
    AccountId,
    OrganizationalUnitId,
    OrganizationId,
    ParentId,
    PolicyId,
    ServicePrincipal,
    TargetId,
)
from accounts.organization.state.policies import AWS_MANAGED, ManagementPolicy, Policy, PolicyType


class FeatureSet(Enum):
    ALL = "ALL"
    CONSOLIDATED_BILLING = "CONSOLIDATED_BILLING"


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
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization whole, and the accounts around it.

    ``policies`` are the customer's SCPs and RCPs; AWS's own are found by ``policy``. ``attachments``
    holds, by target, the identifiers of the policies of every type attached directly to it, the eldest
    first. ``outsiders`` are accounts of nobody's, or not yet of this organization: who is invited, who
    has left. ``is_deleted``: after ``DeleteOrganization``, when only the former management account is
    left, by itself. ``ahead`` is how far the simulated time is ahead of the clock.
    """

    id: OrganizationId
    management_account_id: AccountId
    feature_set: FeatureSet
    root: Root
    units: Mapping[OrganizationalUnitId, OrganizationalUnit]
    accounts: Mapping[AccountId, Account]
    policies: Mapping[PolicyId, Policy]
    attachments: Mapping[TargetId, tuple[PolicyId, ...]]
    management_policies: Mapping[PolicyId, ManagementPolicy] = field(default_factory=dict)
    outsiders: Mapping[AccountId, Account] = field(default_factory=dict)
    handshakes: Mapping[str, Handshake] = field(default_factory=dict)
    create_account_requests: Mapping[str, CreateAccountRequest] = field(default_factory=dict)
    trusted_services: Mapping[ServicePrincipal, datetime] = field(default_factory=dict)
    delegated_administrators: Mapping[AccountId, Mapping[ServicePrincipal, datetime]] = field(
        default_factory=dict
    )
    resource_policy: ResourcePolicy | None = None
    billing: Billing = field(default_factory=Billing)
    ahead: timedelta = timedelta()
    is_deleted: bool = False

    def policy(self, policy_id: PolicyId) -> Policy | None:
        """An SCP or RCP."""
        return self.policies.get(policy_id) or AWS_MANAGED.get(policy_id)

    def any_policy(self, policy_id: PolicyId) -> Policy | ManagementPolicy | None:
        return self.policy(policy_id) or self.management_policies.get(policy_id)

    def policies_at(self, target_id: TargetId, policy_type: PolicyType) -> tuple[Policy, ...]:
        """The SCPs, or RCPs, that are attached directly, the eldest first."""
        attached = map(self.policy, self.attachments.get(target_id, ()))
        return tuple(policy for policy in attached if policy is not None and policy.type is policy_type)

    def attached(self, target_id: TargetId, policy_type: PolicyType) -> tuple[PolicyId, ...]:
        """Those of one type that are attached directly, the eldest first."""
        return tuple(
            policy_id
            for policy_id in self.attachments.get(target_id, ())
            if (policy := self.any_policy(policy_id)) is not None and policy.type is policy_type
        )

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
