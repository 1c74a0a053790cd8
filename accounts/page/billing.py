"""What the page of the bill shows: one usage type as a picture, and the whole bill as tables.

Widths and places in the picture are in percent, for the server draws it. Of a large organization the accounts
with the largest part are shown one by one, and the others as a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from django.utils.formats import number_format
from django.utils.translation import gettext

from accounts.organization.billing import AccountBill, Bill, Cause, Line, Prices, UsageType, bill, lowered
from accounts.organization.state import (
    Account,
    AccountId,
    Credit,
    Organization,
    ReservedInstances,
    SavingsPlan,
)
from accounts.page.numbers import money

MOST_LANES = 12
MOST_ROWS = 50
MOST_CHOICES = 200
"""Accounts in a list to choose from; a search finds the others."""
ROOM_FOR_LABEL = 24
"""Between the starts of two tiers, in percent, so that both can be named."""
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Lane:
    """One account by itself. ``cost`` is what this usage type alone would cost it alone."""

    account: Account
    quantity: Decimal
    packs: str
    width: float
    cost: Decimal
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """One account's part of the joint usage; ``label`` only where there is room for it."""

    start: float
    width: float
    label: str

    @property
    def middle(self) -> float:
        return self.start + self.width / 2


@dataclass(frozen=True, slots=True)
class Step:
    """Where a tier of prices begins. ``name`` is empty where there is no room for it."""

    start: float
    name: str
    price: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``lanes`` are the accounts that use any; ``others`` are the members without a slider."""

    usage_type: UsageType
    steps: tuple[Step, ...]
    lanes: tuple[Lane, ...]
    sliders: tuple[Lane, ...]
    others: int
    segments: tuple[Segment, ...]
    packs: str
    cost: Decimal
    headline: str
    why: str

    @property
    def unit(self) -> str:
        """One of it: what a price is for."""
        return self.usage_type.unit.removesuffix("s")


@dataclass(frozen=True, slots=True)
class Row:
    """``count`` accounts in one row, when it is that of the others."""

    name: str
    alone: Decimal
    share: Decimal
    count: int = 1


@dataclass(frozen=True, slots=True)
class Effect:
    """How far one cause lowers what is paid apart, and what is paid together; below zero it raises it."""

    cause: str
    apart: Decimal
    together: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one account's usage of the type came to: packs by cause, and dollars."""

    name: str
    reserved: str
    free: str
    plan: str
    on_demand: str
    unused: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Owned:
    """Something that lowers the bill, and whose it is. ``number`` counts the credits from 1."""

    owner: str
    thing: ReservedInstances | SavingsPlan | Credit
    number: int = 0


@dataclass(frozen=True, slots=True)
class BillingPage:
    payer: str
    picture: Picture
    usage_types: tuple[UsageType, ...]
    services: tuple[str, ...]
    zones: tuple[str, ...]
    total: Decimal
    total_alone: Decimal
    difference: Decimal
    is_dearer: bool
    rows: tuple[Row, ...]
    outside: tuple[Row, ...]
    effects: tuple[Effect, ...]
    coverage: tuple[Coverage, ...]
    reserved: tuple[Owned, ...]
    plans: tuple[Owned, ...]
    credits: tuple[Owned, ...]
    not_sharing: tuple[Account, ...]
    not_sharing_credits: tuple[Account, ...]
    choices: tuple[Account, ...]
    not_listed: int
    has_search: bool
    unpriced: tuple[str, ...]
    month: date
    prices: Prices


def billing_page(
    organization: Organization, prices: Prices, month: date, usage: str, seek: str = ""
) -> BillingPage:
    """``usage`` is the usage type that the picture is about; if it is none, the first that somebody uses.
    ``seek`` narrows the accounts that are offered for a change: each word is in the name or the number."""
    return _Builder(organization, prices, month, usage, seek).page()


class _Builder:
    def __init__(
        self, organization: Organization, prices: Prices, month: date, usage: str, seek: str
    ) -> None:
        self.organization, self.prices, self.month = organization, prices, month
        self.everybody = {**organization.accounts, **organization.outsiders}
        used = {each for account in self.everybody.values() for each in account.usage}
        first = next((each for each in prices.usage_types if each in used), next(iter(prices.usage_types)))
        self.usage_type = prices.usage_types[usage if usage in prices.usage_types else first]
        self.bill: Bill = bill(organization, prices, month)
        self.by_account = {each.account_id: each for each in (*self.bill.accounts, *self.bill.outsiders)}
        self.words = seek.casefold().split()

    def page(self) -> BillingPage:
        organization, billing = self.organization, self.organization.billing
        total, total_alone = self.bill.total, self.bill.total_alone
        choices = tuple(filter(self.is_sought, self.everybody.values()))
        return BillingPage(
            payer=organization.accounts[self.bill.payer].name,
            picture=self.picture(),
            usage_types=tuple(self.prices.usage_types.values()),
            services=tuple(dict.fromkeys(each.service for each in self.prices.usage_types.values())),
            zones=self.prices.zones,
            total=total,
            total_alone=total_alone,
            difference=abs(total_alone - total),
            is_dearer=total > total_alone,
            rows=self.rows(self.bill.accounts),
            outside=self.rows(self.bill.outsiders),
            effects=tuple(self.effects()),
            coverage=tuple(self.coverage()),
            reserved=tuple(Owned(self.name(each.owner), each) for each in billing.reserved_instances),
            plans=tuple(Owned(self.name(each.owner), each) for each in billing.savings_plans),
            credits=tuple(
                Owned(self.name(each.owner), each, number) for number, each in enumerate(billing.credits, 1)
            ),
            not_sharing=self.known(billing.not_sharing),
            not_sharing_credits=self.known(billing.not_sharing_credits),
            choices=choices[:MOST_CHOICES],
            not_listed=max(len(choices) - MOST_CHOICES, 0),
            has_search=bool(self.words) or len(self.everybody) > MOST_LANES,
            unpriced=self.bill.unpriced,
            month=self.month,
            prices=self.prices,
        )

    def name(self, account_id: AccountId) -> str:
        account = self.everybody.get(account_id)
        return account.name if account else account_id

    def is_sought(self, account: Account) -> bool:
        told = f"{account.name} {account.id}".casefold()
        return all(word in told for word in self.words)

    def known(self, account_ids: frozenset[AccountId]) -> tuple[Account, ...]:
        return tuple(account for key, account in self.everybody.items() if key in account_ids)[:MOST_ROWS]

    def used(self, account: Account) -> Decimal:
        return account.usage.get(self.usage_type.id, NOTHING) if account.state.is_usable else NOTHING

    def picture(self) -> Picture:
        members = sorted(self.organization.accounts.values(), key=self.used, reverse=True)
        outside = sorted(self.organization.outsiders.values(), key=self.used, reverse=True)
        total = sum(map(self.used, members), NOTHING)
        movable = [each for each in members if each.state.is_usable and self.is_sought(each)][:MOST_LANES]
        widest = max([total, *map(self.used, outside)])
        steps = list(_starts(self.usage_type))
        visible = [start for start, _, _ in steps if start <= widest * Decimal("2.5")]
        full = float(max([widest, *visible]) * Decimal("1.1")) or 1.0
        sought = [each for each in outside if self.is_sought(each)]
        largest = [self.lane(each, full) for each in (*members[:MOST_LANES], *outside[:MOST_LANES])]
        sliders = [self.lane(each, full) for each in (*movable, *sought[:MOST_LANES])]
        apart, together = self.of_type(self.bill.accounts)
        return Picture(
            usage_type=self.usage_type,
            steps=tuple(_named(steps, full)),
            lanes=tuple(lane for lane in largest if lane.quantity),
            sliders=tuple(lane for lane in sliders if lane.account.state.is_usable),
            others=len(members) - len(movable),
            segments=tuple(self.segments(members[:MOST_LANES], total, full)),
            packs=packs(total, self.usage_type),
            cost=together,
            headline=self.headline(apart - together, total),
            why=self.why(members, total, apart - together),
        )

    def lane(self, account: Account, full: float) -> Lane:
        quantity = self.used(account)
        found = self.by_account[account.id]
        return Lane(
            account=account,
            quantity=quantity,
            packs=packs(quantity, self.usage_type),
            width=round(float(quantity) / full * 100, 2),
            cost=_cost(found.alone, self.usage_type.id),
            is_outside=account.id in self.organization.outsiders,
        )

    def segments(self, members: Sequence[Account], total: Decimal, full: float) -> Iterator[Segment]:
        widths = [float(self.used(each)) / full * 100 for each in members if self.used(each)]
        rest = float(total) / full * 100 - sum(widths)
        if rest > 0.01:
            widths.append(rest)
        labels = [*(each.name for each in members if self.used(each)), gettext("others")]
        for start, width, label in zip(accumulate([0.0, *widths]), widths, labels, strict=False):
            yield Segment(round(start, 2), round(width, 2), label if width > 1.4 * len(label) else "")

    def of_type(self, accounts: Sequence[AccountBill]) -> tuple[Decimal, Decimal]:
        """Of the usage type, apart and together, before credits."""
        apart = sum((_cost(each.alone, self.usage_type.id) for each in accounts), NOTHING)
        return apart, sum((_cost(each.lines, self.usage_type.id) for each in accounts), NOTHING)

    def headline(self, saving: Decimal, total: Decimal) -> str:
        what = gettext(self.usage_type.name)
        if not total:
            words = gettext("Nobody uses %(what)s yet. Give some accounts some of it.")
        elif saving > 0:
            words = gettext("Together they pay $%(amount)s less for %(what)s than apart.")
        elif saving < 0:
            words = gettext("Together they pay $%(amount)s more for %(what)s than apart.")
        else:
            words = gettext("For %(what)s, together costs what apart costs.")
        return words % {"what": what, "amount": money(abs(saving))}

    def why(self, members: Sequence[Account], total: Decimal, saving: Decimal) -> str:
        usage_type, tiers = self.usage_type, self.usage_type.tiers
        if saving < 0 and usage_type.free:
            free = packs(usage_type.free, usage_type)
            words = gettext(
                "%(free)s are free each month, once for the organization and not once for each account."
            )
            return words % {"free": free}
        first = tiers[0].up_to
        if first is None or total <= first:
            return ""
        if max(map(self.used, members), default=NOTHING) <= first:
            return gettext(
                "Alone, nobody reaches the cheaper tier. Together they do. Nobody has to switch this on, "
                "and the gain is spread over all accounts by their use."
            )
        return gettext(
            "AWS adds the usage of all accounts and prices it as that of one; the gain is spread by use."
        )

    def rows(self, bills: Sequence[AccountBill]) -> tuple[Row, ...]:
        """The largest first; those who pay nothing either way are left out."""
        paying = [
            Row(self.name(each.account_id), each.cost_alone, each.share)
            for each in bills
            if each.lines or each.alone
        ]
        paying.sort(key=lambda row: max(row.alone, row.share), reverse=True)
        rest = paying[MOST_ROWS:]
        if rest:
            alone, share = (sum((getattr(row, part) for row in rest), NOTHING) for part in ("alone", "share"))
            paying[MOST_ROWS:] = [Row(gettext("others"), alone, share, count=len(rest))]
        return tuple(paying)

    def effects(self) -> Iterator[Effect]:
        apart = lowered((line for each in self.bill.accounts for line in each.alone), self.prices)
        together = lowered((line for each in self.bill.accounts for line in each.lines), self.prices)
        for cause in Cause:
            if cause in apart or cause in together:
                name = gettext("volume tiers") if cause is Cause.ON_DEMAND else gettext(cause.value)
                yield Effect(name, apart.get(cause, NOTHING), together.get(cause, NOTHING))

    def coverage(self) -> Iterator[Coverage]:
        """Only where something but the tiers has a say."""
        of_type = [
            (each, [x for x in each.lines if x.usage_type == self.usage_type.id])
            for each in self.bill.accounts
        ]
        if all(line.cause is Cause.ON_DEMAND for _, lines in of_type for line in lines):
            return
        with_lines = [(each, lines) for each, lines in of_type if lines]
        for each, lines in with_lines[:MOST_ROWS]:
            quantity = dict.fromkeys(Cause, NOTHING)
            for line in lines:
                quantity[line.cause] += line.quantity
            said = {
                cause: packs(amount, self.usage_type) if amount else "–" for cause, amount in quantity.items()
            }
            yield Coverage(
                name=self.name(each.account_id),
                reserved=said[Cause.RESERVED],
                free=said[Cause.FREE_TIER],
                plan=said[Cause.SAVINGS_PLAN],
                on_demand=said[Cause.ON_DEMAND],
                unused=said[Cause.UNUSED_RESERVED],
                share=sum((line.amount for line in lines), NOTHING),
            )


def packs(quantity: Decimal, usage_type: UsageType) -> str:
    """``40 TB``, ``1.5 instances``: as people speak of it, with at most two places."""
    count = (quantity / usage_type.pack.size).quantize(Decimal("0.01")).normalize()
    places = max(-int(count.as_tuple().exponent), 0)
    amount = number_format(count, places, force_grouping=True)
    return f"{amount} {gettext(usage_type.pack.one if count == 1 else usage_type.pack.name)}"


def _cost(lines: Sequence[Line], usage_type: str) -> Decimal:
    of_type = (line for line in lines if line.usage_type == usage_type and line.cause is not Cause.CREDIT)
    return sum((line.amount for line in of_type), NOTHING)


def _starts(usage_type: UsageType) -> Iterator[tuple[Decimal, str, str]]:
    """Where each price begins, what it is called, and the price of a unit."""
    start = NOTHING
    if usage_type.free:
        yield (
            start,
            gettext("first %(amount)s") % {"amount": packs(usage_type.free, usage_type)},
            gettext("free"),
        )
        start = usage_type.free
    for tier in usage_type.tiers:
        if tier.up_to is not None and tier.up_to <= start:
            continue
        if tier.up_to is None:
            name = gettext("the rest") if start else gettext("all of it")
        else:
            words = gettext("next %(amount)s") if start else gettext("first %(amount)s")
            name = words % {"amount": packs(tier.up_to - start, usage_type)}
        yield start, name, f"${tier.price}"
        if tier.up_to is not None:
            start = tier.up_to


def _named(steps: Sequence[tuple[Decimal, str, str]], full: float) -> Iterator[Step]:
    """Those in the picture; the later of two that are too close to each other goes without a name."""
    free_from = 0.0
    for start, name, price in steps:
        place = round(float(start) / full * 100, 2)
        if place >= 100:
            return
        fits = place >= free_from and place <= 100 - ROOM_FOR_LABEL / 2
        yield Step(place, name if fits else "", price if fits else "")
        if fits:
            free_from = place + ROOM_FOR_LABEL


def bill_words(before: Organization, after: Organization, prices: Prices, month: date) -> str:
    """What an operation did to the bill of ``month``; empty where it touched nothing that is paid for."""
    if _paid_for(before) == _paid_for(after):
        return ""
    then, now = (bill(each, prices, month).total for each in (before, after))
    if then == now:
        return gettext("The bill stays at $%(total)s.") % {"total": money(now)}
    if now > then:
        words = gettext("The bill rises by $%(amount)s to $%(total)s.")
    else:
        words = gettext("The bill falls by $%(amount)s to $%(total)s.")
    return words % {"amount": money(abs(now - then)), "total": money(now)}


def _paid_for(organization: Organization) -> tuple[object, ...]:
    used = {account.id: account.usage for account in organization.accounts.values() if account.usage}
    closed = [each.id for each in organization.accounts.values() if each.usage and not each.state.is_usable]
    return organization.billing, used, closed
