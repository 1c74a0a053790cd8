"""An instructor's own exercise in a course of a learning platform, without a class."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.people.roles import Role, give_role
from lessons.course.building.drafting import lesson_markdown
from lessons.course.content import lesson_of
from lessons.lti import scores
from lessons.lti.arriving import exercise_token
from lessons.lti.launch import CLAIM, DEEP_LINKING
from lessons.models import BuiltExercise, ExerciseVersion, LtiPlatform, LtiScore
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.lti.platform import Academy, comes_as, user_called
from tests.lessons.lti.test_class import chosen
from tests.lessons.people import browser

pytestmark = pytest.mark.django_db


def published(exercise: BuiltExercise, number: int) -> ExerciseVersion:
    document = {**lesson_of("moving-changes-permissions").document, "par": number}
    markdown = lesson_markdown(exercise.title, {})
    return exercise.versions.create(number=number, slug=f"gpu-{number}", markdown=markdown, document=document)


@pytest.fixture
def tom(otter_academy: Academy, server: Server) -> Browser:
    """He teaches the course there, and has an exercise here."""
    user = User.objects.create_user("tom")
    give_role(user, Role.INSTRUCTOR)
    visitor = VisitorFactory(token="tom's", user=user)
    comes_as(visitor, "tom")
    published(BuiltExercise.objects.create(owner=user, title="GPU for a week"), 1)
    made = browser(server, "tom's")
    made.force_login(user)
    return made


def to_exercise(academy: Academy, tom: Browser) -> dict[str, object]:
    """What the academy sends who opens the link that Tom has chosen."""
    (item,) = chosen(academy, tom)[-1][DEEP_LINKING + "content_items"]
    assert item["title"] == "GPU for a week"
    return {CLAIM + "custom": item["custom"]}


def test_it_is_chosen_and_played_and_its_score_is_sent(
    otter_academy: Academy, server: Server, tom: Browser
) -> None:
    to_it = to_exercise(otter_academy, tom)
    mei = browser(server)
    response = otter_academy.launches(mei, **to_it)
    assert response["Location"] == reverse("lessons:lesson", args=["gpu-1"])
    assert mei.get(response["Location"]).status_code == 302
    attempt = user_called("mei").visitor.attempts.get()
    assert attempt.lesson == "gpu-1"
    attempt.score = 0.5
    attempt.save()
    otter_academy.launches(mei, **to_it)
    assert LtiScore.objects.get().percent == 50
    assert scores.send().sent == 1


def test_a_link_keeps_the_version_with_which_it_was_made(
    otter_academy: Academy, server: Server, tom: Browser
) -> None:
    to_it = to_exercise(otter_academy, tom)
    published(BuiltExercise.objects.get(), 2)
    response = otter_academy.launches(browser(server), **to_it)
    assert response["Location"] == reverse("lessons:lesson", args=["gpu-1"])


def test_nobody_else_gets_to_it(otter_academy: Academy, server: Server, tom: Browser) -> None:
    otter_academy.launches(browser(server), **to_exercise(otter_academy, tom))
    stranger = browser(server)
    stranger.get("/sandbox/")
    assert stranger.get(reverse("lessons:lesson", args=["gpu-1"])).status_code == 404


def test_a_link_that_nobody_gave_away_or_to_what_was_deleted_is_refused(
    otter_academy: Academy, server: Server, tom: Browser
) -> None:
    other = LtiPlatform.objects.create(name="Other", issuer="https://other.example", client_id="x")
    version = ExerciseVersion.objects.get()
    for target in ("exercise:gpu-1", f"exercise:{exercise_token(version, other)}", "exercise:"):
        answer = otter_academy.launches(browser(server), **{CLAIM + "custom": {"orgsim": target}})
        assert answer.status_code == 404, target
    to_it = to_exercise(otter_academy, tom)
    version.exercise.delete()
    assert otter_academy.launches(browser(server), **to_it).status_code == 404


def test_what_a_platform_hears_is_told_where_there_is_one(otter_academy: Academy, server: Server) -> None:
    page = browser(server).get("/privacy/").content.decode()
    assert "If you come from a learning platform" in page
    assert str(LtiPlatform.objects.get()) in page
    LtiPlatform.objects.update(is_active=False)
    assert "learning platform" not in browser(server).get("/privacy/").content.decode()
