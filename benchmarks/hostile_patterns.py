"""What if somebody means it ill? Twice as much of what could explode, beside once as much."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count

from benchmarks.measure import Figure, milliseconds
from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.evaluate import evaluate
from policies.engine.parse import parse_policy
from policies.engine.patterns import glob
from policies.engine.quotas import BY_KIND
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Policies,
    Principal,
    PrincipalType,
    Request,
)
from policies.engine.variables import template
from policies.review import review

AT_MOST = 3
"""Twice the size takes twice the time where it is linear, and four times where it is square."""

ALICE = Principal("arn:aws:iam::111111111111:user/Alice", "111111111111", PrincipalType.USER)
REQUEST = Request(ALICE, "s3:GetObject", "arn:aws:s3:::b/" + "a" * 1000, Context({"aws:username": "Alice"}))
Work = Callable[[], object]


def figures() -> Iterator[Figure]:
    for name, size, work in _QUESTIONS:
        once = milliseconds(work(size), runs=5)
        twice = milliseconds(work(2 * size), runs=5)
        beside = f"{once:,.3g} ms for {size:,}"
        yield Figure(name, twice / once, "×", bar=AT_MOST, reference=1, beside=beside)


def _stars(characters: int) -> Work:
    """The text behind the last of them is looked for to the end, and not found."""
    pattern, text = glob("*a" * 40 + "*b*"), "a" * characters
    return lambda: pattern.matches(text)


def _stars_and_questions(characters: int) -> Work:
    pattern, text = glob("*a?a" * 40 + "*?b*"), "a" * characters
    return lambda: pattern.matches(text)


def _stars_in_a_pattern(stars: int) -> Work:
    """No pattern is known by now that another run has taken apart."""
    runs = count()
    return lambda: glob(f"{next(runs)}" + "*a" * stars).matches("a" * 10_000)


def _nested_variables(depth: int) -> Work:
    return lambda: template("${" * depth + "aws:username" + "}" * depth)


def _unclosed_variables(number: int) -> Work:
    return lambda: template("${aws:username, '" * number)


def _statements(number: int) -> Work:
    statement = {
        "Effect": "Deny",
        "Action": ["s3:*b*", "ec2:*"],
        "Resource": "arn:aws:s3:::*/" + "*a" * 10 + "b",
    }
    return _decided(json.dumps({"Version": "2012-10-17", "Statement": [statement] * number}))


def _values(number: int) -> Work:
    values = [f"*a*{value}*${{aws:username}}" for value in range(number)]
    statement = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {"StringNotLike": {"aws:username": values}},
    }
    return _decided(json.dumps({"Version": "2012-10-17", "Statement": statement}))


def _decided(text: str) -> Work:
    def work() -> object:
        policy = AttachedPolicy("P", "P", "user/Alice", parse_policy(text, PolicyKind.IDENTITY))
        return evaluate(REQUEST, Policies(Exemption.NO_ORGANIZATION, (policy,)))

    return work


def _reviewed(number: int) -> Work:
    """Statements each of which has something to remark upon."""
    statements = [
        {"Effect": "Allow", "Action": f"s3:Get{number}", "Resource": f"arn:aws:s3:::b{number}/*"}
        for number in range(number)
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return lambda: review(text, PolicyKind.IDENTITY, BY_KIND[PolicyKind.IDENTITY], catalogue())


def _nested(depth: int) -> Work:
    text = "[" * depth + "]" * depth
    return lambda: review(text, PolicyKind.IDENTITY, BY_KIND[PolicyKind.IDENTITY], catalogue())


_QUESTIONS: tuple[tuple[str, int, Callable[[int], Work]], ...] = (
    ("forty stars against twice the characters", 10_000, _stars),
    ("forty stars with question marks against twice the characters", 10_000, _stars_and_questions),
    ("twice the stars in a pattern", 2_000, _stars_in_a_pattern),
    ("twice the variables inside one another", 2_000, _nested_variables),
    ("twice the variables that nobody closes", 2_000, _unclosed_variables),
    ("twice the statements, parsed and decided", 1_000, _statements),
    ("twice the values of a condition, parsed and decided", 4_000, _values),
    ("twice the statements, reviewed", 500, _reviewed),
    ("twice the brackets inside one another, reviewed", 5_000, _nested),
)
