"""What accounts use, and what lowers the bill. AWS meters and sells these; no API of AWS sets them so.

Amounts are text, since JSON's numbers are rounded. An account outside of the organization has usage and
discounts of its own too: it brings them along when it joins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from accounts.organization.billing import UsageType, teaching_prices
from accounts.organization.errors import orgsim as errors
from accounts.organization.operations.outcome import Outcome, with_account, without
from accounts.organization.scenario.bill import MOST_OF_A_KIND
from accounts.organization.state import (
    Account,
    AccountId,
    Billing,
    Credit,
    Organization,
    ReservedInstances,
    SavingsPlan,
)

MOST_INSTANCES: Final = 10_000
SHARING: Final = ("ON", "OFF")
_QUANTITY: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_MONEY: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


def set_usage(
    organization: Organization, *, account_id: AccountId, usage_type: str, quantity: str
) -> Outcome:
    """What the account uses of one usage type in a month; ``"0"`` is nothing.

    Raises ``InvalidInput``, ``NotFound``.
    """
    account = _account(organization, account_id)
    known = _usage_type(usage_type)
    if not account.state.is_usable:
        raise errors.InvalidInput(f"{account.name} is {account.state.value.lower()}: it uses nothing.")
    used = _amount(quantity, _QUANTITY, f"A quantity of {known.unit} is a number such as 1024.5.")
    usage = {**account.usage, usage_type: used} if used else without(account.usage, usage_type)
    changed = replace(account, usage=usage)
    if account_id in organization.accounts:
        return Outcome(with_account(organization, changed), {})
    outsiders = {**organization.outsiders, account_id: changed}
    return Outcome(replace(organization, outsiders=outsiders), {})


def set_availability_zone(
    organization: Organization, *, account_id: AccountId, availability_zone: str
) -> Outcome:
    """Where the account runs its instances, all of them. Raises ``InvalidInput``, ``NotFound``."""
    _account(organization, account_id)
    _zone(availability_zone)
    zones = {**organization.billing.zones, account_id: availability_zone}
    return _with_billing(organization, replace(organization.billing, zones=zones))


def set_reserved_instances(
    organization: Organization,
    *,
    account_id: AccountId,
    usage_type: str,
    instance_count: int,
    availability_zone: str | None = None,
) -> Outcome:
    """How many instances of one type the account has reserved in one zone, or, without a zone, in the Region.

    Zero gives them up. Raises ``InvalidInput``, ``NotFound``.
    """
    _account(organization, account_id)
    known = _usage_type(usage_type)
    if known.reserved_price is None:
        raise errors.InvalidInput(f"{known.name} cannot be reserved; instances can.")
    zone = availability_zone or ""
    if zone:
        _zone(zone)
    is_number = isinstance(instance_count, int) and not isinstance(instance_count, bool)
    if not is_number or not 0 <= instance_count <= MOST_INSTANCES:
        raise errors.InvalidInput(f"Between 0 and {MOST_INSTANCES:,} instances can be reserved.")
    key = (account_id, usage_type, zone)
    kept = tuple(
        each
        for each in organization.billing.reserved_instances
        if (each.owner, each.usage_type, each.zone) != key
    )
    if instance_count:
        _check_room(len(kept), "reservations")
        kept = (*kept, ReservedInstances(account_id, usage_type, zone, instance_count))
    return _with_billing(organization, replace(organization.billing, reserved_instances=kept))


def set_savings_plan(organization: Organization, *, account_id: AccountId, commitment: str) -> Outcome:
    """The dollars an hour to which the account commits; ``"0"`` ends it.

    Raises ``InvalidInput``, ``NotFound``.
    """
    _account(organization, account_id)
    dollars = _amount(commitment, _MONEY, "A commitment is a sum of dollars an hour such as 1.50.")
    kept = tuple(plan for plan in organization.billing.savings_plans if plan.owner != account_id)
    if dollars:
        _check_room(len(kept), "savings plans")
        kept = (*kept, SavingsPlan(account_id, dollars))
    return _with_billing(organization, replace(organization.billing, savings_plans=kept))


def add_credit(
    organization: Organization,
    *,
    account_id: AccountId,
    credit_amount: str,
    expires: str,
    eligible_service: str | None = None,
) -> Outcome:
    """A promotional credit of the account, for one service, or, without one, for all of them.

    Raises ``InvalidInput``, ``NotFound``.
    """
    _account(organization, account_id)
    amount = _amount(credit_amount, _MONEY, "A credit is a sum of dollars such as 12.50.")
    if not amount:
        raise errors.InvalidInput("A credit of nothing pays for nothing.")
    services = {each.service for each in teaching_prices().usage_types.values()}
    if eligible_service and eligible_service not in services:
        raise errors.InvalidInput(f"A credit is for one of {', '.join(sorted(services))}.")
    try:
        last_day = date.fromisoformat(expires)
    except (TypeError, ValueError) as error:
        raise errors.InvalidInput("A credit expires on a day such as 2026-12-31.") from error
    credits_ = organization.billing.credits
    _check_room(len(credits_), "credits")
    credit = Credit(account_id, amount, last_day, (eligible_service,) if eligible_service else ())
    return _with_billing(organization, replace(organization.billing, credits=(*credits_, credit)))


def remove_credit(organization: Organization, *, credit_number: int) -> Outcome:
    """The oldest credit is number 1. Raises ``NotFound``."""
    credits_ = organization.billing.credits
    is_number = isinstance(credit_number, int) and not isinstance(credit_number, bool)
    if not is_number or not 1 <= credit_number <= len(credits_):
        raise errors.NotFound(f"There is no credit number {credit_number}.")
    kept = (*credits_[: credit_number - 1], *credits_[credit_number:])
    return _with_billing(organization, replace(organization.billing, credits=kept))


def set_discount_sharing(organization: Organization, *, account_id: AccountId, sharing: str) -> Outcome:
    """``ON`` or ``OFF``, for reserved instances and savings plans: off, the account neither gives nor takes.

    Raises ``InvalidInput``, ``NotFound``. Source: Billing User Guide, "Billing preferences".
    """
    off = _switched(organization, organization.billing.not_sharing, account_id, sharing)
    return _with_billing(organization, replace(organization.billing, not_sharing=off))


def set_credit_sharing(organization: Organization, *, account_id: AccountId, sharing: str) -> Outcome:
    """As ``set_discount_sharing``, for credits. Raises ``InvalidInput``, ``NotFound``."""
    off = _switched(organization, organization.billing.not_sharing_credits, account_id, sharing)
    return _with_billing(organization, replace(organization.billing, not_sharing_credits=off))


def _switched(
    organization: Organization, off: frozenset[AccountId], account_id: AccountId, sharing: str
) -> frozenset[AccountId]:
    _account(organization, account_id)
    if sharing not in SHARING:
        raise errors.InvalidInput("Sharing is ON or OFF.")
    return off - {account_id} if sharing == "ON" else off | {account_id}


def _with_billing(organization: Organization, billing: Billing) -> Outcome:
    return Outcome(replace(organization, billing=billing), {})


def _account(organization: Organization, account_id: AccountId) -> Account:
    everybody: tuple[Mapping[AccountId, Account], ...] = (organization.accounts, organization.outsiders)
    for accounts in everybody:
        if account_id in accounts:
            return accounts[account_id]
    raise errors.NotFound(f"There is no account {account_id} here.")


def _usage_type(usage_type: str) -> UsageType:
    known = teaching_prices().usage_types
    if usage_type not in known:
        raise errors.NotFound(f"{usage_type} has no price here. These have: {', '.join(known)}.")
    return known[usage_type]


def _zone(zone: str) -> None:
    zones = teaching_prices().zones
    if zone not in zones:
        raise errors.InvalidInput(f"A zone is one of {', '.join(zones)}.")


def _amount(text: str, form: re.Pattern[str], otherwise: str) -> Decimal:
    if not isinstance(text, str) or not form.fullmatch(text):
        raise errors.InvalidInput(otherwise)
    return Decimal(text)


def _check_room(count: int, what: str) -> None:
    if count >= MOST_OF_A_KIND:
        raise errors.InvalidInput(f"An organization has at most {MOST_OF_A_KIND} {what} here.")
