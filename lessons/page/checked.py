"""What a solved task comes to: its numbers, and the other ways to solve it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from accounts import history, selectors, store
from accounts.models import OrganizationRecord
from accounts.page.rooms.census import changes
from accounts.page.view import View
from lessons.course.case import Case, play
from lessons.course.exercise import Exercise
from lessons.course.shapes import Cluster, clusters, shape_of
from lessons.models import Attempt
from lessons.page.markdown import line

_solutions: Final[store.ByRevision[tuple[Cluster, ...]]] = store.ByRevision(512)


@dataclass(frozen=True, slots=True)
class Tally:
    """What differs from the start for the principal that the page asks about, over all accounts. ``name`` is
    that of the account if it is only one; empty also where no action was gained or lost, but now depends."""

    operations: int
    accounts: int
    name: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Way:
    """Another solution. ``index`` is its place among the exercise's; ``changed`` is the number of decisions
    that it makes otherwise than they were."""

    index: int
    name: SafeString
    says: SafeString
    operations: int
    changed: int


def tally_of(case: Case, view: View) -> Tally:
    found = changes(case.start, case.present, view, selectors.judge())
    gained = sum(change.gained for change in found.values())
    lost = sum(change.lost for change in found.values())
    name = case.present.name_of(next(iter(found))) if len(found) == 1 and (gained or lost) else ""
    return Tally(len(case.steps), len(found), name, gained, lost)


def other_ways(
    attempt: Attempt, record: OrganizationRecord, exercise: Exercise, case: Case
) -> tuple[Way, ...]:
    """One solution of each shape but that of what was done, first those that change least. ``case`` is the
    attempt's, in ``record``."""
    own = shape_of(case, selectors.judge())
    found = (cluster for cluster in _solutions_of(attempt, record, exercise, case) if cluster.shape != own)
    return tuple(_way(exercise, cluster.ways[0], cluster.shape.blast_radius) for cluster in found)


def _solutions_of(
    attempt: Attempt, record: OrganizationRecord, exercise: Exercise, case: Case
) -> tuple[Cluster, ...]:
    """Whatever is done in an attempt, the solutions come to the same in it."""

    def made() -> tuple[Cluster, ...]:
        begun = case.beginning
        played = [play(begun, solution.actions, attempt.seed) for solution in exercise.solutions]
        return clusters(played, selectors.judge())

    return _solutions.made(record, history.START, made, attempt.edition)


def _way(exercise: Exercise, index: int, changed: int) -> Way:
    solution = exercise.solutions[index]
    return Way(index, line(solution.name), line(solution.says), len(solution.actions), changed)
