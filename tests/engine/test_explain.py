"""Why, in sentences; and what AWS would print."""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import string

import pytest

from policies.engine.evaluate import evaluate
from policies.engine.explain import (
    access_denied_message,
    decision_message,
    gate_message,
    render,
)
from policies.engine.explain.english import ENGLISH
from policies.engine.request import (
    AnyResource,
    Context,
    Exemption,
    Policies,
    Principal,
    PrincipalType,
    Request,
)
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    ANONYMOUS,
    APP_SESSION,
    BOB,
    CLOUDTRAIL,
    FULL,
    OBJECT,
    OTHER_ACCOUNT,
    ROOT_USER,
    allow,
    boundary,
    context,
    decide,
    deny,
    endpoint_policy,
    identity,
    path,
    rcp,
    rcp_path,
    resource_policy,
    scp,
)

OKTA = Principal(f"arn:aws:iam::{ACCOUNT}:saml-provider/Okta", "", PrincipalType.FEDERATED_IDENTITY)
ROLE = f"arn:aws:iam::{ACCOUNT}:role/App"

DENY_EC2 = scp("DenyEC2", deny("ec2:*", Sid="NoEC2"))
OBJECT_FORMAT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ACCESS_POINT_FORMAT = (
    "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName}"
)
RESERVATION_FORMAT = "arn:${Partition}:ec2:${Region}:${Account}:capacity-reservation/${CapacityReservationId}"
ANY_OBJECT = AnyResource((OBJECT_FORMAT,))
INSTANCE_FORMAT = "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"


def asked(action, resource="*", *, principal=ALICE, given=None, scps=None, identities=(ADMIN,)):
    request = Request(principal, action, resource, given or Context())
    policies = Policies(path() if scps is None else scps, tuple(identities))
    return evaluate(request, policies), request


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            asked("ec2:RunInstances"),
            "ec2:RunInstances is allowed: statement 1 of AdministratorAccess (user/Alice) allows it, "
            "and nothing on the way denies it.",
        ),
        (
            asked("ec2:RunInstances", principal=ROOT_USER, identities=()),
            "ec2:RunInstances is allowed: the root user needs no policy in its own account, "
            "and nothing on the way denies it.",
        ),
        (
            asked("sts:GetCallerIdentity", identities=()),
            "sts:GetCallerIdentity is allowed: it works for every caller, and no policy can take it away.",
        ),
        (
            asked("ec2:RunInstances", scps=path(prod=(FULL, DENY_EC2))),
            "ec2:RunInstances is explicitly denied: statement “NoEC2” of the SCP DenyEC2 at Prod denies it, "
            "and a Deny beats every Allow.",
        ),
        (
            asked("ec2:RunInstances", identities=(ADMIN, identity("No", deny("ec2:*")))),
            "ec2:RunInstances is explicitly denied: statement 1 of No (user/Alice) denies it, "
            "and a Deny beats every Allow.",
        ),
        (
            asked("ec2:RunInstances", scps=path(prod=(DENY_EC2,)), identities=()),
            "ec2:RunInstances is explicitly denied: statement “NoEC2” of the SCP DenyEC2 at Prod denies it, "
            "and a Deny beats every Allow.",
        ),
        (
            asked("s3:GetObject", scps=path(prod=(DENY_EC2,))),
            "s3:GetObject is implicitly denied: no SCP at Prod allows it, "
            "and every level from the root to the account has to.",
        ),
        (
            asked("s3:GetObject", identities=()),
            "s3:GetObject is implicitly denied: no identity policy of user/Alice allows it.",
        ),
        (
            asked(
                "s3:GetObject",
                AnyResource((OBJECT_FORMAT,)),
                identities=(identity("P", allow("s3:*", on=OBJECT)),),
            ),
            "It depends: statement 1 of P (user/Alice) allows s3:GetObject for some requests. "
            "This question leaves open which.",
        ),
        (
            asked(
                "s3:GetObject",
                AnyResource((OBJECT_FORMAT,)),
                scps=path(root=(FULL, scp("P", deny("s3:*", on=OBJECT)))),
            ),
            "It depends: statement 1 of P (Root) denies s3:GetObject for some requests. "
            "This question leaves open which.",
        ),
    ],
)
def test_the_decision(question, sentence):
    assert render(decision_message(*question)) == sentence


@pytest.mark.parametrize(
    ("question", "gate", "sentence"),
    [
        (asked("s3:GetObject"), 0, "Root lets s3:GetObject pass: statement 1 of FullAWSAccess allows it."),
        (
            asked("ec2:RunInstances", scps=path(prod=(FULL, DENY_EC2))),
            1,
            "Prod denies ec2:RunInstances by statement “NoEC2” of DenyEC2.",
        ),
        (
            asked("s3:GetObject", scps=path(prod=(DENY_EC2,))),
            1,
            "The SCPs at Prod only deny. A Deny grants nothing, so nothing there allows s3:GetObject.",
        ),
        (
            asked("s3:GetObject", scps=path(prod=(scp("OnlyEC2", allow("ec2:*")),))),
            1,
            "Nothing at Prod allows s3:GetObject.",
        ),
        (
            asked("s3:GetObject", identities=()),
            -1,
            "user/Alice has no identity policy, so none allows s3:GetObject.",
        ),
        (
            asked("s3:GetObject", scps=Exemption.MANAGEMENT_ACCOUNT),
            0,
            "SCPs do not bind the management account.",
        ),
        (
            asked("s3:GetObject", principal=ROOT_USER, identities=()),
            -1,
            "The root user needs no identity policy in its own account.",
        ),
        (
            asked(
                "s3:GetObject",
                AnyResource((OBJECT_FORMAT,)),
                identities=(identity("P", allow("s3:*", on=OBJECT)),),
            ),
            -1,
            "P (user/Alice) may allow s3:GetObject, by statement 1.",
        ),
    ],
)
def test_a_gate(question, gate, sentence):
    evaluation, request = question

    assert render(gate_message(evaluation.gates[gate], request)) == sentence


def decided(action="s3:GetObject", resource=OBJECT, principal=ALICE, owner=None, **policies):
    evaluation = decide(action, resource, principal=principal, owner=owner, **policies)
    return evaluation, Request(principal, action, resource, Context(), owner)


NAMES_ALICE = resource_policy(allow("s3:*", Principal={"AWS": ALICE.arn}))
NAMES_ROLE = resource_policy(allow("s3:*", Principal={"AWS": ROLE}))
NAMES_ACCOUNT = resource_policy(allow("s3:*", Principal={"AWS": ACCOUNT}))
NO_EC2 = {"identities": (), "bounded_by": boundary(allow("ec2:*"))}


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        (
            decided(attached=NAMES_ALICE, **NO_EC2),
            [
                "s3:GetObject is allowed: statement 1 of BucketPolicy, the policy of b, grants it to the caller, "
                "and nothing on the way denies it.",
                "The permissions boundary of user/Alice does not allow s3:GetObject. It does not have to: it does "
                "not limit what the policy of the resource grants to the caller itself.",
                "No identity policy of user/Alice allows s3:GetObject. None has to where the policy of the "
                "resource grants it.",
                "BucketPolicy, the policy of b, allows s3:GetObject to the caller itself, by statement 1. So no "
                "policy of the caller has to allow it.",
            ],
        ),
        (
            decided(principal=APP_SESSION, attached=NAMES_ROLE, **NO_EC2),
            [
                "s3:GetObject is implicitly denied: the permissions boundary of role/App does not allow it. The "
                "policy of the resource names the role or user whose session the caller is, not the session "
                "itself, and so the boundary limits it.",
                "The permissions boundary of role/App does not allow s3:GetObject.",
                "role/App has no identity policy, so none allows s3:GetObject.",
                "BucketPolicy, the policy of b, allows s3:GetObject to the role or user whose session the caller "
                "is, by statement 1. So identity policies need not allow it; a permissions boundary and session "
                "policies still limit it.",
            ],
        ),
        (
            decided(attached=NAMES_ACCOUNT, identities=()),
            [
                "s3:GetObject is implicitly denied: no identity policy of user/Alice allows it. The policy of the "
                "resource names the account, which only delegates: identity policies have to allow it, too.",
                "user/Alice has no identity policy, so none allows s3:GetObject.",
                "BucketPolicy, the policy of b, allows s3:GetObject to the caller's account, by statement 1. This "
                "delegates: the caller's own policies have to allow it, too.",
            ],
        ),
        (
            decided(attached=NAMES_ACCOUNT, principal=BOB),
            [
                "s3:GetObject is allowed: statement 1 of AdministratorAccess (user/Alice) allows it, and nothing "
                "on the way denies it.",
                "AdministratorAccess (user/Alice) allows s3:GetObject, by statement 1.",
                "The policy of arn:aws:s3:::b/k does not allow s3:GetObject to the caller. It does not have to, "
                "since both are of one account, and there identity policies can be enough.",
            ],
        ),
        (
            decided(attached=NAMES_ALICE, owner=OTHER_ACCOUNT),
            [
                "s3:GetObject is allowed: statement 1 of AdministratorAccess (user/Alice) allows it, so does the "
                "policy of arn:aws:s3:::b/k, and nothing on the way denies it.",
                "AdministratorAccess (user/Alice) allows s3:GetObject, by statement 1.",
                "BucketPolicy, the policy of b, allows s3:GetObject to the caller, by statement 1. Across accounts "
                "the caller's own policies have to allow it, too.",
            ],
        ),
    ],
)
def test_what_a_grant_of_the_resource_leaves_to_the_others(question, sentences):
    evaluation, request = question
    gates = [gate for gate in evaluation.gates if not gate.kind.is_per_level]

    told = [decision_message(*question), *(gate_message(gate, request) for gate in gates)]

    assert [render(each) for each in told] == sentences


LETS_CLOUDTRAIL_IN = resource_policy(allow("s3:*", Principal={"Service": CLOUDTRAIL.arn}))
NAMES_ACCOUNT_AND_ALICE = resource_policy(
    allow("s3:*", Principal={"AWS": ACCOUNT}), allow("s3:*", Principal={"AWS": ALICE.arn})
)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            decided(attached=NAMES_ACCOUNT_AND_ALICE),
            "allows s3:GetObject to the caller itself, by statement 2.",
        ),
        (
            decided(attached=LETS_CLOUDTRAIL_IN, principal=CLOUDTRAIL, owner=ACCOUNT),
            "allows s3:GetObject to the caller itself, by statement 1.",
        ),
    ],
)
def test_the_gate_of_the_resource_tells_the_grant_that_most_follows_from(question, sentence):
    evaluation, request = question

    assert sentence in render(gate_message(evaluation.gates[-1], request))


def test_across_accounts_a_boundary_limits_whomever_the_resource_names():
    lets_in = {"attached": NAMES_ROLE, "owner": OTHER_ACCOUNT, "bounded_by": boundary(allow("ec2:*"))}

    assert render(decision_message(*decided(principal=APP_SESSION, **lets_in))) == (
        "s3:GetObject is implicitly denied: the permissions boundary of role/App does not allow it, and it "
        "limits what identity policies grant."
    )


class TestWhatAwsPrints:
    """IAM User Guide, "Troubleshoot access denied error messages"."""

    def test_an_explicit_deny_names_the_policy_type(self):
        question = asked("ec2:RunInstances", scps=path(prod=(FULL, DENY_EC2)), principal=APP_SESSION)

        assert access_denied_message(*question) == (
            "User: arn:aws:sts::111111111111:assumed-role/App/s1 is not authorized to perform: ec2:RunInstances "
            "on resource: * with an explicit deny in a service control policy"
        )

    def test_an_implicit_deny_names_the_type_that_does_not_allow(self):
        assert access_denied_message(*asked("s3:GetObject", OBJECT, identities=())) == (
            "User: arn:aws:iam::111111111111:user/Alice is not authorized to perform: s3:GetObject on resource: "
            "arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action"
        )
        assert access_denied_message(*asked("s3:GetObject", OBJECT, scps=path(root=()))).endswith(
            "because no service control policy allows the s3:GetObject action"
        )

    def test_an_identity_deny(self):
        question = asked("s3:GetObject", OBJECT, identities=(ADMIN, identity("No", deny("s3:*"))))

        assert access_denied_message(*question).endswith("with an explicit deny in an identity-based policy")

    @pytest.mark.parametrize(
        ("resource", "given", "shown"),
        [
            (AnyResource(), context(), "*"),
            (AnyResource((INSTANCE_FORMAT,)), context(), "arn:aws:ec2:*:111111111111:instance/*"),
            (
                AnyResource((INSTANCE_FORMAT, "*")),
                context(aws__RequestedRegion="eu-central-1"),
                "arn:aws:ec2:eu-central-1:111111111111:instance/*",
            ),
        ],
    )
    def test_without_a_named_resource_it_shows_one_of_the_actions_kind(self, resource, given, shown):
        question = asked("ec2:RunInstances", resource, given=given, identities=())

        assert f"on resource: {shown} because" in access_denied_message(*question)

    @pytest.mark.parametrize(
        ("action", "formats", "shown"),
        [
            ("ec2:RunInstances", (RESERVATION_FORMAT, INSTANCE_FORMAT), "arn:aws:ec2:*:111111111111:instance/*"),
            ("s3:GetObject", (ACCESS_POINT_FORMAT, OBJECT_FORMAT), "arn:aws:s3:::*/*"),
            ("iam:ListPolicies", ("arn:${Partition}:iam::${Account}:role/${RoleName}",
             "arn:${Partition}:iam::${Account}:policy/${PolicyName}"), "arn:aws:iam::111111111111:policy/*"),
            ("ec2:CreateTags", (RESERVATION_FORMAT, INSTANCE_FORMAT), "arn:aws:ec2:*:111111111111:instance/*"),
        ],
    )  # fmt: skip
    def test_of_several_kinds_it_shows_the_one_that_the_action_is_named_after(self, action, formats, shown):
        question = asked(action, AnyResource(formats), identities=())

        assert f"on resource: {shown} because" in access_denied_message(*question)

    @pytest.mark.parametrize(
        ("question", "ending"),
        [
            (
                {"through": endpoint_policy(allow("ec2:*"))},
                "because no VPC endpoint policy allows the s3:GetObject action",
            ),
            (
                {"through": endpoint_policy(allow("*"), deny("s3:*"))},
                "with an explicit deny in a VPC endpoint policy",
            ),
            (
                {"rcps": rcp_path(root=(rcp("P", deny("s3:*")),))},
                "with an explicit deny in a resource control policy",
            ),
            (
                {"bounded_by": boundary(allow("ec2:*"))},
                "because no permissions boundary allows the s3:GetObject action",
            ),
            (
                {"attached": (), "owner": OTHER_ACCOUNT},
                "because no resource-based policy allows the s3:GetObject action",
            ),
            (
                {"action": "sts:AssumeRole", "resource": ROLE, "attached": ()},
                "because no role trust policy allows the sts:AssumeRole action",
            ),
            (
                {"action": "iam:DeletePolicy", "resource": "arn:aws:iam::aws:policy/X"},
                "is not authorized to perform: iam:DeletePolicy on resource: arn:aws:iam::aws:policy/X",
            ),
            (
                {"principal": ANONYMOUS, "attached": ()},
                "User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k "
                "because no resource-based policy allows the s3:GetObject action",
            ),
            (
                {"principal": OKTA, "action": "sts:AssumeRoleWithSAML", "resource": ROLE, "attached": ()},
                "Not authorized to perform sts:AssumeRoleWithSAML",
            ),
        ],
    )
    def test_it_names_the_type_of_the_policy_that_decided_if_one_did(self, question, ending):
        printed = access_denied_message(*decided(**question))

        assert printed.endswith(ending)

    def test_nothing_is_printed_for_what_is_allowed_or_depends(self):
        depends = asked("s3:GetObject", ANY_OBJECT, identities=(identity("P", allow("s3:*", on=OBJECT)),))

        assert access_denied_message(*asked("s3:GetObject")) is None
        assert access_denied_message(*depends) is None


def test_names_with_braces_go_into_sentences_as_they_are():
    evaluation, request = asked("s3:GetObject", identities=(identity("{policy}", allow("s3:*")),))

    assert "of {policy} (user/Alice)" in render(decision_message(evaluation, request))


def test_every_english_sentence_ends_as_one_and_takes_named_parameters():
    for identifier, sentence in ENGLISH.items():
        assert sentence.endswith("."), identifier
        assert all(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None), (
            identifier
        )
