"""A rehearsal is a class like any other, whose learners act when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import OrganizationRecord, Visitor
from lessons.classroom import asking, holding, rehearsing
from lessons.classroom.packs import steps_of
from lessons.classroom.rehearsing import Change, Puppet
from lessons.classroom.voting import tally_of
from lessons.course.case import Action
from lessons.course.content import lesson_of
from lessons.models import Attempt, Ballot, Classroom, ClassStep, HelpRequest, Seat, Vote
from tests.conftest import Server
from tests.lessons.classroom.world import YES, classroom, instructor, step

pytestmark = pytest.mark.django_db

VOTE, TASK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK


@pytest.fixture
def rehearsal() -> Classroom:
    visitor = Visitor.objects.create()
    return rehearsing.rehearse(instructor(), visitor, "Trying", steps_of(["moving-changes-permissions"]))


@pytest.fixture(autouse=True)
def _at_work(server: Server) -> Iterator[None]:
    with server.at_work():
        yield


def look(room: Classroom, seconds: float) -> None:
    """At the class, so long after its newest vote or step began, as often as it takes to do all that is
    due."""
    began = [vote.opened for vote in Vote.objects.all()] + [each.opened for each in room.steps.all()]
    now = max(filter(None, began)) + timedelta(seconds=seconds)
    done = None
    while done != (done := Classroom.objects.get(pk=room.pk).rehearsal.get("done")):
        rehearsing.catch_up(Classroom.objects.get(pk=room.pk), now)


def test_everybody_is_there_from_the_beginning(rehearsal: Classroom) -> None:
    puppets = [puppet for _, puppet in rehearsing.puppets_of(rehearsal)]
    assert len(puppets) == Seat.objects.count() == rehearsing.LEARNERS
    assert [puppet.belief for puppet in puppets].count(None) == rehearsing.WITHOUT_A_BELIEF
    assert {seat.belief for seat in Seat.objects.all()} == {"M7", ""}, "what its votes can show"


def test_nothing_happens_before_it_is_due(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    look(rehearsal, seconds=0)
    assert not Ballot.objects.exists()


def test_they_vote_as_they_believe_and_some_think_again(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    look(rehearsal, seconds=60)
    first = Vote.objects.get()
    assert Ballot.objects.count() == rehearsing.LEARNERS
    assert Ballot.objects.filter(choice=YES, misconception="M7").count() == 10
    holding.close_vote(first)
    second = holding.ask_again(step(rehearsal, VOTE))
    look(rehearsal, seconds=60)
    yes, no = tally_of(second, choices=2).counts
    assert yes.votes < 10
    assert yes.before == 10
    assert no.votes > 2


def test_at_a_task_some_solve_it_and_some_ask_for_help(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, TASK))
    look(rehearsal, seconds=600)
    assert Attempt.objects.filter(solved__isnull=False).count() >= 6
    assert HelpRequest.objects.filter(ended=None).exists()
    assert Attempt.objects.filter(solved=None).exclude(missed={}).exists()


def test_a_rehearsal_of_a_lesson_without_beliefs_goes_on_too() -> None:
    visitor = Visitor.objects.create()
    room = rehearsing.rehearse(instructor(), visitor, "Trying", steps_of(["consolidated-billing"]))
    holding.open_step(step(room, TASK))
    look(room, seconds=15)
    assert Attempt.objects.filter(solved__isnull=False).exists()


def test_what_is_skipped_and_how_fast_it_goes_is_the_instructors(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    look(rehearsal, seconds=1)
    before = Ballot.objects.count()
    rehearsing.skip_ahead(Classroom.objects.get())
    look(rehearsal, seconds=1)
    assert before < Ballot.objects.count()
    with pytest.raises(ValueError, match="3"):
        rehearsing.set_speed(rehearsal, 3)


def test_what_was_skipped_in_one_step_is_not_skipped_in_the_next(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    rehearsing.skip_ahead(rehearsal)
    holding.close_vote(Vote.objects.get())
    again = holding.ask_again(step(rehearsal, VOTE))
    rehearsing.catch_up(rehearsal, again.opened)
    assert not again.ballots.exists()
    rehearsing.skip_ahead(rehearsal)
    rehearsing.catch_up(rehearsal, again.opened)
    assert again.ballots.exists()


def test_a_window_that_was_late_does_nothing_over_again(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    late = Classroom.objects.get()
    rehearsing.catch_up(rehearsal, timezone.now() + timedelta(seconds=2))
    done = Classroom.objects.get().rehearsal["done"]
    rehearsing.skip_ahead(late)
    rehearsing.set_speed(late, 16)
    assert Classroom.objects.get().rehearsal["done"] == done


def test_another_speed_is_that_of_what_comes(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    Vote.objects.update(opened=timezone.now() - timedelta(seconds=5))
    rehearsing.set_speed(rehearsal, 16)
    rehearsing.catch_up(rehearsal)
    assert 4 <= Ballot.objects.count() <= 7, "twenty seconds had passed, a little more by now"


def test_nobody_leaves(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, ClassStep.Kind.TALK))
    long_after = timezone.now() + timedelta(hours=1)
    rehearsing.catch_up(rehearsal, long_after)
    assert {seat.last_seen for seat in Seat.objects.all()} == {long_after}


def test_a_paused_rehearsal_waits(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, VOTE))
    holding.pause(rehearsal, True)
    look(rehearsal, seconds=60)
    assert not Ballot.objects.exists()


def test_nobody_who_is_wrong_comes_upon_a_right_way_first() -> None:
    """Some cheats go on from a solution: whoever tried one of those would have solved the task already."""
    lesson = lesson_of("why-many-accounts")
    ways = [way.actions for way in lesson.exercise.solutions]
    for number, change in enumerate(Change):
        acts = rehearsing.plan(lesson.exercise, ClassStep(lesson=lesson.slug), Puppet(number, "M12", change))
        done: list[Action] = []
        for act in acts[:-1]:
            if isinstance(act, rehearsing.Do):
                done = [*done, act.action] if act.action else done[:-1]
            assert not any(all(each in done for each in way) for way in ways)


def test_whoever_was_wrong_goes_back_no_further_than_they_must() -> None:
    lesson = lesson_of("why-many-accounts")
    puppet = Puppet(0, "M12", Change.TALKING)
    acts = rehearsing.plan(lesson.exercise, ClassStep(lesson=lesson.slug), puppet)
    back = [act for act in acts if isinstance(act, rehearsing.Do) and act.action is None]
    assert 0 < len(back) < 13, "the four units stay, of the thirteen operations"


def test_whoever_begins_first_does_not_work_for_all(
    rehearsal: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "MOST_AT_ONCE", 3)
    holding.open_step(step(rehearsal, TASK))
    opened = step(rehearsal, TASK).opened
    assert opened is not None
    rehearsing.catch_up(Classroom.objects.get(), opened + timedelta(seconds=600))
    assert Attempt.objects.count() > 1, "what was due first is done first"


def test_the_real_class_is_as_it_was_rehearsed() -> None:
    settings = {"room": 25, "has_scoreboard": True, "language": "de"}
    steps = steps_of(["moving-changes-permissions"])
    tried = rehearsing.rehearse(instructor(), Visitor.objects.create(), "Monday", steps, **settings)
    asking.ask(tried, asking.askable(tried)[0].key)
    made = rehearsing.hold_for_real(tried, Visitor.objects.create())
    assert [*Classroom.objects.all()] == [made], "nothing is left of the rehearsal"
    assert not made.is_rehearsal
    assert made.opened is not None
    assert (made.name, made.room, made.has_scoreboard, made.language) == ("Monday", 25, True, "de")
    assert not made.seats.exists()
    assert [each.kind for each in made.steps.all()] == [VOTE, TASK, ClassStep.Kind.TALK]
    assert not made.steps.exclude(opened=None).exists()


def test_nothing_of_it_is_left(rehearsal: Classroom) -> None:
    holding.open_step(step(rehearsal, TASK))
    look(rehearsal, seconds=6)
    rehearsing.stop(rehearsal)
    assert not Classroom.objects.exists()
    assert not OrganizationRecord.objects.exists()
    assert Visitor.objects.count() == 1, "the instructor's"


def test_a_real_class_does_nothing_by_itself() -> None:
    room = classroom()
    holding.open_step(step(room, VOTE))
    look(room, seconds=60)
    assert not Ballot.objects.exists()
