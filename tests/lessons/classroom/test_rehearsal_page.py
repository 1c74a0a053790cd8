"""A rehearsal from its instructor's window: made, hurried on, stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.classroom import holding, rehearsing
from lessons.models import Ballot, Classroom, ClassStep
from tests.lessons.classroom.world import instructor, step

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
