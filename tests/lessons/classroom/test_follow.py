"""*Follow me*: what the instructor shows, on the screens of who follows."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts import services, store
from accounts.models import Visitor
from lessons.classroom import holding
from lessons.models import Classroom, ClassStep
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

    def get(self, page: str, **headers: str) -> HttpResponse:
        return self.browser.get(self.address(page), headers=headers)

    def see(self) -> str:
        return self.get("classroom_mirror").content.decode()


@pytest.fixture
def otter(server: Server, room: Classroom) -> Follower:
    return Follower(server, room)


def account(room: Classroom, name: str) -> str:
    accounts = store.load(room.organization).accounts.values()
    return next(each.id for each in accounts if each.name == name)


def test_who_follows_is_led_there_from_every_page_of_the_class(otter: Follower) -> None:
    there = otter.address("classroom_mirror")
    assert otter.get("classroom").url == there
    assert otter.get("classroom_strip", **HTMX).headers["HX-Redirect"] == there
    assert "Following priya." in otter.see()


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
    otter.browser.post(otter.address("classroom_away"), {"away": "1"})
    assert otter.get("classroom_mirror").url == otter.address("classroom")
    assert "You stepped out" in otter.get("classroom").content.decode()
    otter.browser.post(otter.address("classroom_away"))
    assert "Following priya." in otter.see()


def test_afterwards_one_is_back_at_one_s_own_task(room: Classroom, otter: Follower) -> None:
    put = step(room, ClassStep.Kind.TASK)
    holding.open_step(put)
    task = otter.browser.post(otter.address("classroom_task"), {"step": put.pk}).url
    holding.lead(room, False)
    assert otter.get("classroom_mirror", **HTMX).headers["HX-Redirect"] == task


def test_a_policy_that_is_being_written_is_not_left_for_it(otter: Follower) -> None:
    answer = otter.browser.get(otter.address("classroom_strip") + "?stays=1", headers=HTMX)
    assert "HX-Redirect" not in answer.headers
    assert otter.address("classroom_mirror") in answer.content.decode()
