"""Every finding by its code: the smallest policies that have it, and AWS's own policies, which have few."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from policies.catalogue import catalogue, example_scps, managed_policies
from policies.engine.document import PolicyKind
from policies.engine.quotas import BY_KIND, SizeQuota
from policies.review import RULES, Severity, review
from tests.policies.corpus import EXAMPLES, SOUND, UNDOCUMENTED_KEY, Example

OF_FILES = {"unreadable-file", "not-utf-8"}
"""Codes of ``check-policy``, whose own tests know them."""
NO_QUOTA = SizeQuota(10**9, counts_white_space=False, source="")
"""AWS grants its own policies more room than anybody's."""


def findings_of(example: Example):
    return review(example.text, example.kind, BY_KIND[example.kind], catalogue()).findings


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_has_its_findings_and_no_other(example):
    assert tuple(finding.code for finding in findings_of(example)) == example.codes


def test_every_code_has_an_example():
    assert {code for example in EXAMPLES for code in example.codes} == RULES.keys() - OF_FILES


def test_sound_policies_of_every_kind_are_among_the_examples():
    assert {example.kind for example in SOUND} == set(PolicyKind)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_finding_says_what_how_grave_where_and_what_to_do(example):
    lines = example.text.split("\n")
    for finding in findings_of(example):
        rule = RULES[finding.code]
        assert finding.severity is rule.severity
        assert finding.title
        assert finding.title[0] == finding.title.strip()[0]
        assert finding.advice or not rule.advice
        assert rule.advice or ";" in finding.title or finding.severity is Severity.ERROR
        assert finding.line <= len(lines)
        if finding.line:
            assert finding.column - 1 + finding.length <= len(lines[finding.line - 1])


AWS_WRITES = [*managed_policies().values(), *example_scps()]
EXPLAINED = {
    "allows-everything": {"AdministratorAccess"},
    "not-action-allows": {"PowerUserAccess"},
    "not-resource-allows": {"AmazonElastiCacheFullAccess", "AmazonSageMakerFullAccess", "DataScientist"},
    "pass-role-any": {"AmazonElasticMapReduceFullAccess", "IAMFullAccess"},
    "privilege-escalation": {"AmazonElasticMapReduceFullAccess", "IAMFullAccess"},
    # They also allow when the request passes no tags; AWS means that.
    "for-all-values-of-none": {
        "AmazonBedrockFullAccess",
        "AmazonECSServiceRolePolicy",
        "AmazonGuardDutyServiceRolePolicy",
        "AmazonRDSServiceRolePolicy",
    },
}
"""The security warnings on what AWS itself publishes. All are true of these policies: they are for
administrators, or from times when AWS was less careful."""


def test_aws_writes_no_errors_and_few_security_warnings():
    warned: dict[str, set[str]] = {}
    for published in AWS_WRITES:
        document = published.document
        for finding in review(document.text, document.kind, NO_QUOTA, catalogue()).findings:
            if finding.severity is Severity.ERROR and UNDOCUMENTED_KEY in finding.title:
                continue
            assert finding.severity is not Severity.ERROR, (published.name, finding)
            if finding.severity is Severity.SECURITY_WARNING:
                warned.setdefault(finding.code, set()).add(published.name)

    assert warned == EXPLAINED


def test_a_text_with_very_many_findings_is_not_read_to_its_end():
    actions = [f"s3:Get{number}*" for number in range(2_000)]
    text = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": actions, "Resource": "*"}}
    )

    findings = review(text, PolicyKind.SERVICE_CONTROL, NO_QUOTA, catalogue()).findings

    assert Counter(finding.code for finding in findings) == {"pattern-of-no-action": 50}


def test_a_finding_quotes_the_ends_of_a_long_pattern_only():
    text = json.dumps({"Statement": {"Effect": "Deny", "Action": f"s3:{'a' * 9_000}*", "Resource": "*"}})

    titles = [
        finding.title for finding in review(text, PolicyKind.SERVICE_CONTROL, NO_QUOTA, catalogue()).findings
    ]

    assert any("pattern" in title or "no action fits" in title for title in titles)
    assert all(len(title) < 500 for title in titles)
