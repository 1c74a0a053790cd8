"""Beside a rehearsal: who the simulated learners are, and what they are about to say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from django.utils.translation import gettext as _

from lessons.classroom import rehearsing, sitting
from lessons.classroom.rehearsing import Change
from lessons.classroom.voting import ClassQuestion, NoQuestion
from lessons.course.misconceptions import MISCONCEPTIONS, Misconception
from lessons.models import Classroom, Seat, Vote


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

    @property
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
