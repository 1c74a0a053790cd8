"""*Follow me*: what the instructor shows, on the screens of who follows."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts import services, store
from accounts.companions import companion_of
from accounts.models import Visitor
from lessons.classroom import holding
from lessons.classroom.news import hints_in, topic_of
from lessons.models import Attempt, Classroom, ClassStep
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import classroom, step

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def room() -> Classroom:
    """Which is led, in an organization of its instructor's."""
    made = classroom(visitor=Visitor())
    holding.lead(made, True)
    return made


class Follower:
    def __init__(self, server: Server, room: Classroom) -> None:
        self.browser, self.room = Browser(server), room
        self.browser.post(reverse("lessons:join"), {"code": room.code, "nickname": "otter"})

    def address(self, page: str) -> str:
        return reverse(f"lessons:{page}", args=[self.room.public_id])

    def task(self, room: Classroom) -> str:
        """The address of their work at the task of the class."""
        put = step(room, ClassStep.Kind.TASK)
        holding.open_step(put)
        return self.browser.post(self.address("classroom_task"), {"step": put.pk}).url

    def get(self, page: str, **headers: str) -> HttpResponse:
        return self.browser.get(self.address(page), headers=headers)

    def see(self) -> str:
        return self.get("classroom").content.decode()

    def live(self, page: str, **asked: str) -> HttpResponse:
        """What a page that is open asks for."""
        return self.browser.get(self.address(page), asked, headers=HTMX)


@pytest.fixture
def otter(server: Server, room: Classroom) -> Follower:
    return Follower(server, room)


def account(room: Classroom, name: str) -> str:
    accounts = store.load(room.organization).accounts.values()
    return next(each.id for each in accounts if each.name == name)


def test_who_follows_sees_it_over_every_page_of_the_class(room: Classroom, otter: Follower) -> None:
    task = otter.task(room)
    for answer in (otter.get("classroom"), otter.live("classroom_strip"), otter.browser.get(task)):
        page = answer.content.decode()
        assert "Following priya." in page
        assert 'data-live-topic="shown"' in page


def test_the_page_underneath_stays_as_it_is(room: Classroom, otter: Follower) -> None:
    covered = otter.live("classroom")
    assert covered.headers["HX-Retarget"] == "#class-strip"
    assert "<main" not in covered.content.decode()

    holding.lead(room, False)
    shown = otter.live("classroom")
    assert shown.headers["HX-Retarget"] == "#main"
    assert 'hx-swap-oob="morph"' in shown.content.decode()
    assert 'data-live-topic="shown"' not in shown.content.decode()


def test_no_two_trees_of_a_page_have_items_of_one_name(room: Classroom, otter: Follower) -> None:
    page = otter.browser.get(otter.task(room)).content.decode()
    identifiers = re.findall(r' id="([^"]+)"', page)
    assert [each for each, count in Counter(identifiers).items() if count > 1] == []


def test_one_sees_the_organization_and_where_the_instructor_is_in_it(
    room: Classroom, otter: Follower
) -> None:
    holding.look_at(room, {"at": account(room, "dev-3"), "as": "role/Admin", "action": "ec2:RunInstances"})
    page = otter.see()
    assert "priya is at dev-3." in page
    assert "Explicitly denied" in page
    assert "DenyEC2" in page


def test_what_the_instructor_changes_shows_at_once(room: Classroom, otter: Follower) -> None:
    before = otter.see()
    root = store.load(room.organization).root.id
    services.perform(
        room.organization,
        "organizations.create_organizational_unit",
        base_revision=None,
        visitor=room.organization.visitor,
        parent_id=root,
        name="Quarantine",
        tags=[],
    )
    assert "Quarantine" not in before
    assert "Quarantine" in otter.see()


def test_nothing_leads_to_the_instructors_organization(room: Classroom, otter: Follower) -> None:
    assert room.organization.public_id not in otter.see()
    address = reverse("accounts:organization", args=[room.organization.public_id])
    assert otter.browser.get(address).status_code == 404


def test_who_steps_out_is_on_their_own_until_they_come_back(otter: Follower) -> None:
    away = otter.address("classroom_away")
    assert otter.browser.post(away, {"away": "1"}).url == otter.address("classroom")
    assert "You stepped out" in otter.see()
    assert 'data-live-topic="shown"' not in otter.see()
    otter.browser.post(away)
    assert "Following priya." in otter.see()


def test_who_steps_out_of_it_above_a_task_is_at_the_task(room: Classroom, otter: Follower) -> None:
    task = otter.task(room)
    organization = Attempt.objects.get().organization.public_id
    away, out = otter.address("classroom_away"), {"away": "1", "task": organization}
    assert otter.browser.post(away, out).url == task
    strip = otter.browser.post(away, out, headers=HTMX).content.decode()
    assert "You stepped out" in strip
    assert "<main" not in strip


def test_who_steps_out_of_it_above_the_page_of_the_class_sees_that_as_it_is_now(otter: Follower) -> None:
    answer = otter.browser.post(otter.address("classroom_away"), {"away": "1", "here": "1"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#main"
    assert "You stepped out" in answer.content.decode()


def test_whose_page_it_is_hears_of_the_class_and_of_what_is_shown(room: Classroom, otter: Follower) -> None:
    shown = room.organization.topic
    otter.task(room)
    task = Attempt.objects.get().organization
    assert companion_of(task).topics() == {
        "class": topic_of(room),
        "shown": shown,
        "hints": hints_in(task),
    }
    assert companion_of(room.organization).topics() == {"class": topic_of(room)}
