"""How much a statement is about, said in a sentence and counted; and how two policies differ."""

import json

import pytest

from policies.catalogue import AccessLevel, catalogue
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.review import coverage, difference, of_actions, pattern_counts, sentence

IDENTITY, SCP = PolicyKind.IDENTITY, PolicyKind.SERVICE_CONTROL
IN_FRANKFURT = {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}


def policy(*statements: dict[str, object], kind: PolicyKind = IDENTITY):
    return parse_policy(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}), kind)


def allow(*actions: str, **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def deny(*actions: str, **more: object) -> dict[str, object]:
    return allow(*actions, **more) | {"Effect": "Deny"}


def names(actions: int) -> list[str]:
    return list(catalogue().universe.names(actions))


def covered(*actions: str):
    (statement,) = policy(allow(*actions)).statements
    return coverage(of_actions(statement, catalogue())[1], catalogue())


def test_each_pattern_is_counted_by_itself():
    (statement,) = policy(allow("cloudtrail:Stop*", "iam:CreateAcessKey", "iam:CreateUser")).statements

    counts = [(each.source, each.count) for each in pattern_counts(statement, catalogue())]

    assert counts == [("cloudtrail:Stop*", 3), ("iam:CreateAcessKey", 0), ("iam:CreateUser", 1)]


def test_an_action_that_two_patterns_match_is_covered_once():
    assert covered("sqs:SendMessage", "sqs:*").count == covered("sqs:*").count


@pytest.mark.parametrize("patterns", [("*",), ("s3:*", "ec2:Describe*"), ("iam:*Role*",)])
def test_services_and_levels_add_up_to_the_whole(patterns: tuple[str, ...]):
    whole = covered(*patterns)

    assert sum(service.count for service in whole.services) == whole.count
    assert sum(count for _, count in whole.levels) == whole.count
    for service in whole.services:
        assert sum(count for _, count in service.levels) == service.count <= service.total


def test_services_come_with_the_most_actions_first():
    assert [service.prefix for service in covered("sts:AssumeRole", "iam:*User").services] == ["iam", "sts"]


def test_levels_are_those_of_the_catalogue():
    assert covered("iam:CreateUser", "iam:ListUsers", "iam:AttachRolePolicy").levels == (
        (AccessLevel.LIST, 1),
        (AccessLevel.WRITE, 1),
        (AccessLevel.PERMISSIONS_MANAGEMENT, 1),
    )


def test_two_policies_share_what_both_allow():
    found = difference(
        policy(allow("sqs:SendMessage", "sqs:ListQueues")),
        policy(allow("sqs:SendMessage", "sns:Publish")),
        catalogue(),
    )

    assert names(found.allowed.only_one.always) == ["sqs:ListQueues"]
    assert names(found.allowed.only_other.always) == ["sns:Publish"]
    assert names(found.allowed.both.always) == ["sqs:SendMessage"]
    assert found.is_certain
    assert found.denied.is_about_nothing


def test_a_deny_takes_away_what_the_same_policy_allows():
    found = difference(policy(allow("sqs:*"), deny("sqs:*")), policy(allow("sqs:SendMessage")), catalogue())

    assert not found.allowed.only_one.all
    assert names(found.allowed.only_other.always) == ["sqs:SendMessage"]
    assert found.denied.only_one.count == covered("sqs:*").count


@pytest.mark.parametrize(
    "narrowed",
    [
        {"Condition": IN_FRANKFURT},
        {"Resource": "arn:aws:sqs:eu-central-1:111111111111:orders"},
    ],
)
def test_what_a_condition_or_a_resource_narrows_is_allowed_sometimes(narrowed: dict[str, object]):
    found = difference(
        policy(allow("sqs:SendMessage", **narrowed)), policy(allow("sns:Publish")), catalogue()
    )

    assert names(found.allowed.only_one.sometimes) == ["sqs:SendMessage"]
    assert not found.allowed.only_one.always


def test_two_that_both_allow_sometimes_are_not_called_equal():
    found = difference(
        policy(allow("sqs:SendMessage", Condition=IN_FRANKFURT)),
        policy(allow("sqs:SendMessage", Condition={"Bool": {"aws:SecureTransport": "true"}})),
        catalogue(),
    )

    assert names(found.allowed.both.sometimes) == ["sqs:SendMessage"]
    assert not found.is_certain


def test_a_principal_narrows_as_a_condition_does():
    named = {"Principal": {"AWS": "111111111111"}}
    one, other = (
        policy(allow("sqs:SendMessage", **principal), kind=PolicyKind.RESOURCE)
        for principal in (named, {"Principal": "*"})
    )

    found = difference(one, other, catalogue())

    assert names(found.allowed.both.sometimes) == ["sqs:SendMessage"]


def test_a_policy_differs_from_itself_in_nothing():
    one = policy(allow("s3:Get*"), deny("s3:Delete*", Condition=IN_FRANKFURT))

    found = difference(one, one, catalogue())

    assert not found.allowed.only_one.all | found.allowed.only_other.all
    assert not found.denied.only_one.all | found.denied.only_other.all


def test_more_resources_than_can_be_compared_count_as_sometimes():
    """A thousand patterns against every kind of resource that AWS has would take minutes."""
    many = [f"arn:aws:sqs:*:*:orders-{number}*x*" for number in range(1_000)]

    found = difference(policy(allow("*", Resource=many)), policy(allow("*")), catalogue())

    assert found.allowed.both.sometimes == catalogue().universe.all


@pytest.mark.parametrize(
    ("kind", "statement", "said"),
    [
        (IDENTITY, allow("sqs:SendMessage"), "Allows whoever carries it `sqs:SendMessage`."),
        (SCP, deny("sqs:SendMessage"), "Denies `sqs:SendMessage` to everybody below."),
        (
            SCP,
            allow("sqs:SendMessage"),
            "Lets `sqs:SendMessage` pass, for everybody below; it grants nothing.",
        ),
        (
            PolicyKind.RESOURCE_CONTROL,
            deny("s3:GetObject", Principal="*"),
            "Denies `s3:GetObject` to everybody, in the organization and outside.",
        ),
        (
            PolicyKind.PERMISSIONS_BOUNDARY,
            allow("sqs:SendMessage"),
            "Lets its user or role be granted `sqs:SendMessage`; it grants nothing.",
        ),
        (
            PolicyKind.SESSION,
            allow("sqs:SendMessage"),
            "Lets the session use `sqs:SendMessage`, as far as its role or user may; it grants nothing.",
        ),
        (
            PolicyKind.VPC_ENDPOINT,
            allow("sqs:SendMessage", Principal="*"),
            "Lets `sqs:SendMessage` by everybody through the endpoint; it grants nothing.",
        ),
        (
            PolicyKind.TRUST,
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}},
            "Allows the service `ec2.amazonaws.com` `sts:AssumeRole` on this role.",
        ),
        (
            PolicyKind.RESOURCE,
            allow("sqs:SendMessage", Principal={"AWS": "arn:aws:iam::111111111111:role/ops/Admin"}),
            "Allows the role `ops/Admin` of account `111111111111` `sqs:SendMessage`.",
        ),
        (
            PolicyKind.RESOURCE,
            {**deny("sqs:SendMessage"), "NotPrincipal": {"AWS": ["111111111111", "222222222222"]}},
            "Denies `sqs:SendMessage` to everybody but the account `111111111111` "
            "and the account `222222222222`.",
        ),
        (IDENTITY, deny("iam:CreateAcessKey"), "Denies nothing that AWS has."),
    ],
)
def test_every_kind_of_policy_says_what_it_does(kind: PolicyKind, statement: dict[str, object], said: str):
    (read,) = policy(statement, kind=kind).statements

    assert sentence(read, kind, catalogue()) == said
