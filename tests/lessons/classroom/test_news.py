"""The numbers by which the pages of a class stay up to date."""

from __future__ import annotations

import pytest

from accounts.live.topics import revisions
from accounts.signals import leaving
from lessons.classroom import holding, news, scoring, sitting
from lessons.models import Classroom, ClassStep, Seat, Vote
from tests.lessons.classroom.world import NO, YES, classroom, instructor, learner, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    """At its vote, with otter and heron."""
    made = classroom()
    learner(made, "otter")
    learner(made, "heron")
    holding.open_step(step(made, ClassStep.Kind.VOTE))
    return made


def seating(room: Classroom) -> int:
    return revisions([news.seats_of(room)])[news.seats_of(room)]


def voted(room: Classroom) -> int | None:
    return revisions([news.voted_in(room)]).get(news.voted_in(room))


def joined(room: Classroom) -> int | None:
    return revisions([news.joined_in(room)]).get(news.joined_in(room))


def test_they_count_who_sits_in_it_and_who_has_answered(room: Classroom) -> None:
    otter, heron = Seat.objects.all()
    assert (voted(room), joined(room)) == (0, 2)
    sitting.cast(Vote.objects.get(), otter, YES)
    sitting.cast(Vote.objects.get(), otter, NO)
    assert voted(room) == 1, "who changes their mind has answered once"
    sitting.cast(Vote.objects.get(), heron, YES)
    assert voted(room) == 2
    holding.remove(otter)
    assert (voted(room), joined(room)) == (1, 1)


def test_each_round_is_counted_for_itself(room: Classroom) -> None:
    sitting.cast(Vote.objects.get(), Seat.objects.get(nickname="otter"), YES)
    holding.close_vote(Vote.objects.get())
    assert voted(room) is None, "nobody answers a vote that is closed"
    holding.ask_again(step(room, ClassStep.Kind.VOTE))
    assert voted(room) == 0


def test_classes_do_not_mix(room: Classroom) -> None:
    other = classroom(instructor=instructor("sam"))
    sitting.cast(Vote.objects.get(), Seat.objects.get(nickname="otter"), YES)
    learner(other, "otter")
    topics = [news.joined_in(room), news.joined_in(other), news.voted_in(room), news.voted_in(other)]
    assert revisions(topics) == {topics[0]: 2, topics[1]: 1, topics[2]: 1}


def test_who_sits_there_is_told_when_somebody_comes_goes_or_is_called_otherwise(room: Classroom) -> None:
    otter, heron = Seat.objects.all()
    told = [seating(room)]
    for change in (
        lambda: learner(room, "lynx"),
        lambda: holding.rename(otter, "badger"),
        lambda: scoring.make_teams(room, 2),
        lambda: holding.remove(heron),
        lambda: leaving.send(None, visitor=otter.visitor, user=None),
    ):
        change()
        told.append(seating(room))
    assert told == sorted(set(told)), "each time a higher number"


def test_who_sits_there_is_not_told_when_people_work(room: Classroom) -> None:
    before = seating(room)
    sitting.cast(Vote.objects.get(), Seat.objects.get(nickname="otter"), YES)
    sitting.ask_for_help(Seat.objects.get(nickname="heron"), None)
    holding.open_step(step(room, ClassStep.Kind.TASK))
    assert seating(room) == before
