"""Into a class, and back into it."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lessons.classroom import holding
from lessons.models import Classroom, Seat
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import classroom, instructor, learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return classroom()


@pytest.fixture
def nobody(server: Server) -> Browser:
    return Browser(server)


def join(browser: Browser, code: str, nickname: str = "otter", **more: str) -> HttpResponse:
    return browser.post(reverse("lessons:join"), {"code": code, "nickname": nickname, **more})


def field(page: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="(.*?)"', page.content.decode())
    return found[1] if found else ""


def one_off(code: str) -> str:
    return code[:3] + ("7" if code[3] != "7" else "8") + code[4:]


def test_by_the_square_on_the_wall_only_the_nickname_is_left(nobody: Browser, room: Classroom) -> None:
    page = nobody.get(reverse("lessons:join_code", args=[room.code]))
    assert 'type="hidden" name="code"' in page.content.decode()
    assert join(nobody, room.code, field(page, "nickname")).status_code == 302


def test_another_nickname_is_suggested_and_what_was_typed_stays(nobody: Browser, room: Classroom) -> None:
    for taken in range(3):
        learner(room, f"heron {taken}")
    page = join(nobody, room.code, "otter", another="1")
    assert page.status_code == 200
    assert field(page, "code") == room.code
    assert field(page, "nickname") == field(page, "suggested") != ""
    assert Seat.objects.count() == 3


def test_enter_joins_with_the_nickname_that_was_typed(nobody: Browser, room: Classroom) -> None:
    """A browser presses a form's first button then, whichever stands out."""
    page = nobody.get(reverse("lessons:join_code", args=[room.code])).content.decode()
    form = page.partition('<main class="door"')[2]
    assert "name=" not in re.findall(r"<button[^>]*>", form)[0]


def test_who_took_what_was_suggested_gets_in_although_it_is_taken_by_now(
    nobody: Browser, room: Classroom
) -> None:
    learner(room, "otter")
    assert join(nobody, room.code, "otter").status_code == 422
    assert join(nobody, room.code, "otter", suggested="otter").status_code == 302
    assert Seat.objects.latest("pk").nickname != "otter"


def test_a_class_that_wants_names_takes_no_suggestion(nobody: Browser) -> None:
    strict = classroom(suggests_nicknames=False)
    assert join(nobody, strict.code, "otter", suggested="otter").status_code == 422
    assert join(nobody, strict.code, "Mary", suggested="otter").status_code == 302


def test_one_wrong_character_is_pointed_at(nobody: Browser, room: Classroom) -> None:
    wrong = one_off(room.code)
    page = join(nobody, wrong).content.decode()
    assert f"No class has the code {wrong[:3]} {wrong[3:]}." in page
    assert f"Did you mean a {room.code[3]} where you typed {wrong[3]}?" in page


def test_not_if_two_classes_are_that_near_or_it_has_ended(nobody: Browser, room: Classroom) -> None:
    near = classroom(instructor=instructor("marten"))
    near.code = room.code[:5] + ("7" if room.code[5] != "7" else "8")
    near.save()
    both = room.code[:5] + ("4" if room.code[5] != "4" else "3")
    assert "Did you mean" not in join(nobody, both).content.decode()
    holding.end(near)
    assert "Did you mean" in join(nobody, both).content.decode()
    holding.end(room)
    assert "Did you mean" not in join(nobody, both).content.decode()


@pytest.mark.parametrize("code", ["%", "______", "K7", "K7MP3X9999", "’’’’’’"])
def test_what_is_no_code_is_near_to_none(nobody: Browser, room: Classroom, code: str) -> None:
    page = join(nobody, code)
    assert page.status_code == 422
    assert "Did you mean" not in page.content.decode()


def words_on(browser: Browser, room: Classroom) -> list[str]:
    page = browser.get(reverse("lessons:classroom", args=[room.public_id])).content.decode()
    return re.findall(r"<li>(\w+)</li>", page.partition('<ol class="four">')[2].partition("</ol>")[0])


def test_four_words_lead_from_another_browser_back_into_the_class(
    nobody: Browser, server: Server, room: Classroom
) -> None:
    here = join(nobody, room.code).url
    words = words_on(nobody, room)
    assert len(words) == 4
    assert words_on(nobody, room) == words, "they stay where they are for the whole class"

    elsewhere = Browser(server)
    back = elsewhere.post(reverse("lessons:resume"), {"phrase": " ".join(words)})
    assert back.url == here
    assert elsewhere.get(here).status_code == 200
    assert Seat.objects.count() == 1


def test_words_that_one_has_already_go_on_working(nobody: Browser, room: Classroom) -> None:
    nobody.post(reverse("lessons:phrase"))
    join(nobody, room.code)
    assert words_on(nobody, room) == []


def test_words_are_not_shown_once_others_took_their_place(nobody: Browser, room: Classroom) -> None:
    join(nobody, room.code)
    holding.new_words(Seat.objects.get())
    assert words_on(nobody, room) == []
