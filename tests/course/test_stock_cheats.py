"""Lazy answers solve nothing that comes with orgsim, and are found out where a goal asks too little."""

from __future__ import annotations

import json

import pytest

from lessons.course.content import course, exercises, lesson_of
from lessons.course.exercise_reading import read_exercise
from lessons.course.stock_cheats import StockCheat, tried
from tests.course.world import JUDGE

EVERY = [pytest.param(lesson, id=lesson.slug) for lesson in (*course(), *exercises())]


@pytest.mark.parametrize("lesson", EVERY)
def test_no_stock_cheat_solves_what_comes_with_orgsim(lesson):
    assert all(refusing is not None for _cheat, refusing in tried(lesson.exercise, JUDGE, "tests"))


NOBODY_IN_DEV_LAUNCHES = {"not": {"can": ["{{dev-1}}/role/Admin", "ec2:RunInstances"]}}
ADMIN_LAUNCHES = {"can": ["{{dev-1}}/role/Admin", "ec2:RunInstances"]}
JOHN_LAUNCHES = {"can": ["{{dev-1}}/user/{{john}}", "ec2:RunInstances"]}
TOO_LITTLE = [
    (ADMIN_LAUNCHES, StockCheat.NOTHING),
    (NOBODY_IN_DEV_LAUNCHES, StockCheat.DENY_EVERYTHING),
    (NOBODY_IN_DEV_LAUNCHES, StockCheat.EVERYTHING_EVERYWHERE),
    (JOHN_LAUNCHES, StockCheat.ADMINISTRATORS),
    ({"attachments": "{{DenyEC2}}", "equals": []}, StockCheat.NO_LIMITS),
    ({"policy_types": True, "excludes": ["SERVICE_CONTROL_POLICY"]}, StockCheat.NO_SCPS),
    ({"not": {"unchanged": ["policies"]}}, StockCheat.EMPTY_POLICIES),
    ({"path": "{{dev-1}}", "excludes": ["{{Dev}}"]}, StockCheat.ALL_IN_ONE_UNIT),
    ({"parent": "{{dev-1}}", "equals": "Root"}, StockCheat.ALL_UNDER_THE_ROOT),
    ({"members": True, "excludes": ["{{sbx-1}}"]}, StockCheat.LEFT),
    ({"not": {"can": ["{{prod-1}}/user/{{mary}}", "s3:ListAllMyBuckets"]}}, StockCheat.NO_GRANTS),
]


@pytest.mark.parametrize(("goal", "cheat"), TOO_LITTLE)
def test_a_goal_that_asks_too_little_is_found_out(goal, cheat):
    document = json.loads(json.dumps(lesson_of("moving-changes-permissions").document))
    document["start"]["operations"] = []
    document |= {
        "solutions": [],
        "cheats": [],
        "clauses": [{"id": "only", "text": "this alone", "goal": goal}],
    }

    assert dict(tried(read_exercise(document), JUDGE, "tests"))[cheat] is None
