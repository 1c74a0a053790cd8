"""A class on its three screens: the instructor's window, the projector, a learner's page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags

from lessons.classroom.voting import ClassQuestion
from lessons.models import Ballot, Classroom, Review, Seat
from lessons.page.classroom.own_classes import SHOWN
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import NO, YES, instructor, move, step

pytestmark = pytest.mark.django_db


class Teacher:
    """An instructor in a browser, and what they do in the class."""

    def __init__(self, server: Server, user: User) -> None:
        self.browser = Browser(server)
        self.browser.force_login(user)

    def start(self, **more: object) -> Classroom:
        data = {"pack": "surprise", "title": "Our room", "room": "60", **more}
        answer = self.browser.post(reverse("lessons:new_class"), data)
        assert answer.status_code == 302, answer.content.decode()
        return Classroom.objects.latest("pk")

    def act(self, room: Classroom, do: str, **more: object) -> HttpResponse:
        return self.browser.post(reverse("lessons:class_act", args=[room.public_id]), {"do": do, **more})

    def see(self, room: Classroom, page: str = "class") -> str:
        return self.browser.get(reverse(f"lessons:{page}", args=[room.public_id])).content.decode()


class Learner:
    def __init__(self, server: Server, room: Classroom, nickname: str) -> None:
        self.browser, self.room = Browser(server), room
        answer = self.browser.post(reverse("lessons:join"), {"code": room.code, "nickname": nickname})
        assert answer.url == self.address("classroom")

    def address(self, page: str) -> str:
        return reverse(f"lessons:{page}", args=[self.room.public_id])

    def see(self) -> str:
        return self.browser.get(self.address("classroom")).content.decode()

    def vote(self, choice: int) -> HttpResponse:
        return self.browser.post(self.address("classroom_vote"), {"choice": choice})


@pytest.fixture
def priya(server: Server) -> Teacher:
    return Teacher(server, instructor())


@pytest.fixture
def room(priya: Teacher) -> Classroom:
    """Whose first step is a vote."""
    return priya.start(pack="own", lessons=["moving-changes-permissions"])


@pytest.fixture
def comes_in(server: Server, room: Classroom) -> Callable[[str], Learner]:
    return lambda nickname: Learner(server, room, nickname)


def open_vote(priya: Teacher, room: Classroom) -> int:
    put = step(room, "vote").pk
    priya.act(room, "open-step", step=put)
    return put


def test_a_class_begins_with_open_doors_and_an_organization_to_show(room: Classroom) -> None:
    assert room.opened
    assert room.organization is not None
    assert not room.organization.is_sandbox


@pytest.mark.parametrize("wrong", [{"pack": "none"}, {"pack": "own"}, {"room": "0"}, {"room": "9999"}])
def test_what_makes_no_class_is_said_at_the_field(priya: Teacher, wrong: dict[str, str]) -> None:
    data = {"pack": "surprise", "room": "60", **wrong}
    assert priya.browser.post(reverse("lessons:new_class"), data).status_code == 422
    assert not Classroom.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "0", "9" * 30, "9" * 5000])
def test_what_is_no_number_of_a_step_or_a_seat_is_as_absent_as_one_that_never_was(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner], number: str
) -> None:
    otter = comes_in("otter")
    assert priya.act(room, "open-step", step=number).status_code == 404
    assert priya.act(room, "helped", seat=number).status_code == 404
    assert otter.browser.post(otter.address("classroom_task"), {"step": number}).status_code == 404


def test_the_projector_shows_address_code_and_square(priya: Teacher, room: Classroom) -> None:
    wall = priya.see(room, "projector")
    assert "testserver/join" in wall
    assert "".join(re.findall(r"<span>(\w)</span>", wall)) == room.code
    assert "<svg" in wall.partition('class="qr"')[2].partition("</div>")[0]


def test_nicknames_stand_on_the_wall_until_they_are_hidden(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    comes_in("otter")
    assert "otter" in priya.see(room, "projector")
    priya.act(room, "names-off")
    assert "otter" not in priya.see(room, "projector")
    assert "otter" in priya.see(room)


def test_a_learner_needs_a_code_and_a_nickname(server: Server, room: Classroom) -> None:
    browser = Browser(server)
    answer = browser.post(reverse("lessons:join"), {"code": "ZZZZZZ", "nickname": "otter"})
    assert answer.status_code == 422
    assert "No class has the code ZZZ ZZZ" in answer.content.decode()
    answer = browser.post(reverse("lessons:join"), {"code": room.code, "nickname": ""})
    assert answer.status_code == 422
    assert not Seat.objects.exists()
    page = browser.get(reverse("lessons:join_code", args=[room.code])).content.decode()
    assert f'value="{room.code}"' in page, "who comes by the square types no code"


def test_who_comes_again_is_where_they_were(comes_in: Callable[[str], Learner], room: Classroom) -> None:
    otter = comes_in("otter")
    again = otter.browser.get(reverse("lessons:join_code", args=[room.code]))
    assert again.url == otter.address("classroom")


def test_nobody_sees_a_result_before_it_is_shown_and_no_answer_before_it_is_told(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter, heron = comes_in("otter"), comes_in("heron")
    put = open_vote(priya, room)
    otter.vote(YES)
    heron.vote(YES)

    def screens() -> list[str]:
        return [otter.see(), priya.see(room, "projector")]

    for page in screens():
        assert "100 %" not in page
        assert "2 of 2 have answered" in strip_tags(page)
    priya.act(room, "close-vote", step=put)
    assert all("100 %" not in page for page in screens())
    priya.act(room, "show-distribution", step=put)
    for page in screens():
        assert "100 %" in page
        assert "Explicitly denied" not in page
        assert 'class="is' not in page
    priya.act(room, "tell-answer", step=put)
    for page in screens():
        assert "Explicitly denied" in page
        assert "DenyEC2" in page


def test_what_a_prediction_is_about_has_not_happened_yet(priya: Teacher, room: Classroom) -> None:
    def rooms() -> list[str]:
        page = ClassQuestion(step(room, "vote")).page([] if told else None)
        return [
            card.name
            for inner in page.scene.root.rooms
            for each in [inner, *inner.rooms]
            for card in each.cards
            if each.name == "Dev"
        ]

    told = False
    assert "sbx-1" not in rooms()
    told = True
    assert "sbx-1" in rooms()


def test_the_reason_is_told_with_the_answer(priya: Teacher, room: Classroom) -> None:
    put = open_vote(priya, room)
    priya.act(room, "close-vote", step=put)
    reason = "A level on the new path denies it"
    assert reason not in priya.see(room, "projector")
    priya.act(room, "tell-answer", step=put)
    assert reason in priya.see(room, "projector")


def test_who_waits_for_the_result_is_told_that_the_vote_is_closed(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    put = open_vote(priya, room)
    assert "The vote is closed." not in otter.see()
    priya.act(room, "close-vote", step=put)
    assert "The vote is closed." in otter.see()
    priya.act(room, "show-distribution", step=put)
    assert "The vote is closed." not in otter.see()


def test_with_the_answer_the_distribution_is_shown_and_need_not_be_any_more(
    priya: Teacher, room: Classroom
) -> None:
    put = open_vote(priya, room)
    priya.act(room, "close-vote", step=put)
    assert 'value="show-distribution"' in priya.see(room)
    priya.act(room, "tell-answer", step=put)
    window = priya.see(room)
    assert 'value="show-distribution"' not in window
    assert "the answer is told" in window


def test_a_ballot_is_refused_once_the_vote_is_closed(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    put = open_vote(priya, room)
    assert otter.vote(NO).status_code == 302
    assert otter.vote(7).status_code == 422
    priya.act(room, "close-vote", step=put)
    assert otter.vote(YES).status_code == 409
    assert Ballot.objects.get().choice == NO


def test_the_second_round_stands_beside_the_first(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    put = open_vote(priya, room)
    otter.vote(YES)
    priya.act(room, "close-vote", step=put)
    priya.act(room, "ask-again", step=put)
    otter.vote(NO)
    priya.act(room, "close-vote", step=put)
    priya.act(room, "show-distribution", step=put)
    assert "was 100 %" in priya.see(room, "projector")


def test_a_task_leads_to_an_organization_of_one_s_own(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    put = step(room, "task").pk
    assert otter.browser.post(otter.address("classroom_task"), {"step": put}).status_code == 409
    priya.act(room, "open-step", step=put)
    answer = otter.browser.post(otter.address("classroom_task"), {"step": put})
    assert otter.browser.get(answer.url).status_code == 200
    assert otter.browser.post(otter.address("classroom_task"), {"step": put}).url == answer.url


def test_a_vote_is_asked_at_once(priya: Teacher, room: Classroom) -> None:
    question = re.findall(r'<option value="([^"]+)"', priya.see(room))[0]
    priya.act(room, "ask", question=question)
    assert "0 of 0 have answered" in priya.see(room, "projector")
    assert priya.act(room, "ask", question="x/y").status_code == 422
    assert priya.act(room, "ask-about", belief="M99").status_code == 422


def test_another_window_that_has_gone_on_is_told(priya: Teacher, room: Classroom) -> None:
    put = open_vote(priya, room)
    priya.act(room, "close-vote", step=put)
    answer = priya.act(room, "close-vote", step=put)
    assert answer.status_code == 409
    assert "has gone on" in answer.content.decode()


@pytest.mark.parametrize("data", [{}, {"do": "win"}, {"do": "open-step"}, {"do": "open-step", "step": "x"}])
def test_what_is_no_act_is_not_found(priya: Teacher, room: Classroom, data: dict[str, str]) -> None:
    address = reverse("lessons:class_act", args=[room.public_id])
    assert priya.browser.post(address, data).status_code == 404


def test_a_class_is_nobody_elses(
    server: Server, priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    stranger = Teacher(server, instructor("marten"))
    for page in ("class", "projector", "class_live"):
        assert stranger.browser.get(reverse(f"lessons:{page}", args=[room.public_id])).status_code == 404
    assert stranger.act(room, "end").status_code == 404
    otter = comes_in("otter")
    nobody = Browser(server)
    for page in ("classroom", "classroom_live"):
        assert nobody.get(otter.address(page)).status_code == 404
    room.refresh_from_db()
    assert room.ended is None


def test_who_was_taken_out_is_out(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    seat = Seat.objects.get()
    priya.browser.post(reverse("lessons:remove_seat", args=[room.public_id, seat.pk]))
    page = otter.browser.get(otter.address("classroom"))
    assert page.status_code == 403
    assert "You are no longer in this class" in page.content.decode()
    answer = otter.browser.post(reverse("lessons:join"), {"code": room.code, "nickname": "heron"})
    assert answer.status_code == 422


def test_the_private_window_gives_a_better_name(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    comes_in("otter")
    comes_in("heron")
    address = reverse("lessons:rename_seat", args=[room.public_id, Seat.objects.get(nickname="heron").pk])
    assert f'action="{address}"' in priya.see(room)
    assert priya.browser.post(address, {"nickname": "Otter"}).status_code == 422
    priya.browser.post(address, {"nickname": "lynx"})
    assert [seat.nickname for seat in Seat.objects.all()] == ["otter", "lynx"]


def test_new_words_are_shown_once(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    comes_in("otter")
    address = reverse("lessons:new_words", args=[room.public_id, Seat.objects.get().pk])
    page = priya.browser.post(address).content.decode()
    words = re.findall(r"<li>(\w+)</li>", page.partition('<ol class="phrase">')[2].partition("</ol>")[0])
    assert len(words) == 4
    assert " ".join(words) not in priya.see(room)


def test_the_class_is_not_ended_by_one_slip_of_a_finger(priya: Teacher, room: Classroom) -> None:
    menu = priya.see(room).partition('id="end-menu"')[2].partition("</details>")[0]
    assert "cannot be opened again" in menu.partition('value="end"')[0]


def test_before_a_class_is_deleted_it_is_said_what_goes_and_what_stays(
    priya: Teacher, room: Classroom
) -> None:
    assert "delete-menu" not in priya.see(room)
    priya.act(room, "end")
    menu = priya.see(room).partition('id="delete-menu"')[2].partition("</details>")[0]
    asked = menu.partition("<form")[0]
    assert "What goes:" in asked
    assert "What stays:" in asked
    assert "Nobody can bring it back." in menu.partition('id="delete-now"')[0]


def test_the_gradebook_is_a_click_away_after_the_end_too(priya: Teacher, room: Classroom) -> None:
    book = reverse("lessons:gradebook", args=[room.public_id])
    assert f'href="{book}"' in priya.see(room)
    priya.act(room, "end")
    assert f'href="{book}"' in priya.see(room)


def test_an_ended_class_can_be_deleted_with_all_that_was_done(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    put = step(room, "task").pk
    priya.act(room, "open-step", step=put)
    otter.browser.post(otter.address("classroom_task"), {"step": put})
    priya.act(room, "end")
    assert "has ended" in otter.see()
    priya.browser.post(reverse("lessons:class_delete", args=[room.public_id]))
    assert not Classroom.objects.exists()
    assert not Seat.objects.exists()


def test_who_changed_their_mind_sees_both_votes_and_how_many_did_likewise(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter, heron, lynx = comes_in("otter"), comes_in("heron"), comes_in("lynx")
    put = open_vote(priya, room)
    for one, choice in ((otter, YES), (heron, YES), (lynx, NO)):
        one.vote(choice)
    priya.act(room, "close-vote", step=put)
    priya.act(room, "ask-again", step=put)
    assert "You said <b>A</b> before." in otter.see()
    for one in (otter, heron, lynx):
        one.vote(NO)
    priya.act(room, "close-vote", step=put)
    assert "same turn" not in otter.see()
    priya.act(room, "tell-answer", step=put)
    assert "One other made the same turn." in otter.see()
    assert "same turn" not in lynx.see()


def test_a_belief_that_a_vote_has_shown_is_reviewed_once_the_answer_is_told(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter, heron = comes_in("otter"), comes_in("heron")
    put = open_vote(priya, room)
    otter.vote(YES)
    heron.vote(NO)
    priya.act(room, "close-vote", step=put)
    assert not Review.objects.exists()
    priya.act(room, "tell-answer", step=put)
    priya.act(room, "tell-answer", step=put)
    plan = Review.objects.get()
    assert plan.misconception == "M7"
    assert plan.visitor == Seat.objects.get(nickname="otter").visitor
    assert plan.due
    assert "is in your review list" in otter.see()
    assert "is in your review list" not in heron.see()


# Where an instructor begins


def listed(page: str, title: str) -> str:
    """What stands under one of the titles of an instructor's classes."""
    return page.partition(f'id="{title}-title"')[2].partition("</section>")[0]


def test_what_is_running_stands_apart_from_what_is_over(priya: Teacher, room: Classroom) -> None:
    def home() -> str:
        return priya.browser.get(reverse("lessons:teach")).content.decode()

    assert room.written_code in listed(home(), "running")
    assert listed(home(), "past") == ""
    priya.act(room, "end")
    assert "No class is running." in listed(home(), "running")
    assert "deleted on" in listed(home(), "past")


def test_a_long_past_is_folded_away(priya: Teacher) -> None:
    for number in range(SHOWN + 2):
        priya.act(priya.start(title=f"Class {number}"), "end")
    past = listed(priya.browser.get(reverse("lessons:teach")).content.decode(), "past")
    shown, _, folded = past.partition("<summary>2 more</summary>")
    assert shown.count("<li>") == SHOWN
    assert "Class 0" in folded


def test_who_has_held_no_class_is_told_how_one_begins(priya: Teacher) -> None:
    assert "No class yet" in priya.browser.get(reverse("lessons:teach")).content.decode()


# The language of a class

GERMAN = "Tritt deinem Kurs bei"


@pytest.mark.parametrize(
    ("of_class", "asked_for", "chosen", "spoken"),
    [
        ("de", "en", None, "de"),
        ("", "en", None, "en"),
        ("", "de", None, "de"),
        ("de", "de", "en", "en"),
    ],
)
def test_who_has_chosen_no_language_is_spoken_to_in_that_of_the_class(
    server: Server, priya: Teacher, of_class: str, asked_for: str, chosen: str | None, spoken: str
) -> None:
    room = priya.start(language=of_class)
    otter = Browser(server)
    otter.defaults["HTTP_ACCEPT_LANGUAGE"] = asked_for
    if chosen:
        otter.cookies["django_language"] = chosen
    door = otter.get(reverse("lessons:join_code", args=[room.code]))
    assert (GERMAN in door.content.decode()) == (spoken == "de")
    otter.post(reverse("lessons:join"), {"code": room.code, "nickname": "otter"})
    for address in (reverse("lessons:classroom", args=[room.public_id]), "/course/"):
        assert otter.get(address).headers["Content-Language"] == spoken


def test_a_class_speaks_as_its_instructor_unless_they_say_otherwise(priya: Teacher) -> None:
    priya.browser.cookies["django_language"] = "de"
    page = priya.browser.get(reverse("lessons:new_class")).content.decode()
    assert '<option value="de" lang="de" selected>' in page


def test_a_learner_may_choose_another_language_in_the_class(server: Server, priya: Teacher) -> None:
    otter = Learner(server, priya.start(language="de"), "otter")
    assert ">English<" in otter.see()
    otter.browser.post(reverse("set_language"), {"language": "en", "next": otter.address("classroom")})
    assert otter.browser.get(otter.address("classroom")).headers["Content-Language"] == "en"


def test_a_class_speaks_no_language_that_there_is_not(priya: Teacher) -> None:
    data = {"pack": "surprise", "room": "60", "language": "tlh"}
    assert priya.browser.post(reverse("lessons:new_class"), data).status_code == 422


def test_the_authors_notes_are_there_from_the_vote_to_the_talk_for_the_instructor_alone(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter, note = comes_in("otter"), "Ask before the move:"
    assert note not in priya.see(room)
    for kind in ("vote", "task", "talk"):
        priya.act(room, "open-step", step=step(room, kind).pk)
        assert note in priya.see(room)
        assert note not in priya.see(room, "projector")
        assert note not in otter.see()


def test_everybody_reads_in_which_team_they_are(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter, heron = comes_in("otter"), comes_in("heron")
    priya.act(room, "teams", number=2)
    assert "Team B" not in heron.see(), "there is no scoreboard"
    priya.act(room, "scoreboard-on")
    assert "Team A" in otter.see()
    assert "Team B" in heron.see()
    assert "Team B" not in otter.see()


def test_whoever_has_solved_a_task_of_a_class_is_led_back_to_it_and_nowhere_else(
    priya: Teacher, room: Classroom, comes_in: Callable[[str], Learner]
) -> None:
    otter = comes_in("otter")
    priya.act(room, "open-step", step=step(room, "task").pk)
    seat = Seat.objects.get()
    move(seat, "Workloads")
    solved = reverse("accounts:organization", args=[seat.attempts.get().organization.public_id])
    page = otter.browser.get(solved).content.decode()
    assert "Solved, unaided" in page
    assert page.count("To the class") == 2, "above the page, and where else the next lesson is"
    assert "Next: No new IAM users" not in page
    assert "Once more" not in page
    priya.act(room, "end")
    after = otter.browser.get(solved).content.decode()
    assert "Next: No new IAM users" in after
    assert "Once more" in after


@pytest.mark.parametrize("screen", ["class", "projector", "gradebook"])
def test_who_skips_to_the_content_gets_there(priya: Teacher, room: Classroom, screen: str) -> None:
    shown = priya.see(room, screen)
    target = re.search(r'class="skip" href="#(\w+)"', shown)
    assert target is not None
    assert f'id="{target[1]}"' in shown


def test_while_all_talk_the_wall_says_about_what(priya: Teacher, room: Classroom) -> None:
    priya.act(room, "open-step", step=step(room, "talk").pk)
    assert "Moving an account changes its permissions" in priya.see(room, "projector")
