"""A rehearsal from its instructor's window: made, hurried on, stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.classroom import holding, rehearsing, sitting
from lessons.models import Ballot, Classroom, ClassStep
from lessons.page.classroom.rehearsal import RehearsalPage
from tests.conftest import Server
from tests.lessons.classroom.world import classroom, instructor, learner, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya() -> Client:
    browser = Client()
    browser.force_login(instructor())
    return browser


@pytest.fixture
def room(priya: Client) -> Classroom:
    form = {"pack": "own", "lessons": "moving-changes-permissions", "room": "60"}
    assert priya.post(reverse("lessons:rehearse"), form).status_code == 302
    return Classroom.objects.get()


def address(room: Classroom) -> str:
    return reverse("lessons:rehearsal", args=[room.public_id])


def test_it_is_a_class_for_a_day_with_everybody_there(room: Classroom) -> None:
    assert room.is_rehearsal
    assert room.seats.count() == rehearsing.LEARNERS
    assert room.delete_after < timezone.now() + timedelta(days=1, minutes=1)
    holding.end(room)
    assert room.delete_after < timezone.now() + timedelta(days=1, minutes=1)


def test_its_table_tells_what_nobody_knows_of_real_learners(priya: Client, room: Classroom) -> None:
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    page = priya.get(address(room)).content.decode()
    assert page.count("<tr>") == 1 + rehearsing.LEARNERS
    assert "M7" in page
    assert "nothing false" in page


def test_whoever_skips_ahead_sees_the_ballots_at_once(priya: Client, room: Classroom) -> None:
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    priya.post(address(room), {"do": "skip"})
    assert Ballot.objects.count() == rehearsing.MOST_AT_ONCE
    priya.get(reverse("lessons:class", args=[room.public_id]))
    assert Ballot.objects.count() == rehearsing.LEARNERS


def test_it_goes_at_the_speed_that_was_chosen_and_no_other(priya: Client, room: Classroom) -> None:
    priya.post(address(room), {"do": "speed-16"})
    assert Classroom.objects.get().rehearsal["speed"] == 16
    assert priya.post(address(room), {"do": "speed-99"}).status_code == 404


def test_nothing_is_left_of_what_was_stopped(priya: Client, room: Classroom) -> None:
    priya.post(address(room), {"do": "stop"})
    assert not Classroom.objects.exists()


def test_the_wall_alone_makes_happen_what_is_due_and_says_that_nobody_is_there(
    priya: Client, room: Classroom
) -> None:
    wall = reverse("lessons:projector", args=[room.public_id])
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    rehearsing.skip_ahead(room)
    page = priya.get(wall).content.decode()
    assert Ballot.objects.count() == rehearsing.MOST_AT_ONCE
    assert "Rehearsal" in page
    assert "every 2s" in page


def test_a_real_class_is_not_asked_about_again_and_again(priya: Client, room: Classroom) -> None:
    Classroom.objects.update(is_rehearsal=False)
    page = priya.get(reverse("lessons:projector", args=[room.public_id])).content.decode()
    assert "Rehearsal" not in page
    assert "every 2s" not in page


def test_it_becomes_a_real_class(priya: Client, room: Classroom) -> None:
    to = priya.post(address(room), {"do": "hold"})
    made = Classroom.objects.get()
    assert to.url == reverse("lessons:class", args=[made.public_id])
    assert (made.is_rehearsal, made.room, made.seats.count()) == (False, 60, 0)


def test_it_says_what_comes_next_from_the_first_step_to_the_real_class(room: Classroom) -> None:
    def next_move() -> str:
        return RehearsalPage(Classroom.objects.get()).next_move

    assert next_move() == "Open the next step."
    put = step(room, ClassStep.Kind.VOTE)
    holding.open_step(put)
    assert "skip ahead" in next_move()
    rehearsing.skip_ahead(room)
    rehearsing.catch_up(room)
    rehearsing.catch_up(room)
    believes = "83 % answered like somebody who believes: “AdministratorAccess beats an SCP.”"
    assert next_move() == f"Close the vote. {believes}"
    holding.close_vote(put.votes.get())
    assert next_move() == f"Show the distribution. {believes}"
    holding.show_distribution(put.votes.get())
    assert "ask again" in next_move()
    holding.tell_answer(put.votes.get())
    assert "Explain it" in next_move()
    holding.open_step(step(room, ClassStep.Kind.TASK))
    assert "who needs you" in next_move()
    talk = step(room, ClassStep.Kind.TALK)
    holding.open_step(talk)
    assert "Let them talk" in next_move()
    talk.refresh_from_db()
    holding.close_step(talk)
    assert "Hold the class for real" in next_move()


# What a learner has on the screen


def as_first(priya: Client, room: Classroom) -> str:
    """What is on the screen of the learner who came first."""
    first = room.seats.first()
    assert first is not None
    return priya.get(reverse("lessons:look_as", args=[room.public_id, first.pk])).content.decode()


def test_one_sees_what_they_are_asked_and_what_they_said(priya: Client, room: Classroom) -> None:
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    rehearsing.skip_ahead(room)
    page = as_first(priya, room)
    assert "You look as badger in a rehearsal" in page
    assert "Change my answer" in page
    assert "checked" in page


def test_one_sees_them_at_their_task_as_soon_as_they_have_begun(
    priya: Client, room: Classroom, server: Server
) -> None:
    holding.open_step(step(room, ClassStep.Kind.TASK))
    assert "To the task" in as_first(priya, room)
    first = room.seats.first()
    assert first is not None
    with server.at_work():
        sitting.task_of(first, step(room, ClassStep.Kind.TASK))
    page = as_first(priya, room)
    assert 'id="task"' in page
    assert "dev-3" in page


def test_one_sees_them_follow(priya: Client, room: Classroom) -> None:
    holding.lead(room, True)
    assert "Following priya" in as_first(priya, room)


def test_nothing_can_be_done_in_their_place(priya: Client, room: Classroom) -> None:
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    assert '<div class="phone" id="phone" inert hx-disable>' in as_first(priya, room)
    vote = reverse("lessons:classroom_vote", args=[room.public_id])
    assert priya.post(vote, {"choice": "0"}).status_code == 404


def test_nobody_looks_over_the_shoulder_of_real_learners(priya: Client) -> None:
    real = classroom(instructor=User.objects.get())
    seat = learner(real, "otter")
    assert priya.get(reverse("lessons:look_as", args=[real.public_id, seat.pk])).status_code == 404


def test_somebody_elses_rehearsal_is_not_there(room: Classroom) -> None:
    other = Client()
    other.force_login(instructor("otto"))
    first = room.seats.first()
    assert first is not None
    assert other.get(reverse("lessons:look_as", args=[room.public_id, first.pk])).status_code == 404


def test_a_window_left_open_on_a_stopped_one_says_that_it_is_over(priya: Client, room: Classroom) -> None:
    wall = reverse("lessons:projector", args=[room.public_id])
    priya.post(address(room), {"do": "stop"})
    asks_by_itself = priya.get(wall, headers={"HX-Request": "true", "HX-Target": "wall"})
    assert asks_by_itself.status_code == 404
    assert asks_by_itself["HX-Refresh"] == "true"
    is_leaving = priya.get(address(room), headers={"HX-Request": "true", "HX-Target": "rehearsal"})
    assert "HX-Refresh" not in is_leaving
    assert "There is no such class any more" in priya.get(wall).content.decode()
