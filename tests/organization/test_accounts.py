"""Organizations User Guide, "Managing accounts"; Account Management Guide, "Update your account name"."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.decisions import principals_of
from accounts.organization.errors import account as account_errors
from accounts.organization.errors import iam as iam_errors
from accounts.organization.errors import organizations as errors
from accounts.organization.operations.account import put_account_name
from accounts.organization.operations.iam import create_user
from accounts.organization.operations.organizations import (
    close_account,
    create_account,
    delete_organizational_unit,
    move_account,
)
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.state import AccountState, CreateAccountState, FeatureSet, JoinedMethod
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    FULL_AWS_ACCESS,
    LOG,
    MGMT,
    NEWCO,
    NOON,
    OCCASION,
    ROOT,
    SANDBOX,
    SBX_1,
    invited,
    refused,
    with_account,
)


def create(email="dev-4@acme.example", account_name="dev-4", organization=ACME, **parameters):
    return create_account(
        organization, email=email, account_name=account_name, occasion=OCCASION, **parameters
    )


def failure(outcome):
    status = outcome.response["CreateAccountStatus"]
    assert status["State"] == "FAILED"
    return status["FailureReason"]


def created():
    after, response = create()
    return after, after.accounts[response["CreateAccountStatus"]["AccountId"]]


class TestCreate:
    def test_a_new_account_lands_in_the_root(self):
        after, account = created()

        assert re.fullmatch(r"\d{12}", account.id)
        assert account.parent_id == ROOT
        assert account.joined_method is JoinedMethod.CREATED
        assert account.joined == NOON
        assert after.attachments[account.id] == (FULL_AWS_ACCESS,)
        assert {**after.accounts} == {**ACME.accounts, account.id: account}

    def test_it_can_be_asked_what_became_of_it(self):
        after, account = created()

        (request,) = after.create_account_requests.values()
        assert (request.state, request.account_id) == (CreateAccountState.SUCCEEDED, account.id)

    def test_it_succeeds_at_once(self):
        _, response = create()

        status = response["CreateAccountStatus"]
        assert re.fullmatch(r"car-[a-z0-9]{32}", status.pop("Id"))
        assert re.fullmatch(r"\d{12}", status.pop("AccountId"))
        assert status == {
            "AccountName": "dev-4",
            "State": "SUCCEEDED",
            "RequestedTimestamp": "2026-09-01T12:00:00Z",
            "CompletedTimestamp": "2026-09-01T12:00:00Z",
        }

    def test_it_has_a_role_for_the_management_account_and_the_service_linked_role(self):
        _, account = created()

        access, linked = account.roles.values()
        assert access.name == "OrganizationAccountAccessRole"
        assert access.attached == (ADMINISTRATOR_ACCESS,)
        assert f"arn:aws:iam::{MGMT}:root" in access.trust.text
        assert linked.name == "AWSServiceRoleForOrganizations"
        assert linked.is_service_linked
        assert re.fullmatch(r"AROA[A-Z2-7]{17}", access.id)
        assert access.id != linked.id
        assert account.users == {}

    def test_it_has_nothing_that_an_account_by_itself_needs(self):
        _, account = created()

        assert not account.can_stand_alone
        assert not account.has_root_credentials

    def test_the_name_of_the_role_can_be_chosen(self):
        after, response = create(role_name="Way-In")

        assert "Way-In" in after.accounts[response["CreateAccountStatus"]["AccountId"]].roles

    def test_two_accounts_may_have_one_name_but_not_one_e_mail_address(self):
        assert create(account_name="sbx-1").organization
        assert failure(create(email="SBX-1@acme.example")) == "EMAIL_ALREADY_EXISTS"
        assert failure(create(email="aws@bolt.example")) == "EMAIL_ALREADY_EXISTS"  # an account elsewhere

    @pytest.mark.parametrize(
        "email",
        [".a@acme.example", "a,b@acme.example", "a&b@acme.example", "a@-acme.example", "a@acme_.example"],
    )
    def test_an_address_may_turn_out_to_be_none(self, email):
        assert failure(create(email=email)) == "INVALID_EMAIL"

    def test_a_failure_makes_no_account_but_is_remembered(self):
        after, response = create(email="sbx-1@acme.example")

        (request,) = after.create_account_requests.values()
        assert after == replace(ACME, create_account_requests={request.id: request})
        assert request.account_id is None
        assert "AccountId" not in response["CreateAccountStatus"]

    @pytest.mark.parametrize(
        ("parameters", "reason"),
        [
            ({"account_name": ""}, "MIN_LENGTH_EXCEEDED"),
            ({"account_name": "x" * 51}, "MAX_LENGTH_EXCEEDED"),
            ({"account_name": "café"}, "INVALID_PATTERN"),
            ({"email": "a@b.c"}, "MIN_LENGTH_EXCEEDED"),
            ({"email": f"{'a' * 60}@b.cd"}, "MAX_LENGTH_EXCEEDED"),
            ({"email": "nobody here"}, "INVALID_PATTERN"),
            ({"role_name": "AWSServiceRoleForMe"}, "INVALID_ROLE_NAME"),
            ({"role_name": "no spaces"}, "INVALID_ROLE_NAME"),
            ({"iam_user_access_to_billing": "MAYBE"}, "INVALID_ENUM"),
        ],
    )
    def test_unfit_parameters(self, parameters, reason):
        with refused(errors.InvalidInput, reason):
            create(**parameters)

    def test_the_simulator_grants_fifty_thousand_accounts(self):
        some = ACME.accounts[SBX_1]
        full = replace(ACME, accounts=dict.fromkeys(map(str, range(50_000)), some))

        with refused(errors.ConstraintViolation, "ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
            create(organization=full)
        one_less = replace(full, accounts=dict.fromkeys(map(str, range(49_999)), some))
        with refused(errors.ConstraintViolation, "ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
            create(organization=replace(one_less, handshakes=invited(ACME).handshakes))

    def test_fifty_tags_at_most(self):
        with refused(errors.ConstraintViolation, "MAX_TAG_LIMIT_EXCEEDED"):
            create(tags=[{"Key": str(number), "Value": ""} for number in range(51)])


class TestRename:
    def test_only_the_name_changes(self):
        after, response = put_account_name(ACME, account_id=SBX_1, account_name="Play room")

        assert after == with_account(ACME, replace(ACME.accounts[SBX_1], name="Play room"))
        assert response == {}

    @pytest.mark.parametrize("name", ["", "   ", "x" * 51, "<b>", "café", "two\nlines"])
    def test_unfit_names(self, name):
        with refused(account_errors.Validation):
            put_account_name(ACME, account_id=SBX_1, account_name=name)

    def test_neither_strangers_nor_closed_accounts_can_be_renamed(self):
        shut = closed(SBX_1)

        with refused(account_errors.AccessDenied):
            put_account_name(ACME, account_id="999999999999", account_name="x")
        with refused(account_errors.AccessDenied):
            put_account_name(shut, account_id=SBX_1, account_name="x")


def close(organization, account_id, **more):
    return close_account(organization, account_id=account_id, **{"occasion": OCCASION, **more})


def closed(account_id):
    """acme a day after the closure of an account was asked for."""
    return after_time(close(ACME, account_id).organization, NOON + timedelta(days=1))


class TestClose:
    def test_its_closure_begins(self):
        after, response = close(ACME, SBX_1)

        closing = replace(ACME.accounts[SBX_1], state=AccountState.PENDING_CLOSURE, closed=NOON)
        assert after == with_account(ACME, closing)
        assert response == {}

    def test_until_it_is_closed_it_can_be_used(self):
        after = close(ACME, SBX_1).organization

        assert principals_of(after.accounts[SBX_1])
        assert create_user(after, account_id=SBX_1, user_name="late", occasion=OCCASION).organization

    def test_a_closed_account_stays_in_its_place(self):
        after = closed(SBX_1)

        assert after.accounts[SBX_1].state is AccountState.CLOSED
        assert after.accounts[SBX_1].parent_id == SANDBOX
        with refused(errors.OrganizationalUnitNotEmpty):
            delete_organizational_unit(after, organizational_unit_id=SANDBOX)

    def test_closing_takes_an_hour_here(self):
        after = close(ACME, SBX_1).organization

        still, then = (after_time(after, NOON + timedelta(seconds=seconds)) for seconds in (3_599, 3_600))
        assert still.accounts[SBX_1].state is AccountState.PENDING_CLOSURE
        assert then.accounts[SBX_1].state is AccountState.CLOSED

    def test_nobody_can_use_it(self):
        after = closed(SBX_1)

        assert principals_of(after.accounts[SBX_1]) == ()
        with refused(iam_errors.AccessDenied):
            create_user(after, account_id=SBX_1, user_name="late", occasion=OCCASION)

    def test_it_can_still_be_moved(self):
        moved = move_account(
            closed(SBX_1), account_id=SBX_1, source_parent_id=SANDBOX, destination_parent_id=ROOT
        ).organization
        assert moved.accounts[SBX_1].parent_id == ROOT

    def test_after_90_days_it_is_gone_and_belongs_to_nobody(self):
        after = close(ACME, SBX_1).organization

        last_day = after_time(after, NOON + timedelta(days=90, seconds=-1))
        gone = after_time(after, NOON + timedelta(days=90))
        assert SBX_1 in last_day.accounts
        assert SBX_1 not in {**gone.accounts, **gone.attachments, **gone.outsiders}
        assert delete_organizational_unit(gone, organizational_unit_id=SANDBOX).organization

    def test_three_are_closed_at_a_time(self):
        three = ACME
        for account_id in (SBX_1, DEV_1, NEWCO):
            three = close(three, account_id).organization

        with refused(errors.ConstraintViolation, "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"):
            close(three, LOG)
        later = replace(OCCASION, time=NOON + timedelta(hours=1))
        assert close(three, LOG, occasion=later).organization

    @pytest.mark.parametrize(("members", "most"), [(300, 250), (2_000, 400), (10_000, 1_000)])
    def test_250_or_a_fifth_but_never_over_1000_are_closed_in_30_days(self, members, most):
        def organization(count, age):
            shut = replace(ACME.accounts[SBX_1], state=AccountState.CLOSED, closed=NOON - age)
            others = dict.fromkeys(map(str, range(members)), ACME.accounts[DEV_1])
            accounts = {**others, **dict.fromkeys(map(str, range(count)), shut)}
            return replace(
                ACME, accounts={MGMT: ACME.accounts[MGMT], **accounts, NEWCO: ACME.accounts[NEWCO]}
            )

        recently, formerly = timedelta(days=29), timedelta(days=30)
        assert close(organization(most - 1, recently), NEWCO).organization
        assert close(organization(most, formerly), NEWCO).organization
        with refused(errors.ConstraintViolation, "CLOSE_ACCOUNT_QUOTA_EXCEEDED"):
            close(organization(most, recently), NEWCO)

    def test_refusals(self):
        with refused(errors.AccountNotFound):
            close(ACME, "999999999999")
        with refused(errors.ConstraintViolation, "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"):
            close(ACME, MGMT)
        with refused(errors.Conflict):
            close(close(ACME, SBX_1).organization, SBX_1)
        with refused(errors.AccountAlreadyClosed):
            close(closed(SBX_1), SBX_1)
        with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            close(replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING), SBX_1)
