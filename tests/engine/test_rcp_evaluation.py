"""Organizations User Guide, "Resource control policies": whom and what they reach.

The worked examples: an organization with account A in Prod, an outsider X, whose user is Bob. The
bucket belongs to A and lets X in; an RCP at the root keeps everybody out who is not of the
organization, except AWS services.
"""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import json

import pytest

from policies.engine.decision import GateKind, GateVerdict
from policies.engine.document import PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.request import Exemption, Principal, PrincipalType
from tests.engine.world import (
    ACCOUNT,
    ALICE,
    ALLOWED,
    ANONYMOUS,
    BOB,
    CLOUDTRAIL,
    EXPLICIT,
    FULL,
    IMPLICIT,
    OBJECT,
    OTHER_ACCOUNT,
    ROOT_USER,
    allow,
    context,
    decide,
    deny,
    path,
    rcp,
    rcp_path,
    resource_policy,
    scp,
)

ONLY_OURS = rcp(
    "OnlyOurs",
    deny(
        "s3:*",
        if_={
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg1"},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    ),
)
NO_S3 = rcp("NoS3", deny("s3:*"))
LETS_X_IN = resource_policy(allow("s3:*", Principal={"AWS": OTHER_ACCOUNT}))
OF_NO_ORGANIZATION = context(aws__PrincipalIsAWSService="false")
OURS = context(aws__PrincipalOrgID="o-exampleorg1", aws__PrincipalIsAWSService="false")
AS_A_SERVICE = context(aws__PrincipalIsAWSService="true")


KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"
AUTOSCALING = Principal("autoscaling.amazonaws.com", "", PrincipalType.SERVICE)
SERVICE_LINKED_ROLE = Principal(
    f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ACCOUNT,
    PrincipalType.ROLE_SESSION,
)


def reads(principal, given, *, attached=LETS_X_IN, rcps=None, **more):
    """``principal`` reads an object of A, whose path has the RCP at its root."""
    return decide(
        "s3:GetObject",
        OBJECT,
        principal=principal,
        given=given,
        attached=attached,
        owner=ACCOUNT,
        rcps=rcp_path(root=(ONLY_OURS,)) if rcps is None else rcps,
        **more,
    )


def test_18_an_scp_does_not_keep_outsiders_from_our_resources():
    assert reads(BOB, OF_NO_ORGANIZATION, rcps=rcp_path(), scps=Exemption.NO_ORGANIZATION).decision is ALLOWED


def test_19a_an_rcp_does():
    evaluation = reads(BOB, OF_NO_ORGANIZATION, scps=Exemption.NO_ORGANIZATION)

    assert evaluation.rule.code == "deny.explicit:rcp@Root/OnlyOurs#0"


def test_19b_our_own_read_on():
    assert reads(ALICE, OURS).decision is ALLOWED


def test_19c_a_service_whom_the_condition_spares_reads_on():
    lets_cloudtrail_in = resource_policy(allow("s3:*", Principal={"Service": "cloudtrail.amazonaws.com"}))

    assert reads(CLOUDTRAIL, AS_A_SERVICE, attached=lets_cloudtrail_in).decision is ALLOWED
    assert (
        reads(CLOUDTRAIL, AS_A_SERVICE, attached=lets_cloudtrail_in, rcps=rcp_path(root=(NO_S3,))).decision
        is EXPLICIT
    )


def test_19d_resources_of_the_management_account_are_exempt():
    evaluation = reads(
        BOB, OF_NO_ORGANIZATION, rcps=Exemption.MANAGEMENT_ACCOUNT, scps=Exemption.NO_ORGANIZATION
    )

    assert evaluation.decision is ALLOWED
    assert [gate.exemption for gate in evaluation.gates if gate.kind is GateKind.RESOURCE_CONTROL] == [
        Exemption.MANAGEMENT_ACCOUNT
    ]


@pytest.mark.parametrize(
    ("action", "reaches"),
    [
        ("s3:GetObject", True),
        ("S3:GETOBJECT", True),
        ("sns:Publish", False),  # 19e: SNS does not support RCPs
        ("kms:Decrypt", True),
        ("kms:RetireGrant", False),
    ],
)
def test_19e_only_services_that_support_rcps_are_reached(action, reaches):
    rcps = rcp_path(prod=(rcp("No", deny("s3:*", "sns:*", "kms:*")),))

    evaluation = decide(action, rcps=rcps, services_with_rcps=frozenset({"s3", "kms"}))

    assert (evaluation.decision is EXPLICIT) is reaches
    exempt = [gate for gate in evaluation.gates if gate.kind is GateKind.RESOURCE_CONTROL]
    assert [gate.verdict for gate in exempt if not reaches] == [GateVerdict.DOES_NOT_APPLY] * (not reaches)


ALIASES = context(kms__ResourceAliases=("alias/aws/s3",))
ROLE_OF_A_SERVICE = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRole"


@pytest.mark.parametrize(
    ("action", "resource", "given", "caller", "exemption"),
    [
        ("kms:Decrypt", KEY, ALIASES, ALICE, Exemption.AWS_MANAGED_KEY),
        ("kms:Decrypt", KEY, context(kms__ResourceAliases=("alias/mine",)), ALICE, None),
        ("kms:Decrypt", KEY, context(), ALICE, None),
        ("s3:GetObject", OBJECT, ALIASES, ALICE, None),
        ("kms:ListAliases", f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/aws/s3", context(), ALICE, Exemption.AWS_MANAGED_KEY),
        ("s3:GetObject", OBJECT, context(), SERVICE_LINKED_ROLE, Exemption.SERVICE_LINKED_ROLE),
        ("s3:GetObject", f"{OBJECT}:role/aws-service-role/", context(), ALICE, None),  # a name that looks like it
        ("kms:Decrypt", f"{KEY}:alias/aws/s3", context(), ALICE, None),
        ("sts:AssumeRole", ROLE_OF_A_SERVICE, context(), AUTOSCALING, Exemption.SERVICE_LINKED_ROLE),
    ],
)  # fmt: skip
def test_neither_aws_managed_keys_nor_service_linked_roles_and_their_trust(
    action, resource, given, caller, exemption
):
    rcps = rcp_path(root=(rcp("No", deny("s3:*", "kms:*", "sts:*")),))

    evaluation = decide(action, resource, principal=caller, given=given, rcps=rcps)

    gate = next(gate for gate in evaluation.gates if gate.kind is GateKind.RESOURCE_CONTROL)
    assert gate.exemption is exemption
    assert (evaluation.decision is EXPLICIT) is (exemption is None)


def test_20_an_rcp_does_not_protect_what_is_not_ours_but_an_scp_keeps_ours_from_it():
    lets_a_in = resource_policy(allow("s3:*", Principal={"AWS": ACCOUNT}))
    only_our_resources = scp(
        "OnlyOurResources",
        deny("s3:*", if_={"StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-exampleorg1"}}),
    )

    def writes(scps):
        return decide(
            "s3:PutObject",
            OBJECT,
            attached=lets_a_in,
            owner=OTHER_ACCOUNT,
            rcps=Exemption.NO_ORGANIZATION,
            scps=scps,
        ).decision

    assert writes(path()) is ALLOWED
    assert writes(path(prod=(FULL, only_our_resources))) is EXPLICIT


def test_rcp_full_aws_access_stands_on_every_level_unsaid():
    evaluation = decide("s3:GetObject", OBJECT, rcps=rcp_path())

    gates = [gate for gate in evaluation.gates if gate.kind is GateKind.RESOURCE_CONTROL]
    assert evaluation.decision is ALLOWED
    assert [gate.name for gate in gates] == ["Root", "Prod", "A"]
    assert {gate.verdict for gate in gates} == {GateVerdict.PASSES}


def test_an_rcp_grants_nothing():
    assert decide("s3:GetObject", OBJECT, rcps=rcp_path(), identities=()).decision is IMPLICIT


@pytest.mark.parametrize("caller", [ALICE, ROOT_USER, BOB, CLOUDTRAIL, ANONYMOUS])
def test_it_binds_everybody_who_asks(caller):
    everybody = resource_policy(allow("s3:*", Principal="*"))

    refused = reads(caller, context(), attached=everybody, rcps=rcp_path(account=(NO_S3,)))

    assert refused.rule.code == "deny.explicit:rcp@A/NoS3#0"


def faults(**members):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", **members}
    said = {name: value for name, value in statement.items() if value is not None}
    text = f'{{"Version": "2012-10-17", "Statement": [{json.dumps(said)}]}}'
    try:
        parse_policy(text, PolicyKind.RESOURCE_CONTROL)
    except PolicySyntaxError as error:
        return [fault.path for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("members", "places"),
    [
        ({}, []),
        ({"Resource": None, "NotResource": "*"}, []),
        ({"Effect": "Allow", "Action": "*"}, []),  # RCPFullAWSAccess itself
        ({"Effect": "Allow"}, ["Statement[0].Effect"]),
        ({"Action": "*"}, ["Statement[0].Action"]),
        ({"Action": ["s3:*", "*"]}, ["Statement[0].Action"]),
        ({"Action": None, "NotAction": "s3:*"}, ["Statement[0].NotAction"]),
        ({"Principal": {"AWS": "*"}}, ["Statement[0].Principal"]),
        ({"Principal": {"AWS": ACCOUNT}}, ["Statement[0].Principal"]),
        ({"Principal": None, "NotPrincipal": "*"}, ["Statement[0].NotPrincipal"]),
        ({"Principal": None}, ["Statement[0]"]),
    ],
)
def test_the_grammar_of_rcps(members, places):
    assert faults(**members) == places


@pytest.mark.parametrize("version", ["", '"Version": "2008-10-17", '])
def test_an_rcp_needs_the_current_version(version):
    statement = '{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}'

    with pytest.raises(PolicySyntaxError, match="an RCP needs"):
        parse_policy(f'{{{version}"Statement": {statement}}}', PolicyKind.RESOURCE_CONTROL)


@pytest.mark.parametrize("kind", [PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.SESSION])
def test_boundaries_and_session_policies_are_written_as_identity_policies(kind):
    statement = '{"Effect": "Allow", "Action": "s3:*", "Resource": "*"%s}'

    assert parse_policy('{"Statement": %s}' % (statement % ""), kind).statements
    with pytest.raises(PolicySyntaxError, match="delete this"):
        parse_policy('{"Statement": %s}' % (statement % ', "Principal": "*"'), kind)
