"""Organizations User Guide, "Removing a member account", "Leaving an organization"."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    close_account,
    create_account,
    leave_organization,
    register_delegated_administrator,
    remove_account_from_organization,
    tag_resource,
)
from accounts.organization.operations.orgsim import complete_sign_up
from tests.organization.world import (
    ACME,
    BOLT,
    DEV_1,
    MGMT,
    NEWCO,
    NOON,
    OCCASION,
    SBX_1,
    later,
    refused,
)


def remove(account_id, organization=ACME, occasion=OCCASION):
    return remove_account_from_organization(organization, account_id=account_id, occasion=occasion)


def leave(account_id, organization=ACME, occasion=OCCASION):
    return leave_organization(organization, caller_account_id=account_id, occasion=occasion)


BOTH_WAYS = pytest.mark.parametrize("go", [remove, leave])


@BOTH_WAYS
class TestWhoMayGo:
    def test_the_account_lives_on_by_itself(self, go):
        tagged = tag_resource(ACME, resource_id=SBX_1, tags=[{"Key": "a", "Value": "b"}]).organization

        after, response = go(SBX_1, tagged)

        account = ACME.accounts[SBX_1]
        assert SBX_1 not in {**after.accounts, **after.attachments}
        assert after.outsiders[SBX_1] == replace(account, parent_id="")  # its roles remain, its tags do not
        assert response == {}

    def test_the_others_do_not_notice(self, go):
        after = go(SBX_1).organization

        rest = {key: account for key, account in ACME.accounts.items() if key != SBX_1}
        attached = {key: held for key, held in ACME.attachments.items() if key != SBX_1}
        assert after == replace(ACME, accounts=rest, attachments=attached, outsiders=after.outsiders)

    def test_a_created_account_stays_four_days(self, go):
        after, response = create_account(
            ACME, email="dev-4@acme.example", account_name="dev-4", occasion=OCCASION
        )
        account_id = response["CreateAccountStatus"]["AccountId"]
        after = complete_sign_up(after, account_id=account_id).organization

        with refused(errors.ConstraintViolation, "WAIT_PERIOD_ACTIVE"):
            go(account_id, after, later(days=4, seconds=-1))
        assert account_id in go(account_id, after, later(days=4)).organization.outsiders

    def test_an_account_without_a_payment_method_of_its_own_stays(self, go):
        after, response = create_account(
            ACME, email="dev-4@acme.example", account_name="dev-4", occasion=OCCASION
        )
        account_id = response["CreateAccountStatus"]["AccountId"]

        with refused(errors.ConstraintViolation, "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"):
            go(account_id, after, later(days=4))

    def test_an_invited_account_may_go_at_once(self, go):
        soon = replace(OCCASION, time=ACME.accounts[NEWCO].joined + timedelta(hours=1))

        assert NEWCO not in go(NEWCO, occasion=soon).organization.accounts

    def test_a_delegated_administrator_stays(self, go):
        trusting = replace(ACME, trusted_services={"guardduty.amazonaws.com": NOON})
        delegated = register_delegated_administrator(
            trusting, account_id=SBX_1, service_principal="guardduty.amazonaws.com", occasion=OCCASION
        ).organization

        with refused(errors.ConstraintViolation, "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"):
            go(SBX_1, delegated)

    def test_a_closed_account_goes_by_itself_and_not_before(self, go):
        closing = close_account(ACME, account_id=DEV_1, occasion=OCCASION).organization

        with refused(errors.ConstraintViolation, "ACCOUNT_CANNOT_LEAVE_ORGANIZATION"):
            go(DEV_1, closing)

    def test_the_management_account_stays(self, go):
        with refused(errors.MasterCannotLeaveOrganization):
            go(MGMT)


def test_only_members_can_be_removed():
    with refused(errors.AccountNotFound):
        remove(BOLT)


def test_only_members_can_leave():
    with refused(errors.AWSOrganizationsNotInUse):
        leave(BOLT)
