"""The review: what has shown is asked about again after 1, 3, 7 and 21 days, with fresh questions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lessons import reviews
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.models import Answer, Review
from tests.accounts.factories import VisitorFactory

pytestmark = pytest.mark.django_db
WRONG = "/lessons/moving-changes-permissions/questions/allow-below-deny/"
"""Its second choice is belief M4."""


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def plan(client) -> Review:
    """Of a belief that showed in a lesson, and is due."""
    client.post(WRONG, {"choice": "1"})
    plan = Review.objects.get()
    plan.due = timezone.now() - timedelta(hours=1)
    plan.save()
    return plan


def answer_as(client, plan: Review, belief: str | None) -> str:
    code = reviews.code_of(plan)
    for number in (1, 2):
        item = reviews.round_of(plan.visitor, code, timezone.now()).next.item
        client.post(f"/review/{code}/{number}/", {"choice": item.options.index(item.says(belief))})
    return code


def test_a_belief_that_shows_in_a_lesson_is_due_the_next_day(client):
    client.post(WRONG, {"choice": "1"})

    plan, answer = Review.objects.get(), Answer.objects.get()
    assert (plan.misconception, plan.step, plan.due) == ("M4", 0, answer.time + timedelta(days=1))
    assert "Nothing is due" in text_of(client.get("/review/"))
    assert "review 1 of 4, on" in text_of(client.get("/review/"))


def test_a_right_answer_plans_nothing(client):
    client.post(WRONG, {"choice": "2"})

    assert not Review.objects.exists()


def test_it_goes_on_when_the_belief_does_not_show_again(client, plan):
    assert "1 idea to look at again" in text_of(client.get("/review/"))

    code = answer_as(client, plan, None)

    plan.refresh_from_db()
    assert plan.step == 1
    assert timedelta(days=2, hours=23) < plan.due - timezone.now() <= timedelta(days=3)
    assert "Right." in text_of(client.get(f"/review/{code}/2/"))


def test_it_begins_anew_when_the_belief_shows_again(client, plan):
    plan.step = 2
    plan.save()

    answer_as(client, plan, "M4")

    plan.refresh_from_db()
    assert plan.step == 0


def test_it_ends_after_the_fourth_time(client, plan):
    plan.step = 3
    plan.save()

    answer_as(client, plan, None)

    plan.refresh_from_db()
    assert plan.due is None
    assert "Nothing is due" in text_of(client.get("/review/"))


@pytest.mark.parametrize("belief", MISCONCEPTIONS)
def test_there_are_two_questions_about_every_belief(belief):
    visitor = VisitorFactory()
    plan = reviews.notice(visitor, belief, timezone.now() - timedelta(days=2))
    code = reviews.code_of(plan)

    found = reviews.round_of(visitor, code, timezone.now())
    first = found.next
    reviews.answer(found, [0], timezone.now())
    second = reviews.round_of(visitor, code, timezone.now()).next

    assert belief in first.item.wrong
    assert belief in second.item.wrong
    assert first.key != second.key


def test_what_is_not_due_is_not_asked(client, plan):
    plan.due = timezone.now() + timedelta(hours=1)
    plan.save()

    assert client.get(f"/review/{reviews.code_of(plan)}/1/").status_code == 404


def test_others_have_no_part_in_it(client, plan):
    client.cookies.clear()

    assert client.get(f"/review/{reviews.code_of(plan)}/1/").status_code == 404
    assert "Nothing is due" in text_of(client.get("/review/"))


@pytest.mark.parametrize("code", ["M4", "M99-0-1", "x-y-z", "M4-0-0"])
def test_a_code_that_is_none_is_not_found(client, plan, code):
    assert client.get(f"/review/{code}/1/").status_code == 404


def test_a_belief_can_be_dropped(client, plan):
    client.post("/review/M4/drop")

    assert not Review.objects.exists()
