"""Consolidated billing, by the worked figures of the Billing User Guide and some of our own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.organization.billing import (
    Bill,
    Cause,
    Pack,
    Prices,
    Tier,
    UsageType,
    bill,
    lowered,
    teaching_prices,
)
from accounts.organization.state import (
    AccountState,
    Billing,
    Credit,
    Organization,
    ReservedInstances,
    SavingsPlan,
)
from tests.organization.world import ACME, DEV_1, DEV_2, DEV_3, MGMT, with_account

JANUARY = date(2019, 1, 1)
STORAGE, TRANSFER = "s3-standard-gb", "data-transfer-out-gb"
M5, C5, MICRO, REQUESTS = (
    "ec2-m5-large-hours",
    "ec2-c5-xlarge-hours",
    "ec2-t3-micro-hours",
    "sqs-million-requests",
)
A, B, C = DEV_1, DEV_2, DEV_3
TB = 1024
HOURS = 730
"""Of a month: an instance that runs all month."""


def using(usage: dict[str, dict[str, object]], **billing: object) -> Organization:
    """acme in which only these accounts use anything."""
    accounts = {
        account_id: replace(
            account,
            usage={name: Decimal(str(amount)) for name, amount in usage.get(account_id, {}).items()},
        )
        for account_id, account in ACME.accounts.items()
    }
    return replace(ACME, accounts=accounts, billing=Billing(**billing))


def billed(organization: Organization, prices: Prices | None = None, month: date = JANUARY) -> Bill:
    return bill(organization, prices or teaching_prices(), month)


def of(result: Bill, account_id: str):
    return next(each for each in (*result.accounts, *result.outsiders) if each.account_id == account_id)


def shares(result: Bill, *accounts: str) -> list[str]:
    return [str(of(result, account_id).share) for account_id in accounts]


def alone(result: Bill, *accounts: str) -> list[str]:
    return [str(of(result, account_id).cost_alone) for account_id in accounts]


def amounts(result: Bill, account_id: str) -> dict[Cause, str]:
    return {line.cause: str(line.amount) for line in of(result, account_id).lines}


def tariff(*tiers: tuple[int | None, str], free: int = 0) -> Prices:
    """Of one usage type, ``thing``."""
    thing = UsageType(
        id="thing",
        service="Amazon Things",
        name="Things",
        unit="GB",
        pack=Pack("TB", "TB", Decimal(1000)),
        most=Decimal(100_000),
        tiers=tuple(
            Tier(None if up_to is None else Decimal(up_to), Decimal(price)) for up_to, price in tiers
        ),
        free=Decimal(free),
    )
    return replace(teaching_prices(), usage_types={"thing": thing})


class TestVolumeTiers:
    """Billing User Guide, "Volume discounts"."""

    def test_the_data_transfer_of_the_user_guide(self):
        result = billed(using({A: {TRANSFER: 8 * TB}, B: {TRANSFER: 4 * TB}}))

        assert (str(result.total_alone), str(result.total), str(result.saving)) == (
            "2088.96",
            "2007.04",
            "81.92",
        )

    def test_the_storage_of_the_user_guide(self):
        prices = tariff((1_000, "0.10"), (50_000, "0.08"), (None, "0.06"))

        result = billed(using({A: {"thing": 30_000}, B: {"thing": 35_000}, C: {"thing": 30_000}}), prices)

        assert alone(result, A, B, C) == ["2420.00", "2820.00", "2420.00"]
        assert (str(result.total_alone), str(result.total)) == ("7660.00", "6720.00")

    def test_each_pays_its_part_and_the_last_cent_goes_to_the_largest(self):
        result = billed(using({A: {STORAGE: 30 * TB}, B: {STORAGE: 40 * TB}, C: {STORAGE: 20 * TB}}))

        assert alone(result, A, B, C) == ["706.56", "942.08", "471.04"]
        assert shares(result, A, B, C) == ["692.91", "923.87", "461.94"]
        assert (str(result.total_alone), str(result.total), str(result.saving)) == (
            "2119.68",
            "2078.72",
            "40.96",
        )

    def test_round_numbers_for_the_head(self):
        result = billed(using({each: {"example-units": 80} for each in (A, B, C)}))

        assert (str(result.total_alone), str(result.total)) == ("2400.00", "2120.00")

    def test_what_the_tiers_saved_is_told(self):
        result = billed(using({A: {STORAGE: 30 * TB}, B: {STORAGE: 40 * TB}, C: {STORAGE: 20 * TB}}))

        lines = [line for account in result.accounts for line in account.lines]
        assert {cause: str(amount) for cause, amount in lowered(lines, teaching_prices()).items()} == {
            Cause.ON_DEMAND: "40.96"
        }


class TestReservedInstances:
    """S owns five and runs three, T runs six."""

    FIVE = ReservedInstances(A, M5, "us-east-1a", 5)
    USAGE = {A: {M5: 3 * HOURS}, B: {M5: 6 * HOURS}}

    def test_shared_they_serve_the_owner_first_and_then_others(self):
        result = billed(using(self.USAGE, reserved_instances=(self.FIVE,)))

        assert amounts(result, A) == {Cause.RESERVED: "131.40"}  # 3 × 730 × 0.06
        assert amounts(result, B) == {
            Cause.RESERVED: "87.60",
            Cause.ON_DEMAND: "292.00",
        }  # 2 at 0.06, 4 at 0.10

    @pytest.mark.parametrize("off", [{A}, {B}, {A, B}])
    def test_both_sides_must_share(self, off):
        result = billed(using(self.USAGE, reserved_instances=(self.FIVE,), not_sharing=frozenset(off)))

        assert amounts(result, A) == {Cause.RESERVED: "131.40", Cause.UNUSED_RESERVED: "87.60"}
        assert amounts(result, B) == {Cause.ON_DEMAND: "438.00"}

    def test_they_serve_their_own_zone_alone(self):
        elsewhere = {B: "us-east-1b"}

        result = billed(using(self.USAGE, reserved_instances=(self.FIVE,), zones=elsewhere))
        regional = replace(self.FIVE, zone="")
        anywhere = billed(using(self.USAGE, reserved_instances=(regional,), zones=elsewhere))

        assert Cause.RESERVED not in amounts(result, B)
        assert amounts(anywhere, B)[Cause.RESERVED] == "87.60"

    def test_they_serve_their_own_type_alone(self):
        result = billed(using({A: {C5: HOURS}}, reserved_instances=(replace(self.FIVE, count=1),)))

        assert amounts(result, A) == {Cause.UNUSED_RESERVED: "43.80", Cause.ON_DEMAND: "146.00"}

    def test_alone_the_other_pays_on_demand(self):
        result = billed(using(self.USAGE, reserved_instances=(self.FIVE,)))

        assert alone(result, A, B) == ["219.00", "438.00"]
        assert str(result.saving) == "146.00" == str(2 * HOURS * Decimal("0.10"))

    def test_an_owner_s_own_usage_comes_before_that_of_others_whoever_was_first(self):
        """B's reservation stands first, and A would take it; B's own usage goes before."""
        of_b, of_a = replace(self.FIVE, owner=B, count=1), replace(self.FIVE, owner=A, count=1)

        result = billed(using({A: {M5: 2 * HOURS}, B: {M5: HOURS}}, reserved_instances=(of_b, of_a)))

        assert amounts(result, B) == {Cause.RESERVED: "43.80"}
        assert amounts(result, A) == {Cause.RESERVED: "43.80", Cause.ON_DEMAND: "73.00"}

    def test_reserved_hours_come_before_free_ones(self):
        """Both would cover the one instance; the reservation is used, and the free hours are not."""
        one = ReservedInstances(A, MICRO, "us-east-1a", 1)

        result = billed(using({A: {MICRO: HOURS}}, reserved_instances=(one,)))

        assert amounts(result, A) == {Cause.RESERVED: "4.38"}


class TestSavingsPlans:
    """P commits to $10 an hour; at the plan's prices P's usage is $6 an hour, Q's $7."""

    TEN = SavingsPlan(A, Decimal(10))
    USAGE = {A: {C5: 40 * HOURS}, B: {M5: 100 * HOURS}}  # 40 × 0.15, 100 × 0.07

    def test_shared_the_owner_s_usage_comes_first(self):
        result = billed(using(self.USAGE, savings_plans=(self.TEN,)))

        assert amounts(result, A) == {Cause.SAVINGS_PLAN: "4380.00"}  # $6 × 730
        # $4 × 730 of the plan; what would be $3 there is 300/7 instances, at $0.10 on demand.
        assert amounts(result, B) == {Cause.SAVINGS_PLAN: "2920.00", Cause.ON_DEMAND: "3128.57"}

    @pytest.mark.parametrize("off", [A, B])
    def test_not_shared_the_rest_of_the_hour_is_lost(self, off):
        result = billed(using(self.USAGE, savings_plans=(self.TEN,), not_sharing=frozenset({off})))

        assert amounts(result, A) == {Cause.SAVINGS_PLAN: "4380.00", Cause.UNUSED_COMMITMENT: "2920.00"}
        assert amounts(result, B) == {Cause.ON_DEMAND: "7300.00"}

    def test_the_largest_saving_comes_first(self):
        """m5 is 30 % less under the plan, c5 25 %: a plan for one m5 covers that, and no c5."""
        plan = SavingsPlan(A, Decimal("0.07"))

        result = billed(using({A: {C5: HOURS, M5: HOURS}}, savings_plans=(plan,)))

        assert {(line.usage_type, line.cause) for line in of(result, A).lines} == {
            (M5, Cause.SAVINGS_PLAN),
            (C5, Cause.ON_DEMAND),
        }

    def test_reserved_instances_come_before(self):
        one = ReservedInstances(A, M5, "us-east-1a", 1)
        plan = SavingsPlan(A, Decimal("0.07"))

        result = billed(using({A: {M5: HOURS}}, reserved_instances=(one,), savings_plans=(plan,)))

        assert amounts(result, A) == {Cause.RESERVED: "43.80", Cause.UNUSED_COMMITMENT: "51.10"}

    def test_a_plan_leaves_with_its_owner(self):
        organization = using(self.USAGE, savings_plans=(self.TEN,))
        leaver = organization.accounts[A]
        left = replace(
            organization,
            accounts={key: each for key, each in organization.accounts.items() if key != A},
            outsiders={A: replace(leaver, parent_id="")},
        )

        result = billed(left)

        assert amounts(result, B) == {Cause.ON_DEMAND: "7300.00"}
        assert alone(result, A) == ["7300.00"]  # the whole commitment, $10 × 730


class TestCredits:
    EC2_AND_S3 = {A: {M5: 1000, "s3-standard-gb": "2173.913043478"}}  # $100 and $50
    FIRST = Credit(A, Decimal(10), date(2019, 1, 31), ("Amazon EC2", "Amazon S3"))
    SECOND = Credit(A, Decimal(5), date(2019, 12, 31), ("Amazon EC2",))

    def test_the_credits_of_the_user_guide(self):
        """The soonest to expire goes first although it serves more services, on the larger charge."""
        result = billed(using(self.EC2_AND_S3, credits=(self.SECOND, self.FIRST)))

        credited = [
            (line.usage_type, str(line.amount)) for line in of(result, A).lines if line.cause is Cause.CREDIT
        ]
        assert credited == [(M5, "-10.00"), (M5, "-5.00")]
        assert str(result.total) == "135.00"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            # The same expiry: the fewest services first.
            ({"services": ("Amazon EC2",)}, {"services": ("Amazon EC2", "Amazon S3")}),
            ({"services": ("Amazon EC2", "Amazon S3")}, {"services": ()}),  # none named is all of them
            # And the same services: the oldest first.
            ({}, {}),
        ],
    )
    def test_which_credit_goes_first(self, one, other):
        base = Credit(A, Decimal(10), date(2019, 6, 30))
        first, then = replace(base, amount=Decimal(7), **one), replace(base, **other)
        listed = (first, then) if one == other else (then, first)

        result = billed(using({A: {M5: 1000}}, credits=listed))

        credited = [str(line.amount) for line in of(result, A).lines if line.cause is Cause.CREDIT]
        assert credited == ["-7.00", "-10.00"]

    def test_the_owner_comes_first_then_the_highest_spend(self):
        credit = Credit(A, Decimal(30), date(2019, 6, 30))

        result = billed(using({A: {M5: 100}, B: {M5: 50}, C: {M5: 300}}, credits=(credit,)))

        assert shares(result, A, B, C) == ["0.00", "5.00", "10.00"]

    @pytest.mark.parametrize("off", [A, C])
    def test_an_account_that_does_not_share_neither_gives_nor_takes(self, off):
        credit = Credit(A, Decimal(30), date(2019, 6, 30))

        result = billed(
            using({A: {M5: 100}, C: {M5: 300}}, credits=(credit,), not_sharing_credits=frozenset({off}))
        )

        assert shares(result, A, C) == ["0.00", "30.00"]

    def test_a_credit_serves_to_the_end_of_the_month_in_which_it_expires(self):
        credit = Credit(A, Decimal(10), date(2019, 1, 15))
        organization = using({A: {M5: 1000}}, credits=(credit,))

        assert str(billed(organization, month=date(2019, 1, 31)).total) == "90.00"
        assert str(billed(organization, month=date(2019, 2, 1)).total) == "100.00"

    def test_a_bill_never_falls_below_nothing(self):
        result = billed(using({A: {M5: 1}}, credits=(replace(self.FIRST, amount=Decimal(1000)),)))

        assert str(result.total) == "0.00"


class TestFreeTier:
    def test_it_counts_once_for_the_organization(self):
        """Five are free; A uses 3 and B 4: alone both pay nothing, together for two."""
        result = billed(using({A: {"thing": 3}, B: {"thing": 4}}), tariff((None, "7"), free=5))

        assert str(result.total_alone) == "0"
        assert str(result.total) == "14.00"
        assert shares(result, A, B) == ["6.00", "8.00"]
        assert str(result.saving) == "-14.00"

    def test_free_units_are_the_first_of_the_ladder(self):
        """Ten at $1, then $0.50; five are free: of 20, five cost $1 and ten $0.50."""
        result = billed(using({A: {"thing": 20}}), tariff((10, "1"), (None, "0.50"), free=5))

        assert str(result.total) == "10.00"


class TestWhoPays:
    def test_an_account_that_joins_pays_no_more_by_itself(self):
        outside = replace(ACME.accounts[C], parent_id="", usage={STORAGE: Decimal(20 * TB)})
        inside = using({A: {STORAGE: 30 * TB}, B: {STORAGE: 40 * TB}})
        before = replace(
            inside,
            accounts={key: each for key, each in inside.accounts.items() if key != C},
            outsiders={C: outside},
        )

        assert alone(billed(before), C) == shares(billed(before), C) == ["471.04"]
        assert str(billed(before).total + of(billed(before), C).share) == "2099.20"
        assert str(billed(with_account(inside, outside)).total) == "2078.72"

    def test_the_management_account_pays(self):
        assert billed(ACME).payer == MGMT

    def test_a_closed_account_uses_nothing_and_its_reservations_go_on(self):
        reserved = ReservedInstances(A, M5, "us-east-1a", 1)
        organization = using({A: {M5: HOURS}, B: {M5: HOURS}}, reserved_instances=(reserved,))
        closed = replace(organization.accounts[A], state=AccountState.CLOSED)

        result = billed(with_account(organization, closed))

        assert amounts(result, A) == {}
        assert amounts(result, B) == {Cause.RESERVED: "43.80"}

    def test_what_has_no_price_is_told_and_costs_nothing(self):
        result = billed(using({A: {"moon-dust-gb": 5}}))

        assert result.unpriced == ("moon-dust-gb",)
        assert not result.total


QUANTITIES = st.decimals(0, 100_000, places=3)
OWNERS = st.sampled_from([A, B, C])


@st.composite
def organizations(draw) -> Organization:
    types = list(teaching_prices().usage_types)
    usage = {
        each: draw(st.dictionaries(st.sampled_from(types), QUANTITIES, max_size=4)) for each in (A, B, C)
    }
    reserved = st.builds(
        ReservedInstances,
        OWNERS,
        st.sampled_from(types),
        st.sampled_from(["", "us-east-1a", "us-east-1b"]),
        st.integers(1, 9),
    )
    plan = st.builds(SavingsPlan, OWNERS, st.decimals(0, 50, places=2))
    services = st.sampled_from([(), ("Amazon EC2",), ("Amazon S3", "Amazon EC2")])
    credit = st.builds(Credit, OWNERS, st.decimals(0, 500, places=3), st.just(date(2019, 6, 1)), services)
    return using(
        usage,
        reserved_instances=tuple(draw(st.lists(reserved, max_size=3))),
        savings_plans=tuple(draw(st.lists(plan, max_size=2))),
        credits=tuple(draw(st.lists(credit, max_size=2))),
        not_sharing=frozenset(draw(st.sets(OWNERS, max_size=1))),
        not_sharing_credits=frozenset(draw(st.sets(OWNERS, max_size=1))),
        zones=draw(st.dictionaries(OWNERS, st.just("us-east-1b"))),
    )


@settings(max_examples=40)
@given(organizations())
def test_shares_make_up_the_bill_to_the_cent_and_all_that_is_used_is_billed_once(organization):
    result = billed(organization)

    lines = [line for account in result.accounts for line in account.lines]
    assert sum(line.amount for line in lines) == result.total == sum(each.share for each in result.accounts)
    for account in result.accounts:
        assert account.share >= 0
        assert account.share == account.share.quantize(Decimal("0.01"))
        for usage_type, used in organization.accounts[account.account_id].usage.items():
            by_cause = (
                line.quantity
                for line in account.lines
                if line.usage_type == usage_type and line.cause not in (Cause.CREDIT, Cause.UNUSED_RESERVED)
            )
            assert abs(sum(by_cause) - used) < Decimal("1e-15")


@settings(max_examples=40)
@given(organizations())
def test_what_lowered_the_bill_and_the_bill_make_up_the_cost_at_list_prices(organization):
    result, prices = billed(organization), teaching_prices()

    lines = [line for account in result.accounts for line in account.lines]
    listed = sum(
        amount * prices.usage_types[usage_type].list_price
        for account in organization.accounts.values()
        for usage_type, amount in account.usage.items()
    )
    assert abs(result.total + sum(lowered(lines, prices).values()) - listed) <= Decimal(
        "0.20"
    )  # cents a line
