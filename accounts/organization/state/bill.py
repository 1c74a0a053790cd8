"""What lowers the bill, besides usage together. Source: Billing User Guide, "Consolidated billing"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.organization.state.names import AccountId


@dataclass(frozen=True, slots=True)
class ReservedInstances:
    """``count`` instances, paid for the whole month. They serve usage of this very type and zone."""

    owner: AccountId
    usage_type: str
    zone: str
    count: int


@dataclass(frozen=True, slots=True)
class SavingsPlan:
    """``commitment`` is in dollars an hour."""

    owner: AccountId
    commitment: Decimal


@dataclass(frozen=True, slots=True)
class Credit:
    """``services`` are those that it can pay for; none means all."""

    owner: AccountId
    amount: Decimal
    expires: date
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Billing:
    """``not_sharing`` are the accounts for which sharing of reserved instances and savings plans is off, and
    ``not_sharing_credits`` likewise of credits. Source: Billing User Guide, "Billing preferences"."""

    reserved_instances: tuple[ReservedInstances, ...] = ()
    savings_plans: tuple[SavingsPlan, ...] = ()
    credits: tuple[Credit, ...] = ()
    not_sharing: frozenset[AccountId] = frozenset()
    not_sharing_credits: frozenset[AccountId] = frozenset()
    zones: Mapping[AccountId, str] = field(default_factory=dict)
