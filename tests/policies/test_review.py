"""What a careful reader remarks about a policy: faults, names that AWS does not have, useless patterns.

Source of the severities: IAM Access Analyzer, "Policy check reference".
"""

import json

import pytest

from policies.catalogue import catalogue, example_scps, managed_policies
from policies.engine import quotas
from policies.engine.document import PolicyKind
from policies.review import (
    Finding,
    Severity,
    expansions,
    granted,
    of_actions,
    of_conditions,
    of_resources,
    review,
)
from tests.policies.corpus import UNDOCUMENTED_KEY


def scp(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


def deny(**elements: object) -> dict[str, object]:
    return {"Effect": "Deny", "Resource": "*", **elements}


def read(text: str, kind: PolicyKind = PolicyKind.SERVICE_CONTROL):
    return review(text, kind, quotas.SERVICE_CONTROL_POLICY, catalogue())


def only_finding(text: str):
    (finding,) = read(text).findings
    return finding


def test_a_sound_policy_gives_no_finding():
    assert read(scp(deny(Action=["ec2:*", "S3:deletebucket"]))).findings == ()


def test_a_fault_has_its_place_and_means_that_aws_refuses():
    result = read(scp(deny(Action="s3:*", Principal="*")))

    assert result.is_refused
    assert result.document is None
    (fault,) = result.findings
    assert (fault.severity, fault.path) == (Severity.ERROR, "Statement[0].Principal")
    assert (fault.line, fault.column) == (8, 7)


def test_an_unknown_action_is_an_error_that_aws_accepts():
    result = read(scp(deny(Action=["ec2:*", "ec2:RunInstance"])))

    assert not result.is_refused
    (finding,) = result.findings
    assert finding.severity is Severity.ERROR
    assert "RunInstance" in finding.title
    assert finding.path == "Statement[0].Action[1]"


def test_an_unknown_action_comes_with_the_three_nearest_of_its_service():
    nearest = only_finding(scp(deny(Action="ec2:RunInstance"))).nearest

    assert nearest[0] == "ec2:RunInstances"
    assert len(nearest) == 3
    assert all(name.startswith("ec2:") for name in nearest)


def test_an_action_of_another_service_is_found_there():
    assert only_finding(scp(deny(Action="s3:RunInstances"))).nearest == ("ec2:RunInstances",)


def test_an_unknown_service_comes_with_the_nearest_services():
    finding = only_finding(scp(deny(Action="suport:*")))

    assert finding.title == "no service is called `suport`"
    assert finding.nearest[0] == "support"


def test_the_place_of_a_word_is_the_word_itself():
    text = scp(deny(Action=["ec2:*", "suport:*"]))
    finding = only_finding(text)

    line = text.splitlines()[finding.line - 1]
    assert line[finding.column - 1 : finding.column - 1 + finding.length] == "suport"


def test_a_wildcard_that_matches_nothing_is_a_warning():
    assert only_finding(scp(deny(Action="ec2:Fly*"))).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("effect", "severity"), [("Allow", Severity.SECURITY_WARNING), ("Deny", Severity.SUGGESTION)]
)
def test_not_action_is_told_with_what_it_covers(effect, severity):
    finding = only_finding(scp({"Effect": effect, "NotAction": "iam:*", "Resource": "*"}))

    everything_else = len(catalogue().actions) - len(catalogue().by_service["iam"])
    assert finding.severity is severity
    assert f"{everything_else:,} actions" in finding.detail


# Conditions and variables


def when(operator: str, key: str, value: object, version: str = "2012-10-17", **elements: object) -> str:
    statement = deny(Action="s3:*", Condition={operator: {key: value}}, **elements)
    return json.dumps({"Version": version, "Statement": [statement]}, indent=2)


def pointed_at(text: str, finding: Finding) -> str:
    return text.splitlines()[finding.line - 1][finding.column - 1 : finding.column - 1 + finding.length]


@pytest.mark.parametrize(
    ("operator", "key", "value", "why"),
    [
        ("Bool", "aws:SecureTransport", "maybe", "neither true nor false"),
        ("Null", "aws:SourceVpc", "maybe", "neither true nor false"),
        ("DateLessThan", "aws:CurrentTime", "yesterday", "no date"),
        ("IpAddress", "aws:SourceIp", "1.2.3.400", "no IP address or range"),
        ("NotIpAddressIfExists", "aws:SourceIp", "1.2.3.400", "no IP address or range"),
        ("NumericGreaterThan", "aws:MultiFactorAuthAge", "an hour", "no number"),
        ("ArnNotLike", "aws:PrincipalArn", "role/Admin", "no ARN of six segments"),
    ],
)
def test_a_value_that_is_not_of_the_operators_type_can_never_match(operator, key, value, why):
    text = when(operator, key, [value])
    finding = only_finding(text)

    assert finding.severity is Severity.ERROR
    assert finding.title == f"`{value}` is {why}: this value can never match"
    assert pointed_at(text, finding) == value


def test_a_value_with_variables_may_turn_out_to_be_of_the_type():
    assert read(when("ArnLike", "aws:PrincipalArn", "${aws:SourceArn}")).findings == ()


@pytest.mark.parametrize("key", ["aws:TagKeys", "AWS:principalorgpaths", "aws:CalledVia"])
def test_a_plain_operator_compares_one_value_of_a_key_that_can_have_several(key):
    text = when("StringEquals", key, "x")
    finding = only_finding(text)

    assert finding.severity is Severity.ERROR
    assert "ForAnyValue:StringEquals" in finding.advice
    assert pointed_at(text, finding) == key
    assert read(when("ForAnyValue:StringEquals", key, "x")).findings == ()
    assert read(when("Null", key, "true")).findings == ()


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("aws:usrname", "aws:username"),
        ("aws:RequestRegion", "aws:RequestedRegion"),
        ("aws:PrincpalTag/team", "aws:PrincipalTag/team"),
    ],
)
def test_a_global_key_that_does_not_exist_comes_with_the_nearest(key, nearest):
    text = when("StringEquals", key, "x")
    finding = only_finding(text)

    assert finding.severity is Severity.ERROR
    assert finding.title == f"no global condition key is called `{key}`"
    assert finding.nearest[0] == nearest
    assert pointed_at(text, finding) == key


def test_a_key_that_its_service_does_not_have_comes_with_the_nearest():
    finding = only_finding(when("StringEquals", "s3:prefx", "x"))

    assert (finding.code, finding.nearest[0]) == ("unknown-service-key", "s3:prefix")


def test_a_key_of_somebodys_identity_provider_is_not_looked_up():
    assert read(when("StringEquals", "login.example.com:sub", "x")).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        when("StringEquals", "aws:PrincipalAccount", "x${aws:usrname}y"),
        when("Null", "aws:SourceVpc", "true", Resource=["arn:aws:s3:::b/${aws:usrname}/*"]),
    ],
)
def test_a_variable_that_does_not_exist_comes_with_the_nearest(text):
    finding = only_finding(text)

    assert (finding.severity, finding.nearest[0]) == (Severity.ERROR, "aws:username")
    assert pointed_at(text, finding) == "aws:usrname"


def test_aws_writes_no_condition_that_is_remarked_upon():
    remarks = [
        (policy.name, finding.title)
        for policy in (*managed_policies().values(), *example_scps())
        for finding in read(policy.document.text, policy.document.kind).findings
        if "called `aws:" in finding.title or "never match" in finding.title
        if UNDOCUMENTED_KEY not in finding.title
    ]

    assert remarks == []


def test_without_the_current_version_variables_are_plain_text():
    first = when("StringEquals", "aws:PrincipalAccount", "${aws:usrname}", version="2008-10-17")
    without = json.dumps({"Statement": [deny(Action="s3:*")]})

    finding = only_finding(first)
    assert (finding.severity, finding.nearest) == (Severity.WARNING, ("2012-10-17",))
    assert pointed_at(first, finding) == "2008-10-17"
    assert only_finding(without).title == "`Version` is missing, which means 2008-10-17"


def test_a_character_that_iam_does_not_take_is_refused():
    text = json.dumps(
        {"Version": "2012-10-17", "Id": "→", "Statement": deny(Action="s3:*")}, ensure_ascii=False
    )

    assert read(text, PolicyKind.IDENTITY).is_refused
    assert not read(text).is_refused


def outside(*regions: str) -> dict[str, object]:
    return {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}


def test_a_deny_outside_of_some_regions_stops_global_services():
    finding = only_finding(scp(deny(Action="*", Condition=outside("eu-west-1"))))

    assert finding.title == "Global services always sign in us-east-1"


def test_a_deny_that_spares_us_east_1_spares_global_services():
    assert read(scp(deny(Action="*", Condition=outside("eu-west-1", "us-east-1")))).findings == ()


def test_white_space_counts_in_an_scp():
    result = read(scp(deny(Action="s3:*")) + " " * 10_240)

    assert result.is_refused
    assert "characters too long" in result.findings[0].title


def test_other_inline_policies_of_the_same_user_count():
    text = scp(deny(Action="s3:*"))
    alone = review(text, PolicyKind.IDENTITY, quotas.USER_INLINE_POLICIES, catalogue())
    beside = review(
        text, PolicyKind.IDENTITY, quotas.USER_INLINE_POLICIES, catalogue(), beside=("x" * 2_000,)
    )

    assert not alone.is_refused
    assert beside.is_refused


def statement_of(**elements: object):
    return read(scp(deny(**elements))).document.statements[0]


EC2 = len(catalogue().by_service["ec2"])
EVERY = len(catalogue().actions)


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ({"Action": "ec2:*"}, f"every EC2 action ({EC2:,})"),
        ({"Action": "*"}, f"every action ({EVERY:,})"),
        ({"Action": "ec2:RunInstances"}, "`ec2:RunInstances`"),
        ({"Action": ["s3:GetObject", "ec2:RunInstances"]}, "`ec2:RunInstances` and `s3:GetObject`"),
        ({"Action": "ec2:NoSuchThing"}, "nothing that AWS has"),
        ({"NotAction": "ec2:*"}, f"{EVERY - EC2:,} actions, all but every EC2 action ({EC2:,}),"),
    ],
)
def test_actions_in_words(elements, words):
    assert of_actions(statement_of(**elements), catalogue())[0] == words


def test_conditions_and_resources_in_words():
    statement = statement_of(
        Action="s3:*", Resource="arn:aws:s3:::logs/*", Condition={"Bool": {"aws:SecureTransport": "false"}}
    )

    assert of_resources(statement) == "on `arn:aws:s3:::logs/*`"
    assert of_conditions(statement.conditions) == "if `aws:SecureTransport` is `false`"


def test_a_wildcard_expands_to_what_it_matches_today():
    (expansion,) = expansions(read(scp(deny(Action=["ec2:*", "s3:GetObject"]))).document, catalogue())

    assert (expansion.pattern, expansion.count, expansion.services) == ("ec2:*", EC2, (("ec2", EC2),))


def test_a_conditional_deny_takes_nothing_for_sure():
    allow = {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}
    sure = read(scp(allow, deny(Action="ec2:RunInstances"))).document
    perhaps = read(scp(allow, deny(Action="ec2:RunInstances", Condition=outside("eu-west-1")))).document

    assert granted(sure, catalogue()).bit_count() == EC2 - 1
    assert granted(perhaps, catalogue()).bit_count() == EC2
