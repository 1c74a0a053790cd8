"""A class is deleted some time after its end. What somebody did in it is theirs, if they can come back."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OrganizationRecord, Visitor
from accounts.people.leaving import delete_person
from accounts.people.phrase import give_phrase
from lessons import forgetting
from lessons.classroom import holding, sitting
from lessons.classroom.voting import tally_of
from lessons.grades import regrading
from lessons.models import (
    Answer,
    Attempt,
    Ballot,
    BuiltExercise,
    Classroom,
    ClassStep,
    Regrading,
    Review,
    Seat,
    Statement,
    Vote,
)
from lessons.models.classroom import Showing
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory
from tests.lessons.classroom.world import NO, classroom, instructor, learner, step
from tests.lessons.test_attempts import solve

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def solved_task(seat: Seat) -> Attempt:
    holding.open_step(step(seat.classroom, ClassStep.Kind.TASK))
    attempt = sitting.task_of(seat, step(seat.classroom, ClassStep.Kind.TASK))
    solve(attempt)
    return attempt


def vote_of(seat: Seat) -> Vote:
    holding.open_step(step(seat.classroom, ClassStep.Kind.VOTE))
    vote = Vote.objects.get(step__classroom=seat.classroom)
    sitting.cast(vote, seat, NO)
    return vote


def later(days: int) -> int:
    """How many classes are due then."""
    return forgetting.forget_classes(timezone.now() + timedelta(days=days))


# When


def test_a_class_is_deleted_thirty_days_after_its_end() -> None:
    room = classroom()
    holding.end(room)

    assert later(29) == 0
    assert later(31) == 1
    assert not Classroom.objects.exists()


def test_a_site_can_keep_classes_for_another_time(settings) -> None:
    settings.CLASS_KEPT_DAYS = 7
    holding.end(classroom())

    assert later(8) == 1


def test_a_class_that_nobody_ends_is_deleted_thirty_days_after_its_instructors_last_act() -> None:
    room = classroom()
    Classroom.objects.update(delete_after=timezone.now() + timedelta(days=1))
    holding.open_step(step(room, ClassStep.Kind.TALK))

    assert later(2) == 0
    assert later(31) == 1


def test_a_class_that_nobody_could_enter_yet_waits_for_its_day() -> None:
    holding.make(instructor(), "Next year", [])

    assert later(399) == 0


# What


def test_who_was_here_only_for_the_class_goes_with_it() -> None:
    room = classroom()
    otter = learner(room, "otter")
    solved_task(otter)
    Review.objects.create(visitor=otter.visitor, misconception="M7")

    holding.delete(room)

    assert not Visitor.objects.exists()
    assert not Attempt.objects.exists()
    assert not OrganizationRecord.objects.exists()


@pytest.mark.parametrize("has", ["sandbox", "answer", "another class"])
def test_who_has_something_else_here_stays(has: str) -> None:
    room = classroom()
    otter = learner(room, "otter")
    assert otter.visitor is not None
    if has == "sandbox":
        OrganizationRecordFactory(visitor=otter.visitor)
    elif has == "answer":
        Answer.objects.create(visitor=otter.visitor, kind="check", question="q", is_right=True)
    else:
        sitting.join(classroom(instructor=instructor("noor")), otter.visitor, "otter")

    holding.delete(room)

    assert list(Visitor.objects.all()) == [otter.visitor]


def test_who_can_come_back_keeps_what_they_did_without_the_class() -> None:
    room = classroom()
    otter, heron = learner(room, "otter"), learner(room, "heron")
    assert otter.visitor is not None
    give_phrase(otter.visitor)
    attempt = solved_task(otter)
    opened_only = sitting.task_of(learner(room, "lynx"), step(room, ClassStep.Kind.TASK))
    assert heron.visitor is not None

    holding.delete(room)

    assert list(Visitor.objects.all()) == [otter.visitor]
    kept = Attempt.objects.get()
    assert (kept, kept.seat, kept.class_step, kept.last_said) == (attempt, None, None, "")
    assert kept.solved is not None
    assert kept.organization == OrganizationRecord.objects.get()
    assert not Attempt.objects.filter(pk=opened_only.pk).exists()


# Who leaves


def test_who_erases_themselves_is_counted_no_more() -> None:
    room = classroom()
    otter, heron = learner(room, "otter"), learner(room, "heron")
    vote = vote_of(otter)
    sitting.cast(vote, heron, NO)
    attempt = solved_task(otter)
    holding.project(room, attempt, 1)
    before = Classroom.objects.get().revision
    assert otter.visitor is not None

    delete_person(otter.visitor)

    assert [seat.nickname for seat in room.seats.all()] == ["heron"]
    assert sum(count.votes for count in tally_of(vote, choices=2).counts) == 1
    assert not Attempt.objects.exists()
    room.refresh_from_db()
    assert room.showing == Showing.LOBBY
    assert room.revision > before


def test_no_result_from_before_is_left_of_who_erases_themselves() -> None:
    room = classroom()
    otter, heron = learner(room, "otter"), learner(room, "heron")
    gone, stays = solved_task(otter), solved_task(heron)
    task = step(room, ClassStep.Kind.TASK)
    regrading.apply(
        regrading.attempt_again(task, task.document, None), keeps_better=False, tells_learners=True
    )
    assert set(Regrading.objects.get().before["attempts"]) == {str(gone.pk), str(stays.pk)}
    assert otter.visitor is not None

    delete_person(otter.visitor)

    assert set(Regrading.objects.get().before["attempts"]) == {str(stays.pk)}


def test_classes_and_exercises_go_with_their_instructor_and_learners_keep_their_work() -> None:
    priya = instructor()
    visitor = VisitorFactory(user=priya)
    room = classroom(instructor=priya, visitor=visitor)
    BuiltExercise.objects.create(owner=priya, title="Draft")
    otter, heron = learner(room, "otter"), learner(room, "heron")
    assert otter.visitor is not None
    give_phrase(otter.visitor)
    attempt = solved_task(otter)
    solved_task(heron)
    vote_of(heron)

    delete_person(visitor, priya)

    assert not Classroom.objects.exists()
    assert not BuiltExercise.objects.exists()
    assert not Ballot.objects.exists()
    assert list(Visitor.objects.all()) == [otter.visitor]
    assert list(Attempt.objects.all()) == [attempt]
    assert list(OrganizationRecord.objects.all()) == [attempt.organization]


# The command


def test_the_command_says_how_many_went() -> None:
    long_ago = timezone.now() - timedelta(days=8)
    OrganizationRecordFactory(last_used=long_ago, visitor__last_seen=long_ago)
    Classroom.objects.filter(pk=classroom().pk).update(delete_after=long_ago)

    assert said("--days", "7") == "Deleted 1 class, 1 sandbox and 0 people.\n"
    assert said() == "Deleted 0 classes, 0 sandboxes and 0 people.\n"


def said(*arguments: str) -> str:
    output = StringIO()
    call_command("forget", *arguments, stdout=output)
    return output.getvalue()


def test_the_page_says_how_long_classes_are_kept(client, settings) -> None:
    settings.CLASS_KEPT_DAYS = 12
    assert "12 days after its end" in client.get("/privacy/").content.decode()


def test_the_page_says_who_else_is_told_what_is_done_in_classes(client, settings) -> None:
    assert "record.example" not in client.get("/privacy/").content.decode()
    settings.XAPI_ENDPOINT = "https://record.example/xapi"
    assert "This site tells record.example" in client.get("/privacy/").content.decode()


def test_what_was_told_to_a_record_store_is_not_kept_longer_than_a_class() -> None:
    now = timezone.now()
    for days in (29, 31):
        Statement.objects.create(identifier=uuid4(), body={}, made=now - timedelta(days=days))

    forgetting.forget()

    assert Statement.objects.get().made > now - MONTH
