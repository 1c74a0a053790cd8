"""A class that courses of a learning platform lead to: deep linking, scores, the roster."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from lessons.classroom import holding
from lessons.grades import regrading
from lessons.lti import keys, scores
from lessons.lti.arriving import class_token
from lessons.lti.launch import CLAIM, DEEP_LINKING, SCORE_SCOPE
from lessons.models import (
    Classroom,
    LtiCourse,
    LtiCourseClass,
    LtiPlatform,
    LtiScore,
    Seat,
)
from lessons.page.classroom.platforms import platforms_of, words_for
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import at_task, classroom, move
from tests.lessons.grades.test_regrading import tried, without
from tests.lessons.lti.platform import (
    CLIENT,
    INSTRUCTOR,
    ISSUER,
    LEARNER,
    Academy,
    arrive,
    begin,
    comes_as,
    user_called,
)
from tests.lessons.people import browser

SLUG = "moving-changes-permissions"
Trouble = LtiScore.Trouble


@pytest.fixture
def room(db: None) -> Classroom:
    return at_task()


@pytest.fixture
def tom(room: Classroom, otter_academy: Academy, server: Server) -> Browser:
    """He teaches the course there, and the class here."""
    visitor = VisitorFactory(token="tom's", user=room.instructor)
    comes_as(visitor, "tom")
    made = browser(server, "tom's")
    made.force_login(room.instructor)
    return made


def to_class(room: Classroom) -> dict[str, Any]:
    target = f"class:{class_token(room, LtiPlatform.objects.get())}"
    return {CLAIM + "custom": {"orgsim": target}}


def launched(academy: Academy, server: Server, room: Classroom, sub: str = "mei") -> Seat:
    academy.launches(browser(server), sub=sub, **to_class(room))
    return Seat.objects.get(visitor=user_called(sub).visitor)


def chosen(academy: Academy, client: Browser, sub: str = "tom") -> list[dict[str, Any]]:
    """What the academy gets for each choice that there is: the claims of the answer."""
    state, nonce = begin(client, target_link_uri="http://testserver/lti/choose/")
    page = arrive(client, state, academy.signs(academy.wants_choice(nonce, sub)))
    assert page.status_code == 200
    choices = page.context["choices"]
    public = jwt.PyJWK(keys.public_keys()["keys"][0]).key
    return [
        jwt.decode(each.token, public, algorithms=["RS256"], audience=ISSUER, issuer=CLIENT)
        for each in (*choices.lessons, *choices.exercises, *choices.classes)
    ]


# Deep linking 2.0


def test_an_instructor_chooses_a_lesson(otter_academy: Academy, server: Server) -> None:
    answer = chosen(otter_academy, browser(server), sub="somebody new")[6]

    assert answer[CLAIM + "message_type"] == "LtiDeepLinkingResponse"
    assert answer[CLAIM + "deployment_id"] == "7"
    assert answer[DEEP_LINKING + "data"] == "what the academy wants back"
    (item,) = answer[DEEP_LINKING + "content_items"]
    assert item["type"] == "ltiResourceLink"
    assert item["url"] == "http://testserver/lti/launch/"
    assert item["custom"] == {"orgsim": f"lesson:{SLUG}"}


def test_what_was_chosen_leads_there_when_it_is_launched(
    otter_academy: Academy, server: Server, tom: Browser, room: Classroom
) -> None:
    (item,) = chosen(otter_academy, tom)[-1][DEEP_LINKING + "content_items"]
    mei = browser(server)
    response = otter_academy.launches(mei, **{CLAIM + "custom": item["custom"]})

    assert response["Location"] == reverse("lessons:classroom", args=[room.public_id])
    assert mei.get(response["Location"]).status_code == 200


def test_only_ones_own_classes_can_be_chosen(otter_academy: Academy, tom: Browser, server: Server) -> None:
    lessons = 16
    assert len(chosen(otter_academy, tom)) == lessons + 1
    assert len(chosen(otter_academy, browser(server), sub="somebody new")) == lessons


def test_who_learns_chooses_nothing(otter_academy: Academy, server: Server) -> None:
    client = browser(server)
    state, nonce = begin(client)
    token = otter_academy.signs(otter_academy.wants_choice(nonce, "mei", LEARNER))
    assert arrive(client, state, token).status_code == 403


def test_choosing_stays_in_the_frame_and_needs_no_cookie(otter_academy: Academy, server: Server) -> None:
    client = browser(server)
    asked = {"iss": ISSUER, "login_hint": "u", "target_link_uri": "http://testserver/lti/choose/"}
    to_academy = client.post("/lti/login/", asked, headers={"Sec-Fetch-Dest": "iframe"})
    query = parse_qs(to_academy["Location"].partition("?")[2])
    client.cookies.clear()
    token = otter_academy.signs(otter_academy.wants_choice(query["nonce"][0]))
    page = arrive(client, query["state"][0], token)

    assert page.status_code == 200
    policy = page["Content-Security-Policy"].split("; ")
    assert f"frame-ancestors {ISSUER}" in policy
    assert f"form-action {ISSUER}" in policy


@pytest.mark.parametrize("address", ["javascript:x", "https://", "https://a;script-src *", "https://a b/", 7])
def test_what_is_chosen_goes_to_a_web_address_only(
    otter_academy: Academy, server: Server, address: object
) -> None:
    client = browser(server)
    state, nonce = begin(client)
    wanted = otter_academy.wants_choice(nonce)
    wanted[DEEP_LINKING + "deep_linking_settings"]["deep_link_return_url"] = address
    assert arrive(client, state, otter_academy.signs(wanted)).status_code == 400


def test_a_link_to_a_class_that_nobody_gave_away_is_refused(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    made_up = {CLAIM + "custom": {"orgsim": f"class:{room.public_id}"}}
    assert otter_academy.launches(browser(server), **made_up).status_code == 404
    assert not room.seats.exists()


# Courses and classes


def test_a_class_has_several_courses_and_a_course_several_classes(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    another = classroom(instructor=room.instructor)
    context = {CLAIM + "context": {"id": "cloud-102", "title": "Cloud 102"}}
    otter_academy.launches(browser(server), **to_class(room))
    otter_academy.launches(browser(server), **{**to_class(room), **context})
    more = {CLAIM + "resource_link": {"id": "week-4"}}
    otter_academy.launches(browser(server), **{**to_class(another), **more})

    assert [course.title for course in room.lti_courses.order_by("title")] == ["Cloud 101", "Cloud 102"]
    assert set(LtiCourse.objects.get(title="Cloud 101").classes.all()) == {room, another}


def test_a_class_can_be_closed_for_a_course(
    otter_academy: Academy, server: Server, tom: Browser, room: Classroom
) -> None:
    launched(otter_academy, server, room)
    link = LtiCourseClass.objects.get()
    tom.post(reverse("lessons:class_platforms_let_in", args=[room.public_id, link.pk]))

    assert otter_academy.launches(browser(server), sub="jo", **to_class(room)).status_code == 403
    assert room.seats.count() == 1


def test_who_teaches_comes_to_the_class_and_takes_no_seat(
    otter_academy: Academy, tom: Browser, room: Classroom
) -> None:
    response = otter_academy.launches(tom, sub="tom", role=INSTRUCTOR, **to_class(room))

    assert response["Location"] == reverse("lessons:class", args=[room.public_id])
    assert tom.get(response["Location"]).status_code == 200
    assert not room.seats.exists()


# Assignment and Grade Services 2.0


def test_what_is_reached_is_sent_as_the_gradebook_has_it(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    move(launched(otter_academy, server, room), "Sandbox")
    otter_academy.heard.clear()
    call_command("send-grades")

    (_, token_path, _, asked), (_, path, headers, body) = otter_academy.heard
    assert token_path == "/token"
    assert parse_qs(asked)["scope"] == [SCORE_SCOPE]
    assert path == "/line/3/scores?type=link"
    assert headers["Authorization"] == "Bearer let me in"
    assert headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
    told = json.loads(body)
    assert (told["userId"], told["scoreGiven"], told["scoreMaximum"]) == ("mei", 83, 100)
    assert (told["activityProgress"], told["gradingProgress"]) == ("InProgress", "FullyGraded")


def test_what_is_judged_again_is_sent_again_and_so_is_its_undoing(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    move(launched(otter_academy, server, room), "Sandbox")
    scores.send()
    done = regrading.apply(tried(room, without("stays", room)), keeps_better=True, tells_learners=True)
    scores.send()
    regrading.undo(done)
    scores.send()
    told = [json.loads(body)["scoreGiven"] for _, path, _, body in otter_academy.heard if "scores" in path]
    assert told == [83, 100, 83]


def test_what_has_arrived_is_not_sent_twice(otter_academy: Academy, server: Server, room: Classroom) -> None:
    seat = launched(otter_academy, server, room)
    move(seat, "Workloads")
    assert (scores.send().sent, scores.send().sent) == (1, 0)
    (told,) = [json.loads(body) for _, path, _, body in otter_academy.heard if "scores" in path]
    assert told["activityProgress"] == "Completed"


def test_one_that_is_refused_does_not_keep_the_others_back(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    for sub in ("mei", "jo"):
        move(launched(otter_academy, server, room, sub), "Workloads")
    otter_academy.answers["/line/3/scores"] = (422, "User is not enrolled")
    assert scores.send().failed == 2


def test_a_platform_that_does_not_answer_is_asked_once_and_later_again(
    otter_academy: Academy, server: Server, room: Classroom
) -> None:
    for sub in ("mei", "jo"):
        move(launched(otter_academy, server, room, sub), "Workloads")
    otter_academy.answers["/line/3/scores"] = (503, "")
    with pytest.raises(CommandError):
        call_command("send-grades")
    del otter_academy.answers["/line/3/scores"]
    assert scores.send().sent == 1, "the one that was tried has to wait"
    LtiScore.objects.update(again="2020-01-01T00:00Z")
    assert scores.send().sent == 1


@pytest.mark.parametrize(
    ("path", "status", "said", "trouble"),
    [
        ("/line/3/scores", 500, "", Trouble.UNREACHABLE),
        ("/token", 400, '{"error": "invalid_client"}', Trouble.REFUSED),
        ("/line/3/scores", 403, "", Trouble.FORBIDDEN),
        ("/line/3/scores", 422, "This course is unpublished", Trouble.UNPUBLISHED),
        ("/line/3/scores", 404, "User not found in course", Trouble.NOT_ENROLLED),
        ("/line/3/scores", 404, "", Trouble.NO_COLUMN),
        ("/line/3/scores", 400, "Bad weather", Trouble.OTHER),
    ],
)
def test_an_instructor_reads_whose_score_did_not_arrive_why_and_what_helps(
    otter_academy: Academy,
    server: Server,
    room: Classroom,
    path: str,
    status: int,
    said: str,
    trouble: Trouble,
) -> None:
    seat = launched(otter_academy, server, room)
    move(seat, "Workloads")
    otter_academy.answers[path] = (status, said)
    scores.send()

    (stuck,) = platforms_of(room).stuck
    assert (stuck.nickname, stuck.percent) == (seat.nickname, 100)
    assert (stuck.reason, stuck.fix) == words_for(trouble)


def test_send_again_sends_what_did_not_arrive(
    otter_academy: Academy, server: Server, tom: Browser, room: Classroom
) -> None:
    seat = launched(otter_academy, server, room)
    move(seat, "Workloads")
    otter_academy.answers["/line/3/scores"] = (422, "unpublished")
    scores.send()
    place = reverse("lessons:class_platforms", args=[room.public_id])
    page = tom.get(place).content.decode()
    assert seat.nickname in page
    assert "Publish the course there" in page

    del otter_academy.answers["/line/3/scores"]
    tom.post(reverse("lessons:class_platforms_send", args=[room.public_id]))

    assert LtiScore.objects.get().sent is not None
    assert not platforms_of(room).stuck


def test_the_best_attempt_at_a_lesson_counts(otter_academy: Academy, server: Server) -> None:
    mei = browser(server)
    to_lesson = {CLAIM + "custom": {"orgsim": f"lesson:{SLUG}"}}
    mei.get(otter_academy.launches(mei, **to_lesson)["Location"])
    visitor = user_called("mei").visitor
    attempt = visitor.attempts.get()
    attempt.score = 0.5
    attempt.save()
    otter_academy.launches(mei, **to_lesson)

    assert LtiScore.objects.get().percent == 50


# Names and Role Provisioning Services 2.0


def members() -> list[dict[str, Any]]:
    told = [("mei", "Mei Lin", LEARNER), ("jo", "Jo Park", LEARNER), ("tom", "Tom Reed", INSTRUCTOR)]
    return [{"user_id": sub, "name": name, "roles": [role], "status": "Active"} for sub, name, role in told]


def test_who_is_missing_is_told_and_by_name_only_when_asked(
    otter_academy: Academy, server: Server, tom: Browser, room: Classroom
) -> None:
    launched(otter_academy, server, room)
    otter_academy.members = members()
    place = reverse("lessons:class_platforms_compare", args=[room.public_id, LtiCourseClass.objects.get().pk])

    page = tom.post(place).content.decode()
    assert "1 of 2 learners of the course are not in this class." in page
    assert "Jo Park" not in page
    page = tom.post(place, {"names": "1"}).content.decode()
    assert "Jo Park" in page
    assert "Mei Lin" not in page


def test_a_roster_that_cannot_be_had_is_told(
    otter_academy: Academy, server: Server, tom: Browser, room: Classroom
) -> None:
    launched(otter_academy, server, room)
    otter_academy.answers["/members"] = (403, "no")
    place = reverse("lessons:class_platforms_compare", args=[room.public_id, LtiCourseClass.objects.get().pk])
    assert tom.post(place).status_code == 502


# What is kept


def test_scores_go_with_their_class(otter_academy: Academy, server: Server, room: Classroom) -> None:
    move(launched(otter_academy, server, room), "Workloads")
    holding.delete(room)

    assert not LtiScore.objects.exists()
    assert not LtiCourseClass.objects.exists()
