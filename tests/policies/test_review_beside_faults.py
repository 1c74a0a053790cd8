"""A fault hides no remark upon what it does not touch: one look finds all there is to find."""

from __future__ import annotations

import json
from random import Random

import pytest

from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.quotas import BY_KIND
from policies.review import review
from tests.policies.corpus import IDENTITY, SCP

FINE = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
REGION = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}


def codes(kind: PolicyKind, *statements: object, **more: object) -> list[str]:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more})
    reviewed = review(text, kind, BY_KIND[kind], catalogue())
    assert reviewed.is_refused
    assert reviewed.document is None
    return [finding.code for finding in reviewed.findings]


TYPO = {**FINE, "Action": "suport:*"}
BESIDE = {
    "another statement": ([{**FINE, "Effect": "deny"}, TYPO], ["invalid-effect", "unknown-service"]),
    "another element": ([{**TYPO, "Principal": "*"}], ["prohibited-element", "unknown-service"]),
    "another action": ([{**FINE, "Action": ["s3", "suport:*"]}], ["invalid-action", "unknown-service"]),
    "another operator": (
        [{**FINE, "Condition": {"StringEqual": {"aws:x": "1"}, "StringLike": {"aws:nothing": "eu-*"}}}],
        ["unknown-operator", "unknown-global-key"],
    ),
    "the version": ([{**FINE, "Effect": "deny"}], ["old-version", "invalid-effect"]),
}


@pytest.mark.parametrize(("statements", "expected"), BESIDE.values(), ids=BESIDE)
def test_a_fault_hides_no_remark_upon(statements, expected):
    version = "2008-10-17" if "old-version" in expected else "2012-10-17"

    assert sorted(codes(SCP, *statements, Version=version)) == sorted(expected)


DEPENDS = {
    "the effect": {"Effect": "allow", "NotAction": "iam:*", "Resource": "*"},
    "an effect that is missing": {"NotAction": "iam:*", "Resource": "*"},
    "a condition": {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": []},
    "an action that is no text": {"Effect": "Deny", "Action": [7, "suport:*"], "Resource": "*"},
    "an element that stands twice": {
        "Effect": "Deny",
        "Action": "*",
        "NotAction": "suport:*",
        "Resource": "*",
    },
}


@pytest.mark.parametrize("statement", DEPENDS.values(), ids=DEPENDS)
def test_nothing_is_remarked_upon_what_depends_on(statement):
    assert len(codes(SCP, statement)) == 1


def test_statements_with_a_fault_are_not_compared_with_others():
    """The second says all that the first says, were it not for its fault."""
    wide = {"Effect": "Deny", "Action": "*", "Resource": "*"}

    assert codes(SCP, FINE, {**wide, "Sid": 3}) == ["wrong-shape"]
    assert "redundant-statement" in codes(SCP, FINE, wide, {**FINE, "Sid": 3, "Action": "ec2:*"})


def test_a_fault_that_is_told_is_not_told_again_as_a_remark():
    statement = {**FINE, "Effect": "Allow", "Condition": {"StringEqual": REGION["StringNotEquals"]}}

    assert codes(IDENTITY, statement) == ["unknown-operator"]


def test_one_faulty_statement_leaves_the_findings_of_all_others():
    """Whatever the other statements are, of those that AWS would take."""
    random = Random("beside")
    pool = [
        {**FINE, "Action": "suport:*"},
        {**FINE, "Action": ["s3:*", "s3:Get*"]},
        {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": REGION},
        {**FINE, "Condition": {"Bool": {"aws:nothing": "true"}}},
    ]
    for _ in range(10):
        statements = random.sample(pool, 3)
        text = json.dumps({"Version": "2012-10-17", "Statement": statements})
        alone = review(text, SCP, BY_KIND[SCP], catalogue()).findings

        broken = codes(SCP, *statements, {"Sid": 4, **FINE, "Action": "ec2:StopInstances"})

        assert sorted(broken) == sorted([*(finding.code for finding in alone), "wrong-shape"])


def test_a_text_with_very_many_faults_is_reviewed_quickly():
    statement = {"Effect": "Deny", "Action": ["s3"], "Resource": "*", "Condition": {"x": {"aws:y": "z"}}}

    assert len(codes(SCP, *[statement] * 500)) == 50
