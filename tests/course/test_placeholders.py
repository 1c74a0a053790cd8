"""Names in braces that are identifiers; those of accounts, units and policies are in every lesson."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import FeatureSet, HandshakeParty, HandshakeState
from lessons.course.case import Action, Case, play
from lessons.course.names import Absent
from lessons.course.placeholders import renamed, resolved

PLAIN = from_document(built_in("acme-plain"), "tests")
BILLING_ONLY = replace(PLAIN, feature_set=FeatureSet.CONSOLIDATED_BILLING)
SWITCHED = play(Case(BILLING_ONLY), (Action("organizations.enable_all_features", {}),), "tests")


def asked(text: str, case: Case) -> HandshakeParty:
    """To whom the handshake goes that ``text`` names."""
    return case.present.handshakes[resolved(text, case.names)].recipient


def test_a_handshake_is_called_by_the_account_that_has_to_answer():
    assert asked("{{handshake newco}}", SWITCHED).id == SWITCHED.names.account("newco").id


def test_the_one_that_the_management_account_answers_is_the_organizations():
    assert asked("{{handshake organization}}", SWITCHED).id == BILLING_ONLY.id


def test_the_organizations_handshake_is_found_while_members_have_still_to_approve():
    handshake = SWITCHED.present.handshakes[resolved("{{handshake organization}}", SWITCHED.names)]

    assert handshake.state is HandshakeState.REQUESTED


def test_a_handshake_that_is_answered_is_not_found():
    answer = {"handshake_id": "{{handshake newco}}", "caller_account_id": "{{id newco}}"}
    approved = play(SWITCHED, (Action("organizations.accept_handshake", answer),), "tests")

    with pytest.raises(Absent):
        resolved("{{handshake newco}}", approved.names)


def test_another_name_for_an_account_leaves_the_organizations_handshake_alone():
    names = {"newco": "shop"}

    assert renamed("{{handshake newco}} {{handshake organization}}", names) == (
        "{{handshake shop}} {{handshake organization}}"
    )
