"""Which credit pays which charge. Source: Billing User Guide, "Applying AWS credits"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from accounts.organization.billing.money import NOTHING, cents
from accounts.organization.billing.prices import Prices
from accounts.organization.state import AccountId, Billing, Credit

Charged = dict[AccountId, dict[str, Decimal]]
"""By account and usage type, whole cents that nobody has paid yet. What is paid is taken off."""


def in_order(owned: Sequence[Credit], month: date) -> list[Credit]:
    """Those that have not expired before the month: the soonest to expire first, then the one for the
    fewest services, then the oldest, which is the first in the list. No service named is all of them."""
    valid = (credit for credit in owned if credit.expires >= month.replace(day=1))
    return sorted(valid, key=lambda each: (each.expires, not each.services, len(each.services)))


def paid(
    charged: Charged, credit: Credit, billing: Billing, prices: Prices
) -> Iterator[tuple[AccountId, str, Decimal]]:
    """What ``credit`` pays: the owner's charges first, then those of the account with the highest spend; in
    each the largest charge first. Credits pay for usage, not for what was reserved and is unused.

    An account whose sharing of credits is off neither gives nor takes.
    """
    amount = cents(credit.amount)
    for account_id in _accounts(charged, credit, billing):
        charges = charged[account_id]
        for usage_type in sorted(charges, key=lambda each: charges[each], reverse=True):
            if credit.services and prices.usage_types[usage_type].service not in credit.services:
                continue
            part = min(amount, charges[usage_type])
            if part:
                charges[usage_type] -= part
                amount -= part
                yield account_id, usage_type, part
        if not amount:
            return


def _accounts(charged: Charged, credit: Credit, billing: Billing) -> Iterator[AccountId]:
    if credit.owner in charged:
        yield credit.owner
    if credit.owner not in billing.not_sharing_credits:
        spend = {
            account_id: sum(charges.values(), NOTHING)
            for account_id, charges in charged.items()
            if account_id != credit.owner and account_id not in billing.not_sharing_credits
        }
        yield from sorted(spend, key=lambda each: spend[each], reverse=True)
