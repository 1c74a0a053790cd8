"""What would allow this, or deny it? Single edits, each of which works. (product.md, SB5)"""

from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from accounts.organization.decisions import Circumstances, EditKind, Mfa, Wanted, principals_of, what_would
from accounts.organization.decisions.counterfactuals import carry_out
from accounts.organization.errors import AwsError
from accounts.organization.operations import apply
from accounts.organization.state import Organization
from policies.engine.decision import Decision
from policies.engine.quotas import SERVICE_CONTROL_POLICY
from tests.organization.generators import actions, circumstances, organizations, principals
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    ALLOW_S3_ONLY,
    DENY_EC2,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    NEWCO,
    OCCASION,
    PROD,
    PROD_1,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    policy,
    with_service_linked_role,
)

EUROPE = Circumstances(region="eu-west-1")


def after(organization: Organization, edit) -> Organization:
    """The edit done as the page would do it."""

    def do(operation, **parameters):
        nonlocal organization
        organization, response = apply(organization, operation, parameters, OCCASION)
        return response

    carry_out(edit, do)
    return organization


def with_scp(text: str, target_id: str) -> Organization:
    organization = ACME

    def do(operation, **parameters):
        nonlocal organization
        organization, response = apply(organization, operation, parameters, OCCASION)
        return response

    words = {"content": text, "description": "", "name": "Extra", "type": SCP_TYPE}
    made = do("organizations.create_policy", **words)["Policy"]["PolicySummary"]["Id"]
    do("organizations.attach_policy", policy_id=made, target_id=target_id)
    return organization


def kinds(found):
    return [candidate.edit.kind for candidate in found.candidates]


def of_kind(found, kind):
    return next(candidate for candidate in found.candidates if candidate.edit.kind is kind)


class TestWhatWouldAllow:
    @pytest.fixture
    def ask(self, judge):
        def ask(account_id, label, action, said=EUROPE, organization=ACME):
            return what_would(judge, organization, account_id, label, action, Wanted.ALLOWED, said)

        return ask

    def test_a_deny_is_narrowed_left_behind_or_detached(self, ask):
        found = ask(DEV_1, "role/Admin", "ec2:RunInstances")

        assert kinds(found) == [EditKind.NARROW_DENY, EditKind.MOVE_ACCOUNT, EditKind.REMOVE_DENY]
        assert of_kind(found, EditKind.REMOVE_DENY).edit.steps == (
            ("organizations.detach_policy", {"policy_id": DENY_EC2, "target_id": DEV}),
        )

    def test_to_exempt_one_role_gives_it_all_that_the_statement_denied(self, ask, universe):
        exempted = of_kind(ask(DEV_1, "role/Admin", "ec2:RunInstances"), EditKind.NARROW_DENY)

        assert exempted.other_changes == universe.service_mask("ec2").bit_count() - 1
        assert (exempted.principals, exempted.accounts) == (1, 1)

    def test_an_account_is_rather_moved_to_a_unit_than_to_the_root(self, ask):
        moved = of_kind(ask(DEV_1, "role/Admin", "ec2:RunInstances"), EditKind.MOVE_ACCOUNT)

        ((_, parameters),) = moved.edit.steps
        assert parameters["destination_parent_id"] != ROOT

    def test_where_no_identity_policy_allows_one_is_written_about_this_action_alone(self, ask):
        found = ask(PROD_1, "user/mary", "s3:DeleteBucket")

        assert kinds(found) == [EditKind.ALLOW_BY_IDENTITY]
        (allowed,) = found.candidates
        assert (allowed.decision, allowed.other_changes) == (Decision.ALLOWED, 0)

    def test_a_level_without_an_allow_gets_one(self, ask):
        found = ask(PROD_1, "role/Admin", "ec2:DescribeInstances")

        smallest, *_, largest = found.candidates
        assert smallest.edit.steps[0][1]["policy_id"] == ALLOW_S3_ONLY  # one action more on its list
        attach = {"policy_id": FULL_AWS_ACCESS, "target_id": PROD}
        assert largest.edit.steps == (("organizations.attach_policy", attach),)

    def test_two_gates_in_the_way_are_too_many_for_a_single_edit(self, ask):
        found = ask(DEV_1, "user/john", "ec2:RunInstances")

        assert found.none_works
        assert [gate.name for gate in found.obstacles] == ["Dev", "user/john"]

    def test_the_root_user_has_no_policies_yet_an_scp_can_exempt_it(self, ask):
        found = ask(NEWCO, "root user", "organizations:LeaveOrganization")

        assert kinds(found) == [EditKind.NARROW_DENY, EditKind.REMOVE_DENY]

    def test_no_scp_is_offered_in_the_management_account(self, ask):
        bare = apply(ACME, "iam.create_user", {"account_id": MGMT, "user_name": "new"}, OCCASION).organization

        assert kinds(ask(MGMT, "user/new", "s3:GetObject", organization=bare)) == [EditKind.ALLOW_BY_IDENTITY]

    def test_circumstances_that_a_policy_asks_for_change_nothing_in_the_organization(self, ask):
        only_europe = with_scp(
            policy("Deny", "*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}), SANDBOX
        )

        found = ask(SBX_1, "role/Admin", "ec2:RunInstances", Circumstances(region="us-east-1"), only_europe)

        best = found.candidates[0]
        assert best.edit.circumstances == Circumstances(region="eu-west-1")
        assert (best.edit.steps, best.other_changes) == ((), 0)

    @pytest.mark.parametrize(
        ("condition", "said", "offered"),
        [
            ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, {"mfa": Mfa.NOT_USED}, {"mfa": Mfa.USED}),
            (
                {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
                {"source_ip": "198.51.100.1"},
                {"source_ip": "203.0.113.0"},
            ),
            (
                {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}},
                {},
                {"principal_tags": {"team": "blue"}},
            ),
        ],
        ids=["MFA", "source address", "session tag"],
    )
    def test_each_circumstance_that_the_page_can_say_is_tried(self, ask, condition, said, offered):
        limited = with_scp(policy("Deny", "ec2:*", Condition=condition), SANDBOX)

        found = ask(SBX_1, "role/Admin", "ec2:RunInstances", replace(EUROPE, **said), limited)

        assert of_kind(found, EditKind.CHANGE_CONTEXT).edit.circumstances == replace(EUROPE, **offered)

    def test_what_aws_would_refuse_is_not_offered(self, ask):
        """An SCP that is full has no room for an exemption."""
        filler = "s3:" + "A" * (SERVICE_CONTROL_POLICY.characters - 150)
        full = with_scp(policy("Deny", "ec2:*", filler), SANDBOX)

        assert EditKind.NARROW_DENY not in kinds(ask(SBX_1, "role/Admin", "ec2:RunInstances", EUROPE, full))

    def test_what_is_allowed_needs_nothing(self, ask):
        found = ask(SBX_1, "role/Admin", "ec2:RunInstances")

        assert found.is_so_already
        assert not found.candidates
        assert not found.none_works

    def test_who_or_what_is_not_there(self, ask):
        for question in ((DEV_1, "user/mary", "s3:GetObject"), (DEV_1, "role/Admin", "ec2:Explode")):
            with pytest.raises(KeyError):
                ask(*question)


class TestWhatWouldDeny:
    @pytest.fixture
    def ask(self, judge):
        def ask(account_id, label, action, organization=ACME):
            return what_would(judge, organization, account_id, label, action, Wanted.DENIED, EUROPE)

        return ask

    def test_the_caller_first_then_the_account_then_all_below_the_root(self, ask):
        found = ask(SBX_1, "role/Admin", "ec2:RunInstances")

        assert kinds(found) == [
            EditKind.DENY_BY_IDENTITY,
            EditKind.DENY_AT_LEVEL,
            EditKind.DENY_AT_LEVEL,
            EditKind.MOVE_ACCOUNT,
            EditKind.REMOVE_ALLOW,
        ]
        assert [candidate.other_changes for candidate in found.candidates][:2] == [0, 2]

    def test_what_allows_can_be_detached(self, ask):
        ((operation, parameters),) = of_kind(
            ask(MGMT, "user/boss", "ec2:RunInstances"), EditKind.REMOVE_ALLOW
        ).edit.steps

        assert operation == "iam.detach_user_policy"
        assert parameters["policy_arn"] == ADMINISTRATOR_ACCESS

    @pytest.mark.parametrize(
        ("account_id", "label", "action"),
        [
            (MGMT, "root user", "ec2:RunInstances"),  # no SCP binds it, and it has no policies
            (SBX_1, "role/Admin", "sts:GetCallerIdentity"),  # no policy takes it away
        ],
    )
    def test_nothing_would(self, ask, account_id, label, action):
        assert ask(account_id, label, action).none_works

    def test_a_service_linked_role_is_its_services(self, ask):
        linked = with_service_linked_role(DEV_1)

        assert ask(DEV_1, "role/Linked", "ec2:CreateNetworkInterface", linked).none_works


questions = st.tuples(principals, actions)


def other_than(decision: Decision) -> Wanted:
    return Wanted.DENIED if decision is Decision.ALLOWED else Wanted.ALLOWED


@settings(max_examples=100, deadline=None)
@given(organization=organizations, question=questions, said=circumstances)
def test_every_candidate_gives_what_is_wanted(judge, organization, question, said):
    (account_id, label), action = question
    wanted = other_than(judge.evaluate(organization, account_id, label, action, said).decision)
    found = what_would(judge, organization, account_id, label, action, wanted, said)
    event(f"{wanted.value}: {len(found.candidates)}")

    assert len(found.candidates) <= 5
    changes = [candidate.other_changes for candidate in found.candidates]
    assert changes == sorted(changes)
    for candidate in found.candidates:
        edited = after(organization, candidate.edit)
        asked = candidate.edit.circumstances or said
        decision = judge.evaluate(edited, account_id, label, action, asked).decision
        assert decision is candidate.decision
        assert wanted.is_met_by(decision)


@settings(max_examples=100, deadline=None)
@given(organization=organizations, question=questions, said=circumstances)
def test_where_none_works_no_single_operation_does(judge, organization, question, said):
    (account_id, label), action = question
    wanted = other_than(judge.evaluate(organization, account_id, label, action, said).decision)
    found = what_would(judge, organization, account_id, label, action, wanted, said)
    event(f"none works: {found.none_works}")
    if not found.none_works:
        return
    for key, parameters in single_operations(organization, account_id, label):
        try:
            edited = apply(organization, key, parameters, OCCASION).organization
        except AwsError:
            continue
        decision = judge.evaluate(edited, account_id, label, action, said).decision
        assert not wanted.is_met_by(decision), (key, parameters)


def single_operations(organization: Organization, account_id: str, label: str):
    """Every move of the account, everything attached to or detached from its path and its principal."""
    account = organization.accounts[account_id]
    for parent in (organization.root.id, *organization.units):
        move = {"source_parent_id": account.parent_id, "destination_parent_id": parent}
        yield "organizations.move_account", {"account_id": account_id, **move}
    for target_id in organization.path(account_id):
        for policy_id in (FULL_AWS_ACCESS, *organization.policies):
            for verb in ("attach", "detach"):
                attachment = {"policy_id": policy_id, "target_id": target_id}
                yield f"organizations.{verb}_policy", attachment
    kind, _, name = label.partition("/")
    if kind in ("user", "role"):
        holder = {"account_id": account_id, f"{kind}_name": name}
        yield f"iam.attach_{kind}_policy", {**holder, "policy_arn": ADMINISTRATOR_ACCESS}
        identity = (account.users if kind == "user" else account.roles)[name]
        for arn in identity.attached:
            yield f"iam.detach_{kind}_policy", {**holder, "policy_arn": arn}
        for policy_name in identity.inline:
            yield f"iam.delete_{kind}_policy", {**holder, "policy_name": policy_name}
        for group in getattr(identity, "groups", ()):
            yield "iam.remove_user_from_group", {**holder, "group_name": group}


@settings(max_examples=5, deadline=None)
@given(organization=organizations, question=questions)
def test_other_changes_are_counted_over_everybody(judge, organization, question):
    (account_id, label), action = question
    wanted = other_than(judge.evaluate(organization, account_id, label, action, EUROPE).decision)
    found = what_would(judge, organization, account_id, label, action, wanted, EUROPE)
    for candidate in found.candidates:
        if not candidate.edit.steps:
            continue
        edited = after(organization, candidate.edit)
        others = -1  # the one asked about
        for account in organization.accounts.values():
            for name in principals_of(account):
                then = judge.permissions(organization, account.id, name, EUROPE)
                now = judge.permissions(edited, account.id, name, EUROPE)
                others += ((then.allowed ^ now.allowed) | (then.depends ^ now.depends)).bit_count()
        assert candidate.other_changes == others
