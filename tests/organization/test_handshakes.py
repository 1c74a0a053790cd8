"""Organizations User Guide, "Managing account invitations"; API Reference, ``Handshake``."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    accept_handshake,
    cancel_handshake,
    decline_handshake,
    remove_account_from_organization,
)
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.state import FeatureSet, HandshakeState, JoinedMethod
from tests.organization.world import (
    ACME,
    BOLT,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    NEWCO,
    NOON,
    OCCASION,
    ROOT,
    invite,
    invited,
    later,
    refused,
)

INVITED = invited(ACME)
(INVITATION,) = INVITED.handshakes


def answer(operation, organization=INVITED, *, caller=BOLT, handshake_id=INVITATION, occasion=OCCASION):
    return operation(organization, handshake_id=handshake_id, caller_account_id=caller, occasion=occasion)


def cancel(organization=INVITED, *, handshake_id=INVITATION, occasion=OCCASION):
    return cancel_handshake(organization, handshake_id=handshake_id, occasion=occasion)


def state_of(organization):
    return organization.handshakes[INVITATION].state


class TestInvite:
    def test_nothing_but_a_handshake_comes_of_it(self):
        assert replace(INVITED, handshakes={}) == ACME

    def test_the_handshake(self):
        handshake = dict(invite(ACME, notes="Join us").response["Handshake"])

        assert re.fullmatch(r"h-[0-9a-z]{8,32}", handshake["Id"])
        assert handshake == {
            "Id": handshake["Id"],
            "Arn": f"arn:aws:organizations::{MGMT}:handshake/{ACME.id}/invite/{handshake['Id']}",
            "Parties": [{"Id": ACME.id, "Type": "ORGANIZATION"}, {"Id": BOLT, "Type": "ACCOUNT"}],
            "State": "OPEN",
            "RequestedTimestamp": "2026-09-01T12:00:00Z",
            "ExpirationTimestamp": "2026-09-16T12:00:00Z",
            "Action": "INVITE",
            "Resources": [
                {
                    "Type": "ORGANIZATION",
                    "Value": ACME.id,
                    "Resources": [
                        {"Type": "MASTER_EMAIL", "Value": "mgmt@acme.example"},
                        {"Type": "MASTER_NAME", "Value": "mgmt"},
                        {"Type": "ORGANIZATION_FEATURE_SET", "Value": "ALL"},
                    ],
                },
                {"Type": "ACCOUNT", "Value": BOLT},
                {"Type": "NOTES", "Value": "Join us"},
            ],
        }

    def test_by_e_mail_address_too(self):
        organization = invite(ACME, "AWS@bolt.example", "EMAIL").organization
        (handshake_id,) = organization.handshakes

        accepted = answer(accept_handshake, organization, handshake_id=handshake_id)
        assert BOLT in accepted.organization.accounts

    def test_whom_nobody_here_knows_can_be_invited_but_nobody_answers(self):
        assert invite(ACME, "999999999999").organization.handshakes
        assert invite(ACME, "nobody@example.com", "EMAIL").organization.handshakes

    @pytest.mark.parametrize(
        ("target_id", "kind", "reason"),
        [
            ("12345", "ACCOUNT", "INVALID_PATTERN_TARGET_ID"),
            ("a b@c.example", "EMAIL", "INVALID_EMAIL_ADDRESS_TARGET"),
            ("a@b.c", "EMAIL", "MIN_LENGTH_EXCEEDED"),
            ("a" * 60 + "@b.cd", "EMAIL", "MAX_LENGTH_EXCEEDED"),
            ("o-a1b2c3d4e5", "ORGANIZATION", "INVALID_PARTY_TYPE_TARGET"),
        ],
    )
    def test_unfit_targets(self, target_id, kind, reason):
        with refused(errors.InvalidInput, reason):
            invite(ACME, target_id, kind)

    def test_a_note_has_1024_characters_at_most(self):
        assert invite(ACME, notes="x" * 1024).organization
        with refused(errors.InvalidInput, "MAX_LENGTH_EXCEEDED"):
            invite(ACME, notes="x" * 1025)

    def test_who_is_in_the_organization_already(self):
        for target in ((DEV_1, "ACCOUNT"), (MGMT, "ACCOUNT"), ("dev-1@acme.example", "EMAIL")):
            with refused(errors.HandshakeConstraintViolation, "ALREADY_IN_AN_ORGANIZATION"):
                invite(ACME, *target)

    def test_one_open_invitation_for_each_account_however_it_is_named(self):
        for target in ((BOLT, "ACCOUNT"), ("aws@bolt.example", "EMAIL")):
            with refused(errors.DuplicateHandshake):
                invite(INVITED, *target)
        assert invite(INVITED, occasion=later(days=15)).organization  # the first has expired
        assert invite(answer(decline_handshake).organization, occasion=later(days=1)).organization

    def test_open_invitations_count_as_accounts(self):
        some = ACME.accounts[DEV_1]
        full = replace(
            ACME, accounts={**dict.fromkeys(map(str, range(49_999)), some), MGMT: ACME.accounts[MGMT]}
        )

        with refused(errors.HandshakeConstraintViolation, "ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
            invite(full)

    def test_as_many_invitations_a_day_as_accounts_but_accepted_ones_do_not_count(self):
        def after(state):
            (handshake,) = INVITED.handshakes.values()
            sent = dict.fromkeys(map(str, range(50_000)), replace(handshake, state=state))
            return replace(ACME, handshakes=sent)

        with refused(errors.HandshakeConstraintViolation, "HANDSHAKE_RATE_LIMIT_EXCEEDED"):
            invite(after(HandshakeState.DECLINED))
        assert invite(after(HandshakeState.ACCEPTED)).organization
        assert invite(after(HandshakeState.DECLINED), occasion=later(days=1)).organization

    def test_consolidated_billing_is_enough_to_invite(self):
        assert invite(replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING)).organization


class TestAccept:
    def test_the_account_lands_in_the_root_and_policies_act_at_once(self):
        after = answer(accept_handshake, occasion=later(days=2)).organization

        account = after.accounts[BOLT]
        assert BOLT not in after.outsiders
        assert after.attachments[BOLT] == (FULL_AWS_ACCESS,)
        assert (account.parent_id, account.joined_method) == (ROOT, JoinedMethod.INVITED)
        assert account.joined == NOON + timedelta(days=2)
        assert state_of(after) is HandshakeState.ACCEPTED

    def test_what_is_in_it_stays_and_only_the_service_linked_role_comes_to_it(self):
        account = answer(accept_handshake).organization.accounts[BOLT]

        assert account.users == ACME.outsiders[BOLT].users
        assert [*account.roles] == ["Admin", "AWSServiceRoleForOrganizations"]

    def test_it_gets_the_tags_of_the_invitation(self):
        organization = invite(ACME, tags=[{"Key": "team", "Value": "new"}]).organization

        assert answer(accept_handshake, organization).organization.accounts[BOLT].tags == {"team": "new"}

    def test_an_invited_account_may_leave_at_once_and_come_back(self):
        joined = answer(accept_handshake).organization
        left = remove_account_from_organization(joined, account_id=BOLT, occasion=OCCASION).organization
        again = invite(left, occasion=later(days=1)).organization
        handshake_id = [*again.handshakes][-1]

        assert BOLT in answer(accept_handshake, again, handshake_id=handshake_id).organization.accounts

    def test_a_full_organization(self):
        some = ACME.accounts[DEV_1]
        full = replace(INVITED, accounts=dict.fromkeys(map(str, range(50_000)), some))

        with refused(errors.HandshakeConstraintViolation, "ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
            answer(accept_handshake, full)

    def test_an_account_without_a_payment_method_cannot_join(self):
        penniless = replace(INVITED.outsiders[BOLT], can_stand_alone=False)

        with refused(errors.HandshakeConstraintViolation, "PAYMENT_INSTRUMENT_REQUIRED"):
            answer(accept_handshake, replace(INVITED, outsiders={BOLT: penniless}))


class TestDeclineAndCancel:
    def test_only_the_handshake_changes(self):
        declined, canceled = answer(decline_handshake), cancel()

        assert state_of(declined.organization) is HandshakeState.DECLINED
        assert state_of(canceled.organization) is HandshakeState.CANCELED
        assert declined.response["Handshake"]["State"] == "DECLINED"
        assert replace(declined.organization, handshakes={}) == ACME
        assert replace(canceled.organization, handshakes={}) == ACME


ANSWERS = {
    HandshakeState.ACCEPTED: lambda organization, **more: answer(accept_handshake, organization, **more),
    HandshakeState.DECLINED: lambda organization, **more: answer(decline_handshake, organization, **more),
    HandshakeState.CANCELED: cancel,
}


class TestTransitions:
    @pytest.mark.parametrize("first", ANSWERS)
    @pytest.mark.parametrize("second", ANSWERS)
    def test_what_is_over_is_over(self, first, second):
        over = ANSWERS[first](INVITED).organization

        error = errors.HandshakeAlreadyInState if first is second else errors.InvalidHandshakeTransition
        with refused(error):
            ANSWERS[second](over)

    @pytest.mark.parametrize("change", ANSWERS.values())
    def test_nobody_answers_after_fifteen_days(self, change):
        assert change(INVITED, occasion=later(days=15, seconds=-1)).organization
        with refused(errors.InvalidHandshakeTransition):
            change(INVITED, occasion=later(days=15))

    def test_time_makes_it_expire(self):
        assert state_of(after_time(INVITED, NOON + timedelta(days=14))) is HandshakeState.OPEN
        assert state_of(after_time(INVITED, NOON + timedelta(days=15))) is HandshakeState.EXPIRED

    @pytest.mark.parametrize("operation", [accept_handshake, decline_handshake])
    @pytest.mark.parametrize("caller", [MGMT, NEWCO, "999999999999"])
    def test_only_the_invited_account_answers(self, operation, caller):
        with refused(errors.AccessDenied):
            answer(operation, caller=caller)

    @pytest.mark.parametrize("change", ANSWERS.values())
    def test_unknown_handshakes(self, change):
        with refused(errors.HandshakeNotFound):
            change(INVITED, handshake_id="h-missing123")
