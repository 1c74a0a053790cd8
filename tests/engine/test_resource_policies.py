"""IAM User Guide, "Evaluating identity-based policies with resource-based policies", "Cross-account policy
evaluation logic" and "Policy elements: Principal"."""

# A row of a table stays on its line.

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.engine.decision import GateKind, GateVerdict
from policies.engine.document import PolicyKind
from policies.engine.parse import PolicySyntaxError
from policies.engine.request import Principal, PrincipalType, named_resource
from tests.engine.world import (
    ACCOUNT,
    ALICE,
    ALLOWED,
    ANONYMOUS,
    APP_SESSION,
    BOB,
    CLOUDTRAIL,
    EXPLICIT,
    FEDERATED,
    FULL,
    IMPLICIT,
    OBJECT,
    OTHER_ACCOUNT,
    OTHER_ROOT_USER,
    ROOT_USER,
    allow,
    boundary,
    context,
    decide,
    deny,
    document,
    endpoint_policy,
    identity,
    path,
    rcp,
    rcp_path,
    resource_policy,
    scp,
    session,
    trust_policy,
)

EVERYTHING = allow("*")
NOTHING_HERE = allow("ec2:*")
NO_POLICY = ()

ROLE = f"arn:aws:iam::{ACCOUNT}:role/App"
ROOT_ARN = ROOT_USER.arn
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"


def says(limit):
    return {"–": None, "allow": EVERYTHING, "no": NOTHING_HERE, "deny": deny("s3:*")}[limit]


def limited(make, limit):
    return None if says(limit) is None else make(says(limit))


def asks(
    principal,
    *,
    granted_to=None,
    i="no",
    b="–",
    s="–",
    attached=None,
    resource=OBJECT,
    action="s3:GetObject",
    owner=None,
    **more,
):
    """``principal`` asks for an object; the policy of the bucket names ``granted_to``."""
    if granted_to is not None:
        attached = resource_policy(allow("s3:*", Principal=granted_to))
    return decide(
        action,
        resource,
        principal=principal,
        identities=(identity("I", says(i)),) if i != "–" else (),
        bounded_by=limited(boundary, b),
        passed=limited(session, s),
        attached=attached,
        owner=owner,
        **more,
    )


@pytest.mark.parametrize(
    ("i", "b", "s", "expected", "gate"),
    [
        ("allow", "–", "–", ALLOWED, GateKind.IDENTITY),
        ("allow", "allow", "–", ALLOWED, GateKind.IDENTITY),
        ("allow", "no", "–", IMPLICIT, GateKind.PERMISSIONS_BOUNDARY),
        ("no", "allow", "–", IMPLICIT, GateKind.IDENTITY),  # a boundary grants nothing
        ("allow", "–", "no", IMPLICIT, GateKind.SESSION),
        ("allow", "allow", "allow", ALLOWED, GateKind.IDENTITY),
        ("no", "–", "allow", IMPLICIT, GateKind.IDENTITY),  # a session policy grants nothing
        ("no", "allow", "allow", IMPLICIT, GateKind.IDENTITY),
        ("allow", "deny", "allow", EXPLICIT, GateKind.PERMISSIONS_BOUNDARY),
        ("allow", "allow", "deny", EXPLICIT, GateKind.SESSION),
    ],
)
@pytest.mark.parametrize("grant", [None, {"AWS": ROOT_ARN}, {"AWS": ACCOUNT}, {"AWS": BOB.arn}])
def test_without_a_grant_to_the_caller_itself_all_of_its_policies_must_allow(grant, i, b, s, expected, gate):
    evaluation = asks(APP_SESSION, granted_to=grant, i=i, b=b, s=s)

    assert (evaluation.decision, evaluation.rule.gate) == (expected, gate)


USER = {"AWS": ALICE.arn}
ROLE_ARN = {"AWS": ROLE}
SESSION_ARN = {"AWS": APP_SESSION.arn}
FEDERATED_ARN = {"AWS": FEDERATED.arn}
DELEGATED = {"AWS": ROOT_ARN}


@pytest.mark.parametrize(
    ("caller", "grant", "without_identity", "stopped_by_boundary", "stopped_by_session"),
    [
        (ALICE, USER, True, False, False),
        (FEDERATED, USER, True, True, True),
        (APP_SESSION, ROLE_ARN, True, True, True),
        (APP_SESSION, {"AWS": f"arn:aws:iam::{ACCOUNT}:role/apps/App"}, True, True, True),  # any path
        (APP_SESSION, SESSION_ARN, True, False, False),
        (FEDERATED, FEDERATED_ARN, True, False, False),
        (ALICE, DELEGATED, False, True, False),
        (APP_SESSION, {"AWS": ACCOUNT}, False, True, True),
        (ALICE, "*", True, False, False),
        (APP_SESSION, "*", True, False, False),
        (APP_SESSION, {"AWS": "*"}, True, False, False),
        (APP_SESSION, {"AWS": [ROOT_ARN, ROLE, APP_SESSION.arn]}, True, False, False),  # the most generous
        (APP_SESSION, {"AWS": [ROOT_ARN, ROLE]}, True, True, True),
    ],
)
def test_same_account_what_the_principal_that_matched_leaves_to_the_others(
    caller, grant, without_identity, stopped_by_boundary, stopped_by_session
):
    def decision(**policies):
        return asks(caller, granted_to=grant, **policies).decision

    assert (decision(i="no") is ALLOWED) is without_identity
    assert decision(i="allow", b="allow", s="allow") is ALLOWED
    assert (decision(i="allow", b="no", s="allow") is IMPLICIT) is stopped_by_boundary
    assert (decision(i="allow", b="allow", s="no") is IMPLICIT) is stopped_by_session
    assert decision(i="deny") is EXPLICIT
    assert decision(i="allow", b="deny", s="allow") is EXPLICIT


def test_everybody_limited_by_principal_arn_is_still_a_direct_grant():
    only_app = allow("s3:*", Principal="*", if_={"ArnEquals": {"aws:PrincipalArn": ROLE}})
    known = context(aws__PrincipalArn=ROLE)

    evaluation = asks(APP_SESSION, attached=resource_policy(only_app), b="no", s="no", given=known)

    assert evaluation.rule.code == "allow:resource/BucketPolicy#0"


@pytest.mark.parametrize(
    "named",
    [
        f"arn:aws:iam::{ACCOUNT}:user/alice",  # case matters
        f"arn:aws:iam::{ACCOUNT}:user/staff/Alice",
        f"arn:aws:iam::{ACCOUNT}:role/Alice",
        f"arn:aws-cn:iam::{ACCOUNT}:user/Alice",
        "AIDAEXAMPLEEXAMPLEEXA",  # a user that was deleted
        f"arn:aws:iam::{OTHER_ACCOUNT}:root",
    ],
)
def test_a_principal_is_compared_whole(named):
    assert asks(ALICE, granted_to={"AWS": named}).decision is IMPLICIT


@pytest.mark.parametrize(
    ("i", "grant", "expected", "gate"),
    [
        ("allow", {"AWS": OTHER_ACCOUNT}, ALLOWED, GateKind.IDENTITY),
        ("allow", {"AWS": BOB.arn}, ALLOWED, GateKind.IDENTITY),
        ("allow", "*", ALLOWED, GateKind.IDENTITY),
        ("allow", None, IMPLICIT, GateKind.RESOURCE),
        ("allow", {"AWS": ACCOUNT}, IMPLICIT, GateKind.RESOURCE),
        ("no", {"AWS": BOB.arn}, IMPLICIT, GateKind.IDENTITY),  # not even by its own ARN
        ("no", "*", IMPLICIT, GateKind.IDENTITY),
        ("deny", {"AWS": BOB.arn}, EXPLICIT, GateKind.IDENTITY),
    ],
)
def test_across_accounts_both_sides_must_allow(i, grant, expected, gate):
    evaluation = asks(BOB, i=i, granted_to=grant, owner=ACCOUNT)

    assert (evaluation.decision, evaluation.rule.gate) == (expected, gate)


@pytest.mark.parametrize("grant", ["*", ROLE_ARN, SESSION_ARN, {"AWS": ACCOUNT}])
@pytest.mark.parametrize(("b", "s"), [("no", "allow"), ("allow", "no")])
def test_across_accounts_boundary_and_session_always_bind(grant, b, s):
    attached = resource_policy(allow("s3:*", Principal=grant))

    assert asks(APP_SESSION, i="allow", b=b, s=s, attached=attached, owner=OTHER_ACCOUNT).decision is IMPLICIT
    assert (
        asks(APP_SESSION, i="allow", b="allow", s="allow", attached=attached, owner=OTHER_ACCOUNT).decision
        is ALLOWED
    )


def test_the_other_accounts_root_user_needs_the_grant_only():
    granted = {"AWS": OTHER_ACCOUNT}

    assert asks(OTHER_ROOT_USER, i="–", granted_to=granted, owner=ACCOUNT).decision is ALLOWED
    assert asks(OTHER_ROOT_USER, i="–", owner=ACCOUNT).rule.code == "deny.implicit:resource"
    no_s3 = path(prod=(FULL, scp("NoS3", deny("s3:*"))))
    assert asks(OTHER_ROOT_USER, i="–", granted_to=granted, owner=ACCOUNT, scps=no_s3).decision is EXPLICIT


def test_a_deny_of_the_resource_beats_what_the_identity_allows():
    evaluation = asks(ALICE, i="allow", attached=resource_policy(deny("s3:*", Principal={"AWS": ACCOUNT})))

    assert evaluation.rule.code == "deny.explicit:resource/BucketPolicy#0"


def test_scps_filter_whatever_a_resource_grants():
    no_s3 = path(prod=(FULL, scp("NoS3", deny("s3:*"))))
    only_ec2 = path(prod=(scp("OnlyEC2", allow("ec2:*")),))

    assert asks(ALICE, granted_to=USER, scps=no_s3).decision is EXPLICIT
    assert asks(ALICE, granted_to=USER, scps=only_ec2).rule.code == "deny.implicit:scp@Prod"


TRUSTED = {"AWS": ROOT_ARN}


class TestResourcesThatSayYesThemselves:
    @pytest.mark.parametrize(
        ("caller", "i", "trusted", "owner", "expected"),
        [
            (ALICE, "allow", {"AWS": BOB.arn}, None, IMPLICIT),  # an identity Allow alone does nothing
            (ALICE, "no", {"AWS": ALICE.arn}, None, ALLOWED),
            (ALICE, "allow", TRUSTED, None, ALLOWED),
            (ALICE, "no", TRUSTED, None, IMPLICIT),
            (BOB, "allow", {"AWS": BOB.arn}, ACCOUNT, ALLOWED),
            (BOB, "no", {"AWS": BOB.arn}, ACCOUNT, IMPLICIT),
            (BOB, "allow", {"AWS": ACCOUNT}, ACCOUNT, IMPLICIT),
            (ROOT_USER, "–", {"AWS": BOB.arn}, None, IMPLICIT),
        ],
    )
    def test_a_role_is_assumed_by_whom_its_trust_policy_names(self, caller, i, trusted, owner, expected):
        trust = trust_policy(allow("sts:AssumeRole", Principal=trusted))

        evaluation = asks(caller, i=i, action="sts:AssumeRole", resource=ROLE, attached=trust, owner=owner)

        assert evaluation.decision is expected

    @pytest.mark.parametrize(
        ("caller", "i", "b", "named", "expected"),
        [
            (ALICE, "allow", "–", NO_POLICY, IMPLICIT),
            (ALICE, "allow", "–", {"AWS": BOB.arn}, IMPLICIT),
            (ALICE, "allow", "–", {"AWS": ROOT_ARN}, ALLOWED),
            (ALICE, "no", "–", {"AWS": ROOT_ARN}, IMPLICIT),
            (ALICE, "no", "no", {"AWS": ALICE.arn}, ALLOWED),
            (APP_SESSION, "no", "no", ROLE_ARN, IMPLICIT),
            (APP_SESSION, "no", "allow", ROLE_ARN, ALLOWED),
            (ROOT_USER, "–", "–", {"AWS": BOB.arn}, IMPLICIT),
            (ROOT_USER, "–", "–", {"AWS": ROOT_ARN}, ALLOWED),
        ],
    )
    def test_a_key_is_used_by_whom_its_key_policy_names(self, caller, i, b, named, expected):
        attached = resource_policy(allow("kms:*", Principal=named)) if named else NO_POLICY

        evaluation = asks(caller, i=i, b=b, action="kms:Decrypt", resource=KEY, attached=attached)

        assert evaluation.decision is expected

    @pytest.mark.parametrize(
        ("action", "resource"),
        [
            ("kms:Decrypt", f"arn:aws:kms:*:{ACCOUNT}:key/*"),
            ("kms:Decrypt", f"arn:aws:kms:*:{ACCOUNT}:*"),
            ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/*"),
        ],
    )
    def test_so_are_all_that_a_pattern_stands_for(self, action, resource):
        evaluation = asks(
            ALICE, i="allow", action=action, resource=named_resource(resource), attached=NO_POLICY
        )

        assert evaluation.rule.code == "deny.implicit:resource"

    def test_what_is_done_to_a_role_otherwise_does_not_ask_its_trust_policy(self):
        trust = trust_policy(allow("sts:AssumeRole", Principal={"AWS": BOB.arn}))

        assert asks(ALICE, i="allow", action="iam:GetRole", resource=ROLE, attached=trust).decision is ALLOWED


class TestServicesAndAnonymousCallers:
    @pytest.mark.parametrize(
        ("caller", "grant", "expected"),
        [
            (CLOUDTRAIL, {"Service": "cloudtrail.amazonaws.com"}, ALLOWED),
            (CLOUDTRAIL, {"Service": "config.amazonaws.com"}, IMPLICIT),
            (CLOUDTRAIL, "*", IMPLICIT),  # a service gets in by its name only
            (CLOUDTRAIL, {"AWS": ACCOUNT}, IMPLICIT),
            (ANONYMOUS, "*", ALLOWED),
            (ANONYMOUS, {"AWS": "*"}, ALLOWED),
            (ANONYMOUS, {"AWS": ACCOUNT}, IMPLICIT),
            (ANONYMOUS, {"Service": "cloudtrail.amazonaws.com"}, IMPLICIT),
        ],
    )
    def test_only_the_resource_can_let_them_in(self, caller, grant, expected):
        evaluation = asks(caller, i="allow", granted_to=grant, owner=ACCOUNT)

        assert (evaluation.decision, evaluation.rule.gate) == (expected, GateKind.RESOURCE)

    def test_no_scp_binds_them(self):
        nothing = path(root=())

        assert asks(ANONYMOUS, granted_to="*", owner=ACCOUNT, scps=nothing).decision is ALLOWED

    def test_a_deny_for_everybody_denies_services_too(self):
        attached = resource_policy(
            allow("s3:*", Principal={"Service": "cloudtrail.amazonaws.com"}), deny("s3:*", Principal="*")
        )

        assert asks(CLOUDTRAIL, attached=attached, owner=ACCOUNT).decision is EXPLICIT


class TestNotPrincipal:
    @pytest.mark.parametrize(
        ("caller", "named", "b", "expected"),
        [
            (ALICE, [ALICE.arn, ROOT_ARN], "–", ALLOWED),
            (ALICE, [ALICE.arn, ACCOUNT], "–", ALLOWED),
            (ALICE, [ALICE.arn], "–", EXPLICIT),  # the account is missing
            (ALICE, [ROOT_ARN], "–", EXPLICIT),
            (APP_SESSION, [APP_SESSION.arn, ROLE, ROOT_ARN], "–", ALLOWED),
            (APP_SESSION, [ROLE, ROOT_ARN], "–", EXPLICIT),  # the session is missing
            (APP_SESSION, [APP_SESSION.arn, ROOT_ARN], "–", EXPLICIT),  # the role is missing
            (APP_SESSION, [APP_SESSION.arn, ROLE], "–", EXPLICIT),
            (ROOT_USER, [ROOT_ARN], "–", ALLOWED),
            (ALICE, [ALICE.arn, ROOT_ARN], "allow", EXPLICIT),  # whoever has a boundary is denied
            (ALICE, [BOB.arn, OTHER_ACCOUNT], "–", EXPLICIT),
        ],
    )
    def test_it_spares_whom_it_names_with_the_whole_chain(self, caller, named, b, expected):
        attached = resource_policy(deny("s3:*", NotPrincipal={"AWS": named}))

        assert asks(caller, i="allow", b=b, attached=attached).decision is expected

    def test_it_stands_only_with_deny(self):
        with pytest.raises(PolicySyntaxError, match="stands only with Deny"):
            document(allow("s3:*", NotPrincipal={"AWS": ACCOUNT}), kind=PolicyKind.RESOURCE)


def test_a_federated_session_without_a_session_policy_has_nothing_of_its_users_permissions():
    assert asks(FEDERATED, i="allow").rule.code == "deny.implicit:session"
    assert asks(FEDERATED, i="allow", s="allow").decision is ALLOWED
    assert asks(FEDERATED, granted_to=USER).decision is ALLOWED  # but what a resource grants to it, it has


def test_who_can_have_no_boundary_or_session_policy_is_not_limited_by_one():
    assert asks(ROOT_USER, i="–", b="no", s="no").decision is ALLOWED
    assert asks(ALICE, i="allow", s="no").decision is ALLOWED


@pytest.mark.parametrize(("path", "expected"), [("apps", ALLOWED), ("other", IMPLICIT)])
def test_the_arn_of_a_role_tells_its_path_and_another_path_is_another_role(path, expected):
    role = Principal(f"arn:aws:iam::{ACCOUNT}:role/apps/App", ACCOUNT, PrincipalType.ROLE_SESSION)
    named = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/{path}/App"}

    assert asks(role, granted_to=named).decision is expected


def test_a_role_stands_for_a_session_that_no_policy_names():
    role = Principal(ROLE, ACCOUNT, PrincipalType.ROLE_SESSION)

    assert asks(role, granted_to=ROLE_ARN, b="no").decision is IMPLICIT
    assert asks(role, granted_to=ROLE_ARN, b="allow").decision is ALLOWED


FRIDA = Principal(f"arn:aws:iam::{ACCOUNT}:saml-provider/Okta", "", PrincipalType.FEDERATED_IDENTITY)
COGNITO = Principal("cognito-identity.amazonaws.com", "", PrincipalType.SERVICE)
FROM_GOOGLE = Principal("accounts.google.com", "", PrincipalType.FEDERATED_IDENTITY)


class TestFederatedIdentities:
    """Who signs in through a provider has no policies; the role's trust policy decides alone."""

    @pytest.mark.parametrize(
        ("caller", "trusted", "expected"),
        [
            (FRIDA, {"Federated": FRIDA.arn}, ALLOWED),
            (FRIDA, {"Federated": [FROM_GOOGLE.arn, FRIDA.arn]}, ALLOWED),
            (FRIDA, {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/okta"}, IMPLICIT),  # case matters
            (FRIDA, {"Federated": FROM_GOOGLE.arn}, IMPLICIT),
            (FRIDA, {"AWS": ROOT_ARN}, IMPLICIT),  # the account of the provider is not that of who signs in
            (FRIDA, "*", ALLOWED),
            (FROM_GOOGLE, {"Federated": "accounts.google.com"}, ALLOWED),
            (ALICE, {"Federated": FRIDA.arn}, IMPLICIT),
            (COGNITO, {"Federated": COGNITO.arn}, IMPLICIT),  # the service, which is no provider here
        ],
    )
    def test_only_the_trust_policy_can_let_them_in(self, caller, trusted, expected):
        trust = trust_policy(allow("sts:AssumeRoleWithSAML", Principal=trusted))

        evaluation = asks(
            caller, i="allow", action="sts:AssumeRoleWithSAML", resource=ROLE, attached=trust, owner=ACCOUNT
        )

        assert (evaluation.decision, evaluation.rule.gate) == (expected, GateKind.RESOURCE)

    def test_rcps_bind_them_and_scps_do_not(self):
        trust = trust_policy(allow("sts:AssumeRoleWithSAML", Principal={"Federated": FRIDA.arn}))

        def signs_in(**more):
            asked = {"action": "sts:AssumeRoleWithSAML", "resource": ROLE, "owner": ACCOUNT}
            return asks(FRIDA, attached=trust, **asked, **more).decision

        assert signs_in(scps=path(root=())) is ALLOWED
        assert signs_in(rcps=rcp_path(root=(rcp("NoSts", deny("sts:*")),))) is EXPLICIT


ALICE_BY_ID = replace(ALICE, unique_id="AIDAEXAMPLEALICE00001")
APP_BY_ID = replace(APP_SESSION, unique_id="AROAEXAMPLEAPP0000001")


@pytest.mark.parametrize(
    ("caller", "named", "without_identity", "stopped_by_boundary"),
    [
        (ALICE_BY_ID, "AIDAEXAMPLEALICE00001", True, False),  # as by the ARN of the user
        (ALICE_BY_ID, "AIDAEXAMPLEALICE00002", False, True),  # a namesake that was deleted
        (ALICE, "AIDAEXAMPLEALICE00001", False, True),  # nothing says that it is her id
        (APP_BY_ID, "AROAEXAMPLEAPP0000001", True, True),  # as by the ARN of the role
    ],
)
def test_a_unique_id_means_the_one_that_has_it(caller, named, without_identity, stopped_by_boundary):
    def decision(**policies):
        return asks(caller, granted_to={"AWS": named}, **policies).decision

    assert (decision(i="no") is ALLOWED) is without_identity
    assert (decision(i="allow", b="no") is IMPLICIT) is stopped_by_boundary


class TestCanonicalUsers:
    """S3 User Guide, "Principals for bucket policies": the id of an account."""

    ID = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"

    def test_it_delegates_to_the_account(self):
        alice = replace(ALICE, canonical_user_id=self.ID)
        granted = {"CanonicalUser": self.ID}

        assert asks(alice, granted_to=granted, i="no").rule.code == "deny.implicit:identity"
        assert asks(alice, granted_to=granted, i="allow").decision is ALLOWED

    def test_it_lets_another_account_in(self):
        bob = replace(BOB, canonical_user_id=self.ID)

        assert asks(bob, granted_to={"CanonicalUser": self.ID}, i="allow", owner=ACCOUNT).decision is ALLOWED
        assert asks(BOB, granted_to={"CanonicalUser": self.ID}, i="allow", owner=ACCOUNT).decision is IMPLICIT


class TestVpcEndpointPolicies:
    """AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"."""

    ONLY_EC2 = endpoint_policy(allow("ec2:*"))
    NO_S3 = endpoint_policy(allow("*"), deny("s3:*"))

    def test_what_it_does_not_allow_is_implicitly_denied(self):
        evaluation = asks(ALICE, i="allow", through=self.ONLY_EC2)

        assert evaluation.rule.code == "deny.implicit:endpoint"

    def test_its_deny_is_a_deny(self):
        evaluation = asks(ALICE, i="allow", through=self.NO_S3)

        assert evaluation.rule.code == "deny.explicit:endpoint/EndpointPolicy#1"

    def test_it_grants_nothing(self):
        names_alice = endpoint_policy(allow("*", Principal=USER))

        assert asks(ALICE, i="no", through=names_alice).rule.code == "deny.implicit:identity"

    @pytest.mark.parametrize("caller", [ALICE, APP_SESSION, ROOT_USER, BOB, ANONYMOUS, CLOUDTRAIL])
    def test_it_binds_everybody_who_comes_through(self, caller):
        lets_all_in = resource_policy(
            allow("s3:*", Principal="*"), allow("s3:*", Principal={"Service": CLOUDTRAIL.arn})
        )

        def through(policy):
            return asks(caller, i="allow", attached=lets_all_in, owner=ACCOUNT, through=policy).decision

        assert through(endpoint_policy(EVERYTHING)) is ALLOWED
        assert through(self.ONLY_EC2) is IMPLICIT
        assert through(self.NO_S3) is EXPLICIT

    @pytest.mark.parametrize(
        ("named", "expected"),
        [(USER, ALLOWED), (DELEGATED, ALLOWED), ({"AWS": BOB.arn}, IMPLICIT), (ROLE_ARN, IMPLICIT)],
    )
    def test_its_principal_says_for_whom_it_allows(self, named, expected):
        through = endpoint_policy(allow("*", Principal=named))

        assert asks(ALICE, i="allow", through=through).decision is expected

    def test_a_direct_grant_does_not_lead_around_it(self):
        evaluation = asks(ALICE, granted_to=USER, through=self.ONLY_EC2)

        gates = {gate.kind: gate for gate in evaluation.gates}
        assert evaluation.rule.gate is GateKind.VPC_ENDPOINT
        assert gates[GateKind.VPC_ENDPOINT].is_required

    def test_without_an_endpoint_there_is_no_gate(self):
        assert GateKind.VPC_ENDPOINT not in [gate.kind for gate in asks(ALICE, i="allow").gates]


def test_get_caller_identity_works_under_every_deny():
    refused = path(root=(FULL, scp("No", deny("*"))))

    evaluation = asks(
        ALICE,
        i="deny",
        b="deny",
        action="sts:GetCallerIdentity",
        resource="*",
        scps=refused,
        through=endpoint_policy(deny("*")),
    )

    assert evaluation.decision is ALLOWED


class TestGates:
    def test_only_policies_that_are_there_have_a_gate(self):
        kinds = [gate.kind for gate in asks(ALICE, i="allow", scps=path()).gates]

        assert kinds == [GateKind.SERVICE_CONTROL] * 3 + [GateKind.IDENTITY]

    def test_they_come_in_teaching_order(self):
        evaluation = asks(
            APP_SESSION,
            i="allow",
            b="allow",
            s="allow",
            granted_to="*",
            rcps=rcp_path(),
            through=endpoint_policy(EVERYTHING),
            action="iam:DeleteRole",
            resource=f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
        )

        assert list(dict.fromkeys(gate.kind for gate in evaluation.gates)) == list(GateKind)

    def test_a_gate_that_a_shortcut_leads_around_is_not_required(self):
        evaluation = asks(ALICE, granted_to=USER, b="no")

        required = {gate.kind: (gate.verdict, gate.is_required) for gate in evaluation.gates}
        assert required[GateKind.IDENTITY] == (GateVerdict.NOTHING_ALLOWS, False)
        assert required[GateKind.PERMISSIONS_BOUNDARY] == (GateVerdict.NOTHING_ALLOWS, False)
        assert required[GateKind.RESOURCE] == (GateVerdict.PASSES, True)

    def test_in_its_own_account_a_resource_need_not_grant(self):
        evaluation = asks(ALICE, i="allow", granted_to={"AWS": BOB.arn})

        assert (evaluation.gates[-1].verdict, evaluation.gates[-1].is_required) == (
            GateVerdict.NOTHING_ALLOWS,
            False,
        )
        assert evaluation.rule.policy_name == "I"
