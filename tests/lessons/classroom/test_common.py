"""What two hundred pages show alike is worked out once; what is one's own is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from lessons.classroom import holding, sitting
from lessons.models import Classroom, ClassStep, Seat
from lessons.page.classroom.stage import Stage, VotePage
from tests.lessons.classroom.world import NO, YES, classroom, learner, step

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def room(django_capture_on_commit_callbacks: Committing) -> Classroom:
    """At its vote."""
    made = classroom()
    with django_capture_on_commit_callbacks(execute=True):
        learner(made, "otter"), learner(made, "heron")
        holding.open_step(step(made, ClassStep.Kind.VOTE))
    return Classroom.objects.get()


def shown(room: Classroom, nickname: str) -> VotePage:
    """As the page of a learner shows the vote now."""
    seat = Seat.objects.select_related("classroom").get(classroom=room, nickname=nickname)
    vote = Stage(seat.classroom, seat).vote
    assert vote is not None
    assert vote.page.choices
    return vote


def tables_read(look: Callable[[], object]) -> set[str]:
    with CaptureQueriesContext(connection) as asked:
        look()
    return {found for each in asked for found in re.findall(r'FROM "(\w+)"', each["sql"])}


def test_for_a_second_learner_only_their_seat_and_what_was_voted_is_read(
    room: Classroom, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = tables_read(lambda: shown(room, "otter"))
    second = tables_read(lambda: shown(room, "heron"))
    assert {"lessons_classstep", "lessons_vote"} <= first
    assert second == {"lessons_seat", "lessons_ballot"}


def test_the_step_that_is_open_is_the_one_that_is_shown(
    room: Classroom, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shown(room, "otter")
    assert tables_read(lambda: sitting.current_step(room)) == set()
    now = Stage(room).now
    assert now
    assert now.step is sitting.current_step(room)
    holding.close_step(step(room, ClassStep.Kind.VOTE))
    assert sitting.current_step(Classroom.objects.get()) is Stage(Classroom.objects.get()).now is None


def test_what_one_said_oneself_is_nobody_elses(
    room: Classroom, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put = shown(room, "otter").vote
        sitting.cast(put, Seat.objects.get(nickname="otter"), YES)
        sitting.cast(put, Seat.objects.get(nickname="heron"), NO)
        otter = shown(room, "otter")
    heron = shown(room, "heron")
    assert otter.own_row
    assert otter.own_row.letter == "A"
    assert heron.own_row
    assert heron.own_row.letter == "B"
    assert otter.voted == heron.voted == 2


def test_what_the_instructor_does_is_there_for_the_next_who_looks(
    room: Classroom, django_capture_on_commit_callbacks: Committing
) -> None:
    acts = (holding.close_vote, holding.show_distribution, holding.tell_answer)
    seen = []
    for act in acts:
        with django_capture_on_commit_callbacks(execute=True):
            before = shown(room, "otter")
            act(before.vote)
        after = shown(room, "otter")
        seen.append((after.is_open, after.tally is not None, after.is_told))
        assert any(row.choice.is_right for row in after.rows) is after.is_told
    assert seen == [(False, False, False), (False, True, False), (False, True, True)]


def test_each_language_is_worked_out_for_itself(
    room: Classroom, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        english = shown(room, "otter").page.ask
    with override("de"):
        assert shown(room, "heron").page.ask != english
