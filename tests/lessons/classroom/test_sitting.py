"""What a learner does in a class, and what is refused."""

from __future__ import annotations

import pytest
from django.test import TestCase

from accounts import services
from accounts.models import Visitor
from lessons import attempts
from lessons.classroom import holding, nicknames, sitting
from lessons.models import Attempt, Ballot, ClassStep, HelpRequest, Step, Vote
from tests.lessons.classroom.world import NO, YES, classroom, learner, step

pytestmark = pytest.mark.django_db

VOTE, TASK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK
HERE = "192.0.2.1"


def test_a_code_may_be_typed_in_any_way() -> None:
    room = classroom()
    code = str(room.code)
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert sitting.class_of_code(typed, HERE) == room


@pytest.mark.parametrize("typed", ["", "K7M", "0" * 6, "'; drop table", "K7MP3X" * 1000])
def test_no_class_has_another_code(typed: str) -> None:
    classroom(code="ABCDEF")
    with pytest.raises(sitting.NoClass):
        sitting.class_of_code(typed, HERE)


def test_a_class_whose_doors_are_shut_is_not_found() -> None:
    room = classroom()
    type(room).objects.update(opened=None)
    with pytest.raises(sitting.NoClass):
        sitting.class_of_code(str(room.code), HERE)


def test_who_comes_again_has_the_same_seat() -> None:
    room = classroom()
    seat = learner(room, "otter")
    assert seat.visitor is not None
    assert sitting.join(room, seat.visitor, "heron") == seat
    assert sitting.seat_of(room, seat.visitor) == seat


@pytest.mark.parametrize("nickname", ["", "   ", "x" * 25, "a\u202eb", "OTTER"])
def test_a_nickname_is_short_readable_and_nobody_elses(nickname: str) -> None:
    room = classroom()
    learner(room, "otter")
    with pytest.raises(nicknames.BadNickname):
        learner(room, nickname)


def test_a_suggested_nickname_is_free() -> None:
    room = classroom(room=100)
    for animal in nicknames.ANIMALS[:-1]:
        learner(room, animal)
    assert nicknames.suggested(room) == nicknames.ANIMALS[-1]
    learner(room, nicknames.ANIMALS[-1])
    learner(room, nicknames.suggested(room))


def test_a_full_class_takes_nobody() -> None:
    room = classroom(room=1)
    learner(room, "otter")
    with pytest.raises(sitting.NotLetIn):
        learner(room, "heron")


def test_a_ballot_can_be_changed_until_the_vote_is_closed() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, VOTE))
    vote = Vote.objects.get()
    sitting.cast(vote, seat, YES)
    sitting.cast(vote, seat, NO)
    ballot = Ballot.objects.get()
    assert (ballot.choice, ballot.is_right, ballot.misconception) == (NO, True, "")
    holding.close_vote(vote)
    with pytest.raises(sitting.TooLate):
        sitting.cast(vote, seat, YES)


def test_a_ballot_says_which_belief_it_speaks_for() -> None:
    room = classroom()
    holding.open_step(step(room, VOTE))
    assert sitting.cast(Vote.objects.get(), learner(room, "otter"), YES).misconception == "M7"


def test_nobody_votes_for_what_is_no_choice_or_in_another_class() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, VOTE))
    vote = Vote.objects.get()
    for choice in (-1, 2):
        with pytest.raises(IndexError):
            sitting.cast(vote, seat, choice)
    stranger = learner(classroom(instructor=room.instructor), "stranger")
    with pytest.raises(sitting.TooLate):
        sitting.cast(vote, stranger, YES)


def test_a_task_is_taken_up_once_and_begins_with_doing() -> None:
    room = classroom()
    seat = learner(room, "otter")
    with pytest.raises(sitting.TooLate):
        sitting.task_of(seat, step(room, TASK))
    holding.open_step(step(room, TASK))
    attempt = sitting.task_of(seat, step(room, TASK))
    assert sitting.task_of(seat, step(room, TASK)) == attempt
    assert attempt.step == Step.DO
    assert attempts.steps_of(attempts.exercise_of(attempt)) == (Step.READ, Step.DO, Step.CHECK)


def test_the_task_of_a_class_is_not_the_lesson_that_one_goes_on_with_alone() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, TASK))
    sitting.task_of(seat, step(room, TASK))
    assert seat.visitor is not None
    assert attempts.latest(seat.visitor, "moving-changes-permissions") is None


def test_it_is_counted_how_often_in_a_row_a_goal_was_missed() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, TASK))
    attempt = sitting.task_of(seat, step(room, TASK))
    assert attempt.organization is not None
    for name in ("A", "B"):
        services.perform(
            attempt.organization,
            "organizations.create_organizational_unit",
            base_revision=None,
            visitor=seat.visitor,
            parent_id=attempt.organization.root_id,
            name=name,
        )
    missed = Attempt.objects.get().missed
    assert missed == {"launches": 2}


def test_the_queue_is_in_the_order_of_asking() -> None:
    room = classroom()
    otter, heron = learner(room, "otter"), learner(room, "heron")
    sitting.ask_for_help(otter, None, "launches", "why?")
    sitting.ask_for_help(heron, None)
    sitting.ask_for_help(otter, None, "stays", "and  why\nthis?")
    assert [sitting.place_in_queue(each) for each in (otter, heron)] == [1, 2]
    assert HelpRequest.objects.get(seat=otter).text == "and why this?"
    sitting.leave_queue(otter)
    assert [sitting.place_in_queue(each) for each in (otter, heron)] == [None, 1]


def test_the_instructor_hears_of_what_a_learner_does() -> None:
    room = classroom()
    seat = learner(room, "otter")
    room.refresh_from_db()
    before = (room.revision, room.activity)
    with TestCase.captureOnCommitCallbacks(execute=True):
        sitting.ask_for_help(seat, None)
    room.refresh_from_db()
    assert (room.revision, room.activity) == (before[0], before[1] + 1)


def test_who_has_solved_the_task_leaves_the_queue() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, TASK))
    attempt = sitting.task_of(seat, step(room, TASK))
    sitting.ask_for_help(seat, step(room, TASK), "launches")
    assert attempt.organization is not None
    names = attempts.case_of(attempt.organization).names
    services.perform(
        attempt.organization,
        "organizations.move_account",
        base_revision=None,
        visitor=seat.visitor,
        account_id=names.account("dev-3").id,
        source_parent_id=names.node("Dev"),
        destination_parent_id=names.node("Workloads"),
    )
    assert Attempt.objects.get().is_unaided
    assert HelpRequest.objects.get().end == HelpRequest.End.SOLVED


def test_a_visitor_who_has_made_nothing_sits_nowhere() -> None:
    assert sitting.seat_of(classroom(), Visitor()) is None
