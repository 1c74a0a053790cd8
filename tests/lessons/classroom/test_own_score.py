"""What a learner is told of the scoreboard: where they stand themselves, if the instructor wants one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import Visitor
from accounts.visitors import COOKIE
from lessons.classroom import holding, sitting
from lessons.classroom.scoring import TASK, freeze, make_teams
from lessons.models import Classroom
from lessons.page.classroom.own_score import own_score
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import at_task, learner, move

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[object]]

LYNX = "the secret of lynx's browser"


@pytest.fixture
def room() -> Classroom:
    return at_task(has_scoreboard=True)


@pytest.fixture
def lynx(room: Classroom) -> Visitor:
    """Sits in the room, and nobody has a point yet."""
    visitor = VisitorFactory(token=LYNX)
    sitting.join(room, visitor, "lynx")
    return visitor


def page(server: Server, room: Classroom) -> str:
    browser = Browser(server)
    browser.cookies[COOKIE] = LYNX
    return browser.get(f"/class/{room.public_id}/").content.decode()


def test_one_s_own_place_and_points_are_told_and_nobody_else_s(
    server: Server, room: Classroom, lynx: Visitor, django_capture_on_commit_callbacks: Committing
) -> None:
    otter = learner(room, "otter")
    assert "You have no points yet." in page(server, room)
    with django_capture_on_commit_callbacks(execute=True):
        move(otter, "Workloads")
        move(room.seats.get(nickname="lynx"), "Sandbox")
    shown = page(server, room)
    assert "place <b>2</b> of 2" in shown
    assert "otter" not in shown
    assert f"{TASK} points" not in shown


def test_there_is_nothing_to_see_once_the_scoreboard_is_off(
    server: Server, room: Classroom, lynx: Visitor
) -> None:
    assert "Only you see your place here." in page(server, room)
    holding.change(room, has_scoreboard=False)
    assert "Only you see your place here." not in page(server, room)


def test_it_says_when_it_is_frozen(server: Server, room: Classroom, lynx: Visitor) -> None:
    freeze(room, True)
    move(room.seats.get(nickname="lynx"), "Workloads")
    shown = page(server, room)
    assert "Frozen: what you do counts, and is shown later." in shown
    assert "You have no points yet." in shown


def test_one_s_team_stands_beside(room: Classroom, django_capture_on_commit_callbacks: Committing) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    make_teams(room, 2)
    with django_capture_on_commit_callbacks(execute=True):
        move(heron, "Workloads")
    places = {}
    for seat in (otter, heron):
        seat.refresh_from_db()
        seat.classroom.refresh_from_db()
        score = own_score(seat)
        assert score is not None
        assert score.team is not None
        places[seat.nickname] = (score.team.name, score.team.place)
    assert places == {"otter": ("A", 2), "heron": ("B", 1)}
