"""Whose result is another after regrading hears of it: what was, what is, and why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import VisitorKey, hash_of
from lessons.grades import regrading
from lessons.models import Classroom, Regrading, Seat
from tests.conftest import Browser, Server
from tests.lessons.building.world import text_of
from tests.lessons.classroom.world import at_task, learner, move
from tests.lessons.grades.test_regrading import attempt_of, tried, without
from tests.lessons.people import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return at_task()


@pytest.fixture
def lynx(room: Classroom) -> Seat:
    """Whose 83 of 100 become 100 without the goal "stays"."""
    seat = learner(room, "lynx")
    move(seat, "Sandbox")
    VisitorKey.objects.create(visitor=seat.visitor, token_hash=hash_of("lynx"))
    return seat


def repaired(room: Classroom, *, tells_learners: bool = True) -> Regrading:
    trial = tried(room, without("stays", room))
    return regrading.apply(trial, keeps_better=True, tells_learners=tells_learners)


def read(client: Browser, name: str, *where: str) -> str:
    return text_of(client.get(reverse(name, args=where)).content.decode())


def test_the_class_and_the_progress_say_what_was_what_is_and_why(
    server: Server, room: Classroom, lynx: Seat
) -> None:
    client = browser(server, "lynx")
    assert "Judged again" not in read(client, "lessons:classroom", room.public_id)
    repaired(room)
    for page in (read(client, "lessons:classroom", room.public_id), read(client, "lessons:progress")):
        assert "Your result was 83 of 100, and is 100 now." in page
        assert "What makes the difference: “dev-3 still cannot leave the organization”" in page


def test_the_page_of_the_task_says_it_above_the_tree(server: Server, room: Classroom, lynx: Seat) -> None:
    repaired(room)
    organization = attempt_of(lynx).organization
    page = read(browser(server, "lynx"), "accounts:organization", organization.public_id)
    assert "This task was judged again: your result was 83 of 100, and is 100 now." in page


def test_who_keeps_a_result_hears_nothing(server: Server, room: Classroom, lynx: Seat) -> None:
    otter = learner(room, "otter")
    move(otter, "Workloads")
    VisitorKey.objects.create(visitor=otter.visitor, token_hash=hash_of("otter"))
    repaired(room)
    assert "Judged again" not in read(browser(server, "otter"), "lessons:classroom", room.public_id)


def test_nobody_hears_of_it_where_the_instructor_says_so(server: Server, room: Classroom, lynx: Seat) -> None:
    repaired(room, tells_learners=False)
    assert "Judged again" not in read(browser(server, "lynx"), "lessons:classroom", room.public_id)


def test_a_result_that_was_taken_back_is_told_as_well(server: Server, room: Classroom, lynx: Seat) -> None:
    regrading.undo(repaired(room))
    page = read(browser(server, "lynx"), "lessons:classroom", room.public_id)
    assert "has taken the new result back: 83 of 100 holds again" in page
