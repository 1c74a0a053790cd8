"""When a statement matches: Action AND Resource AND every condition."""

from __future__ import annotations

import pytest

from policies.engine.matching import match_resource, match_statement, matches_action
from policies.engine.request import AnyResource, AttachedPolicy, Context, Request
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
