"""IAM User Guide, "Condition operators", and what they say about missing and multivalued keys."""

from __future__ import annotations

import json

import pytest

from policies.engine.conditions import condition_results, conditions_hold
from policies.engine.document import PolicyKind
from policies.engine.operators import BASES, OPERATORS
from policies.engine.parse import parse_policy
from policies.engine.request import Context, Lookup
from policies.engine.truth import Truth
from tests.engine.world import allow, document


def holds(operator, wanted, context, key="k"):
    statement = document(allow("*", if_={operator: {key: wanted}})).statements[0]
    return conditions_hold(statement, context)


def is_true(operator, wanted, actual):
    context = Context({} if actual is None else {"k": actual})
    return holds(operator, wanted, context) is Truth.YES


@pytest.mark.parametrize(
    ("operator", "wanted", "actual", "expected"),
    [
        # Text
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "abc", False),  # no wildcards here
        ("StringEquals", "a*", "a*", True),
        ("StringEquals", ["a", "b"], "b", True),  # any of the values
        ("StringEquals", [], "a", False),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),  # none of the values
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringEqualsIgnoreCase", "Abc", "aBC", True),
        ("StringNotEqualsIgnoreCase", "Abc", "aBC", False),
        ("StringLike", "a*c", "abbc", True),
        ("StringLike", "a?c", "abc", True),
        ("StringLike", "a?c", "abbc", False),
        ("StringLike", "A*", "abc", False),
        ("StringLike", "*", "", True),
        ("StringNotLike", ["a*", "b*"], "bb", False),
        ("StringNotLike", ["a*", "b*"], "cc", True),
        # Numbers
        ("NumericEquals", "5", "5.0", True),
        ("NumericEquals", 5, "5", True),
        ("NumericEquals", "10", "9", False),
        ("NumericEquals", "10", "11", False),
        ("NumericNotEquals", "5", "6", True),
        ("NumericLessThan", "10", "9", True),  # as numbers, not as text
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericGreaterThan", "10", "10.5", True),
        ("NumericGreaterThanEquals", "10", "9.99", False),
        ("NumericLessThan", "-1", "-2", True),
        ("NumericLessThan", "10", "nine", False),
        ("NumericNotEquals", "10", "nine", False),  # a wrong type never holds, negated neither
        ("NumericNotEquals", "ten", "9", False),
        ("NumericEquals", "NaN", "NaN", False),
        ("NumericGreaterThan", "1e3", "1001", True),
        # Dates
        ("DateEquals", "2026-09-01T00:00:00Z", "2026-09-01T02:00:00+02:00", True),
        ("DateEquals", "2026-09-01", "2026-09-01T00:00:00Z", True),
        ("DateLessThan", "2026-09-01T00:00:00Z", "2026-08-31T23:59:59.999Z", True),
        ("DateEquals", "2026-09-01T00:00:00Z", "2026-09-01T00:00:00.5Z", False),
        ("DateGreaterThan", "2026-09-01T00:00:00Z", "1788220801", True),  # seconds since 1970
        ("DateGreaterThan", "2026-09-01T00:00:00Z", "1788220800", False),
        ("DateGreaterThanEquals", "1788220800", "2026-09-01T00:00:00Z", True),
        ("DateLessThanEquals", "2026", "2027-01-01", False),  # a bare number is epoch seconds
        ("DateNotEquals", "2026-13-01", "2026-09-01", False),
        ("DateNotEquals", "2026-09-01", "2026-09-02", True),
        ("DateLessThan", "2026-09-01T00:00:00Z", "tomorrow", False),
        # true and false
        ("Bool", "true", "true", True),
        ("Bool", "true", "True", True),
        ("Bool", True, "true", True),
        ("Bool", False, "true", False),
        ("Bool", "false", "no", False),
        # Bytes
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ6", False),
        ("BinaryEquals", "not base64!", "not base64!", False),
        ("BinaryEquals", "QmluYXJ5!", "QmluYXJ5!", False),  # nothing is passed over
        # Addresses
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
        ("IpAddress", "203.0.113.7", "203.0.113.7", True),
        ("IpAddress", "203.0.113.7/24", "203.0.113.200", True),
        ("IpAddress", "0.0.0.0/0", "198.51.100.1", True),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
        ("IpAddress", "2001:db8::/32", "2001:0db8:0:0::1", True),
        ("IpAddress", "2001:db8::1", "2001:db8:0::1", True),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
        ("NotIpAddress", "203.0.113.0/24", "2001:db8::1", True),  # the other family is never inside
        ("NotIpAddress", "203.0.113.0/24", "somewhere", False),
        ("NotIpAddress", "203.0.113.0/255.255.255.0", "198.51.100.1", False),
        # ARNs, segment by segment
        ("ArnEquals", "arn:aws:iam::*:role/Admin", "arn:aws:iam::111111111111:role/Admin", True),
        ("ArnLike", "arn:aws:iam::*:role/Admin", "arn:aws:iam::111111111111:role/Admin", True),
        ("ArnLike", "arn:aws:iam::1?1111111111:role/*", "arn:aws:iam::111111111111:role/a/b:c", True),
        ("ArnLike", "arn:aws:*:role/Admin", "arn:aws:iam::111111111111:role/Admin", False),
        ("ArnLike", "arn:aws:sns:*:1:t", "arn:aws:sns:x:y:1:t", False),  # no star reaches over a colon
        ("ArnLike", "arn:aws:iam::*:role/admin", "arn:aws:iam::111111111111:role/Admin", False),
        ("ArnLike", "arn:aws:iam:*", "arn:aws:iam::111111111111:role/Admin", False),  # not six segments
        ("ArnNotLike", "arn:aws:iam:*", "arn:aws:iam::111111111111:role/Admin", False),
        ("ArnNotLike", "arn:aws:iam::*:role/Admin", "arn:aws:iam::111111111111:role/Dev", True),
        ("ArnNotEquals", "arn:aws:iam::*:role/Admin", "arn:aws:iam::111111111111:role/Admin", False),
        ("ArnNotEquals", "arn:aws:iam::*:role/Admin", "Admin", False),
    ],
)  # fmt: skip
def test_operators(operator, wanted, actual, expected):
    assert is_true(operator, wanted, actual) is expected


ABSENT = [None, ()]
"""A key that is missing, and one that is there without a value, are the same to every operator."""


@pytest.mark.parametrize("actual", ABSENT)
@pytest.mark.parametrize("base", BASES)
def test_a_missing_key_by_operator(base, actual):
    negated = "Not" in base

    assert is_true(base, "x", actual) is negated
    assert is_true(f"{base}IfExists", "x", actual) is True
    assert is_true(f"ForAllValues:{base}", "x", actual) is True
    assert is_true(f"ForAnyValue:{base}", "x", actual) is False
    assert is_true(f"ForAnyValue:{base}IfExists", "x", actual) is False
    assert is_true(f"ForAllValues:{base}IfExists", "x", actual) is True


@pytest.mark.parametrize(
    ("wanted", "actual", "expected"),
    [
        ("true", None, True),
        ("false", None, False),
        ("true", (), True),
        ("true", "x", False),
        ("false", "x", True),
        ("false", "", True),  # an empty text is a value
        (False, ("x", "y"), True),
        (["true", "false"], None, True),
        (["true", "false"], "x", True),
    ],
)
def test_null_asks_for_presence(wanted, actual, expected):
    assert is_true("Null", wanted, actual) is expected


@pytest.mark.parametrize(
    ("operator", "wanted", "actual", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "b"), True),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "c"), False),
        ("ForAllValues:StringEquals", ["a", "b"], "a", True),
        ("ForAnyValue:StringEquals", ["a", "b"], ("c", "b"), True),
        ("ForAnyValue:StringEquals", ["a", "b"], ("c", "d"), False),
        ("ForAllValues:StringNotEquals", ["a", "b"], ("c", "d"), True),
        ("ForAllValues:StringNotEquals", ["a", "b"], ("c", "a"), False),
        ("ForAnyValue:StringNotEquals", ["a", "b"], ("a", "c"), True),  # c equals none of them
        ("ForAnyValue:StringNotEquals", ["a", "b"], ("a", "b"), False),
        ("ForAllValues:StringLikeIfExists", ["a*"], ("ab", "ac"), True),
        ("ForAnyValue:StringLike", ["o-1/r-1/ou-1/*"], ("o-1/r-1/ou-1/ou-2/",), True),
        ("ForAnyValue:NumericNotEquals", ["5"], ("x", "6"), True),
        ("ForAnyValue:NumericNotEquals", ["5"], ("x",), False),
        # A plain operator compares one value.
        ("StringEquals", "a", ("a",), True),
        ("StringEquals", "a", ("a", "a"), False),
        ("StringNotEquals", "x", ("a", "b"), False),
    ],
)
def test_multivalued_keys(operator, wanted, actual, expected):
    assert is_true(operator, wanted, actual) is expected


@pytest.mark.parametrize(("actual", "expected"), [("a", True), ("b", False)])
def test_if_exists_changes_nothing_about_a_key_that_is_there(actual, expected):
    assert is_true("StringEqualsIfExists", "a", actual) is expected


def test_all_operators_and_all_keys_of_a_block_must_hold():
    statement = document(
        allow("*", if_={"StringEquals": {"a": "1", "b": "2"}, "StringNotEquals": {"c": "3"}})
    ).statements[0]

    assert conditions_hold(statement, Context({"a": "1", "b": "2"})) is Truth.YES
    for wrong in ({"a": "1"}, {"a": "1", "b": "x"}, {"a": "1", "b": "2", "c": "3"}):
        assert conditions_hold(statement, Context(wrong)) is Truth.NO


def test_keys_ignore_case():
    assert (
        holds("StringEquals", "x", Context({"aws:principaltag/team": "x"}), "AWS:PrincipalTag/Team")
        is Truth.YES
    )


OF_ITS_TYPE = {
    "String": "a",
    "Numeric": "5",
    "Date": "2026-09-01",
    "Bool": "true",
    "Binary": "QmluYXJ5",
    "Ip": "203.0.113.0/24",
    "NotIp": "203.0.113.0/24",
    "Arn": "arn:aws:iam::*:role/Admin",
}


def of_its_type(base):
    return next(value for family, value in OF_ITS_TYPE.items() if base.startswith(family))


def test_an_unknown_key_leaves_every_operator_open():
    unknown = Context(closed=False)

    open_ones = [each for each in OPERATORS.values() if each.base != "Null"]
    assert {holds(each.source, of_its_type(each.base), unknown) for each in open_ones} == {Truth.MAYBE}
    assert holds("Null", "true", unknown) is holds("Null", "false", unknown) is Truth.MAYBE


@pytest.mark.parametrize(
    ("operator", "wanted", "expected"),
    [
        # No value makes them hold, and without one they do not hold either.
        ("Bool", "maybe", Truth.NO),
        ("DateLessThan", "yesterday", Truth.NO),
        ("IpAddress", "1.2.3.400", Truth.NO),
        ("NumericGreaterThan", "an hour", Truth.NO),
        ("BinaryEquals", "not base64!", Truth.NO),
        ("ArnLike", "role/Admin", Truth.NO),
        ("ArnEquals", "arn:aws:iam:*", Truth.NO),
        ("ForAnyValue:NumericEquals", "x", Truth.NO),
        ("ForAnyValue:NumericEqualsIfExists", "x", Truth.NO),
        ("ForAnyValue:NumericNotEquals", "x", Truth.NO),
        ("NumericEquals", "${k}", Truth.NO),  # numbers take no variables
        ("StringEquals", [], Truth.NO),
        # A key that is missing makes them hold.
        ("BoolIfExists", "maybe", Truth.MAYBE),
        ("NumericNotEquals", "x", Truth.MAYBE),
        ("NotIpAddress", "1.2.3.400", Truth.MAYBE),
        ("ForAllValues:NumericEquals", "x", Truth.MAYBE),
        # Another of their values may be met; a negated operator has to compare with all.
        ("NumericEquals", ["x", "5"], Truth.MAYBE),
        ("ForAnyValue:NumericNotEquals", ["x", "5"], Truth.NO),
        # What a variable stands for may be of the type.
        ("Bool", "${x}", Truth.MAYBE),
        ("ArnLike", "${x}", Truth.MAYBE),
        # Null asks for one of the two, for both or for neither.
        ("Null", ["true", "false"], Truth.YES),
        ("Null", "maybe", Truth.NO),
    ],
)
def test_an_unknown_key_leaves_nothing_open_where_every_value_and_none_answer_alike(
    operator, wanted, expected
):
    assert holds(operator, wanted, Context(closed=False)) is expected


@pytest.mark.parametrize("wanted", [[], "x", ["x", "5"], ["true", "false"], "${x}", "${x, '5'}"])
def test_what_is_said_of_an_unknown_key_is_true_of_every_value_and_of_none(wanted):
    unknown = Context(closed=False, absent=frozenset({"x"}))
    values = ((), "x", "5", "true", "2026-09-01", "arn:aws:iam::1:role/x", ("x", "5"), ("6", "7"))
    completions = [Context(), *(Context({"k": value}) for value in values)]

    untrue = [
        operator
        for operator in OPERATORS
        if (said := holds(operator, wanted, unknown)) is not Truth.MAYBE
        and {holds(operator, wanted, known) for known in completions} != {said}
    ]

    assert untrue == []


def test_an_open_context_knows_what_is_absent():
    context = Context(closed=False, absent=frozenset({"k"}), absent_prefixes=("aws:principaltag/",))

    assert holds("StringEquals", "x", context) is Truth.NO
    assert holds("StringNotEquals", "x", context, "aws:PrincipalTag/team") is Truth.YES
    assert holds("StringEquals", "x", context, "aws:SourceIp") is Truth.MAYBE


def test_one_sure_no_closes_what_others_leave_open():
    statement = document(allow("*", if_={"StringEquals": {"known": "x", "unknown": "y"}})).statements[0]

    assert conditions_hold(statement, Context({"known": "z"}, closed=False)) is Truth.NO
    assert conditions_hold(statement, Context({"known": "x"}, closed=False)) is Truth.MAYBE


def test_results_say_what_the_request_had():
    statement = document(allow("*", if_={"StringEquals": {"a": "1", "b": "2", "c": "3"}})).statements[0]

    results = condition_results(statement, Context({"a": "1"}, closed=False, absent=frozenset("b")))

    assert [(each.condition.key, each.holds, each.actual) for each in results] == [
        ("a", Truth.YES, "1"),
        ("b", Truth.NO, Lookup.MISSING),
        ("c", Truth.MAYBE, Lookup.UNKNOWN),
    ]


class TestVariables:
    """IAM User Guide, "Policy elements: Variables and tags"."""

    @pytest.mark.parametrize(
        ("operator", "wanted", "values", "expected"),
        [
            ("StringEquals", "${aws:username}", {"k": "Alice", "aws:username": "Alice"}, True),
            ("StringEquals", "${AWS:UserName}", {"k": "Alice", "aws:username": "Alice"}, True),
            ("StringEquals", "a-${x}-b-${y}", {"k": "a-1-b-2", "x": "1", "y": "2"}, True),
            ("StringEquals", "${x}", {"k": "1"}, False),  # no value: matches nothing
            ("StringNotEquals", "${x}", {"k": "1"}, True),
            ("StringEquals", "${x, 'none'}", {"k": "none"}, True),
            ("StringEquals", "${x, 'none'}", {"k": "1", "x": "1"}, True),
            ("StringEquals", ["${x}", "b"], {"k": "b"}, True),  # the other values still count
            ("StringLike", "${x}/*", {"k": "a*/1", "x": "a*"}, True),
            ("StringLike", "${x}/*", {"k": "abc/1", "x": "a*"}, False),  # a value's star is no wildcard
            ("StringLike", "${*}", {"k": "*"}, True),
            ("StringLike", "${*}", {"k": "x"}, False),
            ("StringLike", "a${?}", {"k": "a?"}, True),
            ("StringLike", "a${?}", {"k": "ab"}, False),
            ("StringEquals", "${$}{x}", {"k": "${x}"}, True),
            ("StringEquals", "${x}", {"k": "1", "x": ("1",)}, False),  # single-valued keys only
            ("StringLike", "${x}", {"k": "1", "x": ("1",)}, False),
            ("ArnLike", "arn:aws:iam::${acct}:role/*", {"k": "arn:aws:iam::1:role/r", "acct": "1"}, True),
            ("ArnEquals", "${arn}", {"k": "arn:aws:iam::1:role/r", "arn": "arn:aws:iam::1:role/r"}, True),
            ("Bool", "${x}", {"k": "true", "x": "true"}, True),
            ("NumericEquals", "${x}", {"k": "1", "x": "1"}, False),  # numbers take no variables
            ("StringEquals", "${x", {"k": "${x"}, True),
        ],
    )  # fmt: skip
    def test_values(self, operator, wanted, values, expected):
        assert holds(operator, wanted, Context(values)) is (Truth.YES if expected else Truth.NO)

    @pytest.mark.parametrize("version", ["2008-10-17", None])
    def test_under_the_first_version_they_are_plain_text(self, version):
        statement = document(allow("*", if_={"StringEquals": {"k": "${x}"}}), version=version).statements[0]

        assert conditions_hold(statement, Context({"k": "1", "x": "1"})) is Truth.NO
        assert conditions_hold(statement, Context({"k": "${x}", "x": "1"})) is Truth.YES

    def test_an_unknown_value_leaves_the_condition_open(self):
        context = Context({"k": "1"}, closed=False)

        assert holds("StringEquals", "${x}", context) is Truth.MAYBE
        assert holds("StringEquals", ["${x}", "1"], context) is Truth.YES
        assert holds("StringNotEquals", ["${x}", "1"], context) is Truth.NO


def test_numbers_and_booleans_of_json_compare_as_they_are_written():
    text = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"NumericLessThan": {"k": 3600}, "StringEquals": {"n": 1.50, "b": True}}}}
    )  # fmt: skip
    statement = parse_policy(text, PolicyKind.IDENTITY).statements[0]

    assert conditions_hold(statement, Context({"k": "3599", "n": "1.5", "b": "true"})) is Truth.YES
