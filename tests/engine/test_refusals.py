"""What AWS itself refuses, whatever policies say: to change what belongs to AWS."""

from __future__ import annotations

import pytest

from policies.catalogue import AccessLevel, catalogue
from policies.engine.decision import GateKind, GateVerdict
from policies.engine.refusals import PROTECTED
from policies.engine.request import AnyResource, Principal, PrincipalType, named_resource
from tests.engine.world import (
    ACCOUNT,
    ALICE,
    ALLOWED,
    CLOUDTRAIL,
    DEPENDS,
    EXPLICIT,
    FULL,
    IMPLICIT,
    ROOT_USER,
    allow,
    decide,
    deny,
    path,
    resource_policy,
    scp,
)

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
MINE = f"arn:aws:iam::{ACCOUNT}:policy/Mine"
RESERVED = f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1"
ANY_POLICY = AnyResource(("arn:${Partition}:iam::${Account}:policy/${PolicyName}",))
ALIAS = f"arn:aws:kms:eu-central-1:{ACCOUNT}:alias/aws/s3"


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("iam:DeletePolicy", READ_ONLY, IMPLICIT),
        ("IAM:deletepolicy", READ_ONLY, IMPLICIT),
        ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/job-function/Billing", IMPLICIT),
        ("iam:TagPolicy", READ_ONLY, IMPLICIT),
        ("iam:GetPolicy", READ_ONLY, ALLOWED),
        ("iam:DeletePolicy", MINE, ALLOWED),
        ("iam:PutRolePolicy", RESERVED, IMPLICIT),
        ("iam:DeleteRole", RESERVED, IMPLICIT),
        ("iam:PassRole", RESERVED, ALLOWED),  # passes it on and leaves it as it is
        ("iam:DeleteRole", f"arn:aws:iam::{ACCOUNT}:role/App", ALLOWED),
        ("kms:DeleteAlias", ALIAS, IMPLICIT),
        ("kms:CreateAlias", f"arn:aws:kms:eu-central-1:{ACCOUNT}:alias/mine", ALLOWED),
        # Where no resource is named, policies decide.
        ("iam:DeletePolicy", ANY_POLICY, ALLOWED),
        # Several are named.
        ("iam:DeletePolicy", named_resource("arn:aws:iam::aws:policy/*"), IMPLICIT),
        ("iam:DeletePolicy", named_resource("arn:aws:iam::*:policy/*"), DEPENDS),
        ("iam:DeletePolicy", named_resource(f"arn:aws:iam::{ACCOUNT}:policy/*"), ALLOWED),
    ],
)  # fmt: skip
@pytest.mark.parametrize("caller", [ALICE, ROOT_USER])
def test_nobody_changes_what_belongs_to_aws(caller, action, resource, expected):
    evaluation = decide(action, resource, principal=caller)

    assert evaluation.decision is expected
    assert (evaluation.rule.gate is GateKind.AWS) is (expected is not ALLOWED)


def test_aws_itself_does():
    reserves = Principal(
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO",
        ACCOUNT,
        PrincipalType.ROLE_SESSION,
    )
    by_name = resource_policy(allow("iam:*", Principal={"Service": CLOUDTRAIL.arn}))

    assert decide("iam:PutRolePolicy", RESERVED, principal=reserves).decision is ALLOWED
    assert decide("iam:PutRolePolicy", RESERVED, principal=CLOUDTRAIL, attached=by_name).decision is ALLOWED


def test_a_deny_comes_first():
    no_iam = path(prod=(FULL, scp("NoIam", deny("iam:*"))))

    assert decide("iam:DeletePolicy", READ_ONLY, scps=no_iam).decision is EXPLICIT
    assert decide("iam:DeletePolicy", READ_ONLY, identities=()).rule.code == "deny.implicit:aws"


def test_it_is_a_gate_before_all_others_which_are_told_too():
    first, *others = decide("iam:DeletePolicy", READ_ONLY).gates

    assert (first.kind, first.verdict, first.statements) == (GateKind.AWS, GateVerdict.NOTHING_ALLOWS, ())
    assert {gate.verdict for gate in others} == {GateVerdict.PASSES}


def test_all_actions_that_change_such_resources_are_known():
    """Service Authorization Reference: Write, Permissions management and Tagging."""
    kinds = {"iam": ("policy", "role"), "kms": ("alias",)}
    changing = {
        action.identifier.lower()
        for action in catalogue().actions
        if action.access_level not in (AccessLevel.LIST, AccessLevel.READ)
        and any(each.type.name in kinds.get(action.service, ()) for each in action.resource_types)
    }

    assert changing - {"iam:passrole"} == {action for each in PROTECTED for action in each.actions}
