"""From an empty start to a version that can be played, by what the pages of the builder offer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lessons.library import lesson_called
from lessons.models import Attempt
from tests.lessons.building.world import INTO_A_NEW_UNIT, STRAIGHT, Builder, text_of

pytestmark = pytest.mark.django_db


def test_an_exercise_is_built_by_doing_it(priya: Builder) -> None:
    exercise = priya.from_scratch()
    assert "10 accounts" in priya.see(exercise, "start")
    priya.show(exercise, *STRAIGHT)
    priya.show(exercise, *INTO_A_NEW_UNIT)
    assert "2 recorded" in text_of(priya.see(exercise, "solution"))

    page = text_of(priya.see(exercise, "clauses"))
    assert "3 ticked, weight 100" in page
    assert "only in solution 1: ticking it refuses solution 2" in page
    assert "AWS attached it by itself" in page

    priya.do(exercise, "hints", "text", section="do", markdown="The team of dev-3 needs a GPU.")
    assert "What is left" not in priya.see(exercise, "publish")
    priya.do(exercise, "publish", "publish")
    version = exercise.newest
    assert version is not None
    assert version.number == 1
    assert version.checked["passing"] == []
    lesson = lesson_called(version.slug)
    assert lesson is not None
    assert len(lesson.exercise.clauses) == 3


def test_a_preview_shows_the_texts_and_counts_nowhere(priya: Builder) -> None:
    exercise = priya.solved()
    priya.see(exercise, "clauses")
    priya.do(exercise, "hints", "text", section="read", markdown="Think of **places**.")
    answer = priya.post("preview_exercise", exercise.public_id)
    attempt = Attempt.objects.get()
    assert attempt.is_preview
    page = priya.browser.get(answer.url).content.decode()
    assert "Think of <strong>places</strong>." in page
    assert "Nothing you do here reaches a score or a statistic." in text_of(page)
    assert reverse("lessons:exercise", args=[exercise.public_id]) in page
