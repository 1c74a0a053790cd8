"""What stands above the pages of somebody who sits in a class: pause, help, where the class is."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import OrganizationRecord
from lessons import attempts, doing
from lessons.classroom import holding, sitting
from lessons.models import Attempt, Classroom, ClassStep, HelpRequest, Seat
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import NO, at_task, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    """At its task."""
    return at_task()


class Otter:
    """Joined, and at the task."""

    def __init__(self, server: Server, room: Classroom) -> None:
        self.browser, self.room = Browser(server), room
        self.browser.post(reverse("lessons:join"), {"code": room.code, "nickname": "otter"})
        put = step(room, ClassStep.Kind.TASK).pk
        self.task = self.post("classroom_task", step=put).url
        self.seat = Seat.objects.get()

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.select_related("organization").get()

    @property
    def record(self) -> OrganizationRecord:
        assert self.attempt.organization
        return self.attempt.organization

    def post(self, page: str, **data: object) -> HttpResponse:
        return self.browser.post(reverse(f"lessons:{page}", args=[self.room.public_id]), data)

    def see(self) -> str:
        return self.browser.get(self.task).content.decode()

    def operate(self, **data: object) -> HttpResponse:
        address = reverse("accounts:operate", args=[self.record.public_id])
        return self.browser.post(address, {"op": "reset", "base_revision": self.record.revision, **data})


@pytest.fixture
def otter(server: Server, room: Classroom) -> Otter:
    return Otter(server, room)


def test_the_strip_says_who_one_is_and_where_the_class_is(otter: Otter) -> None:
    page = otter.see()
    assert "otter" in page
    assert "Step 2 of 3" in page
    assert 'data-live-topic="class"' in page


def test_in_a_paused_class_nothing_can_be_changed(otter: Otter) -> None:
    holding.pause(otter.room, True)
    assert "priya paused the class" in otter.see()
    refused = otter.operate()
    assert refused.status_code == 422
    assert "The class is paused" in refused.content.decode()
    assert otter.record.revision == 0

    holding.pause(otter.room, False)
    assert otter.operate().status_code == 302
    assert otter.record.revision == 1


@pytest.mark.parametrize("way", ["lessons:hint", "lessons:reveal"])
def test_nor_are_hints_taken(otter: Otter, way: str) -> None:
    holding.pause(otter.room, True)
    address = reverse(way, args=[otter.record.public_id])
    answer = otter.browser.post(address, {"number": "1", "solution": "0"})
    assert answer.url == reverse("accounts:organization", args=[otter.record.public_id])
    assert (otter.attempt.hints, otter.attempt.assisted) == (0, False)


def test_nor_is_a_solution_played_on(otter: Otter) -> None:
    holding.pause(otter.room, False)
    replay = doing.reveal(otter.attempt, 0)
    holding.pause(otter.room, True)
    address = reverse("lessons:play", args=[replay.organization.public_id])
    for way in ({}, {"back": "1"}):
        otter.browser.post(address, way)
        replay.organization.refresh_from_db()
        assert replay.organization.revision == 0
    holding.pause(otter.room, False)
    otter.browser.post(address)
    replay.organization.refresh_from_db()
    assert replay.organization.revision == 1


def test_a_policy_that_is_being_written_is_not_lost_by_a_pause(otter: Otter) -> None:
    holding.pause(otter.room, True)
    address = reverse("accounts:new_policy", args=[otter.record.public_id])
    answer = otter.browser.post(address, {"name": "Mine", "content": '{"Version": "2012-10-17"}'})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The class is paused" in page
    assert "Mine" in page


def test_what_is_not_of_the_class_goes_on(otter: Otter) -> None:
    own = attempts.begin(otter.seat.visitor, "x", otter.attempt.document, "x").organization
    holding.pause(otter.room, True)
    address = reverse("accounts:operate", args=[own.public_id])
    assert otter.browser.post(address, {"op": "reset", "base_revision": 0}).status_code == 302


def test_no_ballot_is_taken_in_a_pause(otter: Otter) -> None:
    vote = step(otter.room, ClassStep.Kind.VOTE)
    holding.open_step(vote)
    holding.pause(otter.room, True)
    assert otter.post("classroom_vote", choice=NO).status_code == 409
    assert not otter.seat.ballots.exists()


def test_help_is_asked_for_at_the_first_open_goal_and_withdrawn(otter: Otter) -> None:
    answer = otter.post("classroom_help", task=otter.record.public_id, text="Why  not?")
    assert answer.url.startswith(reverse("accounts:organization", args=[otter.record.public_id]))
    asked = HelpRequest.objects.get()
    assert asked.text == "Why not?"
    assert asked.step == step(otter.room, ClassStep.Kind.TASK)
    assert asked.clause == otter.attempt.document["clauses"][0]["id"]
    assert "Number 1 in the queue" in otter.see()

    otter.post("classroom_help", withdraw="1")
    assert "Ask for help" in otter.see()
    asked.refresh_from_db()
    assert asked.end == HelpRequest.End.WITHDRAWN


def test_the_strip_alone_is_asked_for_when_the_class_goes_on(otter: Otter) -> None:
    holding.open_step(step(otter.room, ClassStep.Kind.TALK))
    address = reverse("lessons:classroom_strip", args=[otter.room.public_id])
    strip = otter.browser.get(f"{address}?task={otter.record.public_id}").content.decode()
    assert "Explain it to a neighbour" in strip
    assert "Go to where the class is" in strip
    assert "<main" not in strip


def test_somebody_elses_task_is_none(otter: Otter, server: Server) -> None:
    other = sitting.join(otter.room, attempts.Visitor(), "heron")
    task = sitting.task_of(other, step(otter.room, ClassStep.Kind.TASK))
    address = reverse("lessons:classroom_strip", args=[otter.room.public_id])
    strip = otter.browser.get(f"{address}?task={task.organization.public_id}").content.decode()
    assert "heron" not in strip
    assert task.organization.public_id not in strip


def test_who_has_stepped_out_follows_when_it_begins_anew(otter: Otter) -> None:
    holding.lead(otter.room, True)
    otter.post("classroom_away", away="1")
    assert "You stepped out" in otter.see()
    holding.lead(otter.room, False)
    holding.lead(otter.room, True)
    otter.seat.refresh_from_db()
    assert not otter.seat.is_away


def test_who_goes_where_the_class_is_finds_back_to_an_unfinished_task(otter: Otter) -> None:
    here = reverse("lessons:classroom", args=[otter.room.public_id])
    back = reverse("accounts:organization", args=[otter.record.public_id])
    assert back not in otter.browser.get(here).content.decode()
    holding.open_step(step(otter.room, ClassStep.Kind.TALK))
    assert back in otter.browser.get(here).content.decode()
