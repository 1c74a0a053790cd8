"""What an operation gives back, and the two or three ways in which all of them change the value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from accounts.organization.state import Account, Organization, OrganizationalUnit

Value = TypeVar("Value")


class Outcome(NamedTuple):
    """``response`` has the members of AWS's response, ready for JSON; ``{}`` if AWS answers nothing."""

    organization: Organization
    response: Mapping[str, object]


def with_account(organization: Organization, account: Account) -> Organization:
    return replace(organization, accounts={**organization.accounts, account.id: account})


def with_unit(organization: Organization, unit: OrganizationalUnit) -> Organization:
    return replace(organization, units={**organization.units, unit.id: unit})


def without(mapping: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {other: value for other, value in mapping.items() if other != key}


def timestamp(time: datetime) -> str:
    """As AWS's APIs print a time: ``2026-09-26T14:00:00Z``."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
