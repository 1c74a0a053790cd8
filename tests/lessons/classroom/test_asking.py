"""Votes that nobody planned."""

from __future__ import annotations

import pytest

from lessons.classroom import asking, holding, sitting
from lessons.classroom.packs import MOST_STEPS
from lessons.classroom.voting import ClassQuestion
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.models import Classroom, ClassStep
from tests.lessons.classroom.world import at_task, learner, step

pytestmark = pytest.mark.django_db
VOTE, TASK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK


@pytest.fixture
def room() -> Classroom:
    """At its task."""
    return at_task()


def test_a_question_of_the_lessons_is_put_at_once_after_where_the_class_is(room: Classroom) -> None:
    put = asking.ask(room, asking.askable(room)[-1].key)
    assert [each.kind for each in room.steps.all()] == ["vote", "task", "vote", "talk"]
    assert put.is_open
    assert put.votes.get().is_open
    assert len(ClassQuestion(put).page().choices) > 1


def test_a_vote_that_has_been_held_can_be_asked_once_more(room: Classroom) -> None:
    planned = step(room, VOTE)
    assert f"{planned.lesson}/{planned.question}" in [each.key for each in asking.askable(room)]


def test_what_the_class_has_not_voted_on_is_suggested(room: Classroom) -> None:
    first, second, *_ = (each.key for each in asking.askable(room))
    assert asking.suggested(asking.askable(room)) == first
    asking.ask(room, first)
    assert [each.was_put for each in asking.askable(room)][:2] == [True, False]
    assert asking.suggested(asking.askable(room)) == second
    for each in asking.askable(room):
        asking.ask(room, each.key)
    assert asking.suggested(asking.askable(room)) == ""


@pytest.mark.parametrize("belief", sorted(MISCONCEPTIONS))
def test_for_every_belief_there_is_a_question_whose_answers_tell_it(room: Classroom, belief: str) -> None:
    try:
        put = asking.ask_about(room, belief)
    except asking.NothingToAsk:
        pytest.fail(f"nothing tells {belief}")
    question = ClassQuestion(put)
    assert belief in question.beliefs
    ballot = sitting.cast(put.votes.get(), learner(room, "otter"), question.beliefs.index(belief))
    assert (ballot.is_right, ballot.misconception) == (False, belief)


def test_asked_again_it_is_another_question(room: Classroom) -> None:
    first, second = (asking.ask_about(room, "M7") for _ in range(2))
    assert first.asking != second.asking


def test_what_is_no_question_is_not_asked(room: Classroom) -> None:
    for ask, key in ((asking.ask, "x/y"), (asking.ask, ""), (asking.ask_about, "M99")):
        with pytest.raises(asking.NothingToAsk):
            ask(room, key)
    assert room.steps.count() == 3


def test_a_class_takes_only_so_many_steps(room: Classroom) -> None:
    more = range(MOST_STEPS - room.steps.count())
    ClassStep.objects.bulk_create(
        ClassStep(classroom=room, position=9, kind=ClassStep.Kind.TALK) for _ in more
    )
    with pytest.raises(holding.TooMany):
        asking.ask_about(room, "M7")
