"""When a statement matches: Action AND Resource AND every condition."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine.matching import match_resource, match_statement, matches_action
from policies.engine.request import (
    AnyResource,
    AttachedPolicy,
    Context,
    Request,
    ResourcePattern,
    named_resource,
)
from policies.engine.truth import Truth
from tests.engine.world import ALICE, BUCKET, OBJECT, allow, context, document

YES, MAYBE, NO = Truth.YES, Truth.MAYBE, Truth.NO

BUCKET_FORMAT = "arn:${Partition}:s3:::${BucketName}"
OBJECT_FORMAT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
INSTANCE_FORMAT = "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"


@pytest.mark.parametrize(
    ("elements", "action", "expected"),
    [
        ({"Action": "*"}, "s3:GetObject", True),
        ({"Action": "*:*"}, "s3:GetObject", True),
        ({"Action": "s3:*"}, "s3:GetObject", True),
        ({"Action": "S3:getobject"}, "s3:GetObject", True),
        ({"Action": "s3:Get*"}, "s3:PutObject", False),
        ({"Action": "s3:*Object"}, "s3:GetObject", True),
        ({"Action": "s3:?etObject"}, "s3:GetObject", True),
        ({"Action": "s3:Get"}, "s3:GetObject", False),
        ({"Action": "s3:*"}, "s3express:CreateSession", False),
        ({"Action": ["ec2:*", "s3:*"]}, "s3:GetObject", True),
        ({"NotAction": "s3:*"}, "s3:GetObject", False),
        ({"NotAction": ["iam:*", "sts:*"]}, "s3:GetObject", True),
        ({"NotAction": "*"}, "s3:GetObject", False),
    ],
)
def test_action(elements, action, expected):
    assert matches_action(document(allow(**elements)).statements[0], action) is expected


def resource(elements, named, given=None):
    statement = document(
        allow("*", **elements) if "NotResource" in elements else allow("*", on=elements["Resource"])
    )
    return match_resource(statement.statements[0], named, given or Context())


@pytest.mark.parametrize(
    ("elements", "named", "expected"),
    [
        ({"Resource": "*"}, OBJECT, YES),
        ({"Resource": "*"}, "*", YES),
        ({"Resource": BUCKET}, OBJECT, NO),
        ({"Resource": ["arn:aws:s3:::a", OBJECT]}, OBJECT, YES),
        ({"Resource": "arn:aws:s3:::*"}, "*", NO),  # an action without resource types
        ({"NotResource": OBJECT}, OBJECT, NO),
        ({"NotResource": [BUCKET, "arn:aws:s3:::c/*"]}, OBJECT, YES),
        ({"NotResource": "*"}, OBJECT, NO),
        ({"NotResource": "arn:aws:s3:::*"}, "*", YES),
        ({"Resource": "arn:aws:s3:::${aws:username}/*"}, OBJECT, NO),  # no value: a dead entry
        ({"NotResource": "arn:aws:s3:::${aws:username}/*"}, OBJECT, YES),  # … that excludes nothing
        ({"Resource": ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::b/*"]}, OBJECT, YES),
    ],
)
def test_a_named_resource_is_in_or_out(elements, named, expected):
    assert resource(elements, named) is expected


@pytest.mark.parametrize(
    ("template", "named", "expected"),
    [
        ("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/a*/x", YES),
        ("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/abc/x", NO),  # a value is no pattern
        ("arn:aws:sqs:eu-west-1:1:${aws:username}-queue", "arn:aws:sqs:eu-west-1:1:a*-queue", YES),
        ("arn:aws:s3:::home/${aws:team, 'all'}/*", "arn:aws:s3:::home/all/x", YES),
        ("arn:aws:s3:::home/${*}", "arn:aws:s3:::home/*", YES),
        ("arn:aws:s3:::home/${*}", "arn:aws:s3:::home/x", NO),
        # Before the fifth colon it is plain text.
        ("arn:aws:sqs:eu-west-1:${acct}:q", "arn:aws:sqs:eu-west-1:1:q", NO),
    ],
)
def test_variables_of_a_resource(template, named, expected):
    given = Context({"aws:username": "a*", "acct": "1"})

    assert resource({"Resource": template}, named, given) is expected


@pytest.mark.parametrize(
    ("elements", "formats", "expected"),
    [
        ({"Resource": "*"}, (OBJECT_FORMAT,), YES),
        ({"Resource": "arn:aws:s3:::*"}, (OBJECT_FORMAT,), YES),
        ({"Resource": "arn:aws:s3:::b/*"}, (OBJECT_FORMAT,), MAYBE),
        ({"Resource": "arn:aws:ec2:*:*:instance/*"}, (OBJECT_FORMAT,), NO),
        ({"Resource": "arn:aws:s3:::*"}, (BUCKET_FORMAT, INSTANCE_FORMAT), MAYBE),
        ({"Resource": ["arn:aws:s3:::*", "arn:aws:ec2:*"]}, (BUCKET_FORMAT, INSTANCE_FORMAT), YES),
        ({"Resource": "arn:aws:iam::1:role/r"}, (BUCKET_FORMAT, INSTANCE_FORMAT), NO),
        # Without resource types, requests name "*".
        ({"Resource": "*"}, (), YES),
        ({"Resource": "arn:aws:s3:::*"}, (), NO),
        ({"NotResource": "arn:aws:s3:::*"}, (), YES),
        # Resource types, but none required: requests may name "*", too.
        ({"Resource": "arn:aws:s3:::*"}, (BUCKET_FORMAT, "*"), MAYBE),
        ({"Resource": "*"}, (BUCKET_FORMAT, "*"), YES),
        ({"NotResource": "arn:aws:s3:::*"}, (BUCKET_FORMAT,), NO),
        ({"NotResource": "arn:aws:s3:::b"}, (BUCKET_FORMAT,), MAYBE),
        ({"NotResource": "arn:aws:ec2:*"}, (BUCKET_FORMAT,), YES),
    ],
)
def test_any_resource_of_an_actions_formats(elements, formats, expected):
    assert resource(elements, AnyResource(formats)) is expected


class TestPatternsAsTheResourceOfARequest:
    """Any resource that fits: yes when the statement takes all of them, no when it takes none."""

    @pytest.mark.parametrize(
        ("elements", "asked", "expected"),
        [
            ({"Resource": "*"}, "arn:aws:s3:::b/*", YES),
            ({"Resource": "arn:aws:s3:::b/*"}, "arn:aws:s3:::b/*", YES),
            ({"Resource": "arn:aws:s3:::*"}, "arn:aws:s3:::b/*", YES),
            ({"Resource": "arn:aws:s3:::b/logs/*"}, "arn:aws:s3:::b/*", MAYBE),
            ({"Resource": OBJECT}, "arn:aws:s3:::b/*", MAYBE),
            ({"Resource": BUCKET}, "arn:aws:s3:::b/*", NO),
            ({"Resource": "arn:aws:s3:::c/*"}, "arn:aws:s3:::b/*", NO),
            ({"Resource": ["arn:aws:s3:::c/*", "arn:aws:s3:::b*"]}, "arn:aws:s3:::b/*", YES),
            ({"NotResource": "arn:aws:s3:::b/*"}, "arn:aws:s3:::b/*", NO),
            ({"NotResource": OBJECT}, "arn:aws:s3:::b/*", MAYBE),
            ({"NotResource": "arn:aws:s3:::c/*"}, "arn:aws:s3:::b/*", YES),
            # One character
            ({"Resource": "arn:aws:s3:::b/?"}, "arn:aws:s3:::b/?", YES),
            ({"Resource": "arn:aws:s3:::b/*"}, "arn:aws:s3:::b/?", YES),
            ({"Resource": "arn:aws:s3:::b/?"}, "arn:aws:s3:::b/*", MAYBE),
            ({"Resource": OBJECT}, "arn:aws:s3:::b/?", MAYBE),
            # In other segments
            ({"Resource": "arn:aws:ec2:*:1:instance/*"}, "arn:aws:ec2:*:1:instance/i", YES),
            ({"Resource": "arn:aws:ec2:eu-west-1:1:instance/*"}, "arn:aws:ec2:*:1:instance/i", MAYBE),
            ({"Resource": "arn:aws:ec2:*"}, "arn:aws:ec2:*:*:instance/*", YES),
            ({"Resource": "arn:aws:ec2:*:1:volume/*"}, "arn:aws:ec2:*:1:instance/*", NO),
        ],
    )
    def test_examples(self, elements, asked, expected):
        assert resource(elements, named_resource(asked)) is expected

    def test_without_a_wildcard_one_resource_is_named_and_a_star_alone_names_none(self):
        assert named_resource(OBJECT) == OBJECT
        assert named_resource("*") == "*"
        assert named_resource("arn:aws:s3:::b/?") == ResourcePattern("arn:aws:s3:::b/?")

    def test_in_a_text_a_star_is_a_character(self):
        assert resource({"Resource": "arn:aws:s3:::b/k*"}, "arn:aws:s3:::b/*") is NO
        assert resource({"Resource": "arn:aws:s3:::b/${*}"}, "arn:aws:s3:::b/*") is YES

    # Every text that could make a difference: the patterns know only these two letters and no longer runs.
    RUNS = tuple("".join(letters) for length in range(4) for letters in product("ab", repeat=length))

    @settings(max_examples=120, deadline=None)
    @given(
        asked=st.text("ab*?", min_size=1, max_size=4).filter(lambda text: text.count("*") < 3),
        elements=st.lists(st.text("ab*?", min_size=1, max_size=4), min_size=1, max_size=2),
        excludes=st.booleans(),
    )
    def test_what_is_sure_holds_for_everything_that_fits(self, asked, elements, excludes):
        name = "NotResource" if excludes else "Resource"
        said = {name: [f"arn:aws:s3:::{element}" for element in elements]}
        answer = resource(said, ResourcePattern(f"arn:aws:s3:::{asked}"))
        fits = re.compile(asked.replace("*", ".*").replace("?", "."))

        ones = {resource(said, f"arn:aws:s3:::{text}") for text in self.RUNS if fits.fullmatch(text) and text}

        if answer is not MAYBE:
            assert ones <= {answer}


def test_an_unknown_variable_leaves_open_only_what_some_value_could_reach():
    unknown = Context(closed=False)
    own_home = {"Resource": "arn:aws:s3:::home/${aws:username}/*"}

    assert resource(own_home, "arn:aws:s3:::home/x/y", unknown) is MAYBE
    assert resource(own_home, "arn:aws:s3:::public/x", unknown) is NO
    assert (
        resource({"Resource": "arn:aws:s3:::${aws:username}"}, AnyResource((BUCKET_FORMAT,)), unknown)
        is MAYBE
    )


def test_every_part_is_told_also_after_one_that_fails():
    statement = document(allow("s3:Put*", on=BUCKET, if_={"StringEquals": {"k": "x"}})).statements[0]
    policy = AttachedPolicy("P", "P", "user/Alice", document(allow("*")))

    result = match_statement(statement, policy, Request(ALICE, "s3:GetObject", BUCKET, context(k="x")))

    assert (result.action, result.resource, result.conditions[0].holds, result.matches) == (NO, YES, YES, NO)
