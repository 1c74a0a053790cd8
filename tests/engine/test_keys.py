"""What a decision depends on: unknown condition keys, with values to try, and the resource.

The sentences about operators are those of the IAM User Guide, "Policy elements: Condition operators".
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from policies.engine.evaluate import evaluate
from policies.engine.key_values import MOST_VALUES, TrialKind
from policies.engine.keys import MOST_MATCHES, MOST_TRIALS, keys_that_matter, resource_matters, with_key
from policies.engine.request import AnyResource, Context, Lookup, Policies, Request
from tests.engine.generators import CONTEXT_VALUES
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    ALLOWED,
    DEPENDS,
    EXPLICIT,
    FULL,
    IMPLICIT,
    OBJECT,
    ROOT_USER,
    allow,
    deny,
    identity,
    path,
    resource_policy,
    scp,
)
from tests.engine.worlds import worlds

EUROPE = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
ANY_OBJECT = AnyResource(("arn:${Partition}:s3:::${BucketName}/${ObjectName}",))


def asked(*denies, identities=(ADMIN,), on=OBJECT, principal=ALICE, given=None, **more):
    """Alice asks for an object below an SCP with ``denies``; every key is unknown but those ``given``."""
    policies = Policies(path(root=(FULL, scp("Deny", *denies)) if denies else (FULL,)), identities, **more)
    return Request(principal, "s3:GetObject", on, Context(given or {}, closed=False)), policies


def trials(*denies, examples=None, **more):
    """What each value would decide, by key."""
    return {
        key.key: {trial.value: trial.decision for trial in key.trials}
        for key in keys_that_matter(*asked(*denies, **more), examples)
    }


def kinds(condition):
    (key,) = keys_that_matter(*asked(deny("*", if_=condition)))
    return [(trial.kind, trial.value, trial.written) for trial in key.trials]


def test_the_values_that_policies_write_another_one_and_none_at_all():
    assert trials(deny("*", if_=EUROPE)) == {
        "aws:RequestedRegion": {
            "eu-west-1": ALLOWED,
            "eu-central-1": ALLOWED,
            "another-value": EXPLICIT,
            Lookup.MISSING: EXPLICIT,  # a negated operator holds for a missing key
        }
    }


def test_a_sure_decision_depends_on_nothing():
    assert trials() == {}
    assert trials(deny("*"), deny("*", if_=EUROPE)) == {}
    assert trials(deny("*", if_=EUROPE), given={"aws:requestedregion": "us-east-1"}) == {}
    assert trials(identities=(identity("Nothing", allow("sqs:*", if_=EUROPE)),)) == {}


def test_a_key_of_an_allow_matters_unless_another_allow_is_sure():
    with_mfa = allow("s3:*", if_={"Bool": {"aws:MultiFactorAuthPresent": "true"}})

    assert trials(identities=(identity("WithMfa", with_mfa),)) == {
        "aws:MultiFactorAuthPresent": {"true": ALLOWED, "false": IMPLICIT, Lookup.MISSING: IMPLICIT}
    }
    both = identity("Both", with_mfa, allow("s3:GetObject"))
    assert "aws:MultiFactorAuthPresent" not in trials(deny("*", if_=EUROPE), identities=(both,))


def test_the_root_user_needs_no_identity_policy_so_its_conditions_do_not_matter():
    narrow = identity("Narrow", allow("s3:*", if_={"Bool": {"aws:SecureTransport": "true"}}))

    found = trials(deny("*", if_=EUROPE), principal=ROOT_USER, identities=(narrow,))

    assert set(found) == {"aws:RequestedRegion"}


def test_a_sure_allow_that_grants_less_does_not_make_the_key_of_a_better_one_idle():
    """In the resource's policy: the account is only delegated to, Alice herself needs no more."""
    to_account = allow("s3:*", on=OBJECT, Principal={"AWS": ACCOUNT})
    to_alice = allow("s3:*", on=OBJECT, Principal={"AWS": ALICE.arn}, if_=EUROPE)

    found = trials(identities=(), resource=resource_policy(to_account, to_alice))

    assert found["aws:RequestedRegion"]["another-value"] is ALLOWED
    assert found["aws:RequestedRegion"]["eu-west-1"] is IMPLICIT


def test_keys_that_matter_only_together_are_told_and_say_depends():
    condition = {
        "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"},
        "StringLike": {"aws:UserAgent": "*"},
    }

    assert trials(deny("*", if_=condition)) == {
        "aws:MultiFactorAuthPresent": {"true": ALLOWED, "false": DEPENDS, Lookup.MISSING: DEPENDS},
        "aws:UserAgent": {"x": DEPENDS, Lookup.MISSING: ALLOWED},  # no value is another than *
    }


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            {"StringLike": {"aws:UserAgent": "aws-cli/*"}},
            [(TrialKind.WRITTEN, "aws-cli/x", "aws-cli/*"), (TrialKind.ANOTHER, "another-value", "")],
        ),
        (
            {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
            [
                (TrialKind.WRITTEN, "arn:aws:s3:::x", "arn:aws:s3:::*"),
                (TrialKind.ANOTHER, "arn:aws:iam::000000000000:user/another", ""),
            ],
        ),
        (
            {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"]}},
            [
                (TrialKind.WRITTEN, "192.0.2.0", "192.0.2.0/24"),
                (TrialKind.WRITTEN, "198.51.100.0", "198.51.100.0/24"),
                (TrialKind.ANOTHER, "203.0.113.7", ""),
            ],
        ),
        (
            {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
            [
                (TrialKind.WRITTEN, "3600", "3600"),
                (TrialKind.LESS, "3599", "3600"),
                (TrialKind.MORE, "3601", "3600"),
            ],
        ),
        (
            {"DateGreaterThan": {"aws:CurrentTime": "2026-01-01"}},
            [
                (TrialKind.WRITTEN, "2026-01-01", "2026-01-01"),
                (TrialKind.LESS, "2025-12-31T23:59:59Z", "2026-01-01"),
                (TrialKind.MORE, "2026-01-01T00:00:01Z", "2026-01-01"),
            ],
        ),
        (
            {"DateLessThan": {"aws:CurrentTime": "0001-01-01"}},  # there is no year 0
            [
                (TrialKind.WRITTEN, "0001-01-01", "0001-01-01"),
                (TrialKind.MORE, "0001-01-01T00:00:01Z", "0001-01-01"),
            ],
        ),
        (
            {"NumericEquals": {"s3:max-keys": "1e99999"}},  # written out it would fill the page
            [(TrialKind.WRITTEN, "1e99999", "1e99999")],
        ),
        (
            {"Bool": {"aws:SecureTransport": "false"}},
            [(TrialKind.WRITTEN, "true", "true"), (TrialKind.WRITTEN, "false", "false")],
        ),
        ({"Null": {"aws:TokenIssueTime": "true"}}, [(TrialKind.ANOTHER, "another-value", "")]),
        (
            {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}},
            [
                (TrialKind.WRITTEN, ("a",), "a"),
                (TrialKind.WRITTEN, ("b",), "b"),
                (TrialKind.ANOTHER, ("another-value",), ""),
                (TrialKind.TOGETHER, ("a", "b"), ""),
            ],
        ),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_of_a_pattern_a_range_or_a_bound_one_value_stands_for_all(condition, expected):
    assert kinds(condition) == [*expected, (TrialKind.ABSENT, Lookup.MISSING, "")]


def test_examples_stand_in_where_any_value_would_do():
    condition = {"StringNotLike": {"aws:RequestedRegion": ["eu-*", "us-east-1"]}}

    found = trials(
        deny("*", if_=condition), examples={"aws:requestedregion": ("eu-west-1", "us-east-1", "us-west-2")}
    )

    assert list(found["aws:RequestedRegion"]) == ["eu-west-1", "us-east-1", "us-west-2", Lookup.MISSING]


class TestVariables:
    def test_a_variable_in_a_resource_takes_what_stands_there_in_the_arn(self):
        home = identity("Home", allow("s3:*", on="arn:aws:s3:::b/${aws:username}/*"))

        assert trials(identities=(home,), on="arn:aws:s3:::b/alice/x") == {
            "aws:username": {"alice": ALLOWED, "another-value": IMPLICIT, Lookup.MISSING: IMPLICIT}
        }

    def test_a_variable_in_a_value_takes_what_the_request_has(self):
        same_team = {"StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}

        found = trials(deny("*", if_=same_team), given={"aws:resourcetag/team": "blue"})

        assert found == {
            "aws:PrincipalTag/team": {"blue": ALLOWED, "another-value": EXPLICIT, Lookup.MISSING: EXPLICIT}
        }

    def test_before_the_fifth_colon_of_a_resource_it_is_plain_text(self):
        regional = deny("*", on="arn:aws:ec2:${aws:RequestedRegion}:*:instance/${aws:username}")
        anything = AnyResource(("arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}",))

        assert set(trials(regional, on=anything)) == {"aws:username"}

    def test_two_unknown_keys_that_are_compared_both_matter(self):
        same_team = {"StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}

        assert set(trials(deny("*", if_=same_team))) == {"aws:ResourceTag/team", "aws:PrincipalTag/team"}


class TestResource:
    def test_it_matters_where_none_is_named_and_a_policy_names_some(self):
        secret = deny("*", on="arn:aws:s3:::secret/*")

        assert resource_matters(*asked(secret, on=ANY_OBJECT))
        assert not resource_matters(*asked(secret, on="arn:aws:s3:::secret/x"))
        assert not resource_matters(*asked(deny("*", if_=EUROPE), on=ANY_OBJECT))

    def test_not_where_another_allow_takes_any(self):
        grants = identity("G", allow("s3:*", on="arn:aws:s3:::open/*"), allow("s3:*"))

        assert not resource_matters(*asked(deny("*", if_=EUROPE), on=ANY_OBJECT, identities=(grants,)))

    def test_the_policy_of_the_resource_takes_part(self):
        to_alice = resource_policy(allow("s3:*", on=OBJECT, Principal={"AWS": ALICE.arn}, if_=EUROPE))

        assert trials(identities=(), resource=to_alice)["aws:RequestedRegion"]["eu-west-1"] is IMPLICIT


class TestBounds:
    def test_no_more_values_than_a_reader_can_take_in(self):
        regions = {"StringEquals": {"aws:RequestedRegion": [f"region-{n}" for n in range(300)]}}

        assert len(trials(deny("*", if_=regions))["aws:RequestedRegion"]) == MOST_VALUES + 2

    def test_every_key_is_named_though_not_all_are_tried(self):
        many = {"StringEquals": {f"aws:RequestTag/k{n}": "x" for n in range(MOST_TRIALS)}}

        found = keys_that_matter(*asked(deny("*", if_=many)))

        assert len(found) == MOST_TRIALS
        assert [len(key.trials) for key in found] == [3] * (MOST_TRIALS // 3) + [0] * 67  # all or none

    def test_large_policies_are_tried_less_often(self):
        """Every trial matches each of the 401 statements with both formats."""
        formats = AnyResource(("arn:aws:s3:::${BucketName}", "arn:aws:s3:::${BucketName}/${ObjectName}"))
        many = [deny("s3:*", if_={"StringEquals": {f"aws:RequestTag/k{n}": ["a", "b"]}}) for n in range(400)]
        found = keys_that_matter(*asked(identities=(identity("Many", allow("*"), *many),), on=formats))

        assert len(found) == 400
        assert 0 < sum(len(key.trials) for key in found) <= MOST_MATCHES // (2 * 400)


class TestForEveryPolicy:
    @settings(max_examples=60)
    @given(worlds())
    def test_a_key_that_is_not_told_settles_nothing(self, world):
        for policies in with_and_without_the_resources_policy(world):
            told = {key.key.lower() for key in keys_that_matter(world.request, policies)}
            if evaluate(world.request, policies).decision is not DEPENDS:
                assert not told
                continue
            for key, values in CONTEXT_VALUES.items():
                if key not in told and world.request.context.get(key) is Lookup.UNKNOWN:
                    for value in (*values, Lookup.MISSING):
                        assert decision_with(world.request, policies, key, value) is DEPENDS

    @settings(max_examples=30)
    @given(worlds())
    def test_a_value_decides_what_it_says_it_would(self, world):
        for key in keys_that_matter(world.request, world.policies):
            assert world.request.context.get(key.key) is Lookup.UNKNOWN
            for trial in key.trials:
                assert decision_with(world.request, world.policies, key.key, trial.value) is trial.decision

    @settings(max_examples=30)
    @given(worlds())
    def test_something_is_told_of_every_decision_that_depends(self, world):
        for policies in with_and_without_the_resources_policy(world):
            depends = evaluate(world.request, policies).decision is DEPENDS
            told = keys_that_matter(world.request, policies)
            assert bool(told or resource_matters(world.request, policies)) is depends


def with_and_without_the_resources_policy(world):
    return world.policies, replace(world.policies, resource=world.resource_policy)


def decision_with(request, policies, key, value):
    return evaluate(replace(request, context=with_key(request.context, key, value)), policies).decision
