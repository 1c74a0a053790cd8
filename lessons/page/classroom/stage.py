"""Where a class is: its steps, and the vote that is put. The projector, the instructor and every learner see
the same, as far as each may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from string import ascii_uppercase
from typing import Final

from lessons.classroom import common
from lessons.classroom.voting import Count, NoQuestion, Tally
from lessons.course.misconceptions import Misconception
from lessons.models import Attempt, Ballot, Classroom, ClassStep, Seat, Vote
from lessons.page.question import ChoiceView, QuestionPage, belief_of

MOST_NEIGHBOURS: Final = 40
"""Names that a learner reads while everybody waits."""
NEAR: Final = 5
"""Steps that are shown before one asks for all."""


class When(Enum):
    """Of a step; the value is its class in the style sheet."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class StepRow:
    number: int
    step: ClassStep
    when: When
    votes: int


@dataclass(frozen=True, slots=True)
class Row:
    """A choice of a vote under its letter. ``count`` is None until the distribution is shown."""

    letter: str
    choice: ChoiceView
    count: Count | None


@dataclass(frozen=True)
class VotePage:
    """``page`` tells what is right only once that was told. ``own`` is the ballot of whoever looks."""

    vote: Vote
    page: QuestionPage
    voted: int
    tally: Tally | None
    own: Ballot | None = None
    first: Ballot | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        counts = self.tally.counts if self.tally else (None,) * len(self.page.choices)
        return tuple(
            Row(ascii_uppercase[choice.number], choice, count)
            for choice, count in zip(self.page.choices, counts, strict=True)
        )

    @property
    def is_open(self) -> bool:
        return self.vote.is_open

    @property
    def is_told(self) -> bool:
        return self.vote.told is not None

    @property
    def silent(self) -> tuple[str, ...]:
        """Nicknames of those who have not answered: for the instructor alone."""
        seats = Seat.objects.filter(classroom__steps=self.vote.step_id, removed=None)
        return tuple(seats.exclude(ballots__vote=self.vote).values_list("nickname", flat=True))

    @property
    def own_row(self) -> Row | None:
        return self._row_of(self.own)

    @property
    def first_row(self) -> Row | None:
        """What one said in the first round; None while that is the only one."""
        return self._row_of(self.first)

    def _row_of(self, ballot: Ballot | None) -> Row | None:
        return self.rows[ballot.choice] if ballot else None

    @cached_property
    def turned(self) -> int:
        """How many others chose as one did at first, and as one did now: 0 for who kept their mind."""
        if self.own is None or self.first is None or self.own.choice == self.first.choice:
            return 0
        others = self.vote.ballots.filter(choice=self.own.choice, seat__removed=None)
        return (
            others.exclude(seat=self.own.seat_id)
            .filter(seat__ballots__vote=self.first.vote_id, seat__ballots__choice=self.first.choice)
            .count()
        )

    @property
    def belief(self) -> Misconception | None:
        """The one that showed in what one said, and is asked about again."""
        return belief_of([each.misconception for each in (self.own, self.first) if each])


@dataclass(frozen=True)
class Stage:
    """``seat`` is that of a learner who looks; the instructor and the projector have none."""

    classroom: Classroom
    seat: Seat | None = None

    @cached_property
    def steps(self) -> tuple[StepRow, ...]:
        return tuple(
            StepRow(number, step, _when(step), len(step.votes.all()))
            for number, step in enumerate(common.steps_of(self.classroom), start=1)
        )

    @property
    def near(self) -> tuple[StepRow, ...]:
        """The steps about the one that is open, or is to be: all of them, where there are few."""
        rows, here = self.steps, self.now or self.next
        if len(rows) <= NEAR or here is None:
            return rows[-NEAR:]
        first = min(max(here.number - 2, 0), len(rows) - NEAR)
        return rows[first : first + NEAR]

    @property
    def now(self) -> StepRow | None:
        """None between two steps."""
        return next((row for row in self.steps if row.when is When.NOW), None)

    @property
    def next(self) -> StepRow | None:
        """What was never opened and comes first after what was."""
        opened = [row.number for row in self.steps if row.when is not When.NEXT]
        rows = (row for row in self.steps if row.number > max(opened, default=0))
        return next(rows, None)

    @property
    def is_over(self) -> bool:
        return self.classroom.ended is not None

    @cached_property
    def joined(self) -> tuple[Seat, ...]:
        return tuple(self.classroom.seats.filter(removed=None))

    @property
    def present(self) -> int:
        """How many have joined."""
        return common.present(self.classroom)

    @cached_property
    def others(self) -> Sequence[str]:
        """Nicknames of all others in the room."""
        own = self.seat.nickname if self.seat else None
        return tuple(each for each in common.nicknames(self.classroom) if each != own)

    @property
    def neighbours(self) -> Sequence[str]:
        """Some of the others; of the rest one reads how ``many_more`` they are."""
        return self.others[:MOST_NEIGHBOURS]

    @property
    def many_more(self) -> int:
        return max(0, len(self.others) - MOST_NEIGHBOURS)

    @cached_property
    def tasks(self) -> tuple[Attempt, ...]:
        """One's own attempts, the newest first, with no more than the page of a class says of them."""
        begun = (row for row in self.steps if row.step.kind == ClassStep.Kind.TASK)
        if self.seat is None or all(row.when is When.NEXT for row in begun):
            return ()
        named = ("organization__public_id", "class_step__kind", "class_step__lesson", "class_step__title")
        own = self.seat.attempts.select_related("organization", "class_step")
        return tuple(own.only("solved", *named))

    @property
    def unfinished(self) -> Attempt | None:
        """One's own task of an earlier step, to which one may go back."""
        now = self.now.step if self.now else None
        left = (each for each in self.tasks if each.solved is None and each.organization is not None)
        return None if self.is_over else next((each for each in left if each.class_step != now), None)

    @cached_property
    def vote(self) -> VotePage | None:
        """The newest vote of the open step; None where none was put."""
        row = self.now
        last = max(row.step.votes.all(), key=lambda vote: vote.round, default=None) if row else None
        if row is None or last is None:
            return None
        return vote_page(self.classroom, last, self.seat)


def vote_page(classroom: Classroom, vote: Vote, seat: Seat | None = None) -> VotePage | None:
    """As ``seat`` sees it, or everybody. None if its question is not there any more."""
    try:
        page = common.page_of(classroom, vote)
    except NoQuestion:
        return None
    said = Ballot.objects.filter(vote__step=vote.step_id, vote__round__lte=vote.round, seat=seat)
    own: dict[int, Ballot] = {each.vote_id: each for each in said.order_by("vote__round")} if seat else {}
    now = own.pop(vote.pk, None)
    is_shown = vote.shown is not None or vote.told is not None
    tally = common.tally(classroom, vote, len(page.choices)) if is_shown else None
    voted = tally.voted if tally else common.voted(classroom, vote)
    return VotePage(vote, page, voted, tally, now, next(iter(own.values()), None))


def _when(step: ClassStep) -> When:
    if step.is_open:
        return When.NOW
    return When.NEXT if step.opened is None else When.PAST
