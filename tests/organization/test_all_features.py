"""Organizations User Guide, "Enabling all features for an organization"."""

import copy
from dataclasses import replace

import pytest

from accounts.organization.errors import iam as iam_errors
from accounts.organization.errors import organizations as errors
from accounts.organization.operations.iam import delete_service_linked_role
from accounts.organization.operations.organizations import (
    accept_handshake,
    cancel_handshake,
    decline_handshake,
    enable_all_features,
    leave_organization,
    remove_account_from_organization,
)
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.operations.organizations.first_roles import (
    SERVICE_LINKED_ROLE,
    with_service_linked_role,
)
from accounts.organization.operations.organizations.structures import handshake_structure
from accounts.organization.scenario import built_in, from_document, to_document
from accounts.organization.state import FeatureSet, HandshakeAction, HandshakeState, JoinedMethod
from tests.organization.world import (
    ACME,
    BOLT,
    DEV_1,
    DEV_2,
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

# Of its members only newco was invited.
BILLING_ONLY = replace(
    ACME,
    accounts={key: with_service_linked_role(each, OCCASION) for key, each in ACME.accounts.items()},
    feature_set=FeatureSet.CONSOLIDATED_BILLING,
    root=replace(ACME.root, policy_types=frozenset()),
    attachments={},
)


def enable(organization=BILLING_ONLY, occasion=OCCASION):
    return enable_all_features(organization, occasion=occasion)


STARTED = enable().organization
SWITCH, REQUEST = STARTED.handshakes


def accept(organization, handshake_id, caller, occasion=OCCASION):
    return accept_handshake(
        organization, handshake_id=handshake_id, caller_account_id=caller, occasion=occasion
    ).organization


def decline(organization, handshake_id, caller):
    return decline_handshake(
        organization, handshake_id=handshake_id, caller_account_id=caller, occasion=OCCASION
    ).organization


def states(organization):
    return [handshake.state.value for handshake in organization.handshakes.values()]


class TestAsking:
    def test_only_invited_members_are_asked(self):
        switch, request = STARTED.handshakes.values()

        assert switch.action is HandshakeAction.ENABLE_ALL_FEATURES
        assert (request.action, request.recipient.id) == (HandshakeAction.APPROVE_ALL_FEATURES, NEWCO)
        assert states(STARTED) == ["REQUESTED", "OPEN"]

    def test_where_nobody_was_invited_the_switch_is_ready_at_once(self):
        left = remove_account_from_organization(BILLING_ONLY, account_id=NEWCO, occasion=OCCASION)

        assert states(enable(left.organization).organization) == ["OPEN"]

    def test_the_response_is_the_management_accounts_handshake(self):
        handshake = enable().response["Handshake"]

        assert handshake["Id"] == SWITCH
        assert handshake["Action"] == "ENABLE_ALL_FEATURES"
        assert handshake["Parties"] == [{"Id": ACME.id, "Type": "ORGANIZATION"}]
        assert handshake["ExpirationTimestamp"] == "2026-11-30T12:00:00Z"  # 90 days

    def test_open_invitations_are_canceled_and_no_new_ones_sent(self):
        after = enable(invited(BILLING_ONLY)).organization

        assert states(after) == ["CANCELED", "REQUESTED", "OPEN"]
        with refused(errors.HandshakeConstraintViolation, "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"):
            invite(after, BOLT)

    def test_refusals(self):
        with refused(errors.HandshakeConstraintViolation, "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"):
            enable(ACME)
        with refused(
            errors.HandshakeConstraintViolation, "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"
        ):
            enable(STARTED)
        some = ACME.accounts[DEV_1]
        large = replace(BILLING_ONLY, accounts=dict.fromkeys(map(str, range(5_001)), some))
        with refused(errors.ConstraintViolation, "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED"):
            enable(large)


class TestSeveralMembers:
    """newco, dev-1 and dev-2 have all been invited, and each has its own say."""

    INVITED = replace(
        BILLING_ONLY,
        accounts={
            key: replace(each, joined_method=JoinedMethod.INVITED) if key in (DEV_1, DEV_2) else each
            for key, each in BILLING_ONLY.accounts.items()
        },
    )

    def asked(self):
        """The organization that asks, its own handshake, and that of each member."""
        asked = enable(self.INVITED).organization
        switch, *requests = asked.handshakes
        return asked, switch, {asked.handshakes[key].recipient.id: key for key in requests}

    def test_the_last_approval_opens_the_way(self):
        organization, switch, requests = self.asked()
        assert set(requests) == {NEWCO, DEV_1, DEV_2}

        for member, request in requests.items():
            with refused(errors.InvalidHandshakeTransition):
                accept(organization, switch, MGMT)
            organization = accept(organization, request, member)
        assert accept(organization, switch, MGMT).feature_set is FeatureSet.ALL

    def test_one_that_declines_holds_up_all_until_it_is_removed(self):
        organization, switch, requests = self.asked()
        organization = accept(organization, requests[NEWCO], NEWCO)
        organization = accept(organization, requests[DEV_2], DEV_2)
        organization = decline(organization, requests[DEV_1], DEV_1)

        with refused(errors.InvalidHandshakeTransition):
            accept(organization, switch, MGMT)
        left = remove_account_from_organization(organization, account_id=DEV_1, occasion=OCCASION)
        assert accept(left.organization, switch, MGMT).feature_set is FeatureSet.ALL

    def test_or_is_asked_again_as_everybody_is(self):
        organization, switch, requests = self.asked()
        organization = accept(organization, requests[NEWCO], NEWCO)
        organization = decline(organization, requests[DEV_1], DEV_1)
        organization = cancel_handshake(organization, handshake_id=switch, occasion=OCCASION).organization
        again = enable(organization, later(days=1)).organization

        waiting = [each for each in again.handshakes.values() if not each.state.is_final]
        assert [each.recipient.id for each in waiting[1:]] == [DEV_1, DEV_2, NEWCO]
        with refused(errors.InvalidHandshakeTransition):
            accept(again, requests[DEV_2], DEV_2)  # of the first time, canceled

    def test_nobody_answers_for_another(self):
        organization, _, requests = self.asked()

        with refused(errors.AccessDenied):
            accept(organization, requests[DEV_1], DEV_2)
        with refused(errors.HandshakeAlreadyInState):
            accept(accept(organization, requests[DEV_1], DEV_1), requests[DEV_1], DEV_1)


class TestTheServiceLinkedRole:
    """A member that was created here is asked only if it has deleted the role that all must have."""

    WITHOUT = delete_service_linked_role(
        BILLING_ONLY, account_id=DEV_1, role_name=SERVICE_LINKED_ROLE, occasion=OCCASION
    ).organization

    def test_who_has_deleted_it_is_asked_to_get_it_again(self):
        _, *requests = enable(self.WITHOUT).organization.handshakes.values()

        assert [(each.action.value, each.recipient.id) for each in requests] == [
            ("ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE", DEV_1),
            ("APPROVE_ALL_FEATURES", NEWCO),
        ]

    def test_the_role_is_there_as_soon_as_the_member_accepts(self):
        asked = enable(self.WITHOUT).organization
        request = next(key for key, each in asked.handshakes.items() if each.recipient.id == DEV_1)
        accepted = accept(asked, request, DEV_1)

        assert SERVICE_LINKED_ROLE in accepted.accounts[DEV_1].roles
        assert SERVICE_LINKED_ROLE not in asked.accounts[DEV_1].roles

    def test_all_features_wait_for_both_kinds_of_answers_in_any_order(self):
        asked = enable(self.WITHOUT).organization
        switch, add, approve = asked.handshakes

        assert states(accept(asked, add, DEV_1)) == ["REQUESTED", "ACCEPTED", "OPEN"]
        assert states(accept(asked, approve, NEWCO)) == ["REQUESTED", "OPEN", "ACCEPTED"]
        both = accept(accept(asked, approve, NEWCO), add, DEV_1)
        assert states(both)[0] == "OPEN"
        assert accept(both, switch, MGMT).feature_set is FeatureSet.ALL

    def test_the_answer_names_the_handshake_it_belongs_to(self):
        asked = enable(self.WITHOUT).organization
        switch, add, _ = asked.handshakes
        structure = handshake_structure(asked, asked.handshakes[add])

        assert structure["Action"] == "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE"
        assert {"Type": "PARENT_HANDSHAKE", "Value": switch} in structure["Resources"]

    def test_where_a_scenario_does_not_speak_of_it_nobody_has_deleted_it(self):
        document = copy.deepcopy(dict(built_in("acme")))
        document["organization"]["feature_set"] = "CONSOLIDATED_BILLING"
        document["root"] = {"id": ROOT}
        for entity in (*document["organizational_units"], *document["accounts"]):
            entity.pop("attached", None)
        read = from_document(document, seed="tests")

        assert all(SERVICE_LINKED_ROLE in account.roles for account in read.accounts.values())
        assert [each.recipient.id for each in enable(read).organization.handshakes.values()] == [
            ACME.id,
            NEWCO,
        ]
        assert from_document(to_document(self.WITHOUT), seed="tests") == self.WITHOUT

    def test_with_all_features_it_cannot_be_deleted(self):
        done = accept(accept(STARTED, REQUEST, NEWCO), SWITCH, MGMT)

        with refused(iam_errors.DeleteConflict):
            delete_service_linked_role(
                done, account_id=DEV_1, role_name=SERVICE_LINKED_ROLE, occasion=OCCASION
            )


class TestAnswering:
    def test_the_management_account_waits_until_all_have_approved(self):
        with refused(errors.InvalidHandshakeTransition):
            accept(STARTED, SWITCH, MGMT)

        approved = accept(STARTED, REQUEST, NEWCO)
        assert states(approved) == ["OPEN", "ACCEPTED"]
        assert approved.feature_set is FeatureSet.CONSOLIDATED_BILLING

    def test_then_it_turns_all_features_on_and_no_policy_type_with_them(self):
        done = accept(accept(STARTED, REQUEST, NEWCO), SWITCH, MGMT)

        assert done.feature_set is FeatureSet.ALL
        assert done.root == BILLING_ONLY.root
        assert states(done) == ["ACCEPTED", "ACCEPTED"]

    def test_every_member_then_has_the_service_linked_role(self):
        done = accept(accept(STARTED, REQUEST, NEWCO), SWITCH, MGMT)

        assert all("AWSServiceRoleForOrganizations" in account.roles for account in done.accounts.values())

    def test_each_handshake_has_one_account_that_answers_it(self):
        for handshake_id, caller in ((REQUEST, MGMT), (REQUEST, DEV_1), (SWITCH, NEWCO)):
            with refused(errors.AccessDenied):
                accept(STARTED, handshake_id, caller)

    def test_who_declines_is_waited_for_until_it_has_left(self):
        declined = decline(STARTED, REQUEST, NEWCO)

        assert states(declined) == ["REQUESTED", "DECLINED"]
        left = leave_organization(declined, caller_account_id=NEWCO, occasion=OCCASION).organization
        assert states(left) == ["OPEN", "DECLINED"]

    def test_who_leaves_unasked_is_not_waited_for(self):
        left = remove_account_from_organization(STARTED, account_id=NEWCO, occasion=OCCASION).organization

        assert states(left) == ["OPEN", "CANCELED"]

    @pytest.mark.parametrize("stop", [cancel_handshake, decline_handshake])
    def test_it_can_be_stopped_and_started_anew(self, stop):
        caller = {"caller_account_id": MGMT} if stop is decline_handshake else {}
        stopped = stop(
            decline(STARTED, REQUEST, NEWCO), handshake_id=SWITCH, occasion=OCCASION, **caller
        ).organization
        again = enable(stopped).organization
        _, _, switch, request = again.handshakes

        assert states(again)[2:] == ["REQUESTED", "OPEN"]
        assert states(accept(again, request, NEWCO))[2:] == ["OPEN", "ACCEPTED"]
        assert accept(accept(again, request, NEWCO), switch, MGMT).feature_set is FeatureSet.ALL

    def test_canceling_takes_back_the_requests(self):
        stopped = cancel_handshake(STARTED, handshake_id=SWITCH, occasion=OCCASION).organization

        assert states(stopped) == ["CANCELED", "CANCELED"]

    def test_after_90_days_it_has_expired(self):
        expired = after_time(STARTED, later(days=90).time)

        assert {*states(expired)} == {HandshakeState.EXPIRED.value}
        assert after_time(STARTED, NOON) == STARTED
        assert enable(STARTED, later(days=90)).organization
