"""Organizations User Guide, "SCP evaluation": what the policies on the path leave over."""

from __future__ import annotations

import pytest

from policies.engine.decision import GateKind, GateVerdict
from policies.engine.request import Exemption, Level, Principal, PrincipalType
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALLOWED,
    APP_SESSION,
    BUCKET,
    EXPLICIT,
    FULL,
    IMPLICIT,
    ROOT_USER,
    allow,
    context,
    decide,
    deny,
    identity,
    path,
    scp,
)

ONLY_EC2 = scp("OnlyEC2", allow("ec2:*"))
ONLY_S3 = scp("OnlyS3", allow("s3:*"))
DENY_EC2 = scp("DenyEC2", deny("ec2:*"))
DENY_DELETE_BUCKET = scp("KeepBuckets", deny("s3:DeleteBucket", on="arn:aws:s3:::*"))


@pytest.mark.parametrize(
    ("root", "unit", "account", "expected"),
    [
        ("allow", "allow", "allow", ALLOWED),
        ("allow", "-", "allow", IMPLICIT),
        ("-", "allow", "allow", IMPLICIT),
        ("allow", "allow", "-", IMPLICIT),
        ("deny", "allow", "allow", EXPLICIT),
        ("allow", "deny", "allow", EXPLICIT),
        ("allow", "allow", "deny", EXPLICIT),
        ("deny", "-", "-", EXPLICIT),
        ("allow", "allow and deny", "allow", EXPLICIT),
    ],
)
def test_union_within_a_level_intersection_across_levels_and_a_deny_anywhere(root, unit, account, expected):
    attached = {"allow": (FULL,), "-": (), "deny": (DENY_EC2,), "allow and deny": (FULL, DENY_EC2)}
    levels = path(root=attached[root], prod=attached[unit], account=attached[account])

    assert decide("ec2:RunInstances", scps=levels).decision is expected


def test_full_aws_access_everywhere_lets_identity_policies_decide():
    assert decide("ec2:RunInstances").decision is ALLOWED
    assert decide("ec2:RunInstances", identities=()).decision is IMPLICIT


def test_a_deny_is_inherited_by_everything_below():
    stop_logging = scp("KeepTrail", deny("cloudtrail:StopLogging"))
    pci = (*path(prod=(FULL, stop_logging))[:2], Level("ou-exam-pci00000", "PCI", (FULL,)), path()[2])

    evaluation = decide("cloudtrail:StopLogging", scps=pci)

    assert evaluation.decision is EXPLICIT
    assert evaluation.rule.code == "deny.explicit:scp@Prod/KeepTrail#0"


def test_a_lower_allow_cannot_undo_a_deny():
    levels = path(root=(FULL, DENY_DELETE_BUCKET), account=(FULL, scp("Allow", allow("s3:DeleteBucket"))))

    evaluation = decide("s3:DeleteBucket", BUCKET, scps=levels)

    assert evaluation.rule.code == "deny.explicit:scp@Root/KeepBuckets#0"


def test_an_allow_list_at_one_level_limits_all_below():
    levels = path(prod=(scp("AllowList", allow("ec2:*", "s3:*")),))

    assert decide("s3:GetObject", "arn:aws:s3:::b/k", scps=levels).decision is ALLOWED
    refused = decide("rds:CreateDBInstance", scps=levels)
    assert refused.rule.code == "deny.implicit:scp@Prod"


def test_a_deny_list_without_an_allow_beside_it_denies_everything():
    evaluation = decide("ec2:DescribeInstances", scps=path(root=(DENY_DELETE_BUCKET,)))

    assert evaluation.rule.code == "deny.implicit:scp@Root"


def test_policies_at_one_level_add_up():
    assert decide("s3:GetObject", scps=path(prod=(ONLY_EC2, ONLY_S3))).decision is ALLOWED


def test_disjoint_levels_leave_nothing():
    levels = path(prod=(ONLY_EC2,), account=(ONLY_S3,))

    assert decide("s3:GetObject", scps=levels).rule.code == "deny.implicit:scp@Prod"
    assert decide("ec2:RunInstances", scps=levels).rule.code == "deny.implicit:scp@A"


def test_a_child_cannot_widen_what_its_parent_allows():
    levels = path(prod=(ONLY_EC2,), account=(FULL,))

    assert decide("s3:GetObject", scps=levels).rule.code == "deny.implicit:scp@Prod"
    assert decide("ec2:RunInstances", scps=levels).decision is ALLOWED


@pytest.mark.parametrize("exemption", list(Exemption))
def test_whom_no_scp_binds_only_identity_policies_decide(exemption):
    evaluation = decide("s3:CreateBucket", BUCKET, scps=exemption)

    assert evaluation.decision is ALLOWED
    assert evaluation.gates[0].verdict is GateVerdict.DOES_NOT_APPLY
    assert evaluation.gates[0].exemption is exemption
    assert decide("s3:CreateBucket", BUCKET, scps=exemption, identities=()).decision is IMPLICIT


def test_the_arn_of_a_service_linked_role_says_that_no_scp_binds_it():
    service = "autoscaling.amazonaws.com"
    arn = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{service}/AWSServiceRoleForAutoScaling"
    role = Principal(arn, ACCOUNT, PrincipalType.ROLE_SESSION)

    evaluation = decide("ec2:RunInstances", scps=path(prod=(FULL, DENY_EC2)), principal=role)

    assert evaluation.decision is ALLOWED
    assert evaluation.gates[0].exemption is Exemption.SERVICE_LINKED_ROLE


def test_a_members_root_user_is_bound():
    no_root = scp("NoRoot", deny("*", if_={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}))
    levels = path(prod=(FULL, no_root))

    root = decide(
        "s3:CreateBucket",
        BUCKET,
        scps=levels,
        principal=ROOT_USER,
        identities=(),
        given=context(aws__PrincipalArn=ROOT_USER.arn),
    )
    admin = decide(
        "s3:CreateBucket",
        BUCKET,
        scps=levels,
        given=context(aws__PrincipalArn=f"arn:aws:iam::{ACCOUNT}:user/Alice"),
    )

    assert root.rule.code == "deny.explicit:scp@Prod/NoRoot#0"
    assert admin.decision is ALLOWED


def test_a_session_that_came_from_elsewhere_is_bound_like_any_of_the_account():
    levels = path(prod=(FULL, DENY_DELETE_BUCKET))

    assert decide("s3:DeleteBucket", BUCKET, scps=levels, principal=APP_SESSION).decision is EXPLICIT


@pytest.mark.parametrize(
    ("action", "region", "expected"),
    [
        ("ec2:RunInstances", "us-east-1", EXPLICIT),
        ("ec2:RunInstances", "eu-central-1", ALLOWED),
        ("iam:CreateRole", "us-east-1", ALLOWED),
        ("cloudfront:CreateDistribution", "us-east-1", EXPLICIT),  # global, and not in the list
    ],
)
def test_a_region_guard_hits_global_services_that_it_does_not_exempt(action, region, expected):
    guard = scp(
        "RegionGuard",
        deny(
            NotAction=["iam:*", "organizations:*", "sts:*", "support:*"],
            if_={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}},
        ),
    )

    evaluation = decide(action, scps=path(prod=(FULL, guard)), given=context(aws__RequestedRegion=region))

    assert evaluation.decision is expected


@pytest.mark.parametrize(("team", "expected"), [("net", ALLOWED), ("dev", IMPLICIT), (None, IMPLICIT)])
def test_an_scp_may_allow_under_a_condition(team, expected):
    levels = path(
        prod=(scp("NetOnly", allow("ec2:*", if_={"StringEquals": {"aws:PrincipalTag/team": "net"}})),)
    )
    given = context() if team is None else context(**{"aws__PrincipalTag/team": team})

    assert decide("ec2:RunInstances", scps=levels, given=given).decision is expected


def test_not_action_with_allow_is_no_deny():
    all_but_iam = scp("AllButIam", allow(NotAction="iam:*"))

    assert decide("iam:CreateUser", scps=path(prod=(all_but_iam,))).rule.code == "deny.implicit:scp@Prod"
    assert decide("iam:CreateUser", scps=path(prod=(all_but_iam, FULL))).decision is ALLOWED


def test_an_scp_may_allow_certain_resources_only():
    levels = path(prod=(scp("Corp", allow("s3:*", on=["arn:aws:s3:::corp-*", "arn:aws:s3:::corp-*/*"])),))

    assert decide("s3:GetObject", "arn:aws:s3:::corp-logs/x", scps=levels).decision is ALLOWED
    assert decide("s3:GetObject", "arn:aws:s3:::private/x", scps=levels).decision is IMPLICIT
    # This action has no resource types, so its resource is "*", which no ARN covers.
    assert decide("s3:ListAllMyBuckets", "*", scps=levels).decision is IMPLICIT


def test_data_may_not_leave_for_resources_of_others():
    keep_in = scp(
        "KeepIn", deny("s3:*", if_={"StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-exampleorg1"}})
    )
    levels = path(prod=(FULL, keep_in))

    foreign = decide("s3:PutObject", scps=levels, given=context(aws__ResourceOrgID="o-elsewhere"))
    own = decide("s3:PutObject", scps=levels, given=context(aws__ResourceOrgID="o-exampleorg1"))

    assert (foreign.decision, own.decision) == (EXPLICIT, ALLOWED)


def test_a_moved_account_leaves_the_policies_of_its_old_unit_behind():
    sandbox = (path()[0], Level("ou-exam-sandbox0", "Sandbox", (FULL, DENY_EC2)), path()[2])

    assert decide("ec2:RunInstances", scps=sandbox).decision is EXPLICIT
    assert decide("ec2:RunInstances", scps=path()).decision is ALLOWED


def test_scps_grant_nothing_even_where_they_allow_everything():
    evaluation = decide("s3:GetObject", scps=path(prod=(ONLY_S3,)), identities=())

    assert evaluation.rule.code == "deny.implicit:identity"
    assert evaluation.rule.target_name == "user/Alice"


def test_the_first_deny_on_the_path_is_the_rule_and_all_gates_are_told():
    levels = path(prod=(FULL, DENY_EC2), account=(DENY_EC2,))

    evaluation = decide("ec2:RunInstances", scps=levels, identities=(ADMIN, identity("NoEC2", deny("ec2:*"))))

    assert evaluation.rule.code == "deny.explicit:scp@Prod/DenyEC2#0"
    assert [(gate.name, gate.verdict) for gate in evaluation.gates] == [
        ("Root", GateVerdict.PASSES),
        ("Prod", GateVerdict.EXPLICITLY_DENIES),
        ("A", GateVerdict.EXPLICITLY_DENIES),
        ("user/Alice", GateVerdict.EXPLICITLY_DENIES),
    ]
    assert [len(gate.statements) for gate in evaluation.gates] == [1, 2, 1, 2]
    assert evaluation.gates[-1].kind is GateKind.IDENTITY


def test_a_deny_further_down_beats_a_missing_allow_further_up():
    evaluation = decide("ec2:RunInstances", scps=path(root=(), account=(FULL, DENY_EC2)))

    assert evaluation.rule.code == "deny.explicit:scp@A/DenyEC2#0"


def test_an_identity_deny_beats_a_missing_allow_in_the_scps():
    evaluation = decide(
        "ec2:RunInstances", scps=path(root=()), identities=(ADMIN, identity("NoEC2", deny("ec2:*")))
    )

    assert evaluation.rule.code == "deny.explicit:identity/NoEC2#0"
