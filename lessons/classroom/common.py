"""What is the same for everybody in a class: worked out once, however many pages show it.

Two hundred of them ask within the second after an instructor has done something. Everything here is kept by a
number of the class's row, which is read before what belongs to it: nothing is older than its number says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import get_language

from accounts import store
from lessons.classroom import asking
from lessons.classroom.scoring import Scoreboard, scoreboard_of
from lessons.classroom.voting import ClassQuestion, Tally, tally_of
from lessons.models import Classroom, ClassStep, Vote
from lessons.page.question import QuestionPage

_steps: Final[store.ByRevision[Sequence[ClassStep]]] = store.ByRevision(256)
_askable: Final[store.ByRevision[Sequence[asking.Askable]]] = store.ByRevision(64)
_pages: Final[store.ByRevision[QuestionPage]] = store.ByRevision(512)
_tallies: Final[store.ByRevision[Tally]] = store.ByRevision(256)
_present: Final[store.ByRevision[int]] = store.ByRevision(256)
_voted: Final[store.ByRevision[int]] = store.ByRevision(256)
_nicknames: Final[store.ByRevision[Sequence[str]]] = store.ByRevision(64)
_scoreboards: Final[store.ByRevision[Scoreboard | None]] = store.ByRevision(64)


def steps_of(classroom: Classroom) -> Sequence[ClassStep]:
    """With their votes, to be read only: other threads have them, too."""
    steps = classroom.steps.prefetch_related("votes").defer("document")
    return _steps.made(classroom, classroom.revision, lambda: tuple(steps))


def askable(classroom: Classroom) -> Sequence[asking.Askable]:
    """What the class could be asked besides, in the language that is spoken."""
    return _askable.made(
        classroom, classroom.revision, lambda: tuple(asking.askable(classroom)), get_language()
    )


def present(classroom: Classroom) -> int:
    """How many have joined."""
    return _present.made(classroom, classroom.activity, classroom.seats.filter(removed=None).count)


def voted(classroom: Classroom, vote: Vote) -> int:
    """How many have answered so far. Pages follow the number besides (``voted``), so it may be old there."""
    counted = vote.ballots.filter(seat__removed=None)
    return _voted.made(classroom, classroom.activity, counted.count, vote.pk)


def nicknames(classroom: Classroom) -> Sequence[str]:
    """Of all who sit there."""
    there = classroom.seats.filter(removed=None).values_list("nickname", flat=True)
    return _nicknames.made(classroom, classroom.seating, lambda: tuple(there))


def scoreboard(classroom: Classroom) -> Scoreboard | None:
    """None where it is off."""
    if not classroom.has_scoreboard:
        return None
    return _scoreboards.made(classroom, classroom.activity, lambda: scoreboard_of(classroom))


def page_of(classroom: Classroom, vote: Vote) -> QuestionPage:
    """In the language that is spoken; with the answer once it is told. Raises ``NoQuestion``."""
    key = (vote.pk, get_language())
    answered = None if vote.told is None else []
    return _pages.made(classroom, classroom.revision, lambda: ClassQuestion(vote.step).page(answered), *key)


def tally(classroom: Classroom, vote: Vote, choices: int) -> Tally:
    """Of a vote that is closed: no ballot is taken any more."""
    return _tallies.made(classroom, classroom.revision, lambda: tally_of(vote, choices), vote.pk)
