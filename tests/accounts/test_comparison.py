"""Two revisions beside each other: whatever an operation changes is told, and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.organization import operations, scenario
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.state import HandshakeAction, Organization
from accounts.page.comparison import Comparison, Section, comparison
from accounts.page.comparison import lines as lines_of_comparison
from accounts.page.comparison import words as words_of_comparison
from accounts.page.view import view_of
from accounts.selectors import judge
from tests.accounts import walks
from tests.accounts.factories import (
    DELEGATE,
    DEPLOY,
    DEV,
    DEV_1,
    DEV_2,
    PARTNER,
    READ_ONLY,
    ROOT,
    SANDBOX_1,
    SMALL_WORLD,
)

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
# By then the invitation has expired, which is no operation's doing.
WORLD = after_time(scenario.from_document(SMALL_WORLD, "tests"), NOON)


def done(organization: Organization, key: str, revision: int = 1, **parameters: object) -> Organization:
    return operations.apply(organization, key, parameters, Occasion("tests", revision, NOON)).organization


def compared(before: Organization, after: Organization) -> Comparison:
    return comparison(before, after, view_of({}, after), judge())


def told(before: Organization, after: Organization) -> list[tuple[Section, str]]:
    found = compared(before, after)
    return [(part.section, f"{line.name} {line.says}") for part in found.parts for line in part.lines]


@pytest.mark.parametrize(
    ("key", "parameters", "section", "line"),
    [
        (
            "organizations.invite_account_to_organization",
            {"target": {"Id": PARTNER, "Type": "ACCOUNT"}, "notes": ""},
            Section.MEMBERSHIP,
            "Invitation of partner is new",
        ),
        (
            "organizations.tag_resource",
            {"resource_id": DEV_2, "tags": [{"Key": "team", "Value": "blue"}]},
            Section.TREE,
            "dev-2 tag team: blue",
        ),
        (
            "organizations.tag_resource",
            {"resource_id": ROOT, "tags": [{"Key": "owner", "Value": "nobody"}]},
            Section.TREE,
            "Root tag owner: everybody → nobody",
        ),
        (
            "organizations.enable_aws_service_access",
            {"service_principal": "config.amazonaws.com"},
            Section.DELEGATION,
            "config.amazonaws.com is trusted",
        ),
        (
            "organizations.deregister_delegated_administrator",
            {"account_id": SANDBOX_1, "service_principal": "guardduty.amazonaws.com"},
            Section.DELEGATION,
            "sandbox-1 is no delegated administrator of guardduty.amazonaws.com any more",
        ),
        (
            "organizations.delete_resource_policy",
            {},
            Section.DELEGATION,
            "Delegation policy was deleted",
        ),
        (
            "iam.create_access_key",
            {"account_id": DEV_1, "user_name": "mary"},
            Section.INSIDE,
            "is new, in dev-1",
        ),
        (
            "iam.attach_user_policy",
            {"account_id": DEV_1, "user_name": "mary", "policy_arn": READ_ONLY},
            Section.INSIDE,
            f"user mary attached policies: {READ_ONLY} added, in dev-1",
        ),
        (
            "iam.create_account_alias",
            {"account_id": DEV_1, "account_alias": "the-first"},
            Section.INSIDE,
            "dev-1 account alias: dev-one → the-first",
        ),
        (
            "orgsim.set_credit_sharing",
            {"account_id": DEV_2, "sharing": "OFF"},
            Section.BILLING,
            "Bill accounts that share no credits: dev-2 added",
        ),
        (
            "orgsim.add_credit",
            {
                "account_id": DEV_1,
                "credit_amount": "20",
                "expires": "2030-01-01",
                "eligible_service": None,
            },
            Section.BILLING,
            "Bill credits: dev-1, 20, 2030-01-01 added",
        ),
        (
            "orgsim.set_usage",
            {"account_id": DEV_1, "usage_type": "sqs-million-requests", "quantity": "7"},
            Section.BILLING,
            "dev-1 usage sqs-million-requests: 7",
        ),
    ],
)
def test_it_tells_what_an_operation_changed(key, parameters, section, line):
    ((told_in, says), *others) = told(WORLD, done(WORLD, key, **parameters))

    assert told_in is section
    assert says.endswith(line)
    assert not others


def test_time_that_went_by_is_told_with_what_it_did():
    partner = {"Id": PARTNER, "Type": "ACCOUNT"}
    invited = done(WORLD, "organizations.invite_account_to_organization", target=partner)

    lines = told(invited, done(invited, "orgsim.pass_time", revision=2, days=300))

    assert (Section.MEMBERSHIP, "Invitation of partner state: OPEN → EXPIRED") in lines
    assert any(line.endswith("ahead of the clock by: 1 day → 301 days") for _, line in lines)


def test_it_shows_what_a_delegation_policy_says_now():
    again = json.dumps({**DELEGATE, "Id": "Another"})

    found = compared(WORLD, done(WORLD, "organizations.put_resource_policy", content=again))

    (text,) = found.texts
    assert str(text.name) == "Delegation policy says something else"
    assert Section.DELEGATION not in found.same
    assert any("Another" in line.text for line in text.diff if line.mark == "+")


def test_it_shows_what_another_version_of_a_managed_policy_says():
    rewritten = done(
        WORLD,
        "iam.create_policy_version",
        account_id=DEV_1,
        policy_arn=DEPLOY,
        policy_document=walks.DENY,
        set_as_default=True,
    )

    (text,) = compared(WORLD, rewritten).texts

    assert str(text.name) == "policy Deploy in dev-1 says something else"


def test_what_comes_with_its_account_is_not_told_twice():
    made = done(
        WORLD,
        "organizations.create_account",
        email="new@example.org",
        account_name="new",
        tags=[],
        role_name="OrganizationAccountAccessRole",
        iam_user_access_to_billing="ALLOW",
    )

    assert told(WORLD, made) == [
        (Section.TREE, "new in Root"),
        (Section.MEMBERSHIP, "Creation of new is new"),
    ]


def test_sections_without_a_difference_are_named():
    moved = done(
        WORLD,
        "organizations.move_account",
        account_id=DEV_1,
        source_parent_id=DEV,
        destination_parent_id=ROOT,
    )

    assert set(compared(WORLD, moved).same) == set(Section) - {Section.TREE}


def test_policies_in_another_order_are_a_difference():
    turned = replace(WORLD.accounts[DEV_1].users["mary"], attached=(READ_ONLY, DEPLOY))
    back = replace(turned, attached=(DEPLOY, READ_ONLY))

    def with_mary(mary):
        account = replace(WORLD.accounts[DEV_1], users={"mary": mary})
        return replace(WORLD, accounts={**WORLD.accounts, DEV_1: account})

    assert told(with_mary(turned), with_mary(back)) == [
        (Section.INSIDE, "user mary attached policies: in another order, in dev-1")
    ]


def test_accounts_that_have_no_order_are_told_by_name():
    everybody = frozenset([*WORLD.accounts, *WORLD.outsiders])
    alone = replace(WORLD, billing=replace(WORLD.billing, not_sharing_credits=everybody))

    assert [line.partition(": ")[2] for _, line in told(WORLD, alone)] == [
        f"{name} added" for name in ("dev-1", "dev-2", "management", "partner", "sandbox-1")
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_it_tells_nothing_only_of_equal_organizations(data):
    """Whichever operations lie between the two, and whichever of them comes first."""
    later = WORLD
    for revision in range(1, data.draw(st.integers(1, 3), label="steps") + 1):
        key, parameters = walks.operation(data.draw, later)
        try:
            later = done(later, key, revision, **parameters)
        except AwsError:
            continue
        assert compared(WORLD, later).is_nothing is (later == WORLD), key
        assert compared(later, WORLD).is_nothing is (later == WORLD), key


def test_every_message_can_be_said():
    filled = dict.fromkeys(("name", "what", "where", "then", "now", "service", "count"), "x")
    for message in words_of_comparison.MESSAGES:
        assert "{" not in str(words_of_comparison.Said(message, filled))


def test_every_handshake_has_a_name():
    assert lines_of_comparison.HANDSHAKES.keys() == set(HandshakeAction)
