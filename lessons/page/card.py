"""The lesson in its steps. Only what is shown is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import OrganizationRecord
from accounts.page.view import View
from lessons import attempts
from lessons.course.case import Case
from lessons.course.content import course
from lessons.course.exercise import Exercise
from lessons.course.grading import Report
from lessons.course.lesson import Lesson, Section
from lessons.library import PREVIEW, lesson_called
from lessons.models import Answer, Attempt, Replay, Step
from lessons.page.checked import Tally, Way, other_ways, tally_of
from lessons.page.checklist import Goal, Hint, goals_of, hints_of, met_at_start
from lessons.page.documents import Document, documents_of
from lessons.page.markdown import blocks, line
from lessons.page.predicting import Asked, Seen, asked, seen
from lessons.page.replaying import Move, moves_of, on_the_way


@dataclass(frozen=True, slots=True)
class Tab:
    """``is_shown``: what the card shows; ``is_open``: it has been reached and can be looked at."""

    step: Step
    title: str
    is_done: bool
    is_shown: bool
    is_open: bool


class OfAttempt:
    """What every card knows of the attempt that it is about."""

    attempt: Attempt

    @cached_property
    def exercise(self) -> Exercise:
        return attempts.exercise_of(self.attempt)

    @cached_property
    def lesson(self) -> Lesson | None:
        """None for one that is there no more."""
        return lesson_called(self.attempt.lesson)

    @property
    def lessons(self) -> int:
        return len(course())


@dataclass(frozen=True)
class Card(OfAttempt):
    """Beside the pages of an attempt's ``record``, looked at in ``view``."""

    attempt: Attempt
    record: OrganizationRecord
    view: View

    @property
    def previewed(self) -> str:
        """The public ID of the exercise that its instructor tries."""
        return self.attempt.lesson.removeprefix(PREVIEW) if self.attempt.is_preview else ""

    @property
    def in_class(self) -> bool:
        """It is a task of a class that goes on, which says what comes next."""
        seat = self.attempt.seat
        return seat is not None and seat.classroom.ended is None

    @cached_property
    def next_lesson(self) -> Lesson | None:
        """None after the last, and for an exercise beside the course."""
        number = self.lesson.number if self.lesson else 0
        return course()[number] if 0 < number < len(course()) else None

    @cached_property
    def case(self) -> Case:
        return self.attempt.case or attempts.case_of(self.record)

    @cached_property
    def report(self) -> Report:
        return attempts.report_on(self.attempt, self.case)

    # Steps

    @cached_property
    def shown(self) -> Step:
        """The step that the reader went back to, if it has been reached; else where the attempt is."""
        wanted = next((step for step in self._reached if step.value == self.view.beside), None)
        return wanted or Step(self.attempt.step)

    @cached_property
    def _reached(self) -> tuple[Step, ...]:
        steps = attempts.steps_of(self.exercise)
        return steps[: steps.index(Step(self.attempt.step)) + 1]

    @property
    def tabs(self) -> tuple[Tab, ...]:
        titles = {
            Step.READ: _("Read"),
            Step.PREDICT: _("Predict"),
            Step.SEE: _("See"),
            Step.DO: _("Do"),
            Step.CHECK: _("Check"),
        }
        return tuple(
            Tab(
                step=step,
                title=titles[step],
                is_done=step in self._reached[:-1] or (step is Step.CHECK and step in self._reached),
                is_shown=step is self.shown,
                is_open=step in self._reached,
            )
            for step in attempts.steps_of(self.exercise)
        )

    # Texts

    def _text(self, section: Section) -> tuple[str, str]:
        """Heading and Markdown; empty if the lesson has none."""
        text = self.lesson.text(section, self.attempt.names) if self.lesson else None
        return (text.heading, text.markdown) if text else ("", "")

    @property
    def heading(self) -> SafeString:
        """Of the step that is shown, where the lesson has one."""
        sections = {Step.READ: Section.READ, Step.DO: Section.DO}
        heading = self._text(sections[self.shown])[0] if self.shown in sections else ""
        return line(heading or self.record.name)

    @property
    def read(self) -> SafeString:
        return blocks(self._text(Section.READ)[1])

    @property
    def task(self) -> SafeString:
        return blocks(self._text(Section.DO)[1])

    @property
    def outcome(self) -> SafeString:
        return blocks(self._text(Section.CHECK)[1])

    @property
    def remember(self) -> SafeString:
        return blocks(self._text(Section.REMEMBER)[1])

    # Predictions

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        return attempts.predictions_of(self.attempt)

    @property
    def asked(self) -> Asked | None:
        """The open prediction; None if there is none."""
        prediction = attempts.open_prediction(self.exercise, self.answers)
        return asked(prediction) if prediction and self.attempt.step == Step.PREDICT else None

    @property
    def documents(self) -> tuple[Document, ...]:
        """To be read before the open prediction is answered."""
        prediction = attempts.open_prediction(self.exercise, self.answers)
        return documents_of(self.case, prediction.question) if prediction else ()

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """Of the predictions that were answered: the last, or all of them when one looks back."""
        answered = [each for each in self.exercise.predictions if each.question.id in self.answers]
        if self.attempt.step == Step.SEE:
            answered = answered[-1:]
        heading, text = self._text(Section.SEE)
        return tuple(
            seen(
                each,
                self.answers,
                self.case.beginning,
                self.attempt.seed,
                self.exercise.look,
                heading=heading if each is self.exercise.predictions[-1] and not each.see else "",
                text=text if each is self.exercise.predictions[-1] else "",
            )
            for each in answered
        )

    @property
    def predicts_more(self) -> bool:
        return attempts.open_prediction(self.exercise, self.answers) is not None

    # The task

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        at_start = met_at_start(self.exercise)
        return goals_of(self.report, self.exercise, at_start, self.record, self.case)

    @property
    def hints(self) -> tuple[Hint, ...]:
        return hints_of(self.exercise, self.attempt.hints, self.report, self.case.present)

    @property
    def score(self) -> int:
        """In percent."""
        return round(100 * self.report.score)

    @property
    def tally(self) -> Tally:
        return tally_of(self.case, self.view)

    @property
    def ways(self) -> tuple[Way, ...]:
        return other_ways(self.attempt, self.record, self.exercise, self.case)


@dataclass(frozen=True)
class ReplayCard(OfAttempt):
    """Beside the pages of a copy in which a solution is played."""

    replay: Replay
    record: OrganizationRecord

    @property
    def attempt(self) -> Attempt:
        return self.replay.attempt

    @cached_property
    def case(self) -> Case:
        actions = self.exercise.solutions[self.replay.solution].actions
        return on_the_way(attempts.case_of(self.record), actions)

    @property
    def name(self) -> SafeString:
        return line(self.exercise.solutions[self.replay.solution].name)

    @property
    def says(self) -> SafeString:
        return line(self.exercise.solutions[self.replay.solution].says)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        return moves_of(self.case, self.exercise.solutions[self.replay.solution].actions, self.record.seed)

    @property
    def played(self) -> int:
        return len(self.case.steps)

    @property
    def is_over(self) -> bool:
        return self.played >= len(self.moves)

    @property
    def way_back(self) -> str:
        return attempts.address_of(self.attempt)
