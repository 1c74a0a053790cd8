"""The scoreboard: off unless it is wanted, and without a clock."""

from __future__ import annotations

import pytest

from lessons.classroom import holding, sitting
from lessons.classroom.scoring import TASK, VOTE, freeze, make_teams, scoreboard_of
from lessons.models import Classroom, ClassStep, Seat
from tests.lessons.classroom.world import NO, YES, classroom, learner, move, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return classroom(has_scoreboard=True)


def points(room: Classroom) -> dict[str, tuple[int, int]]:
    board = scoreboard_of(room)
    return {row.name: (row.place, row.points) for row in board.teams or board.rows}


def do_the_task(seat: Seat) -> None:
    task = step(seat.classroom, ClassStep.Kind.TASK)
    if not task.is_open:
        holding.open_step(task)
    move(seat, "Workloads")


def test_there_is_none_unless_it_is_wanted() -> None:
    assert scoreboard_of(classroom()) is None


def test_a_right_prediction_counts_once_it_has_been_told(room: Classroom) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    put = step(room, ClassStep.Kind.VOTE)
    holding.open_step(put)
    vote = put.votes.get()
    sitting.cast(vote, otter, NO)
    sitting.cast(vote, heron, YES)
    holding.close_vote(vote)
    assert points(room) == {"otter": (1, 0), "heron": (1, 0)}, "the points would tell the answer"
    holding.tell_answer(vote)
    assert points(room) == {"otter": (1, VOTE), "heron": (2, 0)}


def test_a_task_counts_as_far_as_it_was_reached(room: Classroom) -> None:
    otter = learner(room, "otter")
    learner(room, "heron")
    do_the_task(otter)
    assert points(room) == {"otter": (1, TASK), "heron": (2, 0)}


def test_frozen_it_stays_as_it_was_and_goes_on_counting(room: Classroom) -> None:
    otter = learner(room, "otter")
    freeze(room, True)
    do_the_task(otter)
    room.refresh_from_db()
    assert points(room) == {"otter": (1, 0)}
    freeze(room, False)
    assert points(room) == {"otter": (1, TASK)}


def test_teams_have_the_points_of_a_member(room: Classroom) -> None:
    seats = [learner(room, name) for name in ("otter", "heron", "lynx")]
    make_teams(room, 2)
    do_the_task(seats[0])
    assert points(room) == {"A": (1, TASK // 2), "B": (2, 0)}
    make_teams(room, 0)
    assert "otter" in points(room)


def test_whoever_comes_late_goes_to_the_smallest_team(room: Classroom) -> None:
    for name in ("otter", "heron", "lynx"):
        learner(room, name)
    assert learner(room, "moth").team == "", "there are none"
    make_teams(room, 2)
    holding.remove(Seat.objects.get(nickname="heron"))
    assert [learner(room, name).team for name in ("newt", "crane", "egret")] == ["B", "A", "B"]
