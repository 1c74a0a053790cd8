"""IAM User Guide, "Grammar of the IAM JSON policy language"; Organizations User Guide, "SCP syntax"."""

# A row of a table stays on its line.
# ruff: noqa: E501

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.document import (
    ActionPattern,
    Effect,
    PolicyKind,
    PrincipalPattern,
    Template,
    Variable,
)
from policies.engine.parse import Fault, FaultCode, PolicySyntaxError, parse_policy

IDENTITY, SCP, TRUST, RESOURCE = (
    PolicyKind.IDENTITY,
    PolicyKind.SERVICE_CONTROL,
    PolicyKind.TRUST,
    PolicyKind.RESOURCE,
)


def policy(*, kind=IDENTITY, version="2012-10-17", **members):
    """A policy of one statement: Allow s3:GetObject on *, with ``members`` set, or left out if None."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    if kind in (TRUST, RESOURCE):
        statement["Principal"] = {"AWS": "111111111111"}
    if kind is TRUST:
        statement = {**statement, "Action": "sts:AssumeRole"}
        del statement["Resource"]
    statement = {key: value for key, value in {**statement, **members}.items() if value is not None}
    return json.dumps({"Version": version, "Statement": [statement]})


def faults(text, kind=IDENTITY):
    with pytest.raises(PolicySyntaxError) as caught:
        parse_policy(text, kind)
    return caught.value.faults


def paths(text, kind=IDENTITY):
    return [fault.path for fault in faults(text, kind)]


def statement_of(kind=IDENTITY, **members):
    return parse_policy(policy(kind=kind, **members), kind).statements[0]


class TestWhatAPolicyMayBe:
    def test_one_statement_needs_no_list(self):
        text = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}'

        statement = parse_policy(text, IDENTITY).statements[0]

        assert (statement.index, statement.pointer, statement.effect) == (0, "/Statement", Effect.DENY)
        assert statement.actions == (ActionPattern("s3:*", "s3", "*"),)

    def test_statements_are_numbered_and_pointed_at(self):
        one = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        document = parse_policy(json.dumps({"Statement": [one, {**one, "Sid": "Second"}]}), SCP)

        assert [each.pointer for each in document.statements] == ["/Statement/0", "/Statement/1"]
        assert [each.label for each in document.statements] == ["statement 1", "Second"]

    @pytest.mark.parametrize(
        ("text", "version"),
        [
            (policy(version="2012-10-17"), "2012-10-17"),
            (policy(version="2008-10-17"), "2008-10-17"),
            ('{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}', "2008-10-17"),
        ],
    )
    def test_without_version_it_is_the_first(self, text, version):
        assert parse_policy(text, SCP).version == version

    def test_not_elements_and_lists(self):
        statement = statement_of(
            Action=None, NotAction=["iam:*", "STS:AssumeRole"], Resource=None, NotResource="arn:aws:s3:::b"
        )

        assert statement.excludes_actions
        assert statement.excludes_resources
        assert statement.actions[1] == ActionPattern("STS:AssumeRole", "sts", "assumerole")

    def test_variables_are_taken_apart(self):
        statement = statement_of(Resource="arn:aws:s3:::${aws:username}/${x, 'y z'}${*}")

        assert statement.resources == (
            Template(
                "arn:aws:s3:::${aws:username}/${x, 'y z'}${*}",
                ("arn:aws:s3:::", Variable("aws:username"), "/", Variable("x", "y z"), Variable("*")),
            ),
        )

    def test_condition_values_may_be_numbers_and_booleans(self):
        statement = statement_of(
            Condition={
                "Bool": {"aws:SecureTransport": True},
                "NumericLessThan": {"aws:MultiFactorAuthAge": [60, 1.50]},
            }
        )

        assert [[value.source for value in each.values] for each in statement.conditions] == [
            ["true"],
            ["60", "1.5"],
        ]

    def test_an_operator_is_taken_apart(self):
        operator = (
            statement_of(Condition={"ForAnyValue:StringLikeIfExists": {"k": "v"}}).conditions[0].operator
        )

        assert (operator.base, operator.quantifier, operator.if_exists) == ("StringLike", "ForAnyValue", True)

    @pytest.mark.parametrize(
        ("principal", "expected"),
        [
            ("*", (PrincipalPattern("*", "*"),)),
            ({"AWS": "*"}, (PrincipalPattern("AWS", "*"),)),
            (
                {"AWS": ["111111111111", "arn:aws:iam::111111111111:root"], "Service": "ec2.amazonaws.com"},
                (
                    PrincipalPattern("AWS", "111111111111"),
                    PrincipalPattern("AWS", "arn:aws:iam::111111111111:root"),
                    PrincipalPattern("Service", "ec2.amazonaws.com"),
                ),
            ),
            (
                {"AWS": "arn:aws:iam::111111111111:role/path/App"},
                (PrincipalPattern("AWS", "arn:aws:iam::111111111111:role/path/App"),),
            ),
            (
                {"Federated": "cognito-identity.amazonaws.com"},
                (PrincipalPattern("Federated", "cognito-identity.amazonaws.com"),),
            ),
        ],
    )
    def test_principals_of_a_trust_policy(self, principal, expected):
        assert statement_of(TRUST, Principal=principal).principals == expected

    def test_not_principal_with_deny_in_a_resource_policy(self):
        statement = statement_of(
            RESOURCE, Effect="Deny", Principal=None, NotPrincipal={"AWS": "111111111111"}
        )

        assert statement.excludes_principals

    @pytest.mark.parametrize(
        ("kind", "members"),
        [
            (IDENTITY, {"Sid": ""}),
            (IDENTITY, {"Condition": {}}),
            (IDENTITY, {"Condition": {"StringEquals": {}}}),
            (IDENTITY, {"Condition": {"StringEquals": {"k": []}}}),
            (IDENTITY, {"Action": "*:*"}),
            (IDENTITY, {"Action": "awesome-vendor:Get_it-2*"}),
            (IDENTITY, {"Resource": "arn:aws-cn:s3:::b"}),
            (IDENTITY, {"Resource": "arn:*:s3:::b"}),
            (IDENTITY, {"Resource": "arn:aws:sqs:*"}),
            (IDENTITY, {"Resource": "arn:aws:iam::*:role/${aws:PrincipalTag/team}"}),
            (SCP, {"Sid": "Guard the trail-1"}),
            (
                SCP,
                {
                    "Effect": "Allow",
                    "Action": None,
                    "NotAction": "iam:*",
                    "Condition": {"Null": {"k": "true"}},
                },
            ),
            (SCP, {"Action": "ec2:*Instances"}),
        ],
    )
    def test_what_aws_takes_is_taken(self, kind, members):
        assert parse_policy(policy(kind=kind, **members), kind)

    def test_an_id_is_kept(self):
        text = '{"Id": "cd3ad3d9", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'

        assert parse_policy(text, IDENTITY).id == "cd3ad3d9"

    def test_documents_are_equal_when_text_and_kind_are(self):
        assert parse_policy(policy(), IDENTITY) == parse_policy(policy(), IDENTITY)
        assert parse_policy(policy(), IDENTITY) != parse_policy(policy(), SCP)
        assert len({parse_policy(policy(), IDENTITY), parse_policy(policy(), IDENTITY)}) == 1


def when(operator, keys):
    return {"Condition": {operator: keys}}


def aws(principal):
    return {"Principal": {"AWS": principal}}


FAULTS = [
    # The statement's elements
    (IDENTITY, {"Effect": None}, "", "Effect is missing"),
    (IDENTITY, {"Effect": "allow"}, ".Effect", "did you mean Allow?"),
    (IDENTITY, {"Effect": True}, ".Effect", 'must be "Allow" or "Deny"'),
    (IDENTITY, {"Action": None}, "", "Action is missing"),
    (IDENTITY, {"NotAction": "s3:*"}, ".NotAction", "not both"),
    (IDENTITY, {"Resource": None}, "", "Resource is missing"),
    (IDENTITY, {"NotResource": "*"}, ".NotResource", "not both"),
    (IDENTITY, {"Actions": "s3:*"}, ".Actions", "unknown element; did you mean Action?"),
    (IDENTITY, {"action": "s3:*"}, ".action", "did you mean Action?"),
    (IDENTITY, {"Sid": "My statement"}, ".Sid", "letters"),
    (IDENTITY, {"Sid": 7}, ".Sid", "a text in double quotes"),
    # Actions
    (IDENTITY, {"Action": []}, ".Action", "the list is empty"),
    (IDENTITY, {"Action": {"s3": "*"}}, ".Action", "a list of such texts"),
    (IDENTITY, {"Action": ["s3:*", 3]}, ".Action[1]", "a text in double quotes"),
    (IDENTITY, {"Action": ["s3:*", ["s3:*"]]}, ".Action[1]", "a text in double quotes"),
    (IDENTITY, {"Action": "GetObject"}, ".Action", "names no service"),
    (IDENTITY, {"Action": ""}, ".Action", "names no service"),
    (IDENTITY, {"Action": "s3:s3:GetObject"}, ".Action", "more than one colon"),
    (IDENTITY, {"Action": "s*:GetObject"}, ".Action", "no wildcard stands for a service"),
    (IDENTITY, {"Action": "*:GetObject"}, ".Action", "no wildcard stands for a service"),
    (IDENTITY, {"Action": "s 3:GetObject"}, ".Action", '"s 3" is no service'),
    (IDENTITY, {"Action": "s3:"}, ".Action", "is no action"),
    (IDENTITY, {"Action": "s3:Get Object"}, ".Action", "is no action"),
    # Resources
    (IDENTITY, {"Resource": []}, ".Resource", "the list is empty"),
    (IDENTITY, {"Resource": "bucket"}, ".Resource", "must be * or an ARN"),
    (IDENTITY, {"Resource": ["*", "arn:aws"]}, ".Resource[1]", "must be * or an ARN"),
    (IDENTITY, {"Resource": "arn:aws:*:::b"}, ".Resource", "whose service is written out"),
    (IDENTITY, {"Resource": "arn:aws:iam:eu-west-1:1:user/a"}, ".Resource", "leave the region empty"),
    (IDENTITY, {"Resource": None, "NotResource": ["b"]}, ".NotResource[0]", "must be * or an ARN"),
    # Conditions
    (IDENTITY, when("StringEqual", {"k": "v"}), ".Condition.StringEqual", "operator; did you mean StringEquals?"),
    (IDENTITY, when("stringequals", {"k": "v"}), ".Condition.stringequals", "did you mean StringEquals?"),
    (IDENTITY, when("NullIfExists", {"k": "true"}), ".Condition.NullIfExists", "did you mean Null?"),
    (IDENTITY, when("ForAnyValue:Null", {"k": "true"}), ".Condition.ForAnyValue:Null", "did you mean Null?"),
    (IDENTITY, when("ForAllValue:Bool", {"k": "v"}), ".Condition.ForAllValue:Bool", "did you mean ForAllValues:Bool?"),
    (IDENTITY, {"Condition": []}, ".Condition", "must be an object"),
    (IDENTITY, when("StringEquals", "v"), ".Condition.StringEquals", "must be an object"),
    (IDENTITY, when("StringEquals", {"k": None}), ".Condition.StringEquals.k", "a text, a number"),
    (IDENTITY, when("StringEquals", {"k": ["v", {}]}), ".Condition.StringEquals.k[1]", "a text, a number"),
    (IDENTITY, when("StringEquals", {"": "v"}), ".Condition.StringEquals.", "has no name"),
    # Principals
    (IDENTITY, {"Principal": "*"}, ".Principal", "applies to whom it is attached to"),
    (SCP, {"Principal": "*"}, ".Principal", "every principal of the accounts below"),
    (SCP, {"NotPrincipal": "*"}, ".NotPrincipal", "every principal of the accounts below"),
    (TRUST, {"Principal": None}, "", "Principal is missing"),
    (RESOURCE, {"Principal": None}, "", "Principal is missing"),
    (TRUST, {"Principal": "111111111111"}, ".Principal", 'must be "*" or an object'),
    (TRUST, {"Principal": {}}, ".Principal", 'must be "*" or an object'),
    (TRUST, {"Principal": {"Aws": "*"}}, ".Principal.Aws", "did you mean AWS?"),
    (TRUST, aws([]), ".Principal.AWS", "the list is empty"),
    (TRUST, aws("arn:aws:iam::111111111111:group/devs"), ".Principal.AWS", "a group is no principal"),
    (TRUST, aws("arn:aws:iam::111111111111:role/*"), ".Principal.AWS", "without wildcards"),
    (TRUST, aws("bob"), ".Principal.AWS", "names no principal"),
    (TRUST, {"Principal": {"Service": "*"}}, ".Principal.Service", "name the service"),
    (TRUST, {"Principal": None, "NotPrincipal": {"AWS": "*"}}, ".NotPrincipal", "takes only Principal"),
    (RESOURCE, {"Principal": None, "NotPrincipal": {"AWS": "*"}}, ".NotPrincipal", "only with Deny"),
    (RESOURCE, {"Effect": "Deny", "NotPrincipal": {"AWS": "*"}}, ".NotPrincipal", "not both"),
    # A trust policy is about assuming its role.
    (TRUST, {"Resource": "*"}, ".Resource", "a trust policy has none"),
    (TRUST, {"Action": "s3:GetObject"}, ".Action", "sts:AssumeRole"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "members", "path", "words"), FAULTS)
def test_a_fault_says_where_and_what(kind, members, path, words):
    found = faults(policy(kind=kind, **members), kind)

    assert [fault.path for fault in found] == [f"Statement[0]{path}"]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ('{"Statement": []}', "Statement", "the list is empty"),
        ('{"Statement": ["x"]}', "Statement[0]", "a statement is an object"),
        ('{"Statement": "x"}', "Statement", "a statement is an object"),
        ('{"Version": "2012-10-17"}', "", "Statement is missing"),
        ("[]", "", "a policy is an object"),
        (policy(version="2012-10-18"), "Version", 'must be "2012-10-17"'),
        (policy(version=["2012-10-17"]), "Version", 'must be "2012-10-17"'),
    ],
)
def test_the_frame_of_a_policy(text, path, words):
    found = faults(text, SCP)

    assert [fault.path for fault in found] == [path]
    assert words in found[0].message


def test_top_elements_are_known_by_name():
    found = faults('{"version": "2012-10-17", "Statements": [], "Conditions": {}}', SCP)

    assert [fault.path for fault in found] == ["", "version", "Statements", "Conditions"]
    assert "did you mean Version?" in found[1].message
    assert "did you mean Statement?" in found[2].message


def test_the_nearest_names_are_looked_up_for_the_first_unknown_ones_only():
    misspelt = {f"StringEqual{letter}": {"aws:username": "x"} for letter in "abcdefghijkl"}

    messages = [fault.message for fault in faults(policy(Condition=misspelt))]

    assert [message == "unknown operator; did you mean StringEquals?" for message in messages] == [
        True
    ] * 10 + [False] * 2


def test_sids_are_unique():
    one = {"Sid": "Same", "Effect": "Allow", "Action": "*", "Resource": "*"}

    assert paths(json.dumps({"Statement": [one, one]})) == ["Statement[1].Sid"]


def test_iam_takes_only_some_characters_where_organizations_takes_all():
    text = '{\n  "Id": "Łódź", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'

    found = faults(text, IDENTITY)

    assert [(fault.line, fault.column) for fault in found] == [(2, 10)]
    assert parse_policy(text, SCP)


def test_every_fault_is_placed_in_document_order():
    text = """{
  "Version": "2012",
  "Statement": [
    {
      "Effect": "allow",
      "Action": ["s3:GetObject", "s3"],
      "Resource": "*",
      "Condition": {"StringEqual": {"aws:username": null}}
    },
    {"Sid": "A", "Sid": "B", "Effect": "Deny", "NotAction": "iam:*"}
  ]
}"""
    assert [(fault.path, fault.line, fault.column) for fault in faults(text)] == [
        ("Version", 2, 14),
        ("Statement[0].Effect", 5, 17),
        ("Statement[0].Action[1]", 6, 34),
        ("Statement[0].Condition.StringEqual", 8, 21),
        ("Statement[0].Condition.StringEqual.aws:username", 8, 53),
        ("Statement[1]", 10, 5),
        ("Statement[1].Sid", 10, 18),
    ]


def test_an_error_reads_as_a_sentence():
    error = PolicySyntaxError(
        (
            Fault("Statement[0].Effect", "must be", 3, 7, FaultCode.INVALID_EFFECT),
            Fault("", "nothing", 1, 1, FaultCode.INVALID_JSON),
        )
    )

    assert str(error) == "Statement[0].Effect (line 3, column 7): must be; line 1, column 1: nothing"


ELEMENTS = (
    "Version",
    "Statement",
    "Effect",
    "Action",
    "Resource",
    "Condition",
    "Principal",
    "StringEquals",
    "AWS",
    "k",
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["Allow", "2012-10-17", "*", "s3:Get*", "arn:aws:s3:::b", "${aws:username}"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(ELEMENTS), inner, max_size=5
    ),
    max_leaves=25,
)  # fmt: skip


@given(JSON.map(json.dumps) | st.text(max_size=40) | st.text(alphabet='{}[]",:\\u0d8\n 1e-', max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_document_or_a_syntax_error_with_places(text):
    for kind in PolicyKind:
        places = places_of_faults(text, kind)
        if places is not None:
            assert places
            assert places == sorted(places)
            assert all(line >= 1 and column >= 1 for line, column in places)


def places_of_faults(text, kind):
    try:
        parse_policy(text, kind)
    except PolicySyntaxError as error:
        return [(fault.line, fault.column) for fault in error.faults]
    return None


@pytest.mark.parametrize(("character", "shown"), [("→", "“→”"), ("\u200b", "U+200B")])
def test_a_character_that_iam_does_not_take_is_shown_as_people_read_it(character, shown):
    text = json.dumps({"Version": "2012-10-17", "Id": character, "Statement": []}, ensure_ascii=False)

    with pytest.raises(PolicySyntaxError) as refused:
        parse_policy(text, IDENTITY)

    assert f"IAM takes no {shown} in a policy" in refused.value.faults[0].message
