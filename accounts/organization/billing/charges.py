"""The lines of one bill: what accounts that pay together pay for a month, and each one's part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from accounts.organization.billing.crediting import Charged, in_order, paid
from accounts.organization.billing.money import NOTHING, cents, shares
from accounts.organization.billing.prices import Prices, UsageType
from accounts.organization.billing.reservations import Left, Taken, by_reservations, by_savings_plans
from accounts.organization.state import Account, AccountId, Billing


class Cause(Enum):
    """Why a line costs what it costs, in the order in which they come."""

    RESERVED = "reserved instances"
    UNUSED_RESERVED = "reserved instances, unused"
    FREE_TIER = "free tier"
    SAVINGS_PLAN = "savings plan"
    UNUSED_COMMITMENT = "savings plan, unused"
    ON_DEMAND = "on demand"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Line:
    """``amount`` in whole cents, below zero for a credit. ``usage_type`` is empty for an unused commitment.

    What is on demand is blended: an account's part of the joint cost is its part of the joint usage.
    """

    account_id: AccountId
    usage_type: str
    cause: Cause
    quantity: Decimal
    amount: Decimal


def charge(accounts: Sequence[Account], billing: Billing, prices: Prices, month: date) -> tuple[Line, ...]:
    """Every account's lines, usage type by usage type. The sum of them all is the payer's bill."""
    return tuple(_Month(accounts, billing, prices, month).lines())


def lowered(lines: Iterable[Line], prices: Prices) -> dict[Cause, Decimal]:
    """How far each cause lowered the bill from what the usage costs on demand in its first tier; below zero
    where it raised it. Together with the bill itself this makes up that cost. ``ON_DEMAND`` is what the
    volume tiers saved.
    """
    quantities: dict[tuple[Cause, str], Decimal] = defaultdict(Decimal)
    amounts: dict[Cause, Decimal] = defaultdict(Decimal)
    for line in lines:
        amounts[line.cause] += line.amount
        if line.usage_type and line.cause not in (Cause.UNUSED_RESERVED, Cause.CREDIT):
            quantities[line.cause, line.usage_type] += line.quantity
    listed: dict[Cause, Decimal] = defaultdict(Decimal)
    for (cause, usage_type), quantity in quantities.items():
        listed[cause] += cents(quantity * prices.usage_types[usage_type].list_price)
    found = {cause: listed[cause] - amounts[cause] for cause in Cause if cause in amounts}
    return {cause: amount for cause, amount in found.items() if amount}


class _Month:
    """Takes the usage off, cause by cause, until nothing is left that nobody has paid for."""

    def __init__(self, accounts: Collection[Account], billing: Billing, prices: Prices, month: date) -> None:
        self.accounts, self.billing, self.prices, self.month = accounts, billing, prices, month
        self.members = {account.id for account in accounts}
        # An account that is suspended or closed uses nothing; what it has reserved goes on.
        self.left: Left = {
            usage_type: {
                account.id: account.usage[usage_type]
                for account in accounts
                if account.state.is_usable and account.usage.get(usage_type)
            }
            for usage_type in prices.usage_types
        }

    def lines(self) -> Iterator[Line]:
        charged: Charged = {account.id: defaultdict(Decimal) for account in self.accounts}
        for line in self.before_credits():
            if line.cause not in (Cause.UNUSED_RESERVED, Cause.UNUSED_COMMITMENT):
                charged[line.account_id][line.usage_type] += line.amount
            yield line
        own = [credit for credit in self.billing.credits if credit.owner in self.members]
        for credit in in_order(own, self.month):
            for account_id, usage_type, part in paid(charged, credit, self.billing, self.prices):
                yield Line(account_id, usage_type, Cause.CREDIT, NOTHING, -part)

    def before_credits(self) -> Iterator[Line]:
        reserved = [each for each in self.billing.reserved_instances if each.owner in self.members]
        taken = by_reservations(self.left, reserved, self.billing, self.prices)
        yield from _taken_lines(taken, Cause.RESERVED, Cause.UNUSED_RESERVED)
        used = (each for each in self.prices.usage_types.values() if self.left[each.id])
        before = {each.id: (each, self.free(each)) for each in used}
        for usage_type, free in before.values():
            for account_id, quantity in free.items():
                yield Line(account_id, usage_type.id, Cause.FREE_TIER, quantity, NOTHING)
        plans = [plan for plan in self.billing.savings_plans if plan.owner in self.members]
        taken = by_savings_plans(self.left, plans, self.billing, self.prices)
        yield from _taken_lines(taken, Cause.SAVINGS_PLAN, Cause.UNUSED_COMMITMENT)
        for usage_type, free in before.values():
            yield from self.on_demand(usage_type, sum(free.values(), NOTHING))

    def free(self, usage_type: UsageType) -> Mapping[AccountId, Decimal]:
        """The free units count once over all accounts, and are spread by usage."""
        left = self.left[usage_type.id]
        total = sum(left.values(), NOTHING)
        if not usage_type.free or not total:
            return {}
        part = min(usage_type.free / total, Decimal(1))
        free = {account_id: quantity * part for account_id, quantity in left.items() if quantity}
        for account_id, quantity in free.items():
            left[account_id] -= quantity
        return free

    def on_demand(self, usage_type: UsageType, free: Decimal) -> Iterator[Line]:
        """What is left, priced on the ladder as of one account; the free units are its first ones."""
        left = {account_id: quantity for account_id, quantity in self.left[usage_type.id].items() if quantity}
        total = sum(left.values(), NOTHING)
        if not total:
            return
        cost = usage_type.cost(free + total) - usage_type.cost(free)
        amounts = shares({account_id: cost * quantity / total for account_id, quantity in left.items()})
        for account_id, quantity in left.items():
            yield Line(account_id, usage_type.id, Cause.ON_DEMAND, quantity, amounts[account_id])


def _taken_lines(taken: Iterable[Taken], used: Cause, unused: Cause) -> Iterator[Line]:
    """One line for each account, usage type and cause, in cents that add up for each usage type and cause."""
    exact: dict[tuple[str, Cause], dict[AccountId, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    quantities: dict[tuple[str, Cause], dict[AccountId, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each in taken:
        key = each.usage_type, unused if each.unused else used
        # An unused commitment is a sum of dollars, of no unit.
        exact[key][each.account_id] += each.quantity * each.price if each.usage_type else each.price
        quantities[key][each.account_id] += each.quantity
    for (usage_type, cause), by_account in exact.items():
        amounts = shares(by_account)
        for account_id, amount in amounts.items():
            yield Line(account_id, usage_type, cause, quantities[usage_type, cause][account_id], amount)
