"""Every sentence has a question to which it is the answer, and every answer is a sentence."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from policies.engine.conditions import condition_results
from policies.engine.evaluate import evaluate
from policies.engine.explain import (
    condition_message,
    decision_message,
    gate_message,
    render,
    statement_messages,
)
from policies.engine.explain.english import ENGLISH
from policies.engine.operators import BASES
from policies.engine.request import (
    AnyResource,
    Context,
    Exemption,
    Policies,
    Principal,
    PrincipalType,
    Request,
    ResourcePattern,
    named_resource,
)
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    ANONYMOUS,
    APP_SESSION,
    BOB,
    CLOUDTRAIL,
    FEDERATED,
    OBJECT,
    OTHER_ACCOUNT,
    OTHER_ROOT_USER,
    ROOT_USER,
    allow,
    boundary,
    context,
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

ROLE = f"arn:aws:iam::{ACCOUNT}:role/App"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"
OKTA = Principal(f"arn:aws:iam::{ACCOUNT}:saml-provider/Okta", "", PrincipalType.FEDERATED_IDENTITY)
ASKED = Request(APP_SESSION, "s3:GetObject", OBJECT, Context(closed=False))
NOT_LIMITED = Policies(path(), (ADMIN,))

WHAT_A_POLICY_MAY_SAY = (
    (allow("s3:*"),),
    (allow("s3:*"), deny("s3:Get*")),
    (allow("ec2:*"),),
    (deny("ec2:*"),),
    (allow("s3:*", if_={"StringEquals": {"k": "v"}}),),
    (allow("s3:*"), deny("s3:*", if_={"StringEquals": {"k": "v"}})),
)
"""It allows, denies, allows or denies something else only, and may allow or deny what is asked."""


def limited():
    """Each kind of policy, saying each of these, or nothing at all."""
    for said in WHAT_A_POLICY_MAY_SAY:
        yield ASKED, replace(NOT_LIMITED, service_control=path(prod=(scp("P", *said),)))
        yield ASKED, replace(NOT_LIMITED, identity=(identity("P", *said),))
        yield ASKED, replace(NOT_LIMITED, boundary=boundary(*said))
        yield ASKED, replace(NOT_LIMITED, session=session(*said))
        yield ASKED, replace(NOT_LIMITED, endpoint=endpoint_policy(*said))
        everybody = [{**statement, "Principal": "*"} for statement in said]
        attached = resource_policy(*everybody)
        yield replace(ASKED, resource_account=OTHER_ACCOUNT), replace(NOT_LIMITED, resource=attached)
        if said[-1]["Effect"] == "Deny":
            yield ASKED, replace(NOT_LIMITED, resource_control=rcp_path(prod=(rcp("P", said[-1]),)))
    across = replace(ASKED, resource_account=OTHER_ACCOUNT)
    for empty in ("identity", "boundary", "session", "endpoint", "resource"):
        yield across, replace(NOT_LIMITED, **{empty: ()})
    yield ASKED, replace(NOT_LIMITED, service_control=path(prod=()))


def exempt():
    for exemption in Exemption:
        yield ASKED, replace(NOT_LIMITED, service_control=exemption, resource_control=exemption)


def granted():
    """Callers of each kind and what a resource's policy says of them."""
    lists = {"AWS": ACCOUNT}, {"AWS": ROLE}, {"AWS": APP_SESSION.arn}, {"AWS": "AROAEXAMPLEEXAMPLEEXA"}, "*"
    nothing = replace(NOT_LIMITED, identity=())
    bounded = replace(nothing, boundary=boundary(allow("ec2:*")))
    passed = replace(nothing, session=session(allow("ec2:*")))
    for named, policies in product(lists, (NOT_LIMITED, nothing, bounded, passed)):
        yield ASKED, replace(policies, resource=resource_policy(allow("s3:*", Principal=named)))
    by_id = resource_policy(allow("s3:*", Principal={"AWS": "AROAEXAMPLEEXAMPLEEXA"}))
    everybody = resource_policy(allow("s3:*", Principal="*"))
    for caller, attached in product((ANONYMOUS, CLOUDTRAIL, BOB, OTHER_ROOT_USER), (by_id, everybody)):
        asked = replace(ASKED, principal=caller, resource_account=ACCOUNT)
        yield asked, replace(NOT_LIMITED, resource=attached)
    yield replace(ASKED, principal=FEDERATED), NOT_LIMITED
    yield replace(ASKED, principal=ROOT_USER), NOT_LIMITED
    yield replace(ASKED, principal=BOB, resource_account=ACCOUNT), replace(nothing, resource=everybody)
    for named in ([ALICE.arn], [ALICE.arn, ACCOUNT]):
        attached = resource_policy(deny("s3:*", NotPrincipal={"AWS": named}))
        asked = replace(ASKED, principal=ALICE)
        yield asked, replace(NOT_LIMITED, resource=attached)
        yield asked, replace(NOT_LIMITED, resource=attached, boundary=boundary(allow("*")))
    yield Request(ALICE, "sts:AssumeRole", ROLE), replace(NOT_LIMITED, resource=())
    yield Request(ALICE, "kms:Decrypt", KEY), replace(NOT_LIMITED, resource=())
    signs_in = Request(OKTA, "sts:AssumeRoleWithSAML", ROLE)
    yield signs_in, replace(NOT_LIMITED, resource=trust_policy(allow("sts:*", Principal={"AWS": ACCOUNT})))
    yield Request(ALICE, "sts:GetCallerIdentity", "*"), NOT_LIMITED


def refused():
    for action, mine, theirs in (
        ("iam:DeletePolicy", "arn:aws:iam::*:policy/*", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("iam:DeleteRole", f"arn:aws:iam::{ACCOUNT}:role/*", f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/a/B"),
        ("kms:DeleteAlias", f"arn:aws:kms:*:{ACCOUNT}:alias/*", f"arn:aws:kms:a:{ACCOUNT}:alias/aws/s3"),
    ):
        yield Request(ALICE, action, theirs), NOT_LIMITED
        yield Request(ALICE, action, ResourcePattern(mine)), NOT_LIMITED


def about_resources():
    home = "arn:aws:s3:::${aws:username}/*"
    asked = (
        OBJECT,
        "*",
        AnyResource(("arn:${Partition}:s3:::${BucketName}/${ObjectName}",)),
        named_resource("arn:aws:s3:::b/*"),
        named_resource("arn:aws:s3:::c/*"),
    )
    said = ("arn:aws:s3:::b/k", "arn:aws:s3:::b/*", "arn:aws:ec2:*", home)
    for resource, element, known in product(asked, said, (context(), Context(closed=False))):
        for statement in (allow("s3:*", on=element), allow("s3:*", NotResource=element)):
            limits = replace(NOT_LIMITED, identity=(identity("P", statement),))
            yield Request(ALICE, "s3:GetObject", resource, known), limits
    yield ASKED, replace(NOT_LIMITED, identity=(identity("P", allow(NotAction="s3:*")),))


def mistaken():
    """What is written as if it were a wildcard, or a variable with a value."""
    asked = Request(ALICE, "s3:GetObject", OBJECT, context(k="eu-west-1"))
    for wanted, version in (("eu-*", "2012-10-17"), ("${x}", "2012-10-17"), ("${x}", None)):
        statement = allow("s3:*", if_={"StringEquals": {"k": wanted}})
        yield asked, replace(NOT_LIMITED, identity=(identity("P", statement, version=version),))


def told(request, policies):
    evaluation = evaluate(request, policies)
    yield decision_message(evaluation, request)
    for gate in evaluation.gates:
        yield gate_message(gate, request)
        for result in gate.statements:
            yield from statement_messages(result, request)


SMALLER_LIKE_AND_LARGER = {
    "String": ("a", "b", "c"),
    "Numeric": ("4", "5", "6"),
    "Date": ("2025-01-01", "2026-01-01", "2027-01-01"),
    "Bool": ("false", "true", "false"),
    "Binary": ("QQ==", "Qg==", "Qw=="),
    "IpAddress": ("10.0.0.1", "10.0.0.2", "10.0.0.3"),
    "NotIpAddress": ("10.0.0.1", "10.0.0.2", "10.0.0.3"),
    "Arn": ("arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", "arn:aws:iam::1:role/c"),
}
"""Values of each operator's type, by the beginning of its name."""


def told_of_conditions():
    """Each operator with a value of its type, of none, with an unknown one and without any; against keys
    with such values, with several, with none, that are missing and unknown."""
    unknown, nowhere = Context(closed=False), Context(closed=False, absent=frozenset({"x"}))
    nothing_known = (context(), unknown, nowhere)
    for base, quantifier in product(BASES, ("", "ForAnyValue:")):
        values = next(each for name, each in SMALLER_LIKE_AND_LARGER.items() if base.startswith(name))
        settled = [Context({"k": each}) for each in (*values, values, (), "?")]
        for wanted in ([values[1]], ["?"], ["${x}"], []):
            tried = (*settled, *nothing_known, Context({"k": values[0]}, closed=False))
            yield from told_of_one_condition(f"{quantifier}{base}", wanted, tried)
    for wanted in (["true"], ["false"], ["true", "false"], ["?"]):
        yield from told_of_one_condition("Null", wanted, (context(k="v"), *nothing_known))


def told_of_one_condition(operator, wanted, tried):
    statement = document(allow("*", if_={operator: {"k": wanted}})).statements[0]
    for known in tried:
        yield from map(condition_message, condition_results(statement, known))


QUESTIONS = [*limited(), *exempt(), *granted(), *refused(), *about_resources(), *mistaken()]


@pytest.fixture(scope="module")
def messages():
    return {*told_of_conditions(), *(each for question in QUESTIONS for each in told(*question))}


def test_every_sentence_is_the_answer_to_some_question(messages):
    assert {message.id for message in messages} == set(ENGLISH)


def test_every_answer_reads_as_a_sentence(messages):
    for message in messages:
        sentence = render(message)
        assert sentence.endswith("."), sentence
        assert "  " not in sentence, sentence
        assert "{" not in sentence.replace("${", ""), sentence
