"""The exercises beside the course, and answers that an answer key would judge wrongly."""

from __future__ import annotations

import json

import pytest

from accounts.organization.errors import AwsError
from lessons.course.case import Action, Case, Refused, play
from lessons.course.checking import broken
from lessons.course.content import course, exercises, lesson_of
from lessons.course.grading import grade, started
from tests.course.world import JUDGE

TRAILS = lesson_of("protect-cloudtrail").exercise
START = started(TRAILS.start, "tests")
DENY = {"Effect": "Deny", "Action": "cloudtrail:DeleteTrail", "Resource": "*"}
NOT_ADMIN = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}

RIGHT = [
    [DENY],
    [DENY | {"Action": "cloudtrail:Delete*"}],
    [DENY | {"Action": "cloudtrail:deletetrail"}],
    [DENY | {"Action": ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"]}],
    [{"Effect": "Allow", "Action": "*", "Resource": "*"}, DENY],
    [DENY | {"Resource": "arn:aws:cloudtrail:*:*:trail/*"}],
    DENY,
]
NOT_MET = [
    ([DENY | {"Condition": NOT_ADMIN}], {"trails"}),
    ([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}], {"trails"}),
    ([{"Effect": "Deny", "NotAction": "ec2:*", "Resource": "*"}], {"looking", "rest"}),
    ([DENY | {"Action": "cloudtrail:ExplodeTrail"}], {"trails"}),
]


def answered(statement: object) -> Case:
    """Written as an SCP and attached to the root."""
    content = json.dumps({"Version": "2012-10-17", "Statement": statement})
    policy = {"name": "Mine", "description": "", "type": "SERVICE_CONTROL_POLICY", "content": content}
    attached = {"policy_id": "{{id Mine}}", "target_id": "{{id Root}}"}
    actions = [
        Action("organizations.create_policy", policy),
        Action("organizations.attach_policy", attached),
    ]
    return play(Case(START), actions, "tests")


@pytest.mark.parametrize("statement", RIGHT)
def test_what_protects_the_trails_is_right_however_it_is_written(statement):
    assert grade(TRAILS, answered(statement), JUDGE).is_solved


@pytest.mark.parametrize(("statement", "unmet"), NOT_MET)
def test_what_does_not_reach_the_goal_fails_where_it_does_not(statement, unmet):
    report = grade(TRAILS, answered(statement), JUDGE)

    assert {each.clause.id for each in report.clauses if not each.finding.is_met} == unmet


def test_an_exception_for_administrators_is_held_against_it_by_a_request():
    report = grade(TRAILS, answered([DENY | {"Condition": NOT_ADMIN}]), JUDGE)

    witness = report.clauses[0].finding.against
    assert (witness.label, witness.action) == ("role/Admin", "cloudtrail:DeleteTrail")


def test_an_scp_with_a_principal_is_refused_by_aws():
    with pytest.raises(Refused) as refused:
        answered([DENY | {"Principal": "*"}])

    assert isinstance(refused.value.error, AwsError)
    assert "Principal" in str(refused.value.error)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.slug)
def test_an_exercise_keeps_its_promises_and_is_no_lesson(exercise):
    assert not list(broken(exercise.exercise, JUDGE, "tests"))
    assert exercise.number == 0
    assert exercise not in course()
