"""What the explanation offers where the answer depends: the keys, their values, and the answer of each."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests.accounts.test_sandbox_page import get, identifier, operate

ANYWHERE = "&region="  # nothing is said about the region


def statement(effect, operator, key, *values, **members):
    return {
        "Effect": effect,
        "Action": "ec2:*",
        "Resource": "*",
        "Condition": {operator: {key: list(values)}},
        **members,
    }


@pytest.fixture
def asked(client, acme):
    """Ana of sbx-1 is an administrator, but for one statement; the page's words about ec2:RunInstances."""
    account_id = identifier(acme, "sbx-1")

    def ask(*statements, query=""):
        ana = {"account_id": account_id, "user_name": "ana"}
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        text = json.dumps({"Version": "2012-10-17", "Statement": [everything, *statements]})
        operate(client, acme, "iam.create_user", **ana)
        operate(client, acme, "iam.put_user_policy", **ana, policy_name="But", policy_document=text)
        html = get(
            client, acme, f"?at={account_id}&as=user/ana&drawer=explain&action=ec2:RunInstances{query}"
        )
        return re.search(r'<div class="drawer".*?<ol class="ladder"', html, re.S)[0]

    return ask


def offers(html):
    """Each line of the offer: its words, and what its button sets."""
    lines = re.findall(r"<li.*?</li>", html, re.S)
    return [
        (
            " ".join(strip_tags(re.sub(r"<button.*", "", line, flags=re.S)).split()),
            (re.search(r'data-set="([^"]*)"', line) or [None, ""])[1],
        )
        for line in lines
    ]


def test_each_value_says_its_answer_and_a_circumstance_can_be_chosen(asked):
    html = asked(statement("Deny", "BoolIfExists", "aws:MultiFactorAuthPresent", "false"))

    assert "What does <code>ec2:RunInstances</code> depend on?" in html
    assert "Present when the credentials are temporary; not with an access key." in html
    assert offers(html) == [
        ("true allowed", "mfa=true"),
        ("false explicitly denied", "mfa=false"),
        ("not in the request explicitly denied", "mfa=absent"),
    ]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (  # a request always has a Region
            ("StringNotLike", "aws:RequestedRegion", "eu-*", "us-east-1"),
            [
                ("eu-* allowed", "region=eu-west-1"),
                ("us-east-1 allowed", "region=us-east-1"),
                ("any other value explicitly denied", "region=us-west-2"),
            ],
        ),
        (
            ("NotIpAddress", "aws:SourceIp", "198.51.100.0/24"),
            [
                ("198.51.100.0/24 allowed", "ip=198.51.100.0"),
                ("any other value explicitly denied", "ip=203.0.113.10"),
                ("not in the request explicitly denied", ""),
            ],
        ),
        (
            ("DateGreaterThan", "aws:CurrentTime", "2027-01-01"),
            [
                ("2027-01-01 allowed", "time=2027-01-01T00:00:00"),
                ("before 2027-01-01 allowed", "time=2026-12-31T23:59:59"),
                ("after 2027-01-01 explicitly denied", "time=2027-01-01T00:00:01"),
            ],
        ),
        (
            ("NumericGreaterThan", "aws:MultiFactorAuthAge", "3600"),
            [
                ("3600 allowed", ""),
                ("less than 3600 allowed", ""),
                ("more than 3600 explicitly denied", ""),
                ("not in the request allowed", ""),
            ],
        ),
        (
            ("ForAnyValue:StringEquals", "aws:TagKeys", "a", "b"),
            [
                ("a explicitly denied", ""),
                ("b explicitly denied", ""),
                ("any other value allowed", ""),
                ("all of them: a, b explicitly denied", ""),
                ("not in the request allowed", ""),
            ],
        ),
        (
            ("Null", "ec2:InstanceType", "true"),
            [("any value allowed", ""), ("not in the request explicitly denied", "")],
        ),
    ],
    ids=lambda each: each[1] if isinstance(each, tuple) else "",
)
def test_the_values_in_words(asked, conditions, expected):
    assert offers(asked(statement("Deny", *conditions), query=ANYWHERE)) == expected


def test_choosing_a_value_gives_the_answer_that_was_promised(asked):
    """An address says more than its key: who has one does not come through a VPC endpoint."""
    perimeter = {
        "NotIpAddressIfExists": {"aws:SourceIp": ["198.51.100.0/24"]},
        "StringNotEqualsIfExists": {"aws:SourceVpc": ["vpc-1"]},
    }
    deny = statement("Deny", "Bool", "aws:ViaAWSService", "false", Condition=perimeter)

    by_address = [offer for offer in offers(asked(deny)) if offer[1].startswith("ip=")]

    assert by_address == [
        ("198.51.100.0/24 allowed", "ip=198.51.100.0"),
        ("any other value explicitly denied", "ip=203.0.113.10"),
    ]
    assert "Explicitly denied" in asked(deny, query="&ip=203.0.113.10")


def test_keys_that_matter_together_say_that_it_still_depends(asked):
    both = {"Bool": {"aws:MultiFactorAuthPresent": "false"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}

    found = offers(asked(statement("Deny", "Bool", "aws:SecureTransport", "true", Condition=both)))

    assert ("false still depends", "mfa=false") in found
    assert ("192.0.2.0/24 still depends", "ip=192.0.2.0") in found


def test_of_a_key_that_decides_nothing_alone_only_what_can_be_chosen_is_shown(asked):
    """Two statements with two keys each: while one statement is open, the other does not decide."""
    pairs = (
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}, "StringEquals": {"ec2:InstanceType": "t3.micro"}},
        {"NumericLessThan": {"ec2:VolumeSize": "9"}, "StringEquals": {"ec2:Tenancy": "host"}},
    )

    html = asked(*(statement("Deny", "Null", "aws:userid", "false", Condition=pair) for pair in pairs))

    assert html.count("None of its values decides alone.") == 4
    assert offers(html) == [
        ("true still depends", "mfa=true"),
        ("false still depends", "mfa=false"),
        ("not in the request still depends", "mfa=absent"),
    ]


def test_the_resource_may_decide(asked):
    one = {"Effect": "Deny", "Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:instance/i-1"}

    html = asked(one)

    assert "The resource decides: the policies name some, and the question is about any." in html
    assert offers(html) == []


def test_what_is_sure_offers_nothing(asked):
    html = asked(statement("Deny", "StringEquals", "aws:RequestedRegion", "eu-west-1"))

    assert "What decides it" not in html


def test_what_a_policy_writes_is_text_and_not_markup(asked):
    deny = statement("Deny", "StringEquals", "aws:UserAgent", "<b>&mfa=true" + "x" * 200)

    html = asked(deny)

    assert "<b>&mfa" not in html
    assert "&lt;b&gt;&amp;mfa=true" in html
    assert "x" * 90 not in html  # a long value is cut


def test_many_keys_are_told_by_name(asked):
    many = {"StringEquals": {f"aws:RequestTag/k{n}": "x" for n in range(9)}}

    html = asked(statement("Deny", "Bool", "aws:SecureTransport", "true", Condition=many))

    assert "And on <code>aws:RequestTag/k6</code>, <code>aws:RequestTag/k7</code>" in html


def test_inside_an_account_too(client, acme):
    account_id = identifier(acme, "sbx-1")
    text = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": statement("Allow", "Bool", "aws:MultiFactorAuthPresent", "true"),
        }
    )
    ana = {"account_id": account_id, "user_name": "ana"}
    operate(client, acme, "iam.create_user", **ana)
    operate(client, acme, "iam.put_user_policy", **ana, policy_name="WithMfa", policy_document=text)

    response = client.get(
        reverse("accounts:account", args=[acme.public_id, account_id]),
        {"as": "user/ana", "action": "ec2:RunInstances", "drawer": "explain"},
    )

    assert response.status_code == 200
    assert 'data-set="mfa=true"' in response.content.decode()
