"""The universe partitioned by decision and by deciding rule, for all callers of one kind at once.

A partition knows gates and policies by their places only. Whose gate it is, which account, which
role, is added by ``permissions``; so a thousand accounts under like SCPs share one partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import chain
from operator import and_, or_
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.compilation import CompiledStatement, Outcomes, Reach
from policies.engine.decision import Decision
from policies.engine.document import PolicyDocument
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.guardrails import NEVER_UNDER_RCPS
from policies.engine.request import Context

DOCUMENTS_KEPT = GATES_KEPT = COURSES_KEPT = 8192
ANSWERED_KEPT = PARTITIONS_KEPT = 4096
"""Each takes some ten kilobytes of the whole catalogue, and ten times that once its rules are asked for."""

EVERY_ACTION: ActionSet = -1
"""All bits there could be: what ``&`` leaves as it is."""


class Slot(NamedTuple):
    """A rule by its places: which gate, which of the policies there, which of its statements."""

    decision: Decision
    gate: int
    policy: int | None = None
    statement: int | None = None


class Cut(NamedTuple):
    """What a gate does to what comes in: three disjoint parts that make it up."""

    passing: ActionSet
    explicitly_denied: ActionSet
    implicitly_denied: ActionSet


class _Place(NamedTuple):
    """A statement at a gate: in which of the gate's policies, and compiled."""

    policy: int
    compiled: CompiledStatement


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """``lets_all_through``: nothing has to allow here, as SCPs that do not apply, or for the root user.
    ``asking`` are the statements that ask the context."""

    denies: tuple[_Place, ...]
    allows: tuple[_Place, ...]
    lets_all_through: bool
    asking: tuple[CompiledStatement, ...]
    within: ActionSet = EVERY_ACTION
    """The actions that the statements are about at all: RCPs do not reach every service."""


_Claim = tuple[Slot, ActionSet]


class _AnsweredGate:
    """A gate whose questions the context has answered: sets for its statements, and for all of it.

    ``surely`` gets through this gate whatever is still open, ``possibly`` may get through.
    """

    def __init__(self, gate: Gate, answers: tuple[Outcomes, ...]) -> None:
        said = dict(zip(gate.asking, answers, strict=True))
        self._denies = [
            (place, place.compiled.reach(said.get(place.compiled)).within(gate.within))
            for place in gate.denies
        ]
        self._allows = [(place, place.compiled.reach(said.get(place.compiled))) for place in gate.allows]
        self._lets_all_through = gate.lets_all_through
        self.denied = _union(reach for _, reach in self._denies)
        self.allowed = (
            Reach(EVERY_ACTION, EVERY_ACTION)
            if gate.lets_all_through
            else _union(reach for _, reach in self._allows)
        )
        self.surely = self.allowed.surely & ~self.denied.possibly
        self.possibly = self.allowed.possibly & ~self.denied.surely

    def explicit_denies(self, gate: int) -> Iterator[_Claim]:
        return (
            (_slot(Decision.EXPLICITLY_DENIED, gate, place), reach.surely) for place, reach in self._denies
        )

    def possible_denies(self, gate: int) -> Iterator[_Claim]:
        return ((_slot(Decision.DEPENDS, gate, place), reach.possibly) for place, reach in self._denies)

    def merely_possible_allows(self, gate: int) -> Iterator[_Claim]:
        """Where no Allow of this gate is sure."""
        unsure = ~self.allowed.surely
        return (
            (_slot(Decision.DEPENDS, gate, place), reach.possibly & unsure) for place, reach in self._allows
        )

    def sure_allows(self, gate: int) -> Iterator[_Claim]:
        if self._lets_all_through:
            yield Slot(Decision.ALLOWED, gate), EVERY_ACTION
        for place, reach in self._allows:
            yield _slot(Decision.ALLOWED, gate, place), reach.surely


@dataclass(frozen=True, eq=False)
class Partition:
    """What a course lets through, and who takes the rest. Equal to nothing but itself.

    The four sets by decision are at hand; ``by_slot`` and ``cuts`` are worked out when asked for.
    """

    universe: ActionSet
    always_allowed: ActionSet
    gates: tuple[_AnsweredGate, ...]
    allowed: ActionSet
    depends: ActionSet

    @cached_property
    def explicitly_denied(self) -> ActionSet:
        denied = reduce(or_, (gate.denied.surely for gate in self.gates), 0)
        return denied & ~self.always_allowed

    @cached_property
    def implicitly_denied(self) -> ActionSet:
        return self.universe & ~(self.allowed | self.depends | self.explicitly_denied)

    def decision(self, action: ActionSet) -> Decision:
        """The decision on the one action of the set."""
        if self.allowed & action:
            return Decision.ALLOWED
        if self.depends & action:
            return Decision.DEPENDS
        return Decision.EXPLICITLY_DENIED if self.explicitly_denied & action else Decision.IMPLICITLY_DENIED

    @cached_property
    def by_slot(self) -> tuple[tuple[Slot, ActionSet], ...]:
        """Disjoint sets that make up the universe, in the order in which they were decided."""
        undecided = self.universe
        by_slot: dict[Slot, ActionSet] = {}
        for slot, claimed in self._claims():
            if taken := undecided & claimed:
                by_slot[slot] = by_slot.get(slot, 0) | taken
                undecided ^= taken
        return tuple(by_slot.items())

    def _claims(self) -> Iterator[_Claim]:
        """Who claims an action first decides it: this is the order of ``evaluate``."""
        gates = tuple(enumerate(self.gates))
        identity, identity_gate = gates[-1]
        yield Slot(Decision.ALLOWED, identity), self.always_allowed
        for number, gate in gates:
            yield from gate.explicit_denies(number)
        for number, gate in gates:
            yield Slot(Decision.IMPLICITLY_DENIED, number), ~gate.allowed.possibly
        for number, gate in gates:
            yield from gate.possible_denies(number)
        for number, gate in gates:
            yield from gate.merely_possible_allows(number)
        yield from identity_gate.sure_allows(identity)

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What each gate takes from what the one before lets through."""
        return tuple(self._cuts())

    def _cuts(self) -> Iterator[Cut]:
        coming = self.universe
        for gate in self.gates:
            passing = coming & (gate.possibly | self.always_allowed)
            denied = coming & ~passing & gate.denied.surely
            yield Cut(passing, denied, coming & ~passing & ~denied)
            coming = passing


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The gates one after the other, that of the identity policies last."""

    gates: tuple[Gate, ...]
    asking: tuple[CompiledStatement, ...]
    """The statements of all gates that ask the context."""
    keys: frozenset[str]
    """What they ask it for, in lower case. Contexts that agree on these have one partition."""

    def outcomes(self, context: Context) -> tuple[Outcomes, ...]:
        """All that the context has to say about this course."""
        return tuple([compiled.outcomes(context) for compiled in self.asking])


class Partitioner:
    """Gates, courses and partitions over one universe, each made once and kept within bounds."""

    def __init__(self, universe: ActionUniverse) -> None:
        self._universe = universe
        present = (action for action in ALWAYS_ALLOWED if action in universe)
        self._always_allowed = reduce(or_, (1 << universe.index(action) for action in present), 0)
        self._compiled = lru_cache(maxsize=DOCUMENTS_KEPT)(self._compile)
        self._answered = lru_cache(maxsize=ANSWERED_KEPT)(_AnsweredGate)
        self.gate = lru_cache(maxsize=GATES_KEPT)(self._make_gate)
        self.under_rcps = lru_cache(maxsize=16)(self._find_under_rcps)
        self.course = lru_cache(maxsize=COURSES_KEPT)(self._make_course)
        self.partition = lru_cache(maxsize=PARTITIONS_KEPT)(self._make_partition)

    def _compile(self, document: PolicyDocument) -> tuple[CompiledStatement, ...]:
        return tuple(CompiledStatement(statement, self._universe) for statement in document.statements)

    def _find_under_rcps(self, services: frozenset[str] | None) -> ActionSet:
        """The actions that RCPs reach; ``services`` are those that support them, None is all."""
        exempt = (
            1 << self._universe.index(action) for action in NEVER_UNDER_RCPS if action in self._universe
        )
        reached = [EVERY_ACTION] if services is None else map(self._universe.service_mask, services)
        return reduce(or_, reached, 0) & ~reduce(or_, exempt, 0)

    def _make_gate(
        self,
        documents: tuple[PolicyDocument, ...],
        lets_all_through: bool,
        within: ActionSet = EVERY_ACTION,
    ) -> Gate:
        places = tuple(
            _Place(number, compiled)
            for number, document in enumerate(documents)
            for compiled in self._compiled(document)
        )
        return Gate(
            denies=tuple(place for place in places if place.compiled.denies),
            allows=tuple(place for place in places if not place.compiled.denies),
            lets_all_through=lets_all_through,
            asking=tuple(dict.fromkeys(place.compiled for place in places if place.compiled.asks)),
            within=within,
        )

    def _make_course(self, gates: tuple[Gate, ...]) -> Course:
        asking = tuple(chain.from_iterable(gate.asking for gate in gates))
        return Course(gates, asking, frozenset(chain.from_iterable(compiled.keys for compiled in asking)))

    def _make_partition(self, course: Course, outcomes: tuple[Outcomes, ...]) -> Partition:
        answers = iter(outcomes)
        gates = tuple(
            self._answered(gate, tuple([next(answers) for _ in gate.asking])) for gate in course.gates
        )
        surely = reduce(and_, (gate.surely for gate in gates), self._universe.all) | self._always_allowed
        possibly = reduce(and_, (gate.possibly for gate in gates), self._universe.all) | self._always_allowed
        return Partition(self._universe.all, self._always_allowed, gates, surely, possibly & ~surely)


def _slot(decision: Decision, gate: int, place: _Place) -> Slot:
    return Slot(decision, gate, place.policy, place.compiled.statement.index)


def _union(reaches: Iterable[Reach]) -> Reach:
    surely = possibly = 0
    for reach in reaches:
        surely |= reach.surely
        possibly |= reach.possibly
    return Reach(surely, possibly)
