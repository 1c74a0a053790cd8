"""Other ways to the same goal: solutions sorted by what they do, and by what kind of operations.

Two solutions have one shape if the same decisions differ from the start, in the same direction, and the same
operations were used, however often. ``searching`` finds shapes that nobody thought of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.organization.decisions import Judge, PrincipalName
from accounts.organization.state import AccountId
from lessons.course.case import Case
from lessons.course.language import Scope
from lessons.course.language.sameness import Selection, differences
from policies.engine.action_sets import ActionSet

Change = tuple[AccountId, PrincipalName, ActionSet, ActionSet]
"""Whose, what is decided otherwise now, and what of it is allowed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """``operations`` by name, such as ``organizations.move_account``. ``effect`` is about those who were
    there at the start."""

    effect: frozenset[Change]
    operations: frozenset[str]

    @property
    def blast_radius(self) -> int:
        """How many decisions differ from the start."""
        return sum(actions.bit_count() for _, _, actions, _ in self.effect)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The ways of one shape, by their index in what was given; the one with the fewest operations first."""

    shape: Shape
    ways: tuple[int, ...]
    fewest: int


def shape_of(case: Case, judge: Judge) -> Shape:
    """Raises ``TooMuch`` for an organization that is too large to be compared."""
    effect = frozenset(
        (each.account_id, each.label, each.actions, each.actions & each.now.allowed)
        for each in differences(Scope(case, judge), Selection())
    )
    return Shape(effect, frozenset(step.operation for step in case.steps))


def clusters(cases: Iterable[Case], judge: Judge) -> tuple[Cluster, ...]:
    """Those that change least first, then those that take the fewest operations."""
    return clustered((shape_of(case, judge), len(case.steps)) for case in cases)


def clustered(ways: Iterable[tuple[Shape, int]]) -> tuple[Cluster, ...]:
    """Likewise, of shapes with the number of operations that they took."""
    by_shape: dict[Shape, list[tuple[int, int]]] = {}
    for index, (shape, operations) in enumerate(ways):
        by_shape.setdefault(shape, []).append((operations, index))
    found = [
        Cluster(shape, tuple(index for _, index in sorted(each)), min(each)[0])
        for shape, each in by_shape.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.shape.blast_radius, each.fewest, each.ways)))
