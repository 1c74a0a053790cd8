"""What an instructor does in a class, and in which order it goes."""

from __future__ import annotations

import pytest

from accounts.models import Visitor
from accounts.people import codes, phrase
from lessons.classroom import holding, sitting
from lessons.classroom.voting import ClassQuestion, tally_of
from lessons.models import Classroom, ClassStep, Vote
from lessons.models.classroom import Showing
from tests.lessons.classroom.world import NO, YES, classroom, learner, step

pytestmark = pytest.mark.django_db

VOTE, TASK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK


def open_vote(of: Classroom) -> Vote:
    holding.open_step(step(of, VOTE))
    return Vote.objects.get(step__classroom=of)


def test_a_lesson_becomes_a_vote_a_task_and_a_talk() -> None:
    kinds = [each.kind for each in classroom().steps.all()]
    assert kinds == ["vote", "task", "talk"]


def test_what_was_voted_on_is_not_predicted_once_more_in_the_task() -> None:
    assert step(classroom(), TASK).document["predictions"] == []


def test_a_code_has_nothing_that_looks_like_something_else() -> None:
    assert not set("01OI") & set(codes.ALPHABET)
    code = classroom().code
    assert code is not None
    assert len(code) == 6
    assert set(code) <= set(codes.ALPHABET)


def test_opening_a_step_closes_the_one_before() -> None:
    room = classroom()
    holding.open_step(step(room, VOTE))
    holding.open_step(step(room, TASK))
    assert [each.is_open for each in room.steps.all()] == [False, True, False]
    assert sitting.current_step(room) == step(room, TASK)
    assert not Vote.objects.get().is_open


def test_opening_a_vote_puts_its_question() -> None:
    room = classroom()
    vote = open_vote(room)
    assert vote.is_open
    assert Classroom.objects.get().showing == Showing.VOTE


def test_votes_are_closed_then_shown_then_told() -> None:
    vote = open_vote(classroom())
    for too_early in (holding.show_distribution, holding.tell_answer):
        with pytest.raises(holding.NotNow):
            too_early(vote)
    holding.close_vote(vote)
    holding.show_distribution(vote)
    assert Classroom.objects.get().showing == Showing.DISTRIBUTION
    assert Vote.objects.get().told is None
    holding.tell_answer(vote)
    assert Classroom.objects.get().showing == Showing.ANSWER


def test_a_second_vote_stands_beside_the_first() -> None:
    room = classroom()
    otter, heron = learner(room, "otter"), learner(room, "heron")
    first = open_vote(room)
    sitting.cast(first, otter, YES)
    sitting.cast(first, heron, YES)
    holding.close_vote(first)
    second = holding.ask_again(step(room, VOTE))
    sitting.cast(second, otter, NO)
    sitting.cast(second, heron, YES)
    tally = tally_of(second, choices=2)
    assert [(count.votes, count.before) for count in tally.counts] == [(1, 2), (1, 0)]
    assert [(count.share, count.share_before) for count in tally.counts] == [(50, 100), (50, 0)]


def test_a_vote_is_not_asked_again_while_it_is_open() -> None:
    room = classroom()
    open_vote(room)
    with pytest.raises(holding.NotNow):
        holding.ask_again(step(room, VOTE))


def test_the_answer_is_what_the_engine_says() -> None:
    question = ClassQuestion(step(classroom(), VOTE))
    assert question.right == {NO}
    assert question.beliefs == ("M7", None)


def test_everything_that_everybody_sees_raises_the_revision() -> None:
    room = classroom()
    before = room.revision
    holding.pause(room, True)
    holding.lead(room, True)
    holding.look_at(room, {"at": "r-acme"})
    room.refresh_from_db()
    assert room.revision == before + 3
    assert room.is_paused
    assert room.is_led


def test_looking_at_the_same_again_is_no_news() -> None:
    room = classroom()
    holding.look_at(room, {"at": "r-acme"})
    room.refresh_from_db()
    before = room.revision
    holding.look_at(room, {"at": "r-acme"})
    room.refresh_from_db()
    assert room.revision == before


def test_an_ended_class_has_no_code_and_goes_on_with_nothing() -> None:
    room = classroom()
    vote = open_vote(room)
    code = room.code
    holding.end(room)
    assert room.code is None
    assert not Vote.objects.get().is_open
    with pytest.raises(sitting.NoClass):
        sitting.class_of_code(str(code), "192.0.2.1")
    with pytest.raises(holding.NotNow):
        holding.open_step(vote.step)


def test_who_was_removed_does_not_come_back_in() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.remove(seat)
    assert seat.visitor is not None
    assert sitting.seat_of(room, seat.visitor) is None
    with pytest.raises(sitting.NotLetIn):
        sitting.join(room, seat.visitor, "another")


def test_new_words_bring_a_learner_back() -> None:
    seat = learner(classroom(), "otter")
    words = holding.new_words(seat)
    assert phrase.visitor_of_phrase(" ".join(words), "192.0.2.1") == seat.visitor


def test_nobody_gets_words_for_a_learner_who_signed_up(django_user_model: type) -> None:
    seat = learner(classroom(), "otter")
    user = django_user_model.objects.create_user("somebody")
    Visitor.objects.filter(pk=seat.visitor_id).update(user=user)
    with pytest.raises(holding.NotNow):
        holding.new_words(seat)


def test_only_work_of_this_class_is_projected() -> None:
    room = classroom()
    seat = learner(room, "otter")
    holding.open_step(step(room, TASK))
    attempt = sitting.task_of(seat, step(room, TASK))
    holding.project(room, attempt, revision=0)
    assert Classroom.objects.get().showing == Showing.WORK
    elsewhere = classroom(instructor=room.instructor)
    with pytest.raises(holding.NotNow):
        holding.project(elsewhere, attempt, revision=0)
