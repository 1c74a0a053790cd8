"""Reports on cases, whatever the exercise asks."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from lessons.course.case import Case, play
from lessons.course.content import lesson_of
from lessons.course.exercise_reading import MOST_OF_A_KIND, CourseError, read_exercise
from lessons.course.grading import grade, solves, started
from tests.course.world import JUDGE

WAYS_THROUGH_THE_TREE = {"same": {}}
for _name in "abcdef":
    WAYS_THROUGH_THE_TREE = {"each": _name, "in": {"members": True}, "goal": WAYS_THROUGH_THE_TREE}


def document() -> dict:
    return json.loads(json.dumps(lesson_of("moving-changes-permissions").document))


def test_a_clause_that_asks_too_much_is_not_met_and_says_so():
    clause = {"id": "endless", "text": "everything, many times over", "goal": WAYS_THROUGH_THE_TREE}
    exercise = read_exercise(document() | {"clauses": [clause], "solutions": [], "cheats": []})

    report = grade(exercise, Case(started(exercise.start, "tests")), JUDGE, effort=1000)

    assert not report.is_solved
    assert report.clauses[0].finding.message.id == "too_much"


@pytest.mark.parametrize("member", ["clauses", "hints", "questions", "solutions"])
def test_an_exercise_has_only_so_many_parts(member):
    long = document()
    long[member] = [long[member][0]] * (MOST_OF_A_KIND + 1)

    with pytest.raises(CourseError, match="are more than"):
        read_exercise(long)


def test_what_an_exercise_begins_with_was_done_in_the_last_minutes():
    exercise = lesson_of("consolidated-billing").exercise
    begun = datetime(2030, 1, 1, tzinfo=UTC)

    start = started(exercise.start, "tests", begun)

    (invitation,) = start.handshakes.values()
    assert invitation.requested == begun
    assert started(exercise.start, "tests", begun) == start


def test_what_waits_for_an_answer_at_the_start_can_be_answered_whenever_that_was():
    exercise = lesson_of("consolidated-billing").exercise
    begun = datetime(2030, 1, 1, tzinfo=UTC)
    case = Case(started(exercise.start, "tests", begun), begun=begun)

    for solution in exercise.solutions:
        assert solves(exercise, play(case, solution.actions, "tests"), JUDGE)
