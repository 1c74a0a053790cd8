"""Two browsers turn out to be one learner's: nothing that was done in either is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import OrganizationRecord, Visitor, VisitorKey
from accounts.people.merging import merge
from lessons import attempts
from lessons.classroom import holding, sitting
from lessons.course.content import lesson_of
from lessons.models import Answer, Attempt, Ballot, ClassStep, Proof, Review, Step, Vote
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory
from tests.lessons.classroom.world import NO, YES, classroom, step

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"
TODAY = timezone.now()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def other(db) -> Visitor:
    return VisitorFactory(token="elsewhere")


def attempt_of(visitor: Visitor, **columns: object) -> Attempt:
    lesson = lesson_of(SLUG)
    attempt = attempts.begin(visitor, SLUG, lesson.document, lesson.title)
    for name, value in columns.items():
        setattr(attempt, name, value)
    attempt.save()
    return attempt


def review_of(visitor: Visitor, due: object) -> Review:
    return Review.objects.create(visitor=visitor, misconception="M1", due=due)


def test_every_kind_of_row_that_is_somebodys_moves(visitor, other):
    attempt = attempt_of(other, step=Step.DO)
    Answer.objects.create(visitor=other, attempt=attempt, kind="question", question="q", is_right=True)
    review_of(other, TOMORROW)
    Proof.objects.create(visitor=other, cell="scope.iam")
    OrganizationRecordFactory(visitor=other)

    merge(other, into=visitor)

    assert list(Visitor.objects.all()) == [visitor]
    for model in (Attempt, Answer, Review, Proof):
        assert model.objects.get().visitor == visitor
    assert {record.visitor for record in OrganizationRecord.objects.all()} == {visitor}
    assert Attempt.objects.get().organization == attempt.organization


def test_the_keys_do_not_move(visitor, other):
    merge(other, into=visitor)

    assert {key.visitor for key in VisitorKey.objects.all()} == {visitor}
    assert visitor.keys.count() == 1


def test_a_lesson_that_was_only_opened_does_not_stand_before_one_that_is_half_done(visitor, other):
    half_done = attempt_of(visitor, step=Step.DO, operations=2)
    opened = attempt_of(other)

    merge(other, into=visitor)

    assert attempts.latest(visitor, SLUG) == half_done
    assert not Attempt.objects.filter(pk=opened.pk).exists()
    assert not OrganizationRecord.objects.filter(pk=opened.organization_id).exists()


def test_two_attempts_that_were_worked_on_are_both_kept(visitor, other):
    attempt_of(visitor, step=Step.DO, operations=2)
    attempt_of(other, step=Step.DO, solved=TODAY)

    merge(other, into=visitor)

    assert visitor.attempts.count() == 2


@pytest.mark.parametrize(
    ("here", "there", "left"),
    [
        (TODAY, TOMORROW, TODAY),
        (TOMORROW, TODAY, TODAY),
        (None, TODAY, TODAY),  # a belief that came back is asked about again
        (TODAY, None, TODAY),
        (None, None, None),
    ],
)
def test_a_belief_is_asked_about_once_and_by_the_plan_that_asks_sooner(visitor, other, here, there, left):
    review_of(visitor, here)
    review_of(other, there)

    merge(other, into=visitor)

    assert Review.objects.get().due == left


@pytest.mark.parametrize(("here", "there"), [(YESTERDAY, TODAY), (TODAY, YESTERDAY)])
def test_what_was_proved_twice_was_proved_first(visitor, other, here, there):
    Proof.objects.create(visitor=visitor, cell="scope.iam", time=here)
    Proof.objects.create(visitor=other, cell="scope.iam", time=there)

    merge(other, into=visitor)

    assert Proof.objects.get().time == YESTERDAY


@pytest.mark.parametrize("change", ["name", "revision"])
def test_only_a_sandbox_as_it_came_is_left_behind(visitor, other, acme, change):
    record = services.create_sandbox(other)
    if change == "name":
        OrganizationRecord.objects.filter(pk=record.pk).update(name="Imported")
    else:
        services.perform(
            record,
            "organizations.create_organizational_unit",
            parent_id=record.root_id,
            name="Mine",
            base_revision=0,
            visitor=other,
        )

    merge(other, into=visitor)

    assert visitor.organizations.count() == 2


# In a class


def test_a_seat_comes_along(visitor, other):
    seat = sitting.join(classroom(), other, "otter")

    merge(other, into=visitor)

    assert sitting.seat_of(seat.classroom, visitor) == seat


def test_in_a_class_one_sits_once_and_votes_once(visitor, other):
    room = classroom()
    kept, dropped = sitting.join(room, visitor, "otter"), sitting.join(room, other, "heron")
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    vote = Vote.objects.get()
    sitting.cast(vote, kept, YES)
    sitting.cast(vote, dropped, NO)
    sitting.ask_for_help(kept, None)
    sitting.ask_for_help(dropped, None)

    merge(other, into=visitor)

    assert room.seats.get() == kept
    assert Ballot.objects.get().choice == YES
    assert kept.help_requests.count() == 2
    assert sitting.place_in_queue(kept) == 1


def test_what_was_voted_in_the_other_browser_counts(visitor, other):
    room = classroom()
    sitting.join(room, visitor, "otter")
    dropped = sitting.join(room, other, "heron")
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    sitting.cast(Vote.objects.get(), dropped, NO)

    merge(other, into=visitor)

    assert Ballot.objects.get().seat.nickname == "otter"


@pytest.mark.parametrize("further", ["here", "there"])
def test_at_a_task_of_a_class_the_attempt_that_got_further_counts_and_the_other_is_ones_own(
    visitor, other, further
):
    room = classroom()
    seats = {"here": sitting.join(room, visitor, "otter"), "there": sitting.join(room, other, "heron")}
    task = step(room, ClassStep.Kind.TASK)
    holding.open_step(task)
    tries = {place: sitting.task_of(seat, task) for place, seat in seats.items()}
    Attempt.objects.filter(pk=tries[further].pk).update(score=0.5, operations=2)

    merge(other, into=visitor)

    assert seats["here"].attempts.get() == tries[further]
    (own,) = visitor.attempts.filter(seat=None)
    assert own.class_step is None


def test_who_was_taken_out_of_a_class_does_not_come_back_in_by_another_browser(visitor, other):
    room = classroom()
    sitting.join(room, visitor, "otter")
    holding.remove(sitting.join(room, other, "heron"))

    merge(other, into=visitor)

    assert sitting.seat_of(room, visitor) is None
