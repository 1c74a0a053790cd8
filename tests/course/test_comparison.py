"""The comparison of Organizations and IAM: every cell holds in acme, and not where it would be false."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.organization import operations
from accounts.organization.decisions import Judge
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import AccountState, Organization
from lessons.course.comparison import CELLS, COMPARISON, SUMMARY, Asked, Tried, prove
from lessons.course.lesson import Aspect
from policies.engine.action_sets import ActionUniverse
from policies.engine.decision import Decision
from tests.course.world import JUDGE
from tests.organization.world import ACME, MGMT, OCCASION, ROOT

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
PLAIN = from_document(built_in("acme-plain"), "tests")


def with_accounts(organization: Organization, accounts: dict) -> Organization:
    return replace(organization, accounts=accounts)


ALONE = replace(
    ACME,
    units={},
    accounts={MGMT: ACME.accounts[MGMT]},
    attachments={target: ACME.attachments[target] for target in (ROOT, MGMT)},
)
CLOSED = with_accounts(
    ACME, {each.id: replace(each, state=AccountState.CLOSED) for each in ACME.accounts.values()}
)
FLAT = replace(
    with_accounts(ACME, {each.id: replace(each, parent_id=ROOT) for each in ACME.accounts.values()}), units={}
)
SCPS_OFF = operations.apply(
    ACME,
    "organizations.disable_policy_type",
    {"root_id": ROOT, "policy_type": "SERVICE_CONTROL_POLICY"},
    OCCASION,
).organization
NOTHING_PASSES = replace(ACME, attachments={**ACME.attachments, ROOT: ()})
GONE = replace(ACME, is_deleted=True)
NO_PAYMENT_METHODS = with_accounts(
    ACME, {each.id: replace(each, can_stand_alone=False) for each in ACME.accounts.values()}
)

FALSE_WHERE = {
    "aspect/purpose/organizations": PLAIN,
    "aspect/purpose/iam": ALONE,
    "aspect/scope/organizations": SCPS_OFF,
    "aspect/scope/iam": ALONE,
    "aspect/management-level/organizations": FLAT,
    "aspect/management-level/iam": CLOSED,
    "aspect/policies-used/organizations": SCPS_OFF,
    "aspect/policies-used/iam": CLOSED,
    "aspect/example-use-case/organizations": PLAIN,
    "aspect/example-use-case/iam": PLAIN,
    "aspect/type-of-control/organizations": ALONE,
    "aspect/type-of-control/iam": PLAIN,
    "aspect/hierarchy/organizations": FLAT,
    "aspect/hierarchy/iam": CLOSED,
    "aspect/integration/organizations": PLAIN,
    "aspect/integration/iam": NOTHING_PASSES,
    "aspect/billing/organizations": ALONE,
    "aspect/billing/iam": CLOSED,
    "aspect/automation/organizations": NO_PAYMENT_METHODS,
    "aspect/automation/iam": CLOSED,
    "aspect/governance-focus/organizations": SCPS_OFF,
    "aspect/governance-focus/iam": CLOSED,
    "aspect/analogy/organizations": PLAIN,
    "aspect/analogy/iam": ALONE,
    "summary/scope/organizations": ALONE,
    "summary/scope/iam": ALONE,
    "summary/main-function/organizations": SCPS_OFF,
    "summary/main-function/iam": CLOSED,
    "summary/policy-type/organizations": NOTHING_PASSES,
    "summary/policy-type/iam": CLOSED,
    "summary/level-of-control/organizations": SCPS_OFF,
    "summary/level-of-control/iam": CLOSED,
    "summary/billing/organizations": ALONE,
    "summary/billing/iam": CLOSED,
    "summary/creates-accounts/organizations": GONE,
    "summary/creates-users-and-roles/iam": CLOSED,
}
FALSE_IN_A_CATALOGUE_WITH = {
    "summary/creates-accounts/iam": "iam:CreateAccount",
    "summary/creates-users-and-roles/organizations": "organizations:CreateUser",
}


def test_it_has_twelve_aspects_and_a_summary_of_seven_features():
    assert [row.topic for row in COMPARISON] == list(Aspect)
    assert len(SUMMARY) == 7
    assert len(CELLS) == 2 * 12 + 14


@pytest.mark.parametrize("key", CELLS)
def test_every_cell_is_proved_in_acme(key: str):
    found = prove(CELLS[key], ACME, JUDGE, NOON)

    assert found.holds, found.says
    assert found.says.text % found.says.parameters


@pytest.mark.parametrize(("key", "world"), FALSE_WHERE.items(), ids=FALSE_WHERE)
def test_no_cell_is_proved_where_it_would_be_false(key: str, world: Organization):
    found = prove(CELLS[key], world, JUDGE, NOON)

    assert not found.holds
    assert found.says.text % found.says.parameters


@pytest.mark.parametrize(("key", "action"), FALSE_IN_A_CATALOGUE_WITH.items())
def test_what_a_service_cannot_do_is_read_from_the_catalogue(key: str, action: str):
    judge = Judge(ActionUniverse((action,), (("*",),), frozenset()))

    assert not prove(CELLS[key], ACME, judge, NOON).holds


def test_every_cell_is_false_somewhere():
    assert {*FALSE_WHERE, *FALSE_IN_A_CATALOGUE_WITH} == set(CELLS)


def test_requests_about_the_organization_itself_can_be_traced_and_those_in_the_copy_not():
    real = prove(CELLS["aspect/integration/organizations"], ACME, JUDGE, NOON).evidence
    tried = prove(CELLS["aspect/scope/iam"], ACME, JUDGE, NOON).evidence

    assert [each.in_copy for each in real if isinstance(each, Asked)] == [False]
    assert [each.in_copy for each in tried if isinstance(each, Asked)] == [True]
    assert [each.operation for each in tried if isinstance(each, Tried)] == [
        "iam.create_user",
        "iam.put_user_policy",
    ]


def test_an_scp_that_allows_gives_nobody_anything():
    found = prove(CELLS["aspect/type-of-control/organizations"], ACME, JUDGE, NOON)

    (asked,) = (each for each in found.evidence if isinstance(each, Asked))
    assert asked.decision is Decision.IMPLICITLY_DENIED
    assert asked.rule.code == "deny.implicit:identity"


def test_what_aws_refuses_is_said_in_its_words():
    found = prove(CELLS["aspect/scope/organizations"], SCPS_OFF, JUDGE, NOON)

    assert "AWS refuses" in found.says.text
    assert isinstance(found.evidence[-1], Tried)
    assert found.evidence[-1].refusal == "PolicyTypeNotEnabledException"
