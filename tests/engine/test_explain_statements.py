"""Why a statement matches or does not, part by part, and why a condition holds or does not."""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from policies.engine.explain import (
    condition_message,
    render,
    statement_messages,
)
from policies.engine.matching import match_statement
from policies.engine.request import (
    AnyResource,
    Context,
    Request,
)
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    ANONYMOUS,
    BOB,
    BUCKET,
    CLOUDTRAIL,
    OBJECT,
    allow,
    context,
    deny,
    document,
    identity,
    resource_policy,
)

OBJECT_FORMAT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ANY_OBJECT = AnyResource((OBJECT_FORMAT,))


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


LIKE_EU = "StringEquals takes “eu-*” letter by letter; only StringLike has wildcards."
NO_TEAM = "This request has no value for ${aws:PrincipalTag/team}, so nothing is equal to it."
PLAIN = "${aws:username} is plain text here: only policies of Version 2012-10-17 have variables."


@pytest.mark.parametrize(
    ("statement", "version", "given", "hints"),
    [
        (allow("*", if_={"StringEquals": {"k": "eu-*"}}), "2012-10-17", context(k="eu-west-1"), [LIKE_EU]),
        (allow("*", if_={"StringEquals": {"k": "eu-*"}}), "2012-10-17", context(k="us-east-1"), []),
        (allow("*", if_={"StringEquals": {"k": "eu-*"}}), "2012-10-17", context(), []),
        (
            deny("*", if_={"StringNotEquals": {"k": "eu-*"}}), "2012-10-17", context(k="eu-west-1"),
            ["StringNotEquals takes “eu-*” letter by letter; only StringNotLike has wildcards."],
        ),
        (allow("*", if_={"StringEquals": {"k": "${aws:PrincipalTag/team}"}}), "2012-10-17", context(k="a"), [NO_TEAM]),
        (deny("*", if_={"StringNotEquals": {"k": "${aws:PrincipalTag/team}"}}), "2012-10-17", context(k="a"), [NO_TEAM]),
        (allow("*", if_={"StringEquals": {"k": "${aws:PrincipalTag/team, 'b'}"}}), "2012-10-17", context(k="a"), []),
        (allow("*", on="arn:aws:s3:::${aws:username}/*"), "2008-10-17", context(), [PLAIN]),
        (allow("*", on="arn:aws:s3:::${aws:username}/*"), None, context(), [PLAIN]),
        (deny("*", if_={"StringNotEquals": {"k": "${aws:username}"}}), None, context(k="Alice"), [PLAIN]),
        (allow("ec2:*"), None, context(), []),
        (deny("ec2:*", if_={"StringNotEquals": {"k": "eu-*"}}), "2012-10-17", context(k="eu-west-1"), []),
    ],
)  # fmt: skip
def test_what_looks_like_a_wildcard_or_a_variable_and_is_none_is_told(statement, version, given, hints):
    attached = identity("P", statement, version=version)
    request = Request(ALICE, "s3:GetObject", OBJECT, given)

    messages = statement_messages(
        match_statement(attached.document.statements[0], attached, request), request
    )

    assert [render(each) for each in messages if each.id.startswith("hint.")] == hints


def test_a_value_that_a_variable_has_is_not_called_one_of_another_type():
    parsed = document(allow("*", if_={"ArnLike": {"k": "${x}"}})).statements[0]
    given = context(k="arn:aws:s3:::b", x="arn:aws:s3:::c")

    result = match_statement(parsed, ADMIN, Request(ALICE, "s3:GetObject", OBJECT, given))

    said = render(condition_message(result.conditions[0]))
    assert said == "ArnLike on k wants something like “${x}”; the request has “arn:aws:s3:::b”."


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
