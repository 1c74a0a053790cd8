"""What a vote asks, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts import selectors
from accounts.organization.state import Organization
from lessons import rounds
from lessons.attempts import spoken_exercise
from lessons.course.case import Case
from lessons.course.exercise import Exercise, Question
from lessons.course.grading import started
from lessons.course.misconceptions import Asking
from lessons.course.questions.of_lessons import asking_of, case_after
from lessons.models import Answer, ClassStep, Vote
from lessons.page.lesson_question import page_of_question
from lessons.page.predicting import right_choices
from lessons.page.question import QuestionPage
from lessons.page.round_question import page_of
from lessons.rounds import Asked


class NoQuestion(LookupError):
    """This step asks nothing, or what it asked is not there any more."""


@dataclass(frozen=True)
class ClassQuestion:
    """What a step asks everybody: of its exercise, or made by the engine (``asking``)."""

    step: ClassStep

    @property
    def seed(self) -> str:
        """Everybody in a class is asked about the same organization."""
        return self.step.classroom.public_id

    @cached_property
    def exercise(self) -> Exercise:
        return spoken_exercise(self.step.lesson, self.step.document)

    @cached_property
    def question(self) -> Question | None:
        """None for one that the engine made. Raises ``NoQuestion``."""
        if self.step.asking:
            return None
        asked = [*(each.question for each in self.exercise.predictions), *self.exercise.questions]
        for question in asked:
            if question.id == self.step.question:
                return question
        raise NoQuestion

    @cached_property
    def _made(self) -> Asked:
        asked = rounds.asked_again(Answer(asking=self.step.asking), self.step.asking.get("seed", ""), None)
        if asked is None:
            raise NoQuestion
        return asked

    @cached_property
    def start(self) -> Organization:
        return started(self.exercise.start, self.seed)

    @cached_property
    def beliefs(self) -> tuple[str | None, ...]:
        """Of each choice, the misconception by which one would choose it."""
        if self.question is None:
            return tuple(option.misconception for option in self._made.item.options)
        return tuple(choice.misconception for choice in self.question.choices)

    @cached_property
    def right(self) -> frozenset[int]:
        """By what the engine says."""
        if self.question is None:
            return frozenset({self._made.item.options.index(self._made.item.right)})
        return frozenset(right_choices(self.question, Case(self.start), self.seed))

    @property
    def asking(self) -> Asking | None:
        """The request that it is about, if it is about one."""
        if self.question is None:
            return self._made.asking
        return asking_of(self.question, case_after(self.question, self.start, self.seed), selectors.judge())

    def page(self, chosen: Sequence[int] | None = None) -> QuestionPage:
        """As it is asked; as it was answered once ``chosen`` is given, none for whoever chose nothing."""
        if self.question is None:
            answer = None
            if chosen is not None:
                answer = Answer(asking=self.step.asking, choice=next(iter(chosen), None))
            return page_of(self._made, answer)
        present = case_after(self.question, self.start, self.seed).present
        # A prediction is about what is not done yet: nobody sees it before the answer is told.
        shown = self.start if self._is_prediction and chosen is None else present
        return page_of_question(self.question, shown, self.asking, chosen)

    @property
    def _is_prediction(self) -> bool:
        return any(each.question is self.question for each in self.exercise.predictions)


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose one choice; ``before`` in the round before, None in the first."""

    choice: int
    votes: int
    share: int
    before: int | None
    share_before: int | None


@dataclass(frozen=True)
class Tally:
    """What came of a vote, beside the round before it. Shares are in percent of those who voted."""

    counts: tuple[Count, ...]
    voted: int
    voted_before: int | None


def tally_of(vote: Vote, choices: int) -> Tally:
    now = _counted(vote)
    earlier = vote.step.votes.filter(round=vote.round - 1).first()
    before = _counted(earlier) if earlier else None
    return Tally(
        counts=tuple(
            Count(
                choice,
                now[choice],
                _share(now[choice], now.total()),
                before[choice] if before is not None else None,
                _share(before[choice], before.total()) if before is not None else None,
            )
            for choice in range(choices)
        ),
        voted=now.total(),
        voted_before=before.total() if before is not None else None,
    )


def _counted(vote: Vote) -> Counter[int]:
    return Counter(vote.ballots.filter(seat__removed=None).values_list("choice", flat=True))


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
