"""The simulator's operations on what accounts use, and on what lowers the bill."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.organization.errors import orgsim as errors
from accounts.organization.operations import as_cli
from accounts.organization.operations.orgsim import (
    add_credit,
    remove_credit,
    set_availability_zone,
    set_credit_sharing,
    set_discount_sharing,
    set_reserved_instances,
    set_savings_plan,
    set_usage,
)
from accounts.organization.scenario import ScenarioError, built_in, from_document
from accounts.organization.scenario.bill import MOST_OF_A_KIND
from accounts.organization.state import AccountState, Credit, ReservedInstances, SavingsPlan
from tests.organization.world import ACME, DEV_1, DEV_2, NEWCO, refused, with_account

STORAGE, M5 = "s3-standard-gb", "ec2-m5-large-hours"
NOBODY = "999999999999"


def outside(account_id: str):
    """acme without this account, which stands by itself."""
    account = ACME.accounts[account_id]
    inside = {key: each for key, each in ACME.accounts.items() if key != account_id}
    return replace(ACME, accounts=inside, outsiders={account_id: replace(account, parent_id="")})


class TestUsage:
    def test_it_is_set_and_nothing_else_is(self):
        changed = set_usage(ACME, account_id=DEV_1, usage_type=STORAGE, quantity="1024.5").organization

        usage = {**ACME.accounts[DEV_1].usage, STORAGE: Decimal("1024.5")}
        assert changed == with_account(ACME, replace(ACME.accounts[DEV_1], usage=usage))

    def test_nothing_is_no_entry(self):
        used = set_usage(ACME, account_id=DEV_1, usage_type=M5, quantity="730").organization

        unused = set_usage(used, account_id=DEV_1, usage_type=M5, quantity="0.0").organization

        assert M5 in used.accounts[DEV_1].usage
        assert M5 not in unused.accounts[DEV_1].usage

    def test_an_account_outside_uses_things_too(self):
        changed = set_usage(outside(NEWCO), account_id=NEWCO, usage_type=M5, quantity="730").organization

        assert changed.outsiders[NEWCO].usage[M5] == 730

    @pytest.mark.parametrize("quantity", ["", "-1", "1e9", "NaN", "1,5", "٣", "1" * 13, "0.1234567", 5, None])
    def test_what_is_no_quantity_is_refused(self, quantity):
        with refused(errors.InvalidInput):
            set_usage(ACME, account_id=DEV_1, usage_type=STORAGE, quantity=quantity)

    def test_what_is_not_there_is_refused(self):
        with refused(errors.NotFound):
            set_usage(ACME, account_id=NOBODY, usage_type=STORAGE, quantity="1")
        with refused(errors.NotFound):
            set_usage(ACME, account_id=DEV_1, usage_type="moon-dust-gb", quantity="1")

    @pytest.mark.parametrize("state", [AccountState.CLOSED, AccountState.SUSPENDED])
    def test_a_closed_account_uses_nothing(self, state):
        closed = with_account(ACME, replace(ACME.accounts[DEV_1], state=state))

        with refused(errors.InvalidInput):
            set_usage(closed, account_id=DEV_1, usage_type=STORAGE, quantity="1")


class TestReservedInstances:
    def test_a_count_for_each_owner_type_and_zone(self):
        organization = ACME
        for zone, count in (("us-east-1a", 2), (None, 3), ("us-east-1a", 5)):
            organization = set_reserved_instances(
                organization, account_id=DEV_1, usage_type=M5, instance_count=count, availability_zone=zone
            ).organization

        assert [each for each in organization.billing.reserved_instances if each.owner == DEV_1] == [
            ReservedInstances(DEV_1, M5, "", 3),
            ReservedInstances(DEV_1, M5, "us-east-1a", 5),
        ]

    def test_zero_gives_them_up(self):
        here = {"account_id": DEV_1, "usage_type": M5, "availability_zone": "us-east-1b"}
        reserved = set_reserved_instances(ACME, **here, instance_count=1).organization

        assert set_reserved_instances(reserved, **here, instance_count=0).organization == ACME

    @pytest.mark.parametrize(
        "wrong",
        [
            {"usage_type": STORAGE},
            {"availability_zone": "mars-1a"},
            {"instance_count": -1},
            {"instance_count": 10_001},
            {"instance_count": True},
            {"instance_count": "1"},
        ],
    )
    def test_what_cannot_be_reserved_is_refused(self, wrong):
        right = {"account_id": DEV_1, "usage_type": M5, "instance_count": 1, "availability_zone": None}

        with refused(errors.InvalidInput):
            set_reserved_instances(ACME, **{**right, **wrong})


class TestSavingsPlans:
    def test_an_account_has_one_commitment(self):
        first = set_savings_plan(ACME, account_id=DEV_1, commitment="1.50").organization
        second = set_savings_plan(first, account_id=DEV_1, commitment="2").organization

        assert SavingsPlan(DEV_1, Decimal("1.50")) in first.billing.savings_plans
        assert [each for each in second.billing.savings_plans if each.owner == DEV_1] == [
            SavingsPlan(DEV_1, Decimal(2))
        ]

    def test_zero_ends_it(self):
        plan = set_savings_plan(ACME, account_id=DEV_1, commitment="1.50").organization

        assert set_savings_plan(plan, account_id=DEV_1, commitment="0").organization == ACME

    def test_dollars_have_two_places(self):
        with refused(errors.InvalidInput):
            set_savings_plan(ACME, account_id=DEV_1, commitment="1.505")


class TestCredits:
    TEN = {"account_id": DEV_1, "credit_amount": "10", "expires": "2026-12-31"}

    def test_the_newest_stands_last(self):
        once = add_credit(ACME, **self.TEN).organization
        twice = add_credit(once, **self.TEN, eligible_service="Amazon EC2").organization

        assert twice.billing.credits[-2:] == (
            Credit(DEV_1, Decimal(10), date(2026, 12, 31)),
            Credit(DEV_1, Decimal(10), date(2026, 12, 31), ("Amazon EC2",)),
        )

    def test_one_is_removed_by_its_number(self):
        count = len(ACME.billing.credits)

        added = add_credit(ACME, **self.TEN).organization

        assert remove_credit(added, credit_number=count + 1).organization == ACME
        with refused(errors.NotFound):
            remove_credit(ACME, credit_number=count + 1)
        with refused(errors.NotFound):
            remove_credit(added, credit_number=0)

    @pytest.mark.parametrize(
        "wrong",
        [{"credit_amount": "0"}, {"credit_amount": "-1"}, {"expires": "soon"}, {"eligible_service": "Mars"}],
    )
    def test_what_is_no_credit_is_refused(self, wrong):
        with refused(errors.InvalidInput):
            add_credit(ACME, **{**self.TEN, **wrong})

    def test_there_is_an_end_to_them(self):
        credit = Credit(DEV_1, Decimal(1), date(2026, 12, 31))
        many = replace(ACME, billing=replace(ACME.billing, credits=(credit,) * MOST_OF_A_KIND))

        with refused(errors.InvalidInput):
            add_credit(many, **self.TEN)

    def test_nor_can_a_scenario_bring_more(self):
        document = built_in("acme")
        credit = {"owner": DEV_1, "amount": "1", "expires": "2026-12-31"}
        head = {**document["organization"], "billing": {"credits": [credit] * (MOST_OF_A_KIND + 1)}}

        with pytest.raises(ScenarioError, match=r"organization\.billing\.credits: has more than 100 entries"):
            from_document({**document, "organization": head}, seed="tests")


class TestSharing:
    @pytest.mark.parametrize(
        ("switch", "member"),
        [(set_discount_sharing, "not_sharing"), (set_credit_sharing, "not_sharing_credits")],
    )
    def test_it_is_switched_for_one_account(self, switch, member):
        off = switch(ACME, account_id=DEV_1, sharing="OFF").organization

        assert getattr(off.billing, member) == {DEV_1}
        assert switch(off, account_id=DEV_1, sharing="ON").organization == ACME
        with refused(errors.InvalidInput):
            switch(ACME, account_id=DEV_1, sharing="off")
        with refused(errors.NotFound):
            switch(ACME, account_id=NOBODY, sharing="ON")


def test_an_account_runs_in_one_zone():
    there = set_availability_zone(ACME, account_id=DEV_2, availability_zone="us-east-1b").organization

    assert there.billing.zones[DEV_2] == "us-east-1b"
    with refused(errors.InvalidInput):
        set_availability_zone(ACME, account_id=DEV_2, availability_zone="mars-1a")


def test_these_are_no_commands_of_aws():
    parameters = {"account_id": DEV_1, "usage_type": STORAGE, "quantity": "10"}

    assert as_cli("orgsim.set_usage", parameters, ACME) == (
        f"orgsim set-usage --account-id {DEV_1} --usage-type {STORAGE} --quantity 10"
    )
