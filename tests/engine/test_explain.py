"""Why, in sentences; and what AWS would print."""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import string

import pytest

from policies.engine.evaluate import evaluate
from policies.engine.explain import (
    access_denied_message,
    condition_message,
    decision_message,
    gate_message,
    render,
    statement_messages,
)
from policies.engine.explain.english import ENGLISH
from policies.engine.matching import match_statement
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
    BUCKET,
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
    document,
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


@pytest.mark.parametrize(
    ("statement", "caller", "has_boundary", "sentence"),
    [
        (
            deny("*", NotPrincipal={"AWS": ALICE.arn}),
            ALICE,
            False,
            "It matches the request and denies it: its NotPrincipal names the caller, but spares a user only "
            "together with its account, and a session only together with its role and account.",
        ),
        (
            deny("*", NotPrincipal={"AWS": [ALICE.arn, ACCOUNT]}),
            ALICE,
            True,
            "It matches the request and denies it: its NotPrincipal names the caller, but spares nobody who has "
            "a permissions boundary.",
        ),
        (deny("*", NotPrincipal={"AWS": BOB.arn}), ALICE, False, "It matches the request and denies it."),
        (
            deny("*", NotPrincipal={"AWS": [ALICE.arn, ACCOUNT]}),
            ALICE,
            False,
            f"Its NotPrincipal spares {ALICE.arn}.",
        ),
        (
            allow("*", Principal="*"),
            CLOUDTRAIL,
            False,
            "Its Principal does not name cloudtrail.amazonaws.com: everybody does not take in AWS services, which "
            "are let in by their names only.",
        ),
        (
            allow("*", Principal={"AWS": ACCOUNT}),
            ANONYMOUS,
            False,
            "Its Principal is not everybody, so it does not take in an anonymous caller.",
        ),
    ],
)
def test_why_a_principal_is_meant_or_not(statement, caller, has_boundary, sentence):
    (policy,) = resource_policy(statement)
    request = Request(caller, "s3:GetObject", OBJECT, Context())

    result = match_statement(policy.document.statements[0], policy, request, has_boundary=has_boundary)

    assert [render(each) for each in statement_messages(result, request)] == [sentence]


def test_an_id_in_a_principal_is_of_one_that_was_deleted():
    ids = ["AIDAEXAMPLEEXAMPLEEXA", "AIDAEXAMPLEEXAMPLEEXB"]
    (policy,) = resource_policy(allow("*", Principal={"AWS": ids}))
    request = Request(ALICE, "s3:GetObject", OBJECT, Context())

    result = match_statement(policy.document.statements[0], policy, request)

    _, *about_ids = statement_messages(result, request)
    assert [render(each) for each in about_ids] == [  # one is enough
        "Its Principal holds AIDAEXAMPLEEXAMPLEEXA: AWS shows such an id when the user or role that was meant "
        "is deleted. It means no other of the same name."
    ]


ANY_OBJECT = AnyResource((OBJECT_FORMAT,))


@pytest.mark.parametrize(
    ("statement", "resource", "sentences"),
    [
        (allow("s3:*"), OBJECT, ["It matches the request and allows it."]),
        (deny("s3:*"), OBJECT, ["It matches the request and denies it."]),
        (
            deny("s3:*", if_={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
            OBJECT,
            ["It matches the request and denies it.",
             "BoolIfExists on aws:MultiFactorAuthPresent holds: the request has no aws:MultiFactorAuthPresent, "
             "and this operator is true without it."],
        ),
        (allow("s3:Put*"), OBJECT, ["Its Action does not cover s3:GetObject."]),
        (allow(NotAction="s3:*"), OBJECT, ["Its NotAction leaves s3:GetObject out."]),
        (allow("s3:*", on=BUCKET), OBJECT, [f"Its Resource does not cover {OBJECT}."]),
        (allow("s3:*", NotResource="arn:aws:s3:::b/*"), OBJECT, [f"Its NotResource leaves {OBJECT} out."]),
        (
            allow("s3:*", on=BUCKET),
            "*",
            ['s3:GetObject has no resource types: its requests name the resource "*", '
             'which only Resource "*" covers.'],
        ),
        (
            allow("s3:*", on="arn:aws:s3:::${aws:username}/*"),
            OBJECT,
            ["Its Resource holds ${aws:username}, for which this request has no value.",
             f"Its Resource does not cover {OBJECT}."],
        ),
        (allow("s3:*", on="arn:aws:ec2:*"), ANY_OBJECT,
         ["Its Resource covers no resource that s3:GetObject can name."]),
        (
            allow("s3:*", on="arn:aws:s3:::b/*"),
            ANY_OBJECT,
            ["Its Resource covers some of the resources that s3:GetObject can name; none is given here."],
        ),
        (
            allow("ec2:*", on=BUCKET, if_={"StringEquals": {"aws:PrincipalTag/team": "net"}}),
            OBJECT,
            [
                "Its Action does not cover s3:GetObject.",
                f"Its Resource does not cover {OBJECT}.",
                "StringEquals on aws:PrincipalTag/team wants “net”; the request has no aws:PrincipalTag/team.",
            ],
        ),
    ],
)  # fmt: skip
def test_a_statement_tells_every_part_that_fails(statement, resource, sentences):
    parsed = document(statement).statements[0]
    request = Request(ALICE, "s3:GetObject", resource, Context())

    messages = statement_messages(match_statement(parsed, ADMIN, request), request)

    assert [render(message) for message in messages] == sentences


@pytest.mark.parametrize(
    ("operator", "wanted", "given", "sentence"),
    [
        ("StringEquals", ["a", "b"], context(k="c"), "StringEquals on k wants “a”, “b”; the request has “c”."),
        ("StringNotEquals", "a", context(k="a"), "StringNotEquals on k excludes “a”; the request has “a”."),
        ("StringEquals", "a", context(), "StringEquals on k wants “a”; the request has no k."),
        ("StringEquals", "a", Context(closed=False), "StringEquals on k compares with “a”; the value of k is not known here."),
        ("StringEqualsIgnoreCase", "a", context(k="b"), "StringEqualsIgnoreCase on k wants “a”, in capitals or not; the request has “b”."),
        ("StringLike", "a*", context(k="b"), "StringLike on k wants something like “a*”; the request has “b”."),
        ("StringNotLike", "a*", context(k="ab"), "StringNotLike on k excludes all that is like “a*”; the request has “ab”."),
        ("NumericLessThan", "5", context(k="6"), "NumericLessThan on k wants less than “5”; the request has “6”."),
        ("NumericLessThanEquals", "5", context(k="6"), "NumericLessThanEquals on k wants “5” or less; the request has “6”."),
        ("NumericGreaterThan", "3600", context(k="60"), "NumericGreaterThan on k wants more than “3600”; the request has “60”."),
        ("NumericGreaterThanEquals", "5", context(), "NumericGreaterThanEquals on k wants “5” or more; the request has no k."),
        ("DateLessThan", "2026", context(k="2027-01-01"), "DateLessThan on k wants a time before “2026”; the request has “2027-01-01”."),
        ("DateLessThanEquals", "2026", context(k="2027-01-01"), "DateLessThanEquals on k wants “2026” or a time before; the request has “2027-01-01”."),
        ("DateGreaterThan", "2026-01-01", context(k="2025-01-01"), "DateGreaterThan on k wants a time after “2026-01-01”; the request has “2025-01-01”."),
        ("DateGreaterThanEquals", "2026-01-01", context(), "DateGreaterThanEquals on k wants “2026-01-01” or a time after; the request has no k."),
        ("IpAddress", "203.0.113.0/24", context(k="198.51.100.7"), "IpAddress on k wants an address in “203.0.113.0/24”; the request has “198.51.100.7”."),
        ("NotIpAddress", "203.0.113.0/24", context(k="203.0.113.7"), "NotIpAddress on k excludes the addresses in “203.0.113.0/24”; the request has “203.0.113.7”."),
        ("ForAnyValue:StringNotEquals", "a", context(), "ForAnyValue:StringNotEquals on k excludes “a”; the request has no k."),
        ("Bool", "maybe", Context(closed=False), "Bool on k can never hold: “maybe” is not of the operator's type."),
        ("StringEquals", "${x}", Context(closed=False, absent=frozenset({"x"})), "StringEquals on k can never hold: it wants “${x}”, for which this request has no value."),
        ("StringEquals", [], Context(closed=False), "StringEquals on k can never hold: it names no value."),
        ("Null", "maybe", context(), "Null on k can never hold: “maybe” is not of the operator's type."),
        ("Null", ["true", "false"], Context(closed=False), "Null holds: it takes requests with k and without."),
        ("StringEquals", "${x}", Context({"k": "a"}, closed=False), "StringEquals on k compares “a” with “${x}”, whose value is not known here."),
        ("NumericLessThan", "5", context(k="five"), "NumericLessThan on k cannot compare “five” with “5”: one of them is not of the operator's type."),
        ("StringLike", "a", context(k=("a", "b")), "StringLike compares one value, but k has several (“a”, “b”); a set operator, ForAnyValue: or ForAllValues:, compares them all."),
        ("Null", "true", context(k="a"), "Null wants the request to have no k; it has “a”."),
        ("Null", "false", context(), "Null wants the request to have k; it has none."),
        ("Null", "true", context(), "Null holds: the request has no k."),
        ("Null", "false", context(k="a"), "Null holds: the request has k."),
        ("StringEquals", "a", context(k="a"), "StringEquals on k holds: the request has “a”."),
        ("StringNotEquals", "a", context(), "StringNotEquals on k holds: the request has no k, and this operator is true without it."),
    ],
)  # fmt: skip
def test_a_condition(operator, wanted, given, sentence):
    parsed = document(allow("*", if_={operator: {"k": wanted}})).statements[0]

    result = match_statement(parsed, ADMIN, Request(ALICE, "s3:GetObject", OBJECT, given))

    assert render(condition_message(result.conditions[0])) == sentence


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
