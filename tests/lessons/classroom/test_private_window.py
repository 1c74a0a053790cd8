"""The instructor's own window: the steps, the clocks, who waits for help."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from lessons.classroom import holding, sitting
from lessons.classroom.packs import pack_of
from lessons.models import Classroom, ClassStep, HelpRequest
from lessons.page.classroom.stage import NEAR, Stage
from lessons.templatetags.classroom import clock
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import at_task, classroom, instructor, learner, move, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(server: Server) -> Browser:
    browser = Browser(server)
    browser.force_login(instructor())
    return browser


def window(priya: Browser, room: Classroom) -> str:
    return priya.get(reverse("lessons:class", args=[room.public_id])).content.decode()


def own(priya: Browser, made: Classroom) -> Classroom:
    """The class, held by whose browser this is."""
    made.instructor_id = priya.session["_auth_user_id"]
    made.save(update_fields=["instructor"])
    return made


def held(priya: Browser) -> Classroom:
    return own(priya, at_task(instructor=instructor("marten")))


# Steps


@pytest.mark.parametrize(
    ("opened", "shown"),
    [(None, [1, 2, 3, 4, 5]), (1, [1, 2, 3, 4, 5]), (9, [8, 9, 10, 11, 12]), (18, [14, 15, 16, 17, 18])],
)
def test_of_many_steps_those_about_the_open_one_are_shown(opened: int | None, shown: list[int]) -> None:
    room = holding.make(instructor(), "Long", pack_of("organizations-and-iam").steps)
    holding.open_doors(room)
    if opened:
        holding.open_step(room.steps.all()[opened - 1])
    assert [row.number for row in Stage(room).near] == shown


def test_few_steps_are_all_shown() -> None:
    room = classroom()
    assert room.steps.count() < NEAR
    assert Stage(room).near == Stage(room).steps


def test_the_other_steps_are_a_click_away(priya: Browser) -> None:
    room = holding.make(instructor("marten"), "Long", pack_of("organizations-and-iam").steps)
    holding.open_doors(own(priya, room))
    page = window(priya, room)
    ids = re.findall(r'id="(on-\w+-open-step-\d+)"', page)
    assert len(ids) == len(set(ids)), "no two elements of one name"
    folded = page.partition("All 18 steps")[2].partition("</details>")[0]
    assert folded.count("<li") == 18


# Clocks


@pytest.mark.parametrize(
    ("ago", "said"), [(0, "00:00"), (340, "05:40"), (3599, "59:59"), (3661, "1:01:01"), (-5, "00:00")]
)
def test_a_clock_says_minutes_and_seconds(ago: int, said: str) -> None:
    assert f">{said}<" in clock(timezone.now() - timedelta(seconds=ago, milliseconds=10))


def test_how_long_the_step_is_open_and_somebody_waits_is_told_and_not_announced(priya: Browser) -> None:
    room = held(priya)
    sitting.ask_for_help(learner(room, "otter"), None)
    earlier = timezone.now() - timedelta(minutes=5)
    ClassStep.objects.exclude(opened=None).update(opened=earlier)
    HelpRequest.objects.update(asked=earlier)
    page = window(priya, room)
    clocks = re.findall(r"<[^<]*data-clock[^>]*>(\d+):\d\d<", page)
    assert clocks == ["05", "05", "05"], "of the step, in the row and in the queue"
    assert not re.search(r"<[^>]*(role|aria-live)[^>]*data-clock", page)


# The queue


def test_a_long_question_can_be_read_in_full(priya: Browser) -> None:
    room = held(priya)
    long, short = "why is the Allow on the account not enough? " * 4, "why?"
    sitting.ask_for_help(learner(room, "otter"), None, text=long)
    sitting.ask_for_help(learner(room, "heron"), None, text=short)
    page = window(priya, room)
    assert page.count('<details class="in-full"') == 1
    assert long.strip() in page.partition('<details class="in-full"')[2].partition("</details>")[0]


# The room


def test_a_pause_is_seen_in_the_window_that_made_it(priya: Browser) -> None:
    room = held(priya)
    learner(room, "otter")
    holding.pause(room, True)
    assert "The class is paused.</b> One learner sees" in window(priya, room)
    holding.pause(room, False)
    assert "The class is paused." not in window(priya, room)


def test_an_empty_room_says_by_which_address_one_comes_in(priya: Browser) -> None:
    room = held(priya)
    door = f'data-copy="http://testserver{reverse("lessons:join_code", args=[room.code])}"'
    empty = window(priya, room)
    assert door in empty
    assert "Open the projector" in empty
    learner(room, "otter")
    assert door not in window(priya, room)


def test_a_row_that_was_drawn_is_drawn_anew_once_it_would_say_something_else(server: Server) -> None:
    room = at_task()
    priya = Browser(server)
    priya.force_login(room.instructor)
    otter, heron = learner(room, "otter"), learner(room, "heron")

    def row() -> str:
        page = priya.get(reverse("lessons:class", args=[room.public_id])).content.decode()
        return page.partition(f'<tr id="seat-{otter.pk}">')[2].partition("</tr>")[0]

    seen = [row()]
    for change in (
        lambda: holding.rename(otter, "badger"),
        lambda: move(otter, "Sandbox"),
        lambda: sitting.ask_for_help(heron, None),
        lambda: sitting.ask_for_help(otter, None),
        lambda: sitting.leave_queue(heron),
    ):
        change()
        seen.append(row())
    assert seen[3] == seen[2], "it says nothing of heron"
    assert len({*seen}) == 5, "but for that, each time something else"


def test_the_clock_of_a_row_that_was_drawn_goes_on(priya: Browser) -> None:
    room = held(priya)
    otter = learner(room, "<clock/>")
    sitting.ask_for_help(otter, None)

    def row() -> str:
        return window(priya, room).partition(f'<tr id="seat-{otter.pk}">')[2].partition("</tr>")[0]

    assert ">00:0" in row()
    HelpRequest.objects.update(asked=timezone.now() - timedelta(minutes=5))
    assert ">05:0" in row()
    assert row().count("data-clock") == 1, "whatever somebody is called"


# Its parts: each follows the class at its own pace


def part(priya: Browser, room: Classroom, name: str) -> HttpResponse:
    """As it is asked for once there is something new in it."""
    address = reverse("lessons:class", args=[room.public_id])
    return priya.get(address, HTTP_HX_REQUEST="true", HTTP_HX_TARGET=name)


def test_who_works_is_asked_for_without_the_names_and_seats(priya: Browser) -> None:
    room = held(priya)
    otter = learner(room, "otter")
    row, named = f'id="seat-{otter.pk}"', f'id="named-{otter.pk}"'
    whole = window(priya, room)
    assert row in whole
    assert named in whole
    board, names = (part(priya, room, each).content.decode() for each in ("held", "names"))
    assert (row in board, named in board) == (True, False)
    assert (row in names, named in names) == (False, True)


def test_a_window_of_a_class_that_has_ended_elsewhere_becomes_another_whole(priya: Browser) -> None:
    room = held(priya)
    otter = learner(room, "otter")
    holding.end(room)
    for name in ("held", "names"):
        answer = part(priya, room, name)
        assert answer["HX-Retarget"] == "#main"
        assert 'id="held"' in answer.content.decode()
        assert f'id="named-{otter.pk}"' not in answer.content.decode()


@pytest.mark.parametrize("does", ["rename_seat", "remove_seat"])
def test_in_a_class_that_has_ended_elsewhere_seats_stay_as_they_are(priya: Browser, does: str) -> None:
    room = held(priya)
    otter = learner(room, "otter")
    holding.end(room)
    answer = priya.post(reverse(f"lessons:{does}", args=[room.public_id, otter.pk]), {"nickname": "badger"})
    assert answer.status_code == 409
    assert "gone on meanwhile" in answer.content.decode()
    otter.refresh_from_db()
    assert (otter.nickname, otter.removed) == ("otter", None)


def test_whose_answer_is_missing_is_said_while_the_vote_is_open(priya: Browser) -> None:
    room = held(priya)
    otter, _ = learner(room, "otter"), learner(room, "heron")
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    put = step(room, ClassStep.Kind.VOTE).votes.get()
    sitting.cast(put, otter, 0)
    assert "No answer yet:</b> heron<" in window(priya, room)
    holding.close_vote(put)
    assert "No answer yet:" not in window(priya, room)


def test_after_the_last_step_what_is_next_is_the_end(priya: Browser) -> None:
    room = held(priya)
    ends = '<summary class="btn primary">End class</summary>'
    assert ends not in window(priya, room)
    holding.open_step(room.steps.last())
    page = window(priya, room)
    assert ends in page
    assert "This is the last step." in page
