"""IAM User Guide, "Policy evaluation logic", as far as identity policies decide."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.decision import GateVerdict, Rule
from policies.engine.evaluate import short_name
from policies.engine.patterns import matches
from policies.engine.request import AnyResource, Context, Principal, PrincipalType, ResourcePattern
from tests.engine.world import (
    ACCOUNT,
    ADMIN,
    ALICE,
    ALLOWED,
    APP_SESSION,
    BUCKET,
    DEPENDS,
    EXPLICIT,
    FULL,
    IMPLICIT,
    OBJECT,
    ROOT_USER,
    allow,
    context,
    decide,
    deny,
    identity,
    path,
    scp,
)

S3_OBJECT = AnyResource(("arn:${Partition}:s3:::${BucketName}/${ObjectName}",))


def test_all_policies_of_the_caller_are_one_union():
    policies = (identity("Ec2", allow("ec2:*")), identity("S3", allow("s3:*"), attached_to="group/devs"))

    evaluation = decide("s3:GetObject", OBJECT, identities=policies)

    assert evaluation.rule.code == "allow:identity/S3#0"
    assert evaluation.rule.target_name == "group/devs"
    assert evaluation.rule.target_id == ALICE.arn


def test_what_nobody_allows_is_implicitly_denied():
    evaluation = decide("s3:GetObject", OBJECT, identities=(identity("Ec2", allow("ec2:*")),))

    assert evaluation.rule.code == "deny.implicit:identity"
    assert (evaluation.rule.policy_name, evaluation.rule.statement) == (None, None)


def test_a_deny_beats_an_allow_in_any_order():
    both = identity("Both", allow("s3:*"), deny("s3:GetObject", Sid="NoReading"))

    for policies in ((ADMIN, both), (both, ADMIN)):
        rule = decide("s3:GetObject", OBJECT, identities=policies).rule
        assert rule.code == "deny.explicit:identity/Both#1"
        assert rule.sid == "NoReading"


def test_the_root_user_needs_no_policy():
    evaluation = decide("s3:GetObject", OBJECT, principal=ROOT_USER, identities=())

    assert evaluation.decision is ALLOWED
    assert evaluation.rule.code == "allow:identity"
    assert evaluation.rule.target_name == "root user"
    assert evaluation.gates[-1].verdict is GateVerdict.PASSES


def test_get_caller_identity_works_even_under_a_deny():
    nothing = scp("Nothing", deny("*"))

    evaluation = decide("sts:GetCallerIdentity", scps=path(root=(nothing,)), identities=())

    assert evaluation.decision is ALLOWED
    assert evaluation.gates[0].verdict is GateVerdict.EXPLICITLY_DENIES


@pytest.mark.parametrize(
    ("principal", "name"),
    [
        (ALICE, "user/Alice"),
        (APP_SESSION, "role/App"),
        (ROOT_USER, "root user"),
        (
            Principal(f"arn:aws:iam::{ACCOUNT}:user/engineering/Bob", ACCOUNT, PrincipalType.USER),
            "user/Bob",
        ),
    ],
)
def test_callers_go_by_their_short_names(principal, name):
    assert short_name(principal) == name


class TestWhatTheRequestLeavesOpen:
    def test_an_allow_of_certain_resources_depends_on_the_resource(self):
        policies = (identity("OneBucket", allow("s3:GetObject", on="arn:aws:s3:::b/*")),)

        evaluation = decide("s3:GetObject", S3_OBJECT, identities=policies)

        assert evaluation.rule.code == "depends:identity/OneBucket#0"

    def test_a_possible_deny_makes_an_allow_depend(self):
        mfa = identity("Mfa", deny("*", if_={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}))

        evaluation = decide("s3:GetObject", S3_OBJECT, identities=(ADMIN, mfa), given=Context(closed=False))

        assert evaluation.rule.code == "depends:identity/Mfa#0"

    def test_a_sure_deny_and_a_sure_missing_allow_come_before_what_depends(self):
        maybe = scp("Maybe", deny("s3:*", on="arn:aws:s3:::b/*"))

        denied = decide(
            "s3:GetObject",
            S3_OBJECT,
            scps=path(root=(FULL, maybe)),
            identities=(identity("No", deny("s3:*")),),
        )
        missing = decide("s3:GetObject", S3_OBJECT, scps=path(root=(FULL, maybe)), identities=())

        assert denied.decision is EXPLICIT
        assert missing.decision is IMPLICIT

    def test_a_possible_deny_is_told_before_a_possible_allow(self):
        maybe_allow = scp("SomeBuckets", allow("s3:*", on="arn:aws:s3:::b/*"))
        maybe_deny = identity("NotThatBucket", deny("s3:*", on="arn:aws:s3:::c/*"))

        evaluation = decide(
            "s3:GetObject", S3_OBJECT, scps=path(root=(maybe_allow,)), identities=(ADMIN, maybe_deny)
        )

        assert evaluation.rule.code == "depends:identity/NotThatBucket#0"
        assert evaluation.gates[0].verdict is GateVerdict.DEPENDS

    def test_with_everything_known_nothing_depends(self):
        policies = (identity("OneBucket", allow("s3:GetObject", on="arn:aws:s3:::b/*")),)

        assert decide("s3:GetObject", OBJECT, identities=policies).decision is ALLOWED
        assert decide("s3:GetObject", "arn:aws:s3:::c/k", identities=policies).decision is IMPLICIT


class TestCommonMistakes:
    """Reference "25 common mistakes": those that identity policies decide."""

    def test_bool_false_does_not_catch_an_access_key(self):
        def policies(operator):
            return (
                ADMIN,
                identity(
                    "Mfa", deny("ec2:StopInstances", if_={operator: {"aws:MultiFactorAuthPresent": "false"}})
                ),
            )

        with_access_key = context()

        assert (
            decide("ec2:StopInstances", identities=policies("Bool"), given=with_access_key).decision
            is ALLOWED
        )
        assert (
            decide("ec2:StopInstances", identities=policies("BoolIfExists"), given=with_access_key).decision
            is EXPLICIT
        )

    def test_a_negated_operator_is_true_without_the_key(self):
        policies = (
            identity("P", allow("ec2:*", if_={"StringNotEquals": {"aws:PrincipalTag/team": "contractor"}})),
        )

        assert decide("ec2:RunInstances", identities=policies).decision is ALLOWED

    @pytest.mark.parametrize(
        ("tags", "expected"), [(None, ALLOWED), (("env", "x"), IMPLICIT), (("env",), ALLOWED)]
    )
    def test_for_all_values_is_true_without_any(self, tags, expected):
        policies = (
            identity(
                "P",
                allow("ec2:CreateTags", if_={"ForAllValues:StringEquals": {"aws:TagKeys": ["env", "team"]}}),
            ),
        )
        given = context() if tags is None else context(aws__TagKeys=tags)

        assert decide("ec2:CreateTags", identities=policies, given=given).decision is expected

    def test_the_principal_arn_of_a_session_is_its_roles(self):
        policies = (identity("P", allow("s3:*", if_={"ArnEquals": {"aws:PrincipalArn": APP_SESSION.arn}})),)
        given = context(aws__PrincipalArn=f"arn:aws:iam::{ACCOUNT}:role/App")

        assert decide("s3:GetObject", OBJECT, identities=policies, given=given).decision is IMPLICIT

    def test_not_action_forbids_nothing(self):
        policies = (identity("P1", allow(NotAction="iam:*")), identity("P2", allow("iam:CreateUser")))

        assert decide("iam:CreateUser", identities=policies).rule.code == "allow:identity/P2#0"

    @pytest.mark.parametrize(
        ("version", "given", "resource", "expected"),
        [
            ("2012-10-17", context(aws__username="Alice"), "arn:aws:s3:::home/Alice/x", ALLOWED),
            ("2012-10-17", context(), "arn:aws:s3:::home/App/x", IMPLICIT),  # a role has no aws:username
            ("2008-10-17", context(aws__username="Alice"), "arn:aws:s3:::home/Alice/x", IMPLICIT),
            (None, context(aws__username="Alice"), "arn:aws:s3:::home/Alice/x", IMPLICIT),
        ],
    )
    def test_variables_want_the_current_version_and_a_value(self, version, given, resource, expected):
        home = identity(
            "Home", allow("s3:GetObject", on="arn:aws:s3:::home/${aws:username}/*"), version=version
        )

        assert decide("s3:GetObject", resource, identities=(home,), given=given).decision is expected

    def test_a_region_guard_without_exemptions_stops_global_services(self):
        guard = scp("Guard", deny("*", if_={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}))

        evaluation = decide(
            "iam:CreateRole", scps=path(prod=(FULL, guard)), given=context(aws__RequestedRegion="us-east-1")
        )

        assert evaluation.decision is EXPLICIT

    @pytest.mark.parametrize(
        ("arn", "action", "resource", "expected"),
        [
            ("arn:aws:s3:::b", "s3:GetObject", OBJECT, IMPLICIT),
            ("arn:aws:s3:::b", "s3:ListBucket", BUCKET, ALLOWED),
            ("arn:aws:s3:::b/*", "s3:GetObject", OBJECT, ALLOWED),
            ("arn:aws:s3:::b/*", "s3:ListBucket", BUCKET, IMPLICIT),
        ],
    )
    def test_a_bucket_and_its_objects_have_different_arns(self, arn, action, resource, expected):
        policies = (identity("P", allow("s3:*", on=arn)),)

        assert decide(action, resource, identities=policies).decision is expected

    def test_string_equals_knows_no_wildcards(self):
        def policies(operator):
            return (identity("P", allow("ec2:*", if_={operator: {"aws:RequestedRegion": "eu-*"}})),)

        given = context(aws__RequestedRegion="eu-west-1")

        assert (
            decide("ec2:RunInstances", identities=policies("StringEquals"), given=given).decision is IMPLICIT
        )
        assert decide("ec2:RunInstances", identities=policies("StringLike"), given=given).decision is ALLOWED


@pytest.mark.parametrize(
    ("effect", "operator", "wanted", "key_absent", "without_mfa", "with_mfa"),
    [
        (deny, "Bool", "false", ALLOWED, EXPLICIT, ALLOWED),
        (deny, "BoolIfExists", "false", EXPLICIT, EXPLICIT, ALLOWED),
        (allow, "Bool", "true", IMPLICIT, IMPLICIT, ALLOWED),
        (allow, "BoolIfExists", "true", ALLOWED, IMPLICIT, ALLOWED),  # the trap: an access key is let in
    ],
)
def test_mfa_patterns(effect, operator, wanted, key_absent, without_mfa, with_mfa):
    guarded = identity("Mfa", effect("ec2:*", if_={operator: {"aws:MultiFactorAuthPresent": wanted}}))
    policies = (guarded, ADMIN) if effect is deny else (guarded,)

    def decision(**values):
        return decide("ec2:StopInstances", identities=policies, given=context(**values)).decision

    assert decision() is key_absent
    assert decision(aws__MultiFactorAuthPresent="false") is without_mfa
    assert decision(aws__MultiFactorAuthPresent="true") is with_mfa


def test_an_old_mfa_is_denied_only_where_there_is_one():
    old = identity("Old", deny("ec2:*", if_={"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}))

    def decision(**values):
        return decide("ec2:StopInstances", identities=(ADMIN, old), given=context(**values)).decision

    assert decision() is ALLOWED
    assert decision(aws__MultiFactorAuthAge="3600") is ALLOWED
    assert decision(aws__MultiFactorAuthAge="3601") is EXPLICIT


KEYS = tuple("".join(letters) for length in range(1, 4) for letters in product("ab", repeat=length))
KEY_PATTERNS = st.text("ab*?", min_size=1, max_size=3)
ABOUT_KEYS = st.lists(st.tuples(st.sampled_from([allow, deny]), KEY_PATTERNS), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(said=ABOUT_KEYS, asked=KEY_PATTERNS)
def test_what_is_sure_of_a_pattern_is_so_for_every_resource_that_fits(said, asked):
    policy = identity("P", *(make("s3:*", on=f"arn:aws:s3:::b/{keys}") for make, keys in said))

    def decision(resource):
        return decide("s3:GetObject", resource, identities=(policy,)).decision

    answer = decision(ResourcePattern(f"arn:aws:s3:::b/{asked}"))
    ones = {decision(f"arn:aws:s3:::b/{key}") for key in KEYS if matches(asked, key)}

    if answer is IMPLICIT:
        assert ALLOWED not in ones  # nothing allows any; a Deny may still be about some
    elif answer is not DEPENDS:
        assert ones <= {answer}


def test_rules_have_stable_codes():
    rule = decide("ec2:RunInstances", scps=path(prod=(FULL, scp("DenyEC2", deny("ec2:*"))))).rule

    assert rule == Rule(
        EXPLICIT, rule.gate, "ou-exam-prod0000", "Prod", "p-DenyEC2", "DenyEC2", statement=0, sid=None
    )
    assert rule.code == "deny.explicit:scp@Prod/DenyEC2#0"
    assert (
        decide("ec2:RunInstances", given=Context(closed=False)).rule.code
        == "allow:identity/AdministratorAccess#0"
    )
    assert DEPENDS.value == "depends"
