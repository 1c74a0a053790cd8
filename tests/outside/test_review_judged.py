"""Our review beside those of iam-policy-validator and parliament, over the whole corpus.

A judge agrees about a code when it says the same by a name of its own. What only one of the two says stands
in a table with the reason, and every reason is needed.
"""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.policies.corpus import EXAMPLES

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Judge:
    """``same``: by our code, the names that say it. ``silent``: our codes that the judge can leave out, and
    why. ``habits``: its names that ours can leave out, and why."""

    name: str
    same: Mapping[str, set[str]]
    silent: Mapping[str, str]
    habits: Mapping[str, str]


VALIDATOR = Judge(
    "validator",
    same={
        "invalid-json": {"unreadable"},
        "wrong-shape": {"unreadable"},
        "unknown-element": {"unknown_field"},
        "missing-element": {"missing_resource"},
        "conflicting-elements": {"action_conflict"},
        "prohibited-element": {
            "invalid_principal",
            "invalid_rcp_not_action",
            "policy_type_hint",
            "unexpected_resource",
        },
        "invalid-version": {"invalid_version", "outdated_version"},
        "invalid-effect": {"invalid_effect"},
        "invalid-sid": {"invalid_sid_format"},
        "duplicate-sid": {"duplicate_sid"},
        "invalid-action": {"invalid_action"},
        "invalid-resource": {"invalid_resource"},
        "region-in-iam-arn": {"resource_mismatch"},
        "invalid-principal": {"service_principal_wildcard"},
        "not-principal-allows": {"not_principal_with_allow"},
        "rcp-allows": {"invalid_rcp_effect"},
        "rcp-every-action": {"invalid_rcp_wildcard_action"},
        "rcp-principal": {"invalid_rcp_principal"},
        "unknown-operator": {"invalid_operator"},
        "unnamed-condition-key": {"invalid_condition_key"},
        "too-long": {"policy_size_exceeded"},
        "old-version": {"missing_version", "outdated_version"},
        "unknown-service": {"check_execution_error"},
        "retired-service": {"check_execution_error"},
        "unknown-action": {"invalid_action"},
        "pattern-of-no-action": {"invalid_action"},
        "unsupported-by-rcps": {"unsupported_rcp_service"},
        "not-action-denies": {"not_action_deny_review"},
        "unknown-global-key": {"invalid_condition_key"},
        "unknown-service-key": {"invalid_condition_key"},
        "key-of-no-action": {"invalid_condition_key"},
        "for-all-values-of-one": {"set_operator_on_single_valued_key"},
        "for-any-value-of-one": {"set_operator_on_single_valued_key"},
        "for-all-values-of-none": {"forallvalues_allow_without_null_check"},
        "operator-of-other-type": {"type_mismatch"},
        "value-of-other-type": {"invalid_value_format"},
        "mfa-key-missing": {"mfa_antipattern_bool_false"},
        "incomplete-arn": {"invalid_resource", "resource_mismatch"},
        "unknown-partition": {"invalid_resource"},
        "unknown-service-in-arn": {"resource_mismatch"},
        "unknown-account-in-arn": {"invalid_resource"},
        "resource-of-no-action": {"resource_mismatch"},
        "action-of-no-resource": {"resource_mismatch"},
        "not-resource-allows": {"not_resource_broad"},
        "allows-everything": {"security_risk"},
        "pass-role-any": {"missing_required_condition", "overly_permissive"},
        "privilege-escalation": {"missing_condition", "overly_permissive"},
        "anyone": {"missing_principal_condition_any_of"},
        "service-for-anyone": {"confused_deputy_risk"},
        "identity-provider-for-anyone": {"missing_required_condition_for_assume_action"},
        "not-principal": {"not_principal_usage"},
        "action-of-other-principal": {"invalid_principal_type_for_assume_action"},
    },
    silent={
        "duplicate-key": "Python's JSON reader keeps the last of two equal keys without a word; AWS refuses them",
        "invalid-character": "it does not know which characters IAM takes in a policy",
        "empty-list": "it looks at what a list holds, and an empty one holds nothing; the grammar wants one entry",
        "action-not-of-sts": "it does not tell which actions a trust policy may have",
        "invalid-principal": "it takes an ARN with a wildcard; AWS says that Principal knows no partial wildcards",
        "group-as-principal": "it takes any ARN of IAM; AWS says that a group cannot be a principal",
        "action-assumes-no-role": "it does not tell which actions a trust policy may have",
        "region-guard": "it does not know the services that always sign in us-east-1",
        "empty-sid": "a suggestion of Access Analyzer that it does not make",
        "plain-operator": "it warns of set operators on single values, not of plain ones on several",
        "unknown-variable": "it does not look into variables",
        "variable-of-many": "it does not look into variables",
        "variable-out-of-place": "it does not look into variables",
        "no-values": "it looks at each value of a condition, and here is none",
        "empty-condition": "a suggestion of Access Analyzer that it does not make",
        "literal-wildcard": "a warning of Access Analyzer that it does not give",
        "key-twice": "it compares keys as they are written",
        "condition-never-holds": "it takes conditions one by one",
        "condition-always-holds": "it takes the values of Null one by one",
        "key-always-there": "it does not know which keys every request has",
        "session-as-principal-arn": "it does not know what aws:PrincipalArn holds for a session",
        "private-address": "a finding of Access Analyzer that it does not make",
        "value-twice": "a suggestion of Access Analyzer that it does not make",
        "mfa-not-asked": "it warns of Bool with false, not of BoolIfExists with true, which lets access keys pass",
        "negated-key-missing": "it does not ask what a condition says about a missing key",
        "unknown-region-in-arn": "to it any word is a Region",
        "redundant-action": "it does not look for repetitions",
        "redundant-resource": "it does not look for repetitions",
        "redundant-statement": "it takes statements one by one",
        "allow-always-denied": "it takes statements one by one",
        "not-action-allows": "in an SCP it keeps quiet about it; there, too, new actions are allowed unseen",
        "deleted-principal": "it takes a unique id for a principal like any other",
        "federated-outside-trust": "it looks at federated principals of trust policies only",
        "principal-of-gateway": "it does not know endpoint policies",
    },
    habits={
        "missing_required_condition_any_of": "it wants a condition on every grant for S3 objects; AWS does not",
        "missing_required_condition": "its list of actions that have to have a condition is its maker's choice",
        "missing_condition": "it wants a condition for every sensitive action, as on each trusted account",
        "missing_principal_condition_any_of": "it asks for a condition also where Principal may not be, or where "
        "all endpoints have *",
        "overly_permissive": "it warns of * in Resource, also for actions that have to have it",
        "security_risk": "it knows no boundaries and no endpoints, which everything may stand in",
        "not_action_allow_no_condition": "it goes on after NotAction beside Action, which AWS refuses",
        "forallvalues_allow_without_null_check": "ours says that the key has one value, so that ForAllValues goes",
        "confused_deputy_risk": "it goes on after a wildcard in Service, which AWS refuses",
        "rcp_blanket_deny": "to deny everybody is what an RCP without a condition is for",
        "invalid_resource": "its pattern for ARNs ends at some length; the whole text is too long anyway",
        "resource_mismatch": "it says once more that a resource is no ARN",
    },
)

PARLIAMENT = Judge(
    "parliament",
    same={
        "invalid-json": {"MALFORMED_JSON"},
        "duplicate-key": {"MALFORMED_JSON"},
        "wrong-shape": {"EXCEPTION"},
        "unknown-element": {"MALFORMED"},
        "missing-element": {"MALFORMED"},
        "conflicting-elements": {"MALFORMED"},
        "invalid-version": {"INVALID_VERSION", "OLD_VERSION"},
        "invalid-effect": {"MALFORMED"},
        "invalid-sid": {"INVALID_SID"},
        "duplicate-sid": {"DUPLICATE_SID"},
        "invalid-action": {"EXCEPTION"},
        "invalid-resource": {"INVALID_ARN"},
        "region-in-iam-arn": {"RESOURCE_MISMATCH"},
        "unknown-operator": {"UNKNOWN_OPERATOR"},
        "unnamed-condition-key": {"UNKNOWN_CONDITION_FOR_ACTION"},
        "old-version": {"NO_VERSION", "OLD_VERSION"},
        "unknown-service": {"UNKNOWN_PREFIX"},
        "unknown-action": {"UNKNOWN_ACTION"},
        "pattern-of-no-action": {"UNKNOWN_ACTION"},
        "unknown-global-key": {"UNKNOWN_CONDITION_FOR_ACTION"},
        "unknown-service-key": {"UNKNOWN_CONDITION_FOR_ACTION"},
        "key-of-no-action": {"UNKNOWN_CONDITION_FOR_ACTION"},
        "value-of-other-type": {"MISMATCHED_TYPE_OPERATION_TO_NULL"},
        "mfa-key-missing": {"BAD_PATTERN_FOR_MFA"},
        "variable-out-of-place": {"INVALID_ARN"},
        "incomplete-arn": {"INVALID_ARN"},
        "unknown-partition": {"INVALID_ARN"},
        "unknown-service-in-arn": {"RESOURCE_MISMATCH"},
        "unknown-region-in-arn": {"INVALID_ARN"},
        "unknown-account-in-arn": {"INVALID_ARN"},
        "resource-of-no-action": {"RESOURCE_MISMATCH"},
        "action-of-no-resource": {"RESOURCE_MISMATCH"},
        "pass-role-any": {"RESOURCE_STAR"},
        "privilege-escalation": {"RESOURCE_STAR"},
        "not-action-allows": {"RESOURCE_STAR"},
        "deleted-principal": {"UNKNOWN_PRINCIPAL"},
    },
    silent={
        "invalid-character": "it does not know which characters IAM takes in a policy",
        "empty-list": "it looks at what a list holds, and an empty one holds nothing; the grammar wants one entry",
        "prohibited-element": "it does not know kinds of policies",
        "action-not-of-sts": "it does not know trust policies",
        "invalid-principal": "it takes what stands in Principal nearly as it is",
        "group-as-principal": "it takes what stands in Principal nearly as it is",
        "not-principal-allows": "it does not look into NotPrincipal",
        "rcp-allows": "it does not know RCPs",
        "rcp-every-action": "it does not know RCPs",
        "rcp-principal": "it does not know RCPs",
        "too-long": "it does not count",
        "retired-service": "its list of services is of spring 2025 and still has it",
        "unsupported-by-rcps": "it does not know RCPs",
        "action-assumes-no-role": "it does not know trust policies",
        "not-action-denies": "it does not look into NotAction with Deny",
        "region-guard": "it does not know the services that always sign in us-east-1",
        "empty-sid": "a suggestion of Access Analyzer that it does not make",
        "plain-operator": "it does not know which keys have several values",
        "for-all-values-of-one": "it does not know which keys have several values",
        "for-any-value-of-one": "it does not know which keys have several values",
        "operator-of-other-type": "it takes any operator for text where the value is text",
        "unknown-variable": "it does not look into variables",
        "variable-of-many": "it does not look into variables",
        "no-values": "it looks at each value of a condition, and here is none",
        "empty-condition": "a suggestion of Access Analyzer that it does not make",
        "literal-wildcard": "a warning of Access Analyzer that it does not give",
        "key-twice": "it compares keys as they are written",
        "condition-never-holds": "it takes conditions one by one",
        "condition-always-holds": "it fails on a list of values under Null",
        "key-always-there": "it does not know which keys every request has",
        "session-as-principal-arn": "it does not know what aws:PrincipalArn holds for a session",
        "private-address": "a finding of Access Analyzer that it does not make",
        "value-twice": "a suggestion of Access Analyzer that it does not make",
        "mfa-not-asked": "it warns of Bool with false, not of BoolIfExists with true, which lets access keys pass",
        "for-all-values-of-none": "it does not ask what a condition says about a missing key",
        "negated-key-missing": "it does not ask what a condition says about a missing key",
        "redundant-action": "it does not look for repetitions",
        "redundant-resource": "it does not look for repetitions",
        "redundant-statement": "it takes statements one by one",
        "allow-always-denied": "it takes statements one by one",
        "not-resource-allows": "it does not look into NotResource",
        "allows-everything": "to it an administrator is nothing to warn of",
        "anyone": "it looks for public access in a check of its own for buckets, which is not part of this",
        "service-for-anyone": "it does not know about confused deputies",
        "identity-provider-for-anyone": "it does not know trust policies",
        "not-principal": "it does not look into NotPrincipal",
        "federated-outside-trust": "it does not know kinds of policies",
        "action-of-other-principal": "it does not know trust policies",
        "principal-of-gateway": "it does not know endpoint policies",
    },
    habits={
        "MALFORMED": "a trust policy has no Resource, which to it every statement must have",
        "UNKNOWN_FEDERATION_SOURCE": "it knows four providers by name; AWS takes any OpenID Connect provider",
        "UNKNOWN_CONDITION_FOR_ACTION": "it says of an unknown operator that its key is unknown, too",
        "RESOURCE_MISMATCH": "of a wildcard it wants every action to have the resource; AWS matches those that do",
        "RESOURCE_STAR": "it sees a * in Resource also where there may be no Resource at all",
        "unreadable": "it fails on a list of values under Null, which AWS takes",
    },
)


@pytest.fixture(scope="module")
def findings():
    policies = [{"name": each.name, "kind": each.kind.value, "text": each.text} for each in EXAMPLES]
    judged = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.policies.judges"],
        input=json.dumps(policies),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=ROOT,
    )
    return json.loads(judged.stdout)


def differences(judge: Judge, said: Mapping[str, list[str]]):
    """Our codes that the judge does not share, and its names that ours do not share; by example."""
    for each in EXAMPLES:
        theirs = set(said[each.name])
        shared = {name for code in each.codes for name in judge.same.get(code, set()) & theirs}
        only_ours = {code for code in each.codes if not judge.same.get(code, set()) & theirs}
        yield each.name, only_ours, theirs - shared


@pytest.mark.parametrize("judge", [VALIDATOR, PARLIAMENT], ids=lambda judge: judge.name)
def test_every_difference_is_explained_and_every_explanation_needed(judge, findings):
    unexplained, silent, habits = [], set(), set()
    for name, only_ours, only_theirs in differences(judge, findings[judge.name]):
        silent |= only_ours
        habits |= only_theirs
        unexplained += [(name, code) for code in sorted(only_ours - judge.silent.keys())]
        unexplained += [(name, code) for code in sorted(only_theirs - judge.habits.keys())]

    assert unexplained == []
    assert (judge.silent.keys() - silent, judge.habits.keys() - habits) == (set(), set())


@pytest.mark.parametrize("judge", [VALIDATOR, PARLIAMENT], ids=lambda judge: judge.name)
def test_every_agreement_happens(judge, findings):
    happened = {
        (code, name)
        for each in EXAMPLES
        for code in each.codes
        for name in judge.same.get(code, set()) & set(findings[judge.name][each.name])
    }

    assert happened == {(code, name) for code, names in judge.same.items() for name in names}
