"""Consolidated billing: what a month costs the accounts together, and what it would cost each alone.

``bill(organization, prices, month)`` answers for one whole month: whoever is a member now counts as one from
its first day to its last. An account that pays alone is billed as an organization of one, so both
figures come from the same rules, in the order of the Billing User Guide: reserved instances, the free tier,
savings plans, the volume tiers, credits.

================  ==============================================================================
``money``         cents, and shares that add up to the last of them
``prices``        the ladders of prices by usage type, and the teaching prices
``reservations``  what reserved instances and savings plans take on, by account
``charges``       the lines of one bill for accounts that pay together
``crediting``     which credit pays which charge
``bill``          together beside alone
``data``          the teaching prices, with their source beside them
================  ==============================================================================
"""

from __future__ import annotations

from accounts.organization.billing.bill import AccountBill, Bill, bill
from accounts.organization.billing.charges import Cause, Line, lowered
from accounts.organization.billing.prices import Pack, Prices, Tier, UsageType, read_prices, teaching_prices

__all__ = [
    "AccountBill",
    "Bill",
    "Cause",
    "Line",
    "Pack",
    "Prices",
    "Tier",
    "UsageType",
    "bill",
    "lowered",
    "read_prices",
    "teaching_prices",
]
