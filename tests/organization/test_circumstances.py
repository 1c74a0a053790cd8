"""What the simulator knows about a request: every global condition key, for each kind of caller.

Source: IAM User Guide, "AWS global condition context keys", the availability of each key.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from accounts.organization.decisions import Circumstances, Mfa, context_for
from accounts.organization.decisions.circumstances import context_at, is_personal
from accounts.organization.operations import apply
from policies.catalogue import KnownBy, Presence, global_condition_keys
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.engine.request import Lookup, PrincipalType
from tests.organization.world import (
    ACME,
    DENY_EC2,
    DEV,
    DEV_1,
    MGMT,
    OCCASION,
    ROOT,
    WORKLOADS,
    john,
    with_account,
)

ABSENT, UNKNOWN = Lookup.MISSING, Lookup.UNKNOWN
PATHS = (f"{ACME.id}/{ROOT}/{WORKLOADS}/{DEV}/",)
ADMIN = ACME.accounts[DEV_1].roles["Admin"]
CALLERS = {
    "user/john": PrincipalType.USER,
    "role/Admin": PrincipalType.ROLE_SESSION,
    "root user": PrincipalType.ROOT_USER,
}

KEYS = {  # (user, role session, root user), or what all three have
    # Properties of the principal
    "aws:PrincipalArn": tuple(f"arn:aws:iam::{DEV_1}:{who}" for who in ("user/john", "role/Admin", "root")),
    "aws:PrincipalAccount": DEV_1,
    "aws:PrincipalOrgPaths": (PATHS,) * 3,
    "aws:PrincipalOrgID": ACME.id,
    "aws:PrincipalTag/team": ABSENT,  # nobody here has tags: so there is none, which is not unknown
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": ABSENT,
    "aws:PrincipalServiceNamesList": ABSENT,
    "aws:PrincipalType": ("User", "AssumedRole", "Account"),
    "aws:userid": (john(ACME).id, f"{ADMIN.id}:orgsim", DEV_1),
    "aws:username": ("john", ABSENT, ABSENT),
    # Properties of a session; Admin trusts an account, so no service and no provider assumed it
    "aws:AssumedRoot": ABSENT,
    "aws:FederatedProvider": ABSENT,
    "aws:TokenIssueTime": UNKNOWN,  # a user in the console has temporary credentials, too
    "aws:SignInSessionArn": UNKNOWN,
    "aws:MultiFactorAuthAge": UNKNOWN,
    "aws:MultiFactorAuthPresent": UNKNOWN,
    "aws:ChatbotSourceArn": ABSENT,
    "aws:Ec2InstanceSourceVpc": ABSENT,
    "aws:Ec2InstanceSourcePrivateIPv4": ABSENT,
    "aws:SourceIdentity": (ABSENT, UNKNOWN, ABSENT),
    "ec2:RoleDelivery": ABSENT,
    "ec2:SourceInstanceArn": ABSENT,
    "glue:RoleAssumedBy": ABSENT,
    "glue:CredentialIssuingService": ABSENT,
    "codebuild:BuildArn": ABSENT,
    "codebuild:ProjectArn": ABSENT,
    "lambda:SourceFunctionArn": ABSENT,
    "ssm:SourceInstanceArn": ABSENT,
    "identitystore:UserId": ABSENT,
    # Properties of the network
    "aws:SourceIp": UNKNOWN,
    "aws:SourceVpc": UNKNOWN,
    "aws:SourceVpcArn": UNKNOWN,
    "aws:SourceVpce": UNKNOWN,
    "aws:VpceAccount": UNKNOWN,
    "aws:VpceOrgID": UNKNOWN,
    "aws:VpceOrgPaths": UNKNOWN,
    "aws:VpcSourceIp": UNKNOWN,
    # Properties of the resource: of the caller's own account, where none is named
    "aws:ResourceAccount": DEV_1,
    "aws:ResourceOrgID": ACME.id,
    "aws:ResourceOrgPaths": (PATHS,) * 3,
    "aws:ResourceTag/team": UNKNOWN,
    # Properties of the request, which the caller makes itself
    "aws:CalledVia": ABSENT,
    "aws:CalledViaFirst": ABSENT,
    "aws:CalledViaLast": ABSENT,
    "aws:CalledViaAWSMCP": ABSENT,
    "aws:ViaAWSService": "false",
    "aws:ViaAWSMCPService": "false",
    "aws:IsMcpServiceAction": ABSENT,
    "aws:CurrentTime": UNKNOWN,
    "aws:EpochTime": UNKNOWN,
    "aws:referer": UNKNOWN,
    "aws:RequestedRegion": UNKNOWN,
    "aws:RequestTag/team": UNKNOWN,
    "aws:TagKeys": UNKNOWN,
    "aws:SecureTransport": "true",
    "aws:SourceAccount": ABSENT,
    "aws:SourceArn": ABSENT,
    "aws:SourceOrgID": ABSENT,
    "aws:SourceOrgPaths": ABSENT,
    "aws:UserAgent": UNKNOWN,
}

TRUSTED = {
    "ec2:SourceInstanceArn": {"Service": "ec2.amazonaws.com"},
    "aws:Ec2InstanceSourceVpc": {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]},
    "lambda:SourceFunctionArn": {"Service": "lambda.amazonaws.com"},
    "aws:FederatedProvider": {
        "Federated": f"arn:aws:iam::{DEV_1}:oidc-provider/token.actions.githubusercontent.com"
    },
    "identitystore:UserId": {"Federated": f"arn:aws:iam::{DEV_1}:saml-provider/AWSSSO_DO_NOT_DELETE"},
}


def known(label="role/Admin", *, organization=ACME, resource=None, **circumstances):
    return context_for(organization, DEV_1, label, Circumstances(**circumstances), resource)


def done(key, **parameters):
    return apply(ACME, key, {"account_id": DEV_1, **parameters}, OCCASION).organization


def trusting(effect, principal):
    """acme, where the role Admin of dev-1 trusts somebody else."""
    statement = {"Effect": effect, "Principal": principal, "Action": "sts:AssumeRole"}
    trust = parse_policy(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), PolicyKind.TRUST)
    account = ACME.accounts[DEV_1]
    roles = {**account.roles, "Admin": replace(ADMIN, trust=trust)}
    return with_account(ACME, replace(account, roles=roles))


@pytest.mark.parametrize("key", KEYS)
def test_of_each_key_a_value_absent_or_unknown(key):
    expected = KEYS[key] if isinstance(KEYS[key], tuple) else (KEYS[key],) * 3

    assert tuple(known(label).get(key) for label in CALLERS) == expected


def test_no_global_key_is_forgotten():
    names = {key.lower().removesuffix("team") if "/" in key else key.lower() for key in KEYS}

    assert names == set(global_condition_keys())


@pytest.mark.parametrize("label", CALLERS)
def test_what_is_known_agrees_with_the_table_of_the_keys(label):
    """What is never there is absent, what always is there is not, and what the simulator knows is known."""
    for name, key in global_condition_keys().items():
        found = known(label).get(name + "team" if name.endswith("/") else name)
        if key.presence(CALLERS[label]) is Presence.NEVER:
            assert found is ABSENT, name
        if key.presence(CALLERS[label]) is Presence.ALWAYS:
            assert found is not ABSENT, name
        if key.known_by is KnownBy.CIRCUMSTANCES:
            assert found is UNKNOWN, name
        if key.known_by is KnownBy.ORGANIZATION and not name.startswith("aws:resourcetag/"):
            assert found is not UNKNOWN, name


@pytest.mark.parametrize("mfa", [None, Mfa.KEY_ABSENT])
def test_keys_that_are_not_personal_are_the_same_for_everybody(mfa):
    """Whole organizations are decided by kinds of accounts, which rests on this."""
    anybody = context_at(ACME, ROOT, Circumstances(mfa=mfa))

    for name in [*global_condition_keys(), "ec2:InstanceType", "iam:ResourceTag/team"]:
        if not is_personal(name):
            for label in CALLERS:
                assert known(label, mfa=mfa).get(name) == anybody.get(name), (name, label)


@pytest.mark.parametrize("key", TRUSTED)
def test_a_session_may_come_from_whom_its_role_trusts(key):
    assert known(organization=trusting("Allow", TRUSTED[key])).get(key) is UNKNOWN
    assert known(organization=trusting("Allow", {"AWS": DEV_1})).get(key) is ABSENT
    assert known(organization=trusting("Deny", TRUSTED[key])).get(key) is ABSENT


def test_everybody_takes_in_providers_but_no_service():
    everybody = known(organization=trusting("Allow", "*"))

    assert everybody.get("aws:FederatedProvider") is UNKNOWN
    assert everybody.get("ec2:SourceInstanceArn") is ABSENT


def test_with_a_long_term_access_key_there_is_no_token():
    """``aws:TokenIssueTime`` is in requests with temporary credentials only; every session has them."""
    tokens = [known(label, mfa=Mfa.KEY_ABSENT).get("aws:TokenIssueTime") for label in CALLERS]

    assert tokens == [ABSENT, UNKNOWN, ABSENT]


def test_a_public_address_rules_out_a_vpc_endpoint():
    context = known(source_ip="203.0.113.10")

    for key in ("aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:VpceOrgID", "aws:VpcSourceIp"):
        assert context.get(key) is ABSENT
    assert context.get("aws:SourceIp") == "203.0.113.10"


class TestTagsOfTheResource:
    TAGS = ({"Key": "Team", "Value": "net"},)

    @pytest.mark.parametrize(
        ("kind", "operation", "names"),
        [
            ("user/john", "iam.tag_user", {"user_name": "john"}),
            ("role/Admin", "iam.tag_role", {"role_name": "Admin"}),
        ],
    )
    def test_of_a_user_or_role(self, kind, operation, names):
        tagged = done(operation, tags=list(self.TAGS), **names)

        context = known(organization=tagged, resource=f"arn:aws:iam::{DEV_1}:{kind}")

        # The name of a tag matches in any case; IAM gives it under a key of its own, too.
        assert context.get("aws:ResourceTag/team") == context.get("iam:ResourceTag/TEAM") == "net"
        assert context.get("aws:ResourceTag/cost") is ABSENT

    def test_of_an_account_or_a_unit(self):
        account, unit = ACME.accounts[DEV_1], ACME.units[DEV]
        tagged = replace(
            with_account(ACME, replace(account, tags={"env": "dev"})),
            units={**ACME.units, DEV: replace(unit, tags={"env": "all"})},
        )
        arn = f"arn:aws:organizations::{MGMT}"

        def env(resource):
            return known(organization=tagged, resource=f"{arn}:{resource}").get("aws:ResourceTag/env")

        assert env(f"account/{ACME.id}/{DEV_1}") == "dev"
        assert env(f"ou/{ACME.id}/{DEV}") == "all"
        assert env(f"ou/{ACME.id}/{WORKLOADS}") is ABSENT
        assert env(f"root/{ACME.id}/{ROOT}") is ABSENT
        assert env(f"policy/{ACME.id}/service_control_policy/{DENY_EC2}") is ABSENT

    @pytest.mark.parametrize(
        "resource",
        [
            None,
            "*",
            "no ARN",
            "arn:aws:s3:::bucket",
            f"arn:aws:iam::{DEV_1}:user/new",  # what a request makes may have tags in the request
            f"arn:aws:iam::{DEV_1}:user/elsewhere/john",
            f"arn:aws:iam::{DEV_1}:role/*",
            "arn:aws:iam::999999999999:user/john",
            f"arn:aws:organizations::{DEV_1}:account/{ACME.id}/{DEV_1}",  # the management account's
        ],
    )
    def test_of_anything_else_nobody_here_knows_them(self, resource):
        assert known(resource=resource).get("aws:ResourceTag/team") is UNKNOWN


def test_whose_a_policy_of_aws_is_nobody_says():
    context = known(resource="arn:aws:iam::aws:policy/AdministratorAccess")

    assert context.get("aws:ResourceAccount") is context.get("aws:ResourceOrgID") is UNKNOWN
