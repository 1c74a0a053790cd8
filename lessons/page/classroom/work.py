"""A learner's work as the instructor looks back at it, and as the wall shows it without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Final

from accounts import history, moments, selectors
from accounts.models import OrganizationRecord
from accounts.organization.state import Organization
from accounts.page.rooms import Tree, tree_of
from accounts.page.view import View, view_of
from lessons import attempts
from lessons.course.case import Case
from lessons.course.exercise import Clause, Exercise
from lessons.course.grading import Report
from lessons.models import Attempt
from lessons.page.checklist import Goal, Hint, goals_of, hints_of, met_at_start
from lessons.page.predicting import looked_at
from lessons.page.requests import view_on

MOST_CHECKED: Final = 20
"""Revisions in the list that are judged: working one out takes a moment."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An organization's rooms, to be looked at: what they say is about ``view``."""

    organization: Organization
    view: View

    @property
    def tree(self) -> Tree:
        return tree_of(self.organization, self.view, selectors.judge(), None)


def picture_of(organization: Organization, look: Mapping[str, str]) -> Picture:
    """``look`` are the fields of a view, as an address has them."""
    return Picture(organization, view_of(look, organization))


@dataclass(frozen=True, slots=True)
class Did:
    """One line of the log: ``after`` the attempt began, as ``2:05``; ``missing`` are the goals that were not
    met then, None where that was not looked at."""

    revision: int
    sentence: str
    after: str
    missing: tuple[Clause, ...] | None
    is_shown: bool


@dataclass(frozen=True)
class Work:
    """Of one attempt, whose organization is still there, at one of its revisions."""

    attempt: Attempt
    revision: int

    @property
    def record(self) -> OrganizationRecord:
        assert self.attempt.organization is not None
        return self.attempt.organization

    @cached_property
    def exercise(self) -> Exercise:
        return attempts.exercise_of(self.attempt)

    @cached_property
    def _now(self) -> Case:
        return attempts.case_of(self.record)

    @cached_property
    def case(self) -> Case:
        return attempts.case_at(self.record, self.revision, self._now)

    @cached_property
    def report(self) -> Report:
        return self._report_at(self.revision)

    def _report_at(self, revision: int) -> Report:
        return attempts.report_on(self.attempt, self._now, revision)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Without a way into the learner's own organization."""
        kept = met_at_start(self.exercise)
        found = goals_of(self.report, self.exercise, kept, self.record, self.case)
        return tuple(
            replace(goal, against=replace(goal.against, address="") if goal.against else None)
            for goal in found
        )

    @cached_property
    def picture(self) -> Picture:
        """Looked at as the first goal that is not met wants it."""
        present, first = self.case.present, self.report.first_unmet
        witness = (first.finding.against if first else None) or looked_at(self.exercise.look, self.case)
        there = witness is not None and witness.account_id in present.accounts
        return Picture(present, view_on(witness, present) if witness and there else view_of({}, present))

    @cached_property
    def log(self) -> tuple[Did, ...]:
        """The start first."""
        listed = moments.steps(self.record, self.record.revision)
        return tuple(
            Did(
                step.revision,
                step.sentence,
                _clock(step.time - self.record.created),
                self._missing(step.revision) if number < MOST_CHECKED else None,
                step.revision == self.revision,
            )
            for number, step in enumerate(listed)
        )[::-1]

    def _missing(self, revision: int) -> tuple[Clause, ...] | None:
        if revision == history.START:
            return None
        report = self._report_at(revision)
        return tuple(each.clause for each in report.clauses if not each.finding.is_met)

    @property
    def newest(self) -> int:
        return self.record.revision

    @property
    def before(self) -> int | None:
        return self.revision - 1 if self.revision > history.START else None

    @property
    def after(self) -> int | None:
        return self.revision + 1 if self.revision < self.newest else None

    @property
    def next_hint(self) -> Hint | None:
        """The one that would be sent; None when all are open."""
        opened = self.attempt.hints + 1
        hints = hints_of(self.exercise, opened, self._report_at(self.newest), self._now.present)
        return hints[opened - 1] if opened <= len(hints) else None


def _clock(passed: timedelta) -> str:
    seconds = max(0, int(passed.total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"
