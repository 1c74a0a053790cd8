"""What the judge says about acme: the figures that a visitor sees first, and that both ways agree."""

from dataclasses import replace

import pytest

from accounts.organization.decisions import Circumstances, Mfa, principals_of
from accounts.organization.operations import apply
from accounts.organization.state import AccountState
from policies.engine.decision import Decision, GateKind
from tests.organization.world import (
    ACME,
    AUDIT,
    DENY_EC2,
    DEV,
    DEV_1,
    DEV_2,
    DEV_3,
    FULL_AWS_ACCESS,
    LOG,
    MGMT,
    NEWCO,
    OCCASION,
    PROD,
    PROD_1,
    PROD_2,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    policy,
    with_account,
    with_service_linked_role,
)

ALLOWED, EXPLICIT, IMPLICIT = Decision.ALLOWED, Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED


def done(*operations, organization=ACME):
    for key, parameters in operations:
        organization = apply(organization, key, parameters, OCCASION).organization
    return organization


def scp(statement: str, target_id: str = ROOT):
    """acme with one more SCP of this text on ``target_id``."""
    made = apply(
        ACME,
        "organizations.create_policy",
        {"content": statement, "description": "", "name": "Extra", "type": SCP_TYPE},
        OCCASION,
    )
    policy_id = made.response["Policy"]["PolicySummary"]["Id"]
    return done(
        ("organizations.attach_policy", {"policy_id": policy_id, "target_id": target_id}),
        organization=made.organization,
    )


MOVED = done(
    (
        "organizations.move_account",
        {"account_id": SBX_1, "source_parent_id": SANDBOX, "destination_parent_id": DEV},
    )
)
ONLY_ADMINS_DELETE = scp(
    policy("Deny", "s3:Delete*", Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}})
)
ONLY_EUROPE = scp(policy("Deny", "*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}))


def ec2(universe) -> int:
    return universe.service_mask("ec2")


class TestPermissions:
    @pytest.mark.parametrize(
        ("account_id", "label", "action", "decision"),
        [
            (MGMT, "user/boss", "organizations:LeaveOrganization", ALLOWED),  # SCPs do not bind mgmt
            (NEWCO, "role/Admin", "organizations:LeaveOrganization", EXPLICIT),
            (NEWCO, "root user", "organizations:LeaveOrganization", EXPLICIT),
            (DEV_1, "user/john", "ec2:StartInstances", EXPLICIT),  # his policy allows it, DenyEC2 does not
            (DEV_1, "user/john", "s3:ListAllMyBuckets", IMPLICIT),
            (DEV_1, "role/Admin", "ec2:RunInstances", EXPLICIT),
            (PROD_1, "user/mary", "s3:ListAllMyBuckets", ALLOWED),
            (PROD_1, "user/mary", "ec2:DescribeInstances", IMPLICIT),  # Prod allows S3 only
            (PROD_1, "user/mary", "s3:DeleteBucket", IMPLICIT),  # she only reads
            (PROD_1, "role/Admin", "s3:DeleteBucket", ALLOWED),
            (SBX_1, "role/Admin", "ec2:RunInstances", ALLOWED),
            (SBX_1, "role/Developer", "iam:CreateUser", IMPLICIT),
        ],
    )
    def test_decisions(self, judge, universe, account_id, label, action, decision):
        permissions = judge.permissions(ACME, account_id, label)

        assert permissions.decision(universe.index(action)) is decision
        assert judge.evaluate(ACME, account_id, label, action).decision is decision

    def test_the_rule_is_named_after_its_place(self, judge, universe):
        rule = judge.permissions(ACME, DEV_2, "role/Admin").rule(universe.index("ec2:RunInstances"))

        assert (rule.gate, rule.target_id, rule.policy_name) == (GateKind.SERVICE_CONTROL, DEV, "DenyEC2")
        assert rule == judge.evaluate(ACME, DEV_2, "role/Admin", "ec2:RunInstances").rule

    def test_the_resource_may_be_named(self, judge):
        organization = scp(policy("Deny", "s3:GetObject", Resource="arn:aws:s3:::secret/*"), SANDBOX)

        def get(resource):
            return judge.evaluate(
                organization, SBX_1, "role/Admin", "s3:GetObject", resource=resource
            ).decision

        assert get(None) is Decision.DEPENDS
        assert get("arn:aws:s3:::secret/x") is EXPLICIT
        assert get("arn:aws:s3:::open/x") is ALLOWED
        assert get("arn:aws:s3:::secret/*") is EXPLICIT
        assert get("arn:aws:s3:::s*") is Decision.DEPENDS
        assert get("arn:aws:s3:::open/?") is ALLOWED

    def test_circumstances_settle_what_depends(self, judge):
        def run(**circumstances):
            return judge.evaluate(
                ONLY_EUROPE, SBX_1, "role/Admin", "ec2:RunInstances", Circumstances(**circumstances)
            ).decision

        assert run() is Decision.DEPENDS
        assert run(region="eu-west-1") is ALLOWED
        assert run(region="us-east-1") is EXPLICIT

    def test_nobody_by_that_name(self, judge):
        with pytest.raises(KeyError):
            judge.permissions(ACME, DEV_1, "user/mary")
        with pytest.raises(KeyError):
            judge.evaluate(ACME, "999999999999", "role/Admin", "s3:GetObject")


class TestPassing:
    def test_what_the_scps_let_through_level_by_level(self, judge, universe):
        everything = len(universe)

        def passing(target_id, organization=ACME):
            return judge.passing(organization, target_id).bit_count()

        assert passing(MGMT) == everything
        assert passing(ROOT) == passing(SANDBOX) == passing(NEWCO) == everything - 1
        assert passing(DEV) == passing(DEV_1) == everything - 1 - ec2(universe).bit_count()
        assert judge.passing(ACME, PROD) == universe.service_mask("s3") | 1 << universe.index(
            "sts:GetCallerIdentity"
        )
        off = done(("organizations.disable_policy_type", {"root_id": ROOT, "policy_type": SCP_TYPE}))
        assert passing(DEV, off) == everything

    def test_what_depends_passes(self, judge, universe):
        passing = judge.passing(ONLY_EUROPE, SANDBOX)

        assert passing >> universe.index("ec2:RunInstances") & 1
        assert not passing >> universe.index("iam:CreateUser") & 1  # IAM is in us-east-1, always


class TestWhoCan:
    def test_one_question_to_the_whole_tree(self, judge):
        assert judge.who_can(ACME, "ec2:RunInstances", "role/Developer") == {
            MGMT: ALLOWED,
            AUDIT: ALLOWED,
            LOG: ALLOWED,
            DEV_1: EXPLICIT,
            DEV_2: EXPLICIT,
            DEV_3: EXPLICIT,
            PROD_1: IMPLICIT,
            PROD_2: IMPLICIT,
            SBX_1: ALLOWED,
            NEWCO: ALLOWED,
        }

    def test_most_accounts_have_no_john(self, judge):
        answers = judge.who_can(ACME, "s3:GetObject", "user/john")

        assert answers.pop(DEV_1) is IMPLICIT
        assert set(answers.values()) == {None}

    def test_a_closed_account_has_nobody(self, judge):
        closed = with_account(ACME, replace(ACME.accounts[SBX_1], state=AccountState.CLOSED))

        assert judge.who_can(closed, "s3:GetObject", "root user")[SBX_1] is None
        assert judge.union(closed, SBX_1) == 0


class TestUnion:
    def test_somebody_in_the_account_may(self, judge):
        assert judge.union(ACME, PROD_1) == judge.permissions(ACME, PROD_1, "root user").allowed


class TestImpact:
    def test_moving_sbx_1_to_dev_costs_each_of_its_principals_ec2(self, judge, universe):
        impact = judge.impact(ACME, MOVED)

        (account,) = impact.accounts
        assert account.account_id == SBX_1
        assert {label: change.lost for label, change in account.principals} == dict.fromkeys(
            ("role/Admin", "role/Developer", "root user"), ec2(universe)
        )
        assert (impact.gained, impact.lost, impact.now_depends, impact.principals) == (
            0,
            3 * ec2(universe).bit_count(),
            0,
            3,
        )

    def test_and_back_gives_it_back(self, judge):
        there, back = judge.impact(ACME, MOVED), judge.impact(MOVED, ACME)

        assert (back.gained, back.lost) == (there.lost, there.gained)

    def test_a_deny_at_the_root_reaches_all_but_the_management_account(self, judge, universe):
        after = done(("organizations.attach_policy", {"policy_id": DENY_EC2, "target_id": ROOT}))

        impact = judge.impact(ACME, after)

        assert [account.account_id for account in impact.accounts] == [AUDIT, LOG, SBX_1, NEWCO]

    def test_a_new_unit_or_account_takes_nothing_from_anybody(self, judge):
        after = done(
            ("organizations.create_organizational_unit", {"parent_id": ROOT, "name": "New"}),
            ("organizations.create_account", {"email": "new@acme.example", "account_name": "new"}),
        )

        assert judge.impact(ACME, after).accounts == ()

    def test_what_now_depends_is_lost_too(self, judge):
        impact = judge.impact(ACME, ONLY_EUROPE)

        (sandbox,) = (account for account in impact.accounts if account.account_id == SBX_1)
        change = dict(sandbox.principals)["role/Admin"]
        assert change.now_depends & change.lost == change.now_depends != 0


class TestBothWaysAgree:
    """Whole organizations are decided by kinds of accounts; that must change nothing."""

    @pytest.mark.parametrize(
        "organization",
        [
            ACME,
            MOVED,
            ONLY_ADMINS_DELETE,
            ONLY_EUROPE,
            done(("organizations.disable_policy_type", {"root_id": ROOT, "policy_type": SCP_TYPE})),
            done(("organizations.detach_policy", {"policy_id": FULL_AWS_ACCESS, "target_id": DEV})),
            with_service_linked_role(DEV_1),
        ],
        ids=["acme", "moved", "by principal", "by region", "without SCPs", "deny alone", "linked"],
    )
    @pytest.mark.parametrize(
        "circumstances", [Circumstances(), Circumstances(region="eu-west-1", mfa=Mfa.USED)]
    )
    def test_on_every_principal(self, judge, organization, circumstances):
        for account in organization.accounts.values():
            for label in principals_of(account):
                one = judge.permissions(organization, account.id, label, circumstances)
                (change,) = changes_of(judge, organization, account.id, label, circumstances) or (None,)
                for action in ("s3:DeleteBucket", "ec2:CreateNetworkInterface", "iam:CreateUser"):
                    index = judge.universe.index(action)
                    at_once = judge.who_can(organization, action, label, circumstances)[account.id]
                    assert at_once is one.decision(index)
                if change is not None:
                    before = judge.permissions(ACME, account.id, label, circumstances)
                    assert change.gained == one.allowed & ~before.allowed
                    assert change.lost == before.allowed & ~one.allowed


def changes_of(judge, organization, account_id, label, circumstances):
    return [
        change
        for account in judge.impact(ACME, organization, circumstances).accounts
        if account.account_id == account_id
        for name, change in account.principals
        if name == label
    ]
