"""Beside a rehearsal: who the simulated learners are, and what they are about to say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from django.utils.translation import gettext as _

from lessons.classroom import rehearsing, sitting
from lessons.classroom.rehearsing import Change
from lessons.classroom.voting import ClassQuestion, NoQuestion
from lessons.course.misconceptions import MISCONCEPTIONS, Misconception
from lessons.models import Classroom, ClassStep, Seat, Vote
from lessons.page.classroom.stage import Stage, VotePage


@dataclass(frozen=True, slots=True)
class PuppetRow:
    """``belief`` is None for who believes nothing false; ``says`` is a letter while a vote is open, else
    empty."""

    seat: Seat
    belief: Misconception | None
    says: str
    changes: str


@dataclass(frozen=True)
class RehearsalPage:
    classroom: Classroom

    @property
    def speed(self) -> int:
        return int(self.classroom.rehearsal["speed"])

    @property
    def speeds(self) -> tuple[int, ...]:
        return rehearsing.SPEEDS

    @cached_property
    def rows(self) -> tuple[PuppetRow, ...]:
        words = {
            Change.LADDER: _("seeing every gate"),
            Change.TALKING: _("talking to a neighbour"),
            Change.HINT: _("a hint"),
            Change.NEVER: _("nothing today"),
            Change.ALREADY: "–",
        }
        return tuple(
            PuppetRow(
                seat,
                MISCONCEPTIONS[puppet.belief] if puppet.belief else None,
                self._said_by(puppet),
                words[puppet.change],
            )
            for seat, puppet in rehearsing.puppets_of(self.classroom)
        )

    @property
    def next_move(self) -> str:
        """What an instructor would do now."""
        stage = Stage(self.classroom)
        if stage.now is None and stage.next is None:
            return _("That was the last step. Hold the class for real, or stop.")
        if stage.now is None:
            return _("Open the next step.")
        if stage.vote is not None:
            return self._next_of_vote(stage.vote)
        if stage.now.step.kind == ClassStep.Kind.TASK:
            return _("See who needs you, help who asks, and show one way on the projector. Then go on.")
        return _("Let them talk for a while, then go on.")

    def _next_of_vote(self, vote: VotePage) -> str:
        if vote.is_told:
            return _("Explain it by the levels on the wall, then go on.")
        if vote.vote.shown is not None:
            return _("Let them talk to a neighbour, then ask again; or tell the answer.")
        if vote.is_open and vote.voted < len(self.rows):
            return _("They are still answering. Wait, or skip ahead.")
        act = _("Close the vote.") if vote.is_open else _("Show the distribution.")
        return f"{act} {_shown_in(vote)}".strip()

    def _said_by(self, puppet: rehearsing.Puppet) -> str:
        if self._vote is None:
            return ""
        return ascii_uppercase[rehearsing.will_choose(self._question, puppet, self._vote.round)]

    @cached_property
    def _question(self) -> ClassQuestion:
        assert self._vote is not None
        return ClassQuestion(self._vote.step)

    @cached_property
    def _vote(self) -> Vote | None:
        """The one that is open, if what it asks is still there."""
        step = sitting.current_step(self.classroom)
        vote = step.votes.filter(closed=None).last() if step else None
        try:
            return vote if vote is not None and ClassQuestion(vote.step).right else None
        except NoQuestion:
            return None


def _shown_in(vote: VotePage) -> str:
    """The belief that shows most, before anybody else sees it; empty if none does."""
    shown = Counter(vote.vote.ballots.exclude(misconception="").values_list("misconception", flat=True))
    for name, count in shown.most_common(1):
        values = {"share": round(100 * count / vote.voted), "belief": _(MISCONCEPTIONS[name].belief)}
        return _("%(share)s %% answered like somebody who believes: “%(belief)s”") % values
    return ""
