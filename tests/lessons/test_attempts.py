"""An attempt at a lesson: an organization of its own, judged after every operation."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from lessons import attempts, doing
from lessons.course.content import lesson_of
from lessons.course.placeholders import resolved
from lessons.course.variants import Variant, variant_of
from lessons.models import Attempt, Step
from lessons.progress import solved_count
from tests.course.world import JUDGE

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"


@pytest.fixture
def attempt(client) -> Attempt:
    """Begun in the browser, at its task."""
    client.get(f"/lessons/{SLUG}/")
    attempt = Attempt.objects.get()
    attempt.step = Step.DO
    attempt.save()
    return attempt


def solve(attempt: Attempt, solution: int = 0) -> None:
    for action in attempts.exercise_of(attempt).solutions[solution].actions:
        names = attempts.case_of(attempt.organization).names
        services.perform(
            attempt.organization,
            action.operation,
            base_revision=None,
            visitor=attempt.visitor,
            **resolved(action.parameters, names),
        )
    attempt.refresh_from_db()


def test_it_begins_in_an_organization_that_is_no_sandbox(client, attempt):
    assert not attempt.organization.is_sandbox
    assert client.get("/sandbox/").url != f"/s/{attempt.organization.public_id}/"
    assert OrganizationRecord.objects.filter(is_sandbox=True).count() == 1


def test_coming_back_goes_on_with_it(client, attempt):
    assert client.get(f"/lessons/{SLUG}/").url.startswith(f"/s/{attempt.organization.public_id}/")
    assert Attempt.objects.count() == 1


def test_every_operation_is_judged(attempt):
    assert "launches" not in attempt.met
    solve(attempt)

    assert set(attempt.met) == {clause.id for clause in lesson_of(SLUG).exercise.clauses}
    assert attempt.solved is not None
    assert (attempt.score, attempt.operations, attempt.is_unaided) == (1, 1, True)


def test_a_revision_is_judged_once(attempt, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        solve(attempt)

    first, again = (attempts.report_on(attempt) for _ in range(2))

    assert first.is_solved
    for one, other in zip(first.clauses, again.clauses, strict=True):
        assert one.finding is other.finding


def test_what_did_not_come_about_is_not_remembered(attempt, django_capture_on_commit_callbacks):
    solve(attempt)
    record = attempt.organization

    assert (
        attempts.report_on(attempt).clauses[0].finding is not attempts.report_on(attempt).clauses[0].finding
    )
    services.undo(record, base_revision=None, visitor=attempt.visitor)
    assert not attempts.report_on(Attempt.objects.get()).is_solved


def test_what_is_undone_is_no_longer_met_but_stays_solved(attempt):
    solve(attempt)

    services.undo(attempt.organization, base_revision=None, visitor=attempt.visitor)

    attempt.refresh_from_db()
    assert "launches" not in attempt.met
    assert attempt.solved is not None
    assert attempt.operations == 0


def test_the_goals_stand_beside_the_tree(client, attempt):
    page = client.get(f"/lessons/{SLUG}/", follow=True).content.decode()

    assert "Lesson" in page
    assert 'id="goal-launches"' in page


def test_a_lesson_is_begun_only_so_often_within_a_day(client, attempt, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_A_DAY", 2)
    client.post(f"/lessons/{SLUG}/begin")

    response = client.post(f"/lessons/{SLUG}/begin")

    assert response.status_code == 422
    assert "begun this lesson 2 times within a day" in response.content.decode()
    assert Attempt.objects.count() == 2
    Attempt.objects.update(started=timezone.now() - timedelta(days=2))
    assert client.post(f"/lessons/{SLUG}/begin").status_code == 302


def test_of_many_tries_the_last_are_kept_and_what_was_solved_is_remembered(client, attempt, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_TRIES", 2)
    solve(attempt)
    doing.reveal(attempt, 1)
    for _ in range(3):
        client.post(f"/lessons/{SLUG}/begin")

    kept = Attempt.objects.order_by("pk")
    assert [each.organization is not None for each in kept] == [False, True, True]
    assert kept[0] == attempt
    assert solved_count(attempt.visitor) == 1
    assert OrganizationRecord.objects.filter(is_sandbox=False).count() == 2


def begun_long_ago(visitor: Visitor) -> Attempt:
    """At a lesson that begins with an open invitation, sixteen days ago: it was good for fifteen."""
    lesson = lesson_of("consolidated-billing")
    with mock.patch.object(timezone, "now", return_value=timezone.now() - timedelta(days=16)):
        return attempts.begin(visitor, lesson.slug, lesson.document, lesson.title)


def test_a_lesson_may_begin_with_an_open_invitation(visitor):
    lesson = lesson_of("consolidated-billing")
    attempt = attempts.begin(visitor, lesson.slug, lesson.document, lesson.title)
    Attempt.objects.update(step=Step.DO)

    solve(attempt)

    assert attempt.is_unaided


def test_what_has_expired_before_somebody_came_back_is_begun_anew(visitor):
    attempt = begun_long_ago(visitor)
    before = attempt.organization

    doing.go_on(attempt, Step.READ)
    doing.predict(attempt, "bill", 2, 1)

    assert attempt.organization != before
    assert not OrganizationRecord.objects.filter(pk=before.pk).exists()
    assert len(attempts.case_of(attempt.organization).steps) == 1


def test_a_solution_is_played_to_its_end_whenever_that_is(visitor):
    attempt = begun_long_ago(visitor)
    attempt.step = Step.DO
    attempt.save()

    replay = doing.reveal(attempt, 0)
    for _ in attempts.exercise_of(attempt).solutions[0].actions:
        doing.play_on(replay)

    assert attempts.report_on(attempt, attempts.case_of(replay.organization)).is_solved


def test_a_variant_is_solved_by_the_same_steps_in_other_surroundings(attempt):
    other = attempts.begin_variant(attempt.visitor, lesson_of(SLUG))
    other.step = Step.DO
    other.save()
    solve(other)

    assert other.is_unaided
    assert other.organization != attempt.organization
    assert attempts.exercise_of(other).look.account != lesson_of(SLUG).exercise.look.account
    assert attempts.latest(attempt.visitor, SLUG) == other
    assert variant_of(lesson_of(SLUG), other.seed, JUDGE) == Variant(other.document, other.names)


def test_an_exercise_beside_the_course_is_played_like_a_lesson(client):
    page = client.get("/lessons/protect-cloudtrail/", follow=True).content.decode()

    assert "Nobody deletes a trail" in page
    assert "Lesson 0" not in page
    assert "Exercise · 5 minutes" in client.get("/lessons/protect-cloudtrail/summary").content.decode()


def test_an_exercise_beside_the_course_is_no_lesson_of_it(client):
    client.get("/lessons/protect-cloudtrail/")
    Attempt.objects.update(solved=timezone.now())

    assert solved_count(Attempt.objects.get().visitor) == 0
    assert "Nobody deletes a trail" in client.get("/course/").content.decode()


def test_the_texts_of_a_variant_say_its_names(client, attempt):
    other = attempts.begin_variant(attempt.visitor, lesson_of(SLUG))
    Attempt.objects.filter(pk=other.pk).update(step=Step.DO)

    page = client.get(f"/lessons/{SLUG}/", follow=True).content.decode()

    assert f"{other.names['dev-3']} needs a server" in page
    assert "dev-3" not in page
    assert "{{" not in page


def test_the_questions_of_an_exercise_name_no_lesson(client):
    page = client.get("/lessons/protect-cloudtrail/questions/", follow=True).content.decode()

    assert "Exercise" in page
    assert "Lesson 0" not in page
