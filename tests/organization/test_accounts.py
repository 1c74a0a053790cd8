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
    remove_account_from_organization,
)
from accounts.organization.state import AccountState, FeatureSet, JoinedMethod
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    NEWCO,
    NOON,
    OCCASION,
    ROOT,
    SANDBOX,
    SBX_1,
    refused,
    with_account,
)


def create(email="dev-4@acme.example", account_name="dev-4", organization=ACME, **parameters):
    return create_account(
        organization, email=email, account_name=account_name, occasion=OCCASION, **parameters
    )


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

    def test_the_name_of_the_role_can_be_chosen(self):
        after, response = create(role_name="Way-In")

        assert "Way-In" in after.accounts[response["CreateAccountStatus"]["AccountId"]].roles

    def test_two_accounts_may_have_one_name_but_not_one_e_mail_address(self):
        assert create(account_name="sbx-1").organization
        with refused(errors.AccountCreationFailed, "EMAIL_ALREADY_EXISTS"):
            create(email="SBX-1@acme.example")

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
        closed = close_account(ACME, account_id=SBX_1).organization

        with refused(account_errors.AccessDenied):
            put_account_name(ACME, account_id="999999999999", account_name="x")
        with refused(account_errors.AccessDenied):
            put_account_name(closed, account_id=SBX_1, account_name="x")


class TestClose:
    def test_a_closed_account_stays_in_its_place(self):
        after, response = close_account(ACME, account_id=SBX_1)

        assert after == with_account(ACME, replace(ACME.accounts[SBX_1], state=AccountState.CLOSED))
        assert response == {}
        with refused(errors.OrganizationalUnitNotEmpty):
            delete_organizational_unit(after, organizational_unit_id=SANDBOX)

    def test_nobody_can_use_it(self):
        after = close_account(ACME, account_id=SBX_1).organization

        assert principals_of(after.accounts[SBX_1]) == ()
        with refused(iam_errors.AccessDenied):
            create_user(after, account_id=SBX_1, user_name="late", occasion=OCCASION)

    def test_it_can_still_be_moved(self):
        closed = close_account(ACME, account_id=SBX_1).organization

        moved = move_account(
            closed, account_id=SBX_1, source_parent_id=SANDBOX, destination_parent_id=ROOT
        ).organization
        assert moved.accounts[SBX_1].parent_id == ROOT

    def test_refusals(self):
        closed = close_account(ACME, account_id=SBX_1).organization

        with refused(errors.AccountNotFound):
            close_account(ACME, account_id="999999999999")
        with refused(errors.ConstraintViolation, "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"):
            close_account(ACME, account_id=MGMT)
        with refused(errors.AccountAlreadyClosed):
            close_account(closed, account_id=SBX_1)
        with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            close_account(replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING), account_id=SBX_1)


class TestRemove:
    def remove(self, account_id, organization=ACME, occasion=OCCASION):
        return remove_account_from_organization(organization, account_id=account_id, occasion=occasion)

    def test_the_account_and_its_attachments_go(self):
        after, response = self.remove(SBX_1)

        assert SBX_1 not in after.accounts
        assert SBX_1 not in after.attachments
        assert len(after.accounts) == 9
        assert response == {}

    def test_a_created_account_stays_four_days(self):
        after, account = created()
        later = replace(OCCASION, time=NOON + timedelta(days=4))
        too_early = replace(OCCASION, time=later.time - timedelta(seconds=1))

        with refused(errors.ConstraintViolation, "WAIT_PERIOD_ACTIVE"):
            self.remove(account.id, after, too_early)
        assert self.remove(account.id, after, later).organization == ACME

    def test_an_invited_account_may_go_at_once(self):
        soon = replace(OCCASION, time=ACME.accounts[NEWCO].joined + timedelta(hours=1))

        assert NEWCO not in self.remove(NEWCO, occasion=soon).organization.accounts

    def test_refusals(self):
        closed = close_account(ACME, account_id=DEV_1).organization

        with refused(errors.AccountNotFound):
            self.remove("999999999999")
        with refused(errors.MasterCannotLeaveOrganization):
            self.remove(MGMT)
        with refused(errors.ConstraintViolation, "ACCOUNT_CANNOT_LEAVE_ORGANIZATION"):
            self.remove(DEV_1, closed)
