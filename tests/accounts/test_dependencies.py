"""What the explanation offers where the answer depends: the keys, their values, and the answer of each."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from accounts.organization.decisions import Judge
from accounts.page.explanation import explanation_of
from accounts.page.view import view_of
from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from tests.organization.world import ACME, PROD_1, with_account

RUN = "ec2:RunInstances"
FREE = {"at": PROD_1, "as": "user/mary", "action": RUN, "region": ""}  # nothing is said about the region


@pytest.fixture(scope="module")
def judge():
    return Judge(catalogue().universe)


@pytest.fixture
def asked(judge):
    """What mary is told, an administrator of an account that no SCP binds, but for some statements."""

    def ask(*conditions, resource="*", **said):
        denies = [
            {
                "Effect": "Deny",
                "Action": "ec2:*",
                "Resource": resource,
                **({"Condition": each} if each else {}),
            }
            for each in conditions
        ]
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [everything, *denies]})
        account = ACME.accounts[PROD_1]
        mary = replace(
            account.users["mary"], inline={"But": parse_policy(text, PolicyKind.IDENTITY)}, attached=()
        )
        organization = with_account(ACME, replace(account, users={"mary": mary}))
        organization = replace(organization, root=replace(organization.root, policy_types=frozenset()))
        view = view_of({**FREE, **said}, organization)
        return explanation_of(organization, PROD_1, "user/mary", view, judge)

    return ask


def offers(explanation):
    """Each line of the offer in words, and what its button sets."""
    return [
        (" ".join(filter(None, (trial.says, trial.shown, trial.word))), trial.sets)
        for key in explanation.dependencies.keys
        for trial in key.trials
    ]


@pytest.mark.parametrize(
    ("operator", "key", "values", "expected"),
    [
        (
            "BoolIfExists",
            "aws:MultiFactorAuthPresent",
            "false",
            [
                ("true allowed", "mfa=true"),
                ("false explicitly denied", "mfa=false"),
                ("not in the request explicitly denied", "mfa=absent"),
            ],
        ),
        (
            "StringNotLike",  # a request always has a Region
            "aws:RequestedRegion",
            ["eu-*", "us-east-1"],
            [
                ("eu-* allowed", "region=eu-west-1"),
                ("us-east-1 allowed", "region=us-east-1"),
                ("any other value explicitly denied", "region=us-west-2"),
            ],
        ),
        (
            "NotIpAddress",
            "aws:SourceIp",
            "198.51.100.0/24",
            [
                ("198.51.100.0/24 allowed", "ip=198.51.100.0"),
                ("any other value explicitly denied", "ip=203.0.113.10"),
                ("not in the request explicitly denied", ""),
            ],
        ),
        (
            "DateGreaterThan",
            "aws:CurrentTime",
            "2027-01-01",
            [
                ("2027-01-01 allowed", "time=2027-01-01T00:00:00"),
                ("before 2027-01-01 allowed", "time=2026-12-31T23:59:59"),
                ("after 2027-01-01 explicitly denied", "time=2027-01-01T00:00:01"),
            ],
        ),
        (
            "DateLessThan",  # datetime cannot count so far
            "aws:EpochTime",
            "99999999999999",
            [
                ("99999999999999 allowed", ""),
                ("less than 99999999999999 explicitly denied", ""),
                ("more than 99999999999999 allowed", ""),
            ],
        ),
        (
            "NumericGreaterThan",
            "aws:MultiFactorAuthAge",
            "3600",
            [
                ("3600 allowed", ""),
                ("less than 3600 allowed", ""),
                ("more than 3600 explicitly denied", ""),
                ("not in the request allowed", ""),
            ],
        ),
        (
            "ForAnyValue:StringEquals",
            "aws:TagKeys",
            ["a", "b"],
            [
                ("a explicitly denied", ""),
                ("b explicitly denied", ""),
                ("any other value allowed", ""),
                ("all of them: a, b explicitly denied", ""),
                ("not in the request allowed", ""),
            ],
        ),
        (
            "Null",
            "ec2:InstanceType",
            "true",
            [("any value allowed", ""), ("not in the request explicitly denied", "")],
        ),
    ],
)
def test_each_value_in_words_with_its_answer(asked, operator, key, values, expected):
    assert offers(asked({operator: {key: values}})) == expected


def test_a_chosen_value_gives_the_answer_that_was_promised(asked):
    """An address says more than its key: who has one does not come through a VPC endpoint."""
    perimeter = {
        "NotIpAddressIfExists": {"aws:SourceIp": "198.51.100.0/24"},
        "StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
    }
    by_address = {sets: says for says, sets in offers(asked(perimeter)) if sets}

    assert by_address == {
        "ip=198.51.100.0": "198.51.100.0/24 allowed",
        "ip=203.0.113.10": "any other value explicitly denied",
    }
    assert asked(perimeter, ip="198.51.100.0").verdict.word == "allowed"
    assert asked(perimeter, ip="203.0.113.10").verdict.word == "explicitly denied"


def test_when_a_key_is_present_is_told_of_global_keys(asked):
    (present,) = asked({"Bool": {"aws:MultiFactorAuthPresent": "false"}}).dependencies.keys
    (always,) = asked({"StringEquals": {"aws:UserAgent": "x"}}).dependencies.keys
    (of_a_service,) = asked({"StringEquals": {"ec2:InstanceType": "x"}}).dependencies.keys

    assert present.present == "when the credentials are temporary; not with an access key"
    assert always.present == "always; the client says what it likes"
    assert of_a_service.present == ""


def test_of_keys_that_decide_nothing_alone_only_what_can_be_chosen_is_shown(asked):
    """Two statements with two keys each: while one statement is open, the other does not decide."""
    explanation = asked(
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}, "StringEquals": {"ec2:InstanceType": "t3.micro"}},
        {"NumericLessThan": {"ec2:VolumeSize": "9"}, "StringEquals": {"ec2:Tenancy": "host"}},
    )

    assert [key.settles for key in explanation.dependencies.keys] == [False] * 4
    assert offers(explanation) == [
        ("true still depends", "mfa=true"),
        ("false still depends", "mfa=false"),
        ("not in the request still depends", "mfa=absent"),
    ]


def test_the_resource_may_decide(asked):
    dependencies = asked({}, resource="arn:aws:ec2:*:*:instance/i-1").dependencies

    assert dependencies.resource_matters
    assert dependencies.keys == ()


def test_what_is_sure_depends_on_nothing(asked):
    assert (
        asked({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, region="eu-west-1").dependencies is None
    )


def test_what_does_not_fit_on_the_page_is_cut_or_named(asked):
    many = {"StringEquals": {f"aws:RequestTag/k{number}": "x" * 200 for number in range(9)}}

    dependencies = asked(many).dependencies

    assert dependencies.more == ("aws:RequestTag/k6", "aws:RequestTag/k7", "aws:RequestTag/k8")
    assert dependencies.keys[0].trials[0].shown == "x" * 80 + "…"
