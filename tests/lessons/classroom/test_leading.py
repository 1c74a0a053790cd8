"""The instructor's own organization in a class: who sees it, and where it is looked at."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import store
from accounts.page.view import view_of
from lessons.models import Classroom
from lessons.models.classroom import Showing
from lessons.page.classroom.leading import look_of
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import instructor

pytestmark = pytest.mark.django_db


class Priya:
    def __init__(self, server: Server) -> None:
        self.browser = Browser(server)
        self.browser.force_login(instructor())
        self.browser.post(reverse("lessons:new_class"), {"pack": "surprise", "room": "60"})

    @property
    def room(self) -> Classroom:
        return Classroom.objects.select_related("organization").get()

    def post(self, page: str, **data: str) -> int:
        address = reverse(f"lessons:{page}", args=[self.room.public_id])
        return self.browser.post(address, data).status_code

    def see(self, query: str = "") -> str:
        address = reverse("accounts:organization", args=[self.room.organization.public_id])
        return self.browser.get(f"{address}?{query}").content.decode()


@pytest.fixture
def priya(server: Server) -> Priya:
    return Priya(server)


def test_nobody_watches_until_the_instructor_leads(priya: Priya) -> None:
    assert "only you see it" in priya.see()
    assert 'id="told-' not in priya.see()
    priya.post("class_lead", do="lead", view="action=s3:CreateBucket")
    assert priya.room.is_led
    assert priya.room.look["action"] == "s3:CreateBucket"
    assert "others see where you look" in priya.see()
    priya.post("class_lead", do="let-go", view="")
    assert "only you see it" in priya.see()


def test_whoever_watches_is_told_of_every_move(priya: Priya) -> None:
    priya.post("class_lead", do="lead", view="")
    before = priya.room.revision
    assert 'id="told-' in priya.see("action=s3:CreateBucket"), "a form that a script sends at once"
    priya.post("class_look", view="action=s3:CreateBucket&drawer=explain")
    assert priya.room.look == {**priya.room.look, "action": "s3:CreateBucket", "drawer": "explain"}
    assert priya.room.revision == before + 1
    assert 'id="told-' not in priya.see("action=s3:CreateBucket&drawer=explain"), "everybody is there"
    priya.post("class_look", view="action=s3:CreateBucket&drawer=explain")
    assert priya.room.revision == before + 1


def test_the_projector_shows_the_organization_and_stops(priya: Priya) -> None:
    priya.post("class_lead", do="show-tree", view="action=s3:CreateBucket")
    assert priya.room.showing == Showing.TREE
    assert priya.post("class_lead", do="end", view="") == 404, "only what has to do with leading"
    priya.post("class_lead", do="show-step", view="")
    assert priya.room.showing == Showing.STEP


@pytest.mark.parametrize(
    "typed", ["", "at=nowhere", "action=%00", "open=" + "x" * 9000, "drawer=explain&as=" + "é" * 999]
)
def test_what_is_looked_at_is_a_view_whatever_was_sent(priya: Priya, typed: str) -> None:
    assert priya.post("class_look", view=typed) == 302
    organization = store.load(priya.room.organization)
    assert look_of(view_of(priya.room.look, organization)) == priya.room.look
