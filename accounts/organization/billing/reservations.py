"""What reserved instances and savings plans take on: whose usage, and how much of it.

Every hour of the month is alike: an hour's usage is the month's divided by its hours. So a commitment
of an hour stands for the month when it is taken once for each of its hours.

Sources: Billing User Guide, "Reserved Instances" under consolidated billing; Savings Plans User Guide, "How
Savings Plans apply to your usage".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from accounts.organization.billing.money import NOTHING
from accounts.organization.billing.prices import Prices, UsageType
from accounts.organization.state import AccountId, Billing, ReservedInstances, SavingsPlan

Left = dict[str, dict[AccountId, Decimal]]
"""By usage type and account, the units that nothing has paid for yet. What is taken on is taken off."""


class Taken(NamedTuple):
    """``quantity`` units of an account's usage, at ``price`` each; unused ones are the owner's."""

    account_id: AccountId
    usage_type: str
    quantity: Decimal
    price: Decimal
    unused: bool = False


def by_reservations(
    left: Left, owned: Iterable[ReservedInstances], billing: Billing, prices: Prices
) -> Iterator[Taken]:
    """All the reserved hours, used or not: they are paid for either way.

    Each owner's own usage comes before that of others. AWS does not say which of the others comes first:
    here it is whoever has most of it left. Reservations for one zone come before regional ones, whose
    zone is empty.
    """
    pools = []
    for each in sorted(owned, key=lambda each: not each.zone):
        usage_type = prices.usage_types.get(each.usage_type)
        if usage_type is not None and usage_type.reserved_price is not None:
            pools.append((each, each.count * prices.hours, usage_type.reserved_price))
    after_owners = []
    for each, hours, price in pools:
        if _runs_in(each.zone, each.owner, billing, prices):
            quantity = _take(left[each.usage_type], each.owner, hours)
            if quantity:
                yield Taken(each.owner, each.usage_type, quantity, price)
            hours -= quantity
        after_owners.append((each, hours, price))
    others = _Others(left, billing, prices)
    for each, hours, price in after_owners:
        if each.owner not in billing.not_sharing:
            for account_id in others.of(each.usage_type, each.zone):
                if not hours:
                    break
                quantity = _take(left[each.usage_type], account_id, hours)
                yield Taken(account_id, each.usage_type, quantity, price)
                hours -= quantity
        if hours:
            yield Taken(each.owner, each.usage_type, hours, price, unused=True)


def by_savings_plans(
    left: Left, plans: Iterable[SavingsPlan], billing: Billing, prices: Prices
) -> Iterator[Taken]:
    """The owners' own usage first, then that of others; in each, the usage on which the plan saves the
    largest part. Among equal parts the plan's lowest price comes first, among accounts who saves most.

    What is left of the commitment is lost: one ``Taken`` without a usage type, whose price is all of it.
    """
    eligible = sorted(
        ((each, each.plan_price) for each in prices.usage_types.values() if each.plan_price is not None),
        key=lambda pair: (-_saving(*pair), pair[1]),
    )
    after_owners = []
    for plan in plans:
        dollars = plan.commitment * prices.hours
        for usage_type, price in eligible:
            quantity, dollars = _spend(left[usage_type.id], plan.owner, dollars, price)
            if quantity:
                yield Taken(plan.owner, usage_type.id, quantity, price)
        after_owners.append((plan, dollars))
    others = _Others(left, billing, prices)
    for plan, dollars in after_owners:
        if plan.owner not in billing.not_sharing:
            for usage_type, price in eligible:
                for account_id in others.of(usage_type.id):
                    if not dollars:
                        break
                    quantity, dollars = _spend(left[usage_type.id], account_id, dollars, price)
                    yield Taken(account_id, usage_type.id, quantity, price)
        if dollars:
            yield Taken(plan.owner, "", NOTHING, dollars, unused=True)


class _Others:
    """Those with whom discounts are shared, who has most usage left first.

    They are put in order once, for all discounts: there may be many of these and very many accounts.
    """

    def __init__(self, left: Left, billing: Billing, prices: Prices) -> None:
        self._left, self._billing, self._prices = left, billing, prices
        self._queues: dict[tuple[str, str], deque[AccountId]] = {}

    def of(self, usage_type: str, zone: str = "") -> Iterator[AccountId]:
        """Each has something left when it comes, and is expected to be taken from. No zone is any."""
        usage = self._left[usage_type]
        queue = self._queues.get((usage_type, zone))
        if queue is None:
            sharing = (
                account_id
                for account_id, quantity in usage.items()
                if quantity
                and account_id not in self._billing.not_sharing
                and _runs_in(zone, account_id, self._billing, self._prices)
            )
            queue = deque(sorted(sharing, key=lambda each: usage[each], reverse=True))
            self._queues[usage_type, zone] = queue
        while queue:
            if usage[queue[0]]:
                yield queue[0]
            if not usage[queue[0]]:
                queue.popleft()


def _take(usage: dict[AccountId, Decimal], account_id: AccountId, most: Decimal) -> Decimal:
    quantity = min(most, usage.get(account_id, NOTHING))
    if quantity:
        usage[account_id] -= quantity
    return quantity


def _spend(
    usage: dict[AccountId, Decimal], account_id: AccountId, dollars: Decimal, price: Decimal
) -> tuple[Decimal, Decimal]:
    """The quantity that ``dollars`` buy of an account's usage, and the dollars left: exactly none when all
    are spent, whatever a quotient such as 1/7 is rounded to."""
    affordable = dollars / price
    quantity = _take(usage, account_id, affordable)
    return quantity, NOTHING if quantity == affordable else dollars - quantity * price


def _runs_in(zone: str, account_id: AccountId, billing: Billing, prices: Prices) -> bool:
    return zone in ("", billing.zones.get(account_id, prices.zones[0]))


def _saving(usage_type: UsageType, price: Decimal) -> Decimal:
    return 1 - price / usage_type.list_price
