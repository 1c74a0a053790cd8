"""The payer's bill beside what every account would pay alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from accounts.organization.billing.charges import Line, charge
from accounts.organization.billing.money import EXACT, NOTHING
from accounts.organization.billing.prices import Prices
from accounts.organization.state import Account, AccountId, Billing, Organization


@dataclass(frozen=True, slots=True)
class AccountBill:
    """``lines`` make up its share of the bill, ``alone`` what it would pay without the organization."""

    account_id: AccountId
    lines: tuple[Line, ...]
    alone: tuple[Line, ...]

    @property
    def share(self) -> Decimal:
        return _total(self.lines)

    @property
    def cost_alone(self) -> Decimal:
        return _total(self.alone)


@dataclass(frozen=True, slots=True)
class Bill:
    """Of one month. ``accounts`` are the organization's, in its order; ``outsiders`` pay by themselves.

    ``unpriced`` are usage types of which the prices know nothing: they cost nothing here.
    """

    payer: AccountId
    month: date
    accounts: tuple[AccountBill, ...]
    outsiders: tuple[AccountBill, ...]
    unpriced: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """What the management account pays, which is the sum of all shares."""
        return sum((each.share for each in self.accounts), NOTHING)

    @property
    def total_alone(self) -> Decimal:
        return sum((each.cost_alone for each in self.accounts), NOTHING)

    @property
    def saving(self) -> Decimal:
        """Below zero when together is dearer, as it can be: the free tier counts only once."""
        return self.total_alone - self.total


def bill(organization: Organization, prices: Prices, month: date) -> Bill:
    """Of ``month``, any day of it. A member counts from its first day to its last: parts are not billed."""
    with localcontext(EXACT):
        members = tuple(organization.accounts.values())
        together: dict[AccountId, list[Line]] = defaultdict(list)
        for line in charge(members, organization.billing, prices, month):
            together[line.account_id].append(line)
        alone = _alone((*members, *organization.outsiders.values()), organization.billing, prices, month)
    return Bill(
        payer=organization.management_account_id,
        month=month,
        accounts=tuple(AccountBill(each.id, tuple(together[each.id]), alone[each.id]) for each in members),
        outsiders=tuple(AccountBill(each, alone[each], alone[each]) for each in organization.outsiders),
        unpriced=tuple(
            sorted({each for account in members for each in account.usage if each not in prices.usage_types})
        ),
    )


def _alone(
    accounts: Collection[Account], billing: Billing, prices: Prices, month: date
) -> dict[AccountId, tuple[Line, ...]]:
    """Each as an organization of one. What each owns is found once for all: there may be many accounts."""
    own: dict[AccountId, Billing] = defaultdict(Billing)
    for reserved in billing.reserved_instances:
        mine = own[reserved.owner]
        own[reserved.owner] = replace(mine, reserved_instances=(*mine.reserved_instances, reserved))
    for plan in billing.savings_plans:
        mine = own[plan.owner]
        own[plan.owner] = replace(mine, savings_plans=(*mine.savings_plans, plan))
    for credit in billing.credits:
        mine = own[credit.owner]
        own[credit.owner] = replace(mine, credits=(*mine.credits, credit))
    return {
        account.id: charge((account,), replace(own[account.id], zones=billing.zones), prices, month)
        if account.usage or account.id in own
        else ()
        for account in accounts
    }


def _total(lines: tuple[Line, ...]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)
