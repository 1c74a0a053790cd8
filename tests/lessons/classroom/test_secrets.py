"""What the wall and a learner's own pages never tell, from the lobby to the end of a class.

The class is walked through once. At each of its moments the page tells of all secrets exactly those that the
table names: the others not at all, in no attribute either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.people.phrase import give_phrase
from accounts.visitors import COOKIE
from lessons import attempts
from lessons.classroom import holding, scoring, sitting
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.models import Classroom, ClassStep, Seat
from lessons.models.classroom import Showing
from tests.accounts.factories import VisitorFactory
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import NO, YES, classroom, move, step

pytestmark = pytest.mark.django_db

LYNX = "by which their browser is known"
REASON = "A level on the new path denies it"
"""It stands beside the right choice."""
VOTE, TASK, TALK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK, ClassStep.Kind.TALK
NICKNAMES, SHARES, KEY, HELP = "nicknames", "shares", "key", "what somebody asked"

NOTHING: Final[frozenset[str]] = frozenset()

TOLD: Mapping[str, tuple[set[str] | frozenset[str], set[str] | frozenset[str]]] = {
    "the lobby": ({NICKNAMES}, {NICKNAMES}),
    "the lobby without nicknames": (NOTHING, NOTHING),
    "a vote that is open": (NOTHING, NOTHING),
    "the instructor's organization meanwhile": (NOTHING, NOTHING),
    "the scoreboard meanwhile": ({NICKNAMES}, NOTHING),
    "the scoreboard without nicknames": (NOTHING, NOTHING),
    "a frozen scoreboard": ({NICKNAMES}, NOTHING),
    "the scoreboard of teams": (NOTHING, NOTHING),
    "a pause": (NOTHING, NOTHING),
    "the vote is closed": (NOTHING, NOTHING),
    "the distribution is shown": ({SHARES}, {SHARES}),
    "the same vote, open again": (NOTHING, NOTHING),
    "the second vote is closed": (NOTHING, NOTHING),
    "the answer is told": ({SHARES, KEY}, {SHARES, KEY}),
    "a task": (NOTHING, NOTHING),
    "somebody's way": (NOTHING, NOTHING),
    "follow me": (NOTHING, NOTHING),
    "a talk": (NOTHING, NOTHING),
    "the end": (NOTHING, NOTHING),
}
"""On the wall, and on the pages of somebody who sits among the others. The names that they gave themselves
are seen where everybody is greeted, and on the wall where one asked for a scoreboard, until they are
hidden."""


@dataclass(frozen=True)
class Room:
    """Of the three, Ines is known by name and password. ``words`` are hers by which she comes back."""

    classroom: Classroom
    otter: Seat
    heron: Seat
    lynx: Seat
    words: tuple[str, ...]

    @property
    def vote(self) -> ClassStep:
        return step(self.classroom, VOTE)

    def ballots(self, *choices: int) -> None:
        for seat, choice in zip((self.otter, self.heron, self.lynx), choices, strict=True):
            sitting.cast(self.vote.votes.last(), seat, choice)

    def secrets(self) -> Mapping[str, list[str]]:
        """What each would look like."""
        work = [each.organization.public_id for each in self.otter.attempts.all() if each.organization]
        return {
            NICKNAMES: ["otter", "heron"],
            SHARES: ["67 %", "100 %"],
            KEY: [REASON, 'class="is', "v-deny is-asked", 'href="#i-check"'],
            HELP: ["Why not Sandbox?"],
            "who they are": ["ines", "Ines"],
            "words": [" ".join(self.words), "</li><li>".join(self.words)],
            "notes of the instructor": ["Let them argue first"],
            "a belief": [MISCONCEPTIONS["M7"].belief, ">M7<", '"M7"'],
            "rows of the database": [f"seat-{self.otter.pk}", f"/seats/{self.otter.pk}", "/work/"],
            "the way to somebody's work": work,
        }

    def told_in(self, page: str) -> set[str]:
        return {name for name, texts in self.secrets().items() if any(text in page for text in texts)}


@pytest.fixture
def room() -> Room:
    made = classroom(has_scoreboard=True)
    made.steps.update(text="Let them argue first.")
    ines = VisitorFactory(user=User.objects.create_user("ines.example", first_name="Ines"))
    seats = [sitting.join(made, ines, "otter")]
    seats.append(sitting.join(made, VisitorFactory(), "heron"))
    seats.append(sitting.join(made, VisitorFactory(token=LYNX), "lynx"))
    return Room(made, *seats, give_phrase(ines))


def moments(room: Room) -> Iterator[str]:
    """What happens before each, and then its name."""
    of = room.classroom
    yield "the lobby"
    holding.change(of, shows_nicknames=False)
    yield "the lobby without nicknames"
    holding.change(of, shows_nicknames=True)
    holding.open_step(room.vote)
    room.ballots(YES, YES, NO)
    sitting.ask_for_help(room.otter, room.vote, text="Why not Sandbox?")
    yield "a vote that is open"
    holding.show(of, Showing.TREE)
    yield "the instructor's organization meanwhile"
    holding.show(of, Showing.SCOREBOARD)
    yield "the scoreboard meanwhile"
    holding.change(of, shows_nicknames=False)
    yield "the scoreboard without nicknames"
    holding.change(of, shows_nicknames=True)
    scoring.freeze(of, True)
    yield "a frozen scoreboard"
    scoring.make_teams(of, 2)
    yield "the scoreboard of teams"
    holding.pause(of, True)
    yield "a pause"
    holding.pause(of, False)
    holding.show(of, Showing.VOTE)
    holding.close_vote(room.vote.votes.get())
    yield "the vote is closed"
    holding.show_distribution(room.vote.votes.get())
    yield "the distribution is shown"
    holding.ask_again(room.vote)
    room.ballots(NO, NO, NO)
    yield "the same vote, open again"
    holding.close_vote(room.vote.votes.get(round=2))
    yield "the second vote is closed"
    holding.tell_answer(room.vote.votes.get(round=2))
    yield "the answer is told"
    holding.open_step(step(of, TASK))
    move(room.otter, "Sandbox")
    move(room.lynx, "Workloads")
    yield "a task"
    holding.project(of, room.otter.attempts.get(), 1)
    yield "somebody's way"
    holding.lead(of, True)
    holding.show(of, Showing.TREE)
    yield "follow me"
    holding.lead(of, False)
    holding.open_step(step(of, TALK))
    yield "a talk"
    holding.end(of)
    yield "the end"


def test_wall_and_learners_are_told_what_is_for_them(server: Server, room: Room) -> None:
    priya, lynx = Browser(server), Browser(server)
    priya.force_login(room.classroom.instructor)
    lynx.cookies[COOKIE] = LYNX
    wall, own = (
        reverse(f"lessons:{page}", args=[room.classroom.public_id]) for page in ("projector", "classroom")
    )

    def told_to(browser: Browser, *addresses: str) -> set[str]:
        return room.told_in("".join(browser.get(address).content.decode() for address in addresses))

    told = {}
    for moment in moments(room):
        task = [attempts.address_of(each) for each in room.lynx.attempts.all()]
        told[moment] = told_to(priya, wall), told_to(lynx, own, *task)
    assert told == TOLD
