"""``manage.py simulate``: a case a line in, an answer a line out, whatever is in the lines."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.cases import answer
from policies.management.commands.simulate import simulate

ACCOUNT = "111111111111"
ALICE = f"arn:aws:iam::{ACCOUNT}:user/Alice"
BOB = "arn:aws:iam::999999999999:user/Bob"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/App/s1"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/App"
GUEST = f"arn:aws:sts::{ACCOUNT}:federated-user/Guest"
OKTA = f"arn:aws:iam::{ACCOUNT}:saml-provider/Okta"
SERVICES_WITH_RCPS = frozenset({"s3", "kms", "sts"})
MANAGE = Path(__file__).parents[2] / "manage.py"


def policy(*statements, name="P"):
    return {"name": name, "document": {"Version": "2012-10-17", "Statement": list(statements)}}


def allow(action="*", **members):
    return {"Effect": "Allow", "Action": action, "Resource": "*", **members}


def deny(action, **members):
    return {"Effect": "Deny", "Action": action, "Resource": "*", **members}


def level(target, *statements):
    return {"target": target, "policies": [policy(*statements)] if statements else []}


MORE_OF_THE_REQUEST = ("principal_id", "canonical_user_id", "federated_by", "resource_pattern")


def case(**changes):
    """Alice, an administrator, reads an object of her own account; ``principal=…`` and the like go into
    the request, other names are members of the case."""
    asked = {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k",
        "resource_account": ACCOUNT,
        "principal": ALICE,
        "context": {},
    }
    asked.update({name: changes.pop(name) for name in MORE_OF_THE_REQUEST if name in changes})
    of_request = {name: changes.pop(name) for name in tuple(changes) if name in asked}
    return {
        "id": "1",
        "request": {**asked, **of_request},
        "identity_policies": [policy(allow())],
        "permission_boundary": None,
        "session_policies": None,
        "service_control_policies": None,
        "resource_control_policies": None,
        "resource_policy": None,
        **changes,
    }


def answered(content, *, trace=False):
    return answer(json.dumps(content), services_with_rcps=SERVICES_WITH_RCPS, trace=trace)


ALLOWED, EXPLICIT, IMPLICIT = "allowed", "explicit_deny", "implicit_deny"
NAMES_ALICE = policy({"Effect": "Allow", "Principal": {"AWS": ALICE}, "Action": "s3:*", "Resource": "*"})
NAMES_BOB = policy({"Effect": "Allow", "Principal": {"AWS": BOB}, "Action": "*", "Resource": "*"})
TRUSTS_BOB = policy({"Effect": "Allow", "Principal": {"AWS": BOB}, "Action": "sts:AssumeRole"})
NO_S3_FOR_ANYBODY = deny("s3:*", Principal="*")
TRUSTS_OKTA = policy(
    {"Effect": "Allow", "Principal": {"Federated": OKTA}, "Action": "sts:AssumeRoleWithSAML"}
)
NAMES_ALICE_BY_ID = policy(
    {"Effect": "Allow", "Principal": {"AWS": "AIDAEXAMPLEALICE00001"}, "Action": "s3:*", "Resource": "*"}
)
BY_CANONICAL_ID = policy(
    {"Effect": "Allow", "Principal": {"CanonicalUser": "a" * 64}, "Action": "s3:*", "Resource": "*"}
)
READS_ONE = policy(allow("s3:GetObject") | {"Resource": "arn:aws:s3:::b/k*"})
SIGNS_IN = {"action": "sts:AssumeRoleWithSAML", "resource": ROLE, "resource_policy": TRUSTS_OKTA}
TEAM = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
TAGS = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({}, ALLOWED),
        ({"identity_policies": []}, IMPLICIT),
        ({"identity_policies": [policy(allow()), policy(deny("s3:Get*"))]}, EXPLICIT),
        ({"principal": f"arn:aws:iam::{ACCOUNT}:root", "identity_policies": []}, ALLOWED),
        ({"service_control_policies": [level("r", allow()), level("A", allow())]}, ALLOWED),
        ({"service_control_policies": [level("r", allow()), level("A")]}, IMPLICIT),
        ({"service_control_policies": [level("r", allow(), deny("s3:*"))]}, EXPLICIT),
        ({"resource_control_policies": [level("r"), level("A")]}, ALLOWED),
        ({"resource_control_policies": [level("r"), level("A", NO_S3_FOR_ANYBODY)]}, EXPLICIT),
        (
            {
                "action": "sns:Publish",
                "resource_control_policies": [level("r", deny("sns:*", Principal="*"))],
            },
            ALLOWED,
        ),
        ({"permission_boundary": [policy(allow("ec2:*"))]}, IMPLICIT),
        ({"permission_boundary": [policy(allow("ec2:*"))], "resource_policy": NAMES_ALICE}, ALLOWED),
        ({"permission_boundary": []}, IMPLICIT),
        ({"principal": SESSION, "session_policies": [policy(allow("ec2:*"))]}, IMPLICIT),
        (
            {"principal": SESSION, "session_policies": [policy(allow("ec2:*")), policy(allow("s3:*"))]},
            ALLOWED,
        ),
        ({"principal": ROLE}, ALLOWED),
        ({"resource_policy": NAMES_ALICE, "identity_policies": []}, ALLOWED),
        ({"principal": BOB}, IMPLICIT),  # the bucket does not let another account in
        ({"principal": BOB, "resource_policy": NAMES_BOB}, ALLOWED),
        ({"principal": BOB, "resource_policy": NAMES_BOB, "identity_policies": []}, IMPLICIT),
        (
            {"action": "kms:Decrypt", "resource": KEY},
            IMPLICIT,
        ),  # every key has a policy; this one lets nobody in
        ({"action": "sts:AssumeRole", "resource": ROLE, "resource_policy": TRUSTS_BOB}, IMPLICIT),
        (
            {"action": "sts:AssumeRole", "resource": ROLE, "resource_policy": TRUSTS_BOB, "principal": BOB},
            ALLOWED,
        ),
        ({"action": "sts:GetCallerIdentity", "resource": "*", "identity_policies": []}, ALLOWED),
        ({"vpc_endpoint_policy": policy(allow(Principal="*"))}, ALLOWED),
        ({"vpc_endpoint_policy": policy(allow("ec2:*", Principal="*"))}, IMPLICIT),
        ({"vpc_endpoint_policy": policy(allow(Principal="*"), deny("s3:*", Principal="*"))}, EXPLICIT),
        ({"principal": OKTA, **SIGNS_IN}, ALLOWED),
        ({"principal": "accounts.google.com", **SIGNS_IN}, IMPLICIT),
        (
            {
                "principal_id": "AIDAEXAMPLEALICE00001",
                "resource_policy": NAMES_ALICE_BY_ID,
                "identity_policies": [],
            },
            ALLOWED,
        ),
        ({"resource_policy": NAMES_ALICE_BY_ID, "identity_policies": []}, IMPLICIT),
        ({"principal": GUEST, "resource_policy": NAMES_ALICE}, IMPLICIT),
        ({"principal": GUEST, "federated_by": ALICE, "resource_policy": NAMES_ALICE}, ALLOWED),
        ({"principal": BOB, "canonical_user_id": "a" * 64, "resource_policy": BY_CANONICAL_ID}, ALLOWED),
        ({"action": "iam:DeletePolicy", "resource": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, IMPLICIT),
        # Nothing in a resource is a wildcard, but in a pattern it is.
        ({"resource": "arn:aws:s3:::b/*", "identity_policies": [READS_ONE]}, IMPLICIT),
        (
            {"resource": None, "resource_pattern": "arn:aws:s3:::b/*", "identity_policies": [READS_ONE]},
            "depends",
        ),
        (
            {"resource": None, "resource_pattern": "arn:aws:s3:::b/k?", "identity_policies": [READS_ONE]},
            ALLOWED,
        ),
        # No key is derived from the request; a text is a single-valued key, a list a multivalued one.
        (
            {"identity_policies": [policy(allow(Condition={"StringEquals": {"aws:username": "Alice"}}))]},
            IMPLICIT,
        ),
        (
            {
                "identity_policies": [policy(allow(Condition=TEAM))],
                "context": {"AWS:PrincipalTag/Team": "blue"},
            },
            ALLOWED,
        ),
        (
            {
                "identity_policies": [policy(allow(Condition=TEAM))],
                "context": {"aws:PrincipalTag/team": ["blue", "red"]},
            },
            IMPLICIT,
        ),
        (
            {
                "identity_policies": [policy(allow(Condition=TAGS))],
                "context": {"aws:TagKeys": ["team", "cost"]},
            },
            IMPLICIT,
        ),
        ({"identity_policies": [policy(allow(Condition=TAGS))], "context": {"aws:TagKeys": []}}, ALLOWED),
    ],
)
def test_a_case_is_decided(changes, decision):
    assert answered(case(**changes)) == {"id": "1", "decision": decision}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"action": "GetObject"}, 'request.action: "GetObject" is no action'),
        ({"action": "s3:*"}, 'request.action: "s3:*" is no action'),
        ({"resource": "bucket"}, 'request.resource: "bucket" is neither an ARN nor *'),
        ({"principal": "Alice"}, 'request.principal: "Alice" is no principal'),
        ({"principal": f"arn:aws:iam::{ACCOUNT}:group/devs"}, "request.principal: "),
        ({"resource_account": 111111111111}, "request.resource_account: must be twelve digits"),
        ({"resource_pattern": "arn:aws:s3:::b/*"}, "request.resource_pattern: write this or resource"),
        (
            {"resource": None, "resource_pattern": "arn:aws:s3:::" + "*" * 2048},
            "request.resource_pattern: must be an ARN of at most 2048 characters",
        ),
        ({"resource": None, "resource_pattern": "*"}, "request.resource_pattern: must be an ARN"),
        ({"principal_id": "AIDA"}, "request.principal_id: must be AIDA"),
        ({"federated_by": SESSION}, "request.federated_by: must be the ARN of a user"),
        ({"canonical_user_id": 7}, "request.canonical_user_id: must be 64 digits"),
        ({"vpc_endpoint_policy": policy(allow())}, "vpc_endpoint_policy.document: Statement[0]"),
        (
            {"vpc_endpoint_policies": None},
            "vpc_endpoint_policies: unknown; did you mean vpc_endpoint_policy?",
        ),
        ({"context": {"aws:username": None}}, "request.context.aws:username: must be a text"),
        ({"context": {"aws:username": "a", "AWS:UserName": "b"}}, "request.context.AWS:UserName: stands"),
        ({"identity_policies": {}}, "identity_policies: must be a list"),
        ({"identity_policies": [policy(allow(), deny("s3"))]}, "identity_policies[0].document: Statement[1]"),
        (
            {"identity_policies": [policy(allow(Principal="*"))]},
            "identity_policies[0].document: Statement[0].Principal",
        ),
        ({"service_control_policies": [policy(allow())]}, "service_control_policies[0].target: must be"),
        (
            {"resource_control_policies": [level("r", allow("s3:*", Principal="*"))]},
            "resource_control_policies[0].policies[0].document: Statement[0].Effect",
        ),
        (
            {"resource_policy": policy(allow())},
            "resource_policy.document: Statement[0]",
        ),
        ({"permissions_boundary": None}, "permissions_boundary: unknown; did you mean permission_boundary?"),
        (
            {"service_control_policies": [{"target": "r", "policy": []}]},
            "service_control_policies[0].policy: unknown; did you mean policies?",
        ),
    ],
)
def test_what_cannot_be_decided_is_an_error_with_its_place(changes, error):
    said = answered(case(**changes))

    assert said["id"] == "1"
    assert said["error"].startswith(error)


BAD_LINES = [
    (b"", None),
    (b"{", None),
    (b"[]", None),
    (b"null", None),
    (b"\xff\xfe", None),
    (b"[" * 100_000, None),
    (b'{"id": 7}', None),
    (b'{"id": "7"}', "7"),
    (b'{"id": "7", "request": NaN}', None),
    (b'{"id": "7", "request": {"action": "s3:GetObject", "action": "s3:PutObject"}}', "7"),
]


def test_bad_lines_are_answered_in_their_place_and_the_rest_is_decided():
    good = json.dumps(case()).encode()
    output = io.StringIO()

    simulate(io.BytesIO(b"\n".join([good, *(line for line, _ in BAD_LINES), good])), output)

    first, *bad, last = map(json.loads, output.getvalue().splitlines())
    assert first == last == {"id": "1", "decision": ALLOWED}
    assert [said["id"] for said in bad] == [identifier for _, identifier in BAD_LINES]
    assert all(set(said) == {"id", "error"} and said["error"] for said in bad)


def test_a_name_that_stands_twice_in_a_policy_is_an_error():
    line = json.dumps(case()).replace('"Effect": "Allow"', '"Effect": "Allow", "Effect": "Deny"')

    assert "twice" in answer(line, services_with_rcps=SERVICES_WITH_RCPS)["error"]


@pytest.mark.parametrize("name", ["Context", "contxt", "contexts"])
def test_a_context_under_nearly_its_name_is_an_error_and_not_left_out(name):
    content = case()
    content["request"][name] = content["request"].pop("context")

    assert answered(content)["error"] == f"request.{name}: unknown; did you mean context?"


def test_many_names_that_stand_twice_cost_no_more_than_one_by_one():
    """Counted once for all: name by name, this line would take minutes."""
    members = ",".join(f'"k{number % 60_000}": 1' for number in range(120_000))

    said = answer(f'{{"id": "1", {members}}}', services_with_rcps=SERVICES_WITH_RCPS)

    assert said == {"id": "1", "error": '"k0" stands twice in one object'}


def test_a_number_too_long_for_any_case_is_an_error_in_our_words():
    line = '{"id": "1", "number": ' + "9" * 5_000 + "}"

    said = answer(line, services_with_rcps=SERVICES_WITH_RCPS)

    assert said == {"id": None, "error": "the line holds a number of too many digits"}


def test_what_stands_beside_a_case_is_let_be():
    content = case(note="read", expected=ALLOWED)
    content["request"]["principal_arn"] = ALICE

    assert answered(content) == {"id": "1", "decision": ALLOWED}


def test_the_trace_tells_every_gate_and_why():
    content = case(
        principal=SESSION,
        service_control_policies=[level("r", allow())],
        resource_control_policies=[level("r")],
        permission_boundary=[policy(allow("ec2:*"), name="Boundary")],
        session_policies=[policy(allow())],
        resource_policy=NAMES_ALICE,
    )

    said = answered(content, trace=True)

    assert said["rule"] == "deny.implicit:boundary"
    assert said["reason"].startswith(
        "s3:GetObject is implicitly denied: the permissions boundary of role/App"
    )
    assert said["access_denied"].endswith("because no permissions boundary allows the s3:GetObject action")
    assert [(gate["kind"], gate["verdict"]) for gate in said["gates"]] == [
        ("service_control", "passes"),
        ("resource_control", "passes"),
        ("permissions_boundary", "nothing_allows"),
        ("session", "passes"),
        ("identity", "passes"),
        ("resource", "nothing_allows"),
    ]
    assert said["gates"][2]["reason"] == "The permissions boundary of role/App does not allow s3:GetObject."
    assert said["gates"][2]["statements"][0]["reasons"] == ["Its Action does not cover s3:GetObject."]
    assert said["gates"][5]["statements"][0]["reasons"] == [f"Its Principal does not name {SESSION}."]


def test_the_trace_names_the_caller_as_the_page_does():
    said = answered(case(), trace=True)

    assert said["reason"].startswith("s3:GetObject is allowed: statement 1 of P (user/Alice) allows it")


def test_the_trace_of_a_pattern_leaves_open_which_statements_match():
    content = case(resource=None, resource_pattern="arn:aws:s3:::b/*", identity_policies=[READS_ONE])

    said = answered(content, trace=True)

    (statement,) = said["gates"][-1]["statements"]
    assert (said["decision"], said["access_denied"], statement["matches"]) == ("depends", None, None)


def test_each_answer_comes_before_the_next_case_is_asked():
    """Without a database, and without anything said in the environment."""
    line = json.dumps(case()).encode() + b"\n"
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////nowhere/at/all"}
    command = [sys.executable, str(MANAGE), "simulate"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        for _ in range(2):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["decision"] == ALLOWED
        process.stdin.close()

    assert process.returncode == 0


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
LISTS = st.lists(SCALARS, max_size=3)
JSON = SCALARS | LISTS | st.dictionaries(st.text(max_size=5), SCALARS | LISTS, max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted({*case(), *case()["request"]} - {"id", "request"})), JSON))
def test_whatever_stands_in_a_case_there_is_one_answer(changes):
    said = answered(case(**changes))

    assert said["id"] == "1"
    assert ("decision" in said) is not ("error" in said)
