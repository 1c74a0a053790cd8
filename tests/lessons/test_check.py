"""The adaptive check: each question is chosen by the answers before it, and two of a kind name a belief."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import OrganizationRecord, Visitor
from lessons import checks, rounds
from lessons.course.questions.diagnosis import FEWEST, MOST
from lessons.models import Answer, Review

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def begin(client) -> str:
    """The code of a check that has begun."""
    return urlsplit(client.post("/check/begin").url).path.split("/")[2]


def visitor() -> Visitor:
    return Visitor.objects.get()


def answer_as(client, code: str, belief: str | None) -> None:
    """Answer the whole check as somebody who holds this belief, or none."""
    for number in range(1, MOST + 1):
        asked = checks.check_of(visitor(), code).next
        if asked is None:
            return
        option = asked.item.options.index(asked.item.says(belief))
        client.post(f"/check/{code}/{number}/", {"choice": option})


@pytest.fixture
def sandbox(client) -> OrganizationRecord:
    """A learner's own organization: acme at its most telling."""
    client.get(reverse("accounts:home"))
    return OrganizationRecord.objects.get()


def test_it_begins_with_a_button_and_keeps_nothing_before_an_answer(client):
    assert "4 to 8 questions" in text_of(client.get("/check/"))

    code = begin(client)

    assert client.get(f"/check/{code}/").url == f"/check/{code}/1/"
    assert "Question 1 of at most 8" in text_of(client.get(f"/check/{code}/1/"))
    assert not Answer.objects.exists()


def test_the_page_of_an_open_question_gives_nothing_away(client):
    page = client.get(f"/check/{begin(client)}/1/").content.decode()

    picture = page.partition('<section class="scene')[2].partition('<div class="side">')[0]
    assert not re.search(r"\bv-(allow|deny|gap|depends)\b", picture)
    assert "Why AWS decides so" not in page
    assert not re.search(r'"M\d+"', page)


def test_who_holds_a_belief_is_told_so_and_why(client, sandbox):
    code = begin(client)

    answer_as(client, code, "M7")

    told = text_of(client.get(f"/check/{code}/"))
    assert "You probably believe AdministratorAccess beats an SCP." in told
    assert "same as you" in told
    assert "See it break in lesson 6" in told
    assert FEWEST <= Answer.objects.filter(question__startswith=code).count() <= MOST
    assert Review.objects.get().misconception == "M7"


def test_who_disagrees_is_not_asked_again(client, sandbox):
    code = begin(client)
    answer_as(client, code, "M7")

    page = client.post(f"/check/{code}/disagree", follow=True)

    assert "Nothing will be asked about it again." in text_of(page)
    assert not Review.objects.exists()


def test_who_knows_better_is_told_of_no_belief(client, sandbox):
    code = begin(client)

    answer_as(client, code, None)

    told = text_of(client.get(f"/check/{code}/"))
    assert "8 of 8 as AWS decides" in told
    assert "Your answers do not point to one that is wrong." in told
    assert not Review.objects.exists()


def test_it_asks_about_the_learners_own_organization_where_that_tells_something(client, sandbox):
    code = begin(client)

    assert code.startswith(sandbox.public_id)
    answer_as(client, code, "M7")

    worlds = [each.asking["world"] for each in Answer.objects.filter(question__startswith=code)]
    assert None in worlds


def test_what_was_asked_is_kept_and_the_engine_says_the_same_again(client, sandbox):
    code = begin(client)
    answer_as(client, code, "M2")

    check = checks.check_of(visitor(), code)
    for answer in check.answers:
        asked = check.asked_again(answer)
        assert asked.asking.truth(rounds.selectors.judge()) is asked.item.right.answer
        assert "Why AWS decides so" in text_of(client.get(f"/check/{answer.question}/"))


def test_an_answer_counts_once_and_only_for_the_open_question(client, sandbox):
    code = begin(client)
    client.post(f"/check/{code}/1/", {"choice": "0"})

    client.post(f"/check/{code}/1/", {"choice": "1"})
    client.post(f"/check/{code}/3/", {"choice": "1"})

    assert [each.choice for each in Answer.objects.filter(question__startswith=code)] == [0]


@pytest.mark.parametrize("choice", [[], ["7"], ["-1"], ["0", "1"], ["x"]])
def test_a_choice_that_there_is_not_is_refused(client, choice):
    response = client.post(f"/check/{begin(client)}/1/", {"choice": choice})

    assert response.status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "code",
    ["x", "worlds-0", "worlds-x-12345678", "worlds-0-123", "worlds-" + "9" * 30 + "-12345678", "-0-12345678"],
)
def test_a_code_that_is_none_is_not_found(client, code):
    assert client.get(f"/check/{code}/").status_code == 404
    assert client.get(f"/check/{code}/1/").status_code == 404


def test_the_organization_of_others_is_not_shown(client, sandbox):
    code = begin(client)
    client.cookies.clear()

    page = client.get(f"/check/{code}/1/")

    assert "Made for you from your organization" not in text_of(page)


def test_a_revision_that_never_was_is_not_found(client, sandbox):
    assert client.get(f"/check/{sandbox.public_id}-99-12345678/1/").status_code == 404


def test_a_question_that_is_answered_opens_as_a_sandbox(client):
    code = begin(client)
    client.post(f"/check/{code}/1/", {"choice": "0"})

    page = client.post(f"/check/{code}/1/sandbox", follow=True)

    assert page.status_code == 200
    assert "Why is" in text_of(page)


def test_not_knowing_never_shows_a_belief(client):
    code = begin(client)
    for number in range(1, MOST + 1):
        client.post(f"/check/{code}/{number}/", {"unknown": "1"})

    assert "did not know" in text_of(client.get(f"/check/{code}/"))
    assert not Review.objects.exists()


JUNK = [
    {},
    {"options": 5, "wrong": 5, "right": 0, "request": {}},
    {"options": [["ALLOWED", None]], "wrong": {}, "right": 7, "request": {}},
    {"options": [["ALLOWED", None], ["NONSENSE", "M1"]], "wrong": {}, "right": 0, "request": {}},
    {"options": [["ALLOWED", None], ["EXPLICITLY_DENIED", "M99"]], "wrong": {}, "right": 0, "request": 1},
    {"options": [["ALLOWED", None], ["EXPLICITLY_DENIED", "M2"]], "wrong": {}, "right": 0, "request": 1},
    {"options": [[0, None], [1, "M12"]], "wrong": {}, "right": 0, "authored": "no such"},
]


@pytest.mark.parametrize("asking", JUNK)
def test_what_a_file_brought_along_breaks_no_page(client, sandbox, asking):
    code = begin(client)
    answer = Answer(visitor=visitor(), kind="check", question=f"{code}/1", is_right=False, choice=0)
    answer.asking = asking
    answer.save()

    assert client.get(f"/check/{code}/", follow=True).status_code == 200
    assert client.get(f"/check/{code}/1/", follow=True).status_code == 200
