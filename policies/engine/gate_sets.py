"""One gate as sets of actions: what it denies, what it allows, and by which statement.

A gate knows its policies by their places only; whose gate it is, nobody asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from policies.engine.action_sets import ActionSet
from policies.engine.compilation import CompiledStatement, Outcomes, Reach
from policies.engine.decision import Decision, Grant

EVERY_ACTION: ActionSet = -1
"""All bits there could be: what ``&`` leaves as it is."""


class Slot(NamedTuple):
    """A rule by its places: which gate, which of the policies there, which of its statements."""

    decision: Decision
    gate: int
    policy: int | None = None
    statement: int | None = None


class Place(NamedTuple):
    """A statement at a gate: in which of the gate's policies, and compiled; and as whom it means the
    caller, if it has a Principal."""

    policy: int
    compiled: CompiledStatement
    grant: Grant


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """``lets_through``: for these actions nothing has to allow here, as at SCPs that do not apply, or for
    the root user. ``asking`` are the statements that ask the context."""

    lets_through: ActionSet
    denies: tuple[Place, ...] = ()
    allows: tuple[Place, ...] = ()
    asking: tuple[CompiledStatement, ...] = ()
    within: ActionSet = EVERY_ACTION
    """The actions that the statements are about at all: RCPs do not reach every service."""


Meant = tuple[Grant | None, ...]
"""As whom each statement of a document means the caller; None where it is about others."""

Claim = tuple[Slot, ActionSet]


class AnsweredGate:
    """A gate whose questions the context has answered: sets for its statements, and for all of it.

    ``surely`` gets through this gate whatever is still open, ``possibly`` may get through.
    """

    def __init__(self, gate: Gate, answers: tuple[Outcomes, ...], on: str | None) -> None:
        said = dict(zip(gate.asking, answers, strict=True))
        self._denies = [
            (place, place.compiled.reach(said.get(place.compiled), on).within(gate.within))
            for place in gate.denies
        ]
        self._allows = [(place, place.compiled.reach(said.get(place.compiled), on)) for place in gate.allows]
        self._lets_through = gate.lets_through
        self.denied = union(reach for _, reach in self._denies)
        self.allowed = union(reach for _, reach in self._allows)
        if gate.lets_through:
            self.allowed = union((self.allowed, Reach(gate.lets_through, gate.lets_through)))
        self.surely = self.allowed.surely & ~self.denied.possibly
        self.possibly = self.allowed.possibly & ~self.denied.surely

    def explicit_denies(self, gate: int) -> Iterator[Claim]:
        return (
            (_slot(Decision.EXPLICITLY_DENIED, gate, place), reach.surely) for place, reach in self._denies
        )

    def possible_denies(self, gate: int) -> Iterator[Claim]:
        return ((_slot(Decision.DEPENDS, gate, place), reach.possibly) for place, reach in self._denies)

    def allowing(self, at_least: Grant) -> Reach:
        """What is allowed by statements that mean the caller ``at_least`` so."""
        return self.allowed if at_least is Grant.NOBODY else union(self._allows_at_least(at_least))

    def merely_possible_allows(self, gate: int, at_least: Grant) -> Iterator[Claim]:
        """Where no such Allow of this gate is sure."""
        unsure = ~self.allowing(at_least).surely
        return (
            (_slot(Decision.DEPENDS, gate, place), reach.possibly & unsure)
            for place, reach in self._allows
            if place.grant >= at_least
        )

    def sure_allows(self, gate: int, at_least: Grant) -> Iterator[Claim]:
        if self._lets_through:
            yield Slot(Decision.ALLOWED, gate), self._lets_through
        for place, reach in self._allows:
            if place.grant >= at_least:
                yield _slot(Decision.ALLOWED, gate, place), reach.surely

    def _allows_at_least(self, at_least: Grant) -> Iterator[Reach]:
        return (reach for place, reach in self._allows if place.grant >= at_least)


def _slot(decision: Decision, gate: int, place: Place) -> Slot:
    return Slot(decision, gate, place.policy, place.compiled.statement.index)


def union(reaches: Iterable[Reach]) -> Reach:
    surely = possibly = 0
    for reach in reaches:
        surely |= reach.surely
        possibly |= reach.possibly
    return Reach(surely, possibly)
