"""Where a remark begins and where it ends: pairs of policies that differ in what decides."""

from __future__ import annotations

import pytest

from policies.catalogue import catalogue
from policies.engine.quotas import BY_KIND
from policies.review import review
from tests.policies.corpus import (
    ACCOUNT,
    BOUNDARY,
    ENDPOINT,
    GITHUB,
    IDENTITY,
    OBJECTS,
    RESOURCE,
    SCP,
    TRUST,
    text_of,
    when,
)

BUCKET = "arn:aws:s3:::logs"


def found(kind, *statements):
    """Code and path of every finding."""
    findings = review(text_of(kind, *statements), kind, BY_KIND[kind], catalogue()).findings
    return [(finding.code, finding.path) for finding in findings]


def codes(kind, *statements):
    return [code for code, _ in found(kind, *statements)]


class TestWhoIsLetIn:
    """IAM User Guide, "Policy elements: Principal"; Amazon S3 User Guide, "The meaning of public"."""

    @pytest.mark.parametrize(
        "condition",
        [
            when(StringEquals={"aws:PrincipalOrgID": "o-exampleorg1"}),
            when(IpAddress={"aws:SourceIp": "203.0.113.0/24"}),
            when(ArnLike={"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}),
            when(StringEquals={"AWS:sourcevpce": "vpce-1"}),
        ],
    )
    def test_a_condition_that_tells_callers_apart_lets_not_everybody_in(self, condition):
        assert codes(RESOURCE, {"Principal": {"AWS": "*"}, "Condition": condition}) == []

    @pytest.mark.parametrize(
        "condition",
        [
            when(StringLike={"aws:PrincipalArn": "*"}),
            when(IpAddress={"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}),
            when(StringEqualsIfExists={"aws:PrincipalOrgID": "o-exampleorg1"}),
            when(Bool={"aws:SecureTransport": "true"}),
            when(StringEquals={"aws:PrincipalTag/team": "blue"}),
        ],
    )
    def test_a_condition_that_anybody_can_meet_lets_everybody_in(self, condition):
        assert "anyone" in codes(RESOURCE, {"Principal": {"AWS": "*"}, "Condition": condition})

    def test_to_deny_everybody_lets_nobody_in(self):
        assert codes(RESOURCE, {"Principal": "*", "Effect": "Deny"}) == []

    def test_who_may_use_an_endpoint_still_needs_a_grant(self):
        assert codes(ENDPOINT, {"Principal": "*"}) == []

    def test_an_interface_endpoint_can_name_principals(self):
        sqs = {"Principal": ACCOUNT, "Action": "sqs:SendMessage", "Resource": "*"}

        assert codes(ENDPOINT, sqs) == []

    @pytest.mark.parametrize(
        ("subject", "expected"),
        [("repo:acme/shop:*", []), ("repo:*", ["identity-provider-for-anyone"])],
    )
    def test_the_subject_of_github_has_to_name_a_repository(self, subject, expected):
        trusted = {
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": GITHUB},
            "Condition": when(StringLike={"token.actions.githubusercontent.com:sub": subject}),
        }

        assert codes(TRUST, trusted) == expected

    def test_a_pool_of_cognito_is_told_by_its_audience(self):
        trusted = {
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": "cognito-identity.amazonaws.com"},
            "Condition": when(StringEquals={"cognito-identity.amazonaws.com:aud": "eu-west-1:1"}),
        }

        assert codes(TRUST, trusted) == []

    def test_the_place_is_that_of_the_principal(self):
        services = {"Service": ["sns.amazonaws.com", "s3.amazonaws.com"]}

        assert found(RESOURCE, {"Principal": services, "Action": "s3:PutObject"}) == [
            ("service-for-anyone", "Statement[0].Principal.Service[0]"),
            ("service-for-anyone", "Statement[0].Principal.Service[1]"),
        ]


class TestHowFarAnAllowGoes:
    PASS = {"Action": "iam:PassRole", "Resource": "*"}
    RUN = {"Action": "ec2:RunInstances", "Resource": "*"}

    def test_two_statements_together_open_the_way_to_everything(self):
        assert codes(IDENTITY, self.RUN, self.PASS) == ["pass-role-any", "privilege-escalation"]

    def test_a_role_passed_to_one_service_only_opens_no_way(self):
        narrowed = {**self.PASS, "Condition": when(StringEquals={"iam:PassedToService": "ecs.amazonaws.com"})}

        assert codes(IDENTITY, self.RUN, narrowed) == []

    def test_a_deny_closes_the_way(self):
        users = {"Action": ["iam:AttachUserPolicy", "iam:GetUser"], "Resource": "*"}
        deny = {"Effect": "Deny", "Action": "iam:AttachUserPolicy", "Resource": "*"}

        assert codes(IDENTITY, users) == ["privilege-escalation"]
        assert codes(IDENTITY, users, deny) == []

    @pytest.mark.parametrize("kind", [BOUNDARY, SCP])
    def test_what_only_limits_gives_nothing_away(self, kind):
        assert codes(kind, {"Action": "*", "Resource": "*"}, {**self.PASS, "Sid": "Pass"}) == [
            "redundant-statement"
        ]

    def test_an_administrator_is_told_once(self):
        assert codes(IDENTITY, {"Action": "*", "Resource": "*"}) == ["allows-everything"]


class TestResources:
    """Service Authorization Reference, the resource types of each action."""

    def test_a_bucket_and_its_objects_serve_actions_on_both(self):
        both = {"Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [BUCKET, OBJECTS]}

        assert codes(IDENTITY, both) == []

    def test_a_star_beside_an_arn_serves_every_action(self):
        both = {"Action": ["s3:GetObject", "s3:ListAllMyBuckets"], "Resource": [OBJECTS, "*"]}

        assert codes(IDENTITY, both) == ["redundant-resource"]

    def test_an_arn_that_does_not_fit_is_told_with_one_that_would(self):
        text = text_of(IDENTITY, {"Resource": BUCKET})

        (finding,) = review(text, IDENTITY, BY_KIND[IDENTITY], catalogue()).findings

        assert finding.code == "resource-of-no-action"
        assert "`arn:aws:s3:::${BucketName}/${ObjectName}`" in finding.detail

    @pytest.mark.parametrize(
        ("action", "resource"),
        [
            ("s3:*", BUCKET),
            ("s3:GetObject", "arn:aws:s3:::*"),
            ("s3:GetObject", "arn:aws:s3:eu-west-1:111111111111:accesspoint/ap/object/*"),
            ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
            ("execute-api:Invoke", "arn:aws:execute-api:*:*:abc/*"),
            ("ec2:RunInstances", "arn:aws:ec2:*::image/*"),
            ("logs:*", "arn:aws:logs:*:*:*"),
            ("sqs:SendMessage", "arn:aws:sqs:*"),
            ("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*"),
            ("s3:GetObject", "arn:aws-us-gov:s3:::logs/*"),
            ("s3:GetObject", "arn:*:s3:::logs/*"),
        ],
    )
    def test_an_arn_that_some_action_can_name_is_fine(self, action, resource):
        assert codes(IDENTITY, {"Action": action, "Resource": resource}) == []


class TestConditions:
    """IAM User Guide, "Condition operators", "Multivalued context keys"."""

    @pytest.mark.parametrize(
        ("kind", "statement"),
        [
            (
                IDENTITY,
                {
                    "Condition": when(
                        Null={"aws:SourceVpc": "true"}, StringEqualsIfExists={"aws:SourceVpc": "a"}
                    )
                },
            ),
            (IDENTITY, {"Condition": when(IpAddress={"aws:VpcSourceIp": "10.0.0.0/8"})}),
            (IDENTITY, {"Effect": "Deny", "Condition": when(StringNotEquals={"aws:PrincipalTag/team": "a"})}),
            (IDENTITY, {"Condition": when(StringNotEquals={"aws:userid": "a"})}),
            (RESOURCE, {"Condition": when(Null={"aws:PrincipalArn": "true"})}),
            (
                IDENTITY,
                {"Condition": when(StringEquals={"aws:PrincipalArn": "arn:aws:iam::111111111111:role/A"})},
            ),
            (
                IDENTITY,
                {"Condition": when(ArnLike={"ec2:SourceInstanceArn": "arn:aws:ec2:*:*:instance/i-1"})},
            ),
            (IDENTITY, {"Condition": when(StringLike={"s3:ExistingObjectTag/team": "a*"})}),
            (
                SCP,
                {
                    "Condition": when(ArnNotLike={"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}),
                    "Effect": "Deny",
                },
            ),
        ],
    )
    def test_a_condition_that_can_be_meant_so_is_not_remarked_upon(self, kind, statement):
        assert codes(kind, statement) == []

    def test_a_key_of_one_of_the_actions_is_fine(self):
        prefix = when(StringLike={"s3:prefix": "home/*"})

        assert codes(IDENTITY, {"Action": "s3:ListBucket", "Resource": BUCKET, "Condition": prefix}) == []
        assert codes(IDENTITY, {"Condition": prefix}) == ["key-of-no-action"]


class TestRepetitions:
    def test_a_narrower_condition_is_no_repetition(self):
        narrow = {"Condition": when(Bool={"aws:SecureTransport": "true"})}

        assert found(IDENTITY, {}, narrow) == [("redundant-statement", "Statement[1]")]
        assert found(IDENTITY, narrow, {}) == [("redundant-statement", "Statement[0]")]
        assert found(IDENTITY, narrow, {"Condition": when(Bool={"aws:SecureTransport": "false"})}) == []

    def test_another_principal_is_no_repetition(self):
        other = {"Principal": {"AWS": "222222222222"}}

        assert codes(RESOURCE, {}, other) == []
        assert codes(RESOURCE, {}, {}) == ["redundant-statement"]

    def test_a_deny_on_some_resources_leaves_the_rest(self):
        deny = {"Effect": "Deny", "Resource": "arn:aws:s3:::logs/secret/*"}

        assert codes(IDENTITY, {}, deny) == []

    def test_a_deny_of_all_but_some_takes_back_the_others(self):
        deny = {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}

        assert codes(IDENTITY, {}, deny) == ["allow-always-denied", "not-action-denies"]

    def test_a_pattern_covers_what_it_will_match_tomorrow(self):
        assert codes(IDENTITY, {"Action": ["s3:GetObject*", "s3:Get*"]}) == ["redundant-action"]
        assert codes(IDENTITY, {"Action": ["s3:Get*", "s3:*Object"]}) == []

    def test_variables_are_compared_as_they_are_written(self):
        home = "arn:aws:s3:::home/${aws:username}/*"

        assert codes(IDENTITY, {"Resource": [home, "arn:aws:s3:::home/*"]}) == ["redundant-resource"]
        assert codes(IDENTITY, {"Resource": [home, "arn:aws:s3:::home/a*"]}) == []


def test_only_a_line_feed_begins_a_line():
    text = text_of(SCP, {"Effect": "Deny", "Action": "s3:GetObjct"}).replace(
        '"Deny"', '"Deny", "Sid": "a\u2028b"'
    )

    (finding,) = review(text, SCP, BY_KIND[SCP], catalogue()).findings

    line = text.split("\n")[finding.line - 1]
    assert line[finding.column - 1 : finding.column - 1 + finding.length] == "s3:GetObjct"
