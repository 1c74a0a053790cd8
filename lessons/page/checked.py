"""What a solved task comes to: its numbers, and the other ways to solve it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from accounts import selectors
from accounts.page.rooms.census import changes
from accounts.page.view import View
from lessons.course.case import Case
from lessons.course.exercise import Exercise
from lessons.page.markdown import line


@dataclass(frozen=True, slots=True)
class Tally:
    """What differs from the start for the principal that the page asks about, over all accounts. ``name`` is
    that of the account if it is only one."""

    operations: int
    accounts: int
    name: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Way:
    """Another solution. ``index`` is its place among the exercise's."""

    index: int
    name: SafeString
    says: SafeString
    operations: int


def tally_of(case: Case, view: View) -> Tally:
    found = changes(case.start, case.present, view, selectors.judge())
    name = case.present.name_of(next(iter(found))) if len(found) == 1 else ""
    return Tally(
        operations=len(case.steps),
        accounts=len(found),
        name=name,
        gained=sum(change.gained for change in found.values()),
        lost=sum(change.lost for change in found.values()),
    )


def other_ways(exercise: Exercise, case: Case) -> tuple[Way, ...]:
    """The solutions that take other operations than were done."""
    done = {step.operation for step in case.steps}
    return tuple(
        Way(index, line(solution.name), line(solution.says), len(solution.actions))
        for index, solution in enumerate(exercise.solutions)
        if {action.operation for action in solution.actions} != done
    )
