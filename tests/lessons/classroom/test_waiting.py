"""The page of a class before its first step: who is there already."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lessons.classroom import holding
from lessons.models import Classroom
from lessons.page.classroom import stage
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import classroom, learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return classroom()


@pytest.fixture
def otter(server: Server, room: Classroom) -> Browser:
    browser = Browser(server)
    browser.post(reverse("lessons:join"), {"code": room.code, "nickname": "otter"})
    return browser


def seen(browser: Browser, room: Classroom) -> str:
    return browser.get(reverse("lessons:classroom", args=[room.public_id])).content.decode()


def test_one_reads_who_else_is_there_until_names_are_hidden(room: Classroom, otter: Browser) -> None:
    learner(room, "heron")
    assert "heron" in seen(otter, room)
    assert 'data-live-topic="joined"' in seen(otter, room)

    holding.change(room, shows_nicknames=False)
    assert "heron" not in seen(otter, room)
    assert 'data-live-number="joined">2<' in seen(otter, room)


def test_of_a_full_room_some_names_are_read_and_the_others_counted(
    room: Classroom, otter: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "MOST_NEIGHBOURS", 1)
    for nickname in ("heron", "lynx", "stoat"):
        learner(room, nickname)
    assert "and 2 more" in seen(otter, room)
