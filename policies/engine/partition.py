"""The universe partitioned by decision and by deciding rule, for all callers of one kind at once.

A partition knows gates and policies by their places only. Whose gate it is, which account, which
role, is added by ``permissions``; so a thousand accounts under like SCPs share one partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.compilation import CompiledStatement, Outcomes
from policies.engine.decision import Decision
from policies.engine.document import PolicyDocument
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.request import Context

DOCUMENTS_KEPT = GATES_KEPT = COURSES_KEPT = 8192
PARTITIONS_KEPT = 2048
"""A partition of the whole catalogue takes some tens of kilobytes, the others next to nothing."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Disjoint sets that make up the universe, by slot, in order of decision; and the gates' cuts."""

    allowed: ActionSet
    depends: ActionSet
    explicitly_denied: ActionSet
    implicitly_denied: ActionSet
    by_slot: tuple[tuple[Slot, ActionSet], ...]
    cuts: tuple[Cut, ...]


class _Place(NamedTuple):
    """A statement at a gate: in which of the gate's policies, and compiled."""

    policy: int
    compiled: CompiledStatement

    def slot(self, decision: Decision, gate: int) -> Slot:
        return Slot(decision, gate, self.policy, self.compiled.statement.index)


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """``lets_all_through``: nothing has to allow here, as SCPs that do not apply, or for the root user."""

    denies: tuple[_Place, ...]
    allows: tuple[_Place, ...]
    lets_all_through: bool


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The gates one after the other, that of the identity policies last; ``asking`` are those of
    their statements that ask the context."""

    gates: tuple[Gate, ...]
    asking: tuple[CompiledStatement, ...]

    def outcomes(self, context: Context) -> tuple[Outcomes, ...]:
        """All that the context has to say about this course."""
        return tuple([compiled.outcomes(context) for compiled in self.asking])


class Partitioner:
    """Gates, courses and partitions over one universe, each made once and kept within bounds."""

    def __init__(self, universe: ActionUniverse) -> None:
        self._universe = universe
        self._always_allowed = reduce(
            or_, (1 << i for i, action in enumerate(universe.actions) if action.lower() in ALWAYS_ALLOWED), 0
        )
        self._compiled = lru_cache(maxsize=DOCUMENTS_KEPT)(self._compile)
        self.gate = lru_cache(maxsize=GATES_KEPT)(self._make_gate)
        self.course = lru_cache(maxsize=COURSES_KEPT)(self._make_course)
        self.partition = lru_cache(maxsize=PARTITIONS_KEPT)(self._make_partition)

    def _compile(self, document: PolicyDocument) -> tuple[CompiledStatement, ...]:
        return tuple(CompiledStatement(statement, self._universe) for statement in document.statements)

    def _make_gate(self, documents: tuple[PolicyDocument, ...], lets_all_through: bool) -> Gate:
        places = tuple(
            _Place(number, compiled)
            for number, document in enumerate(documents)
            for compiled in self._compiled(document)
        )
        return Gate(
            denies=tuple(place for place in places if place.compiled.denies),
            allows=tuple(place for place in places if not place.compiled.denies),
            lets_all_through=lets_all_through,
        )

    def _make_course(self, gates: tuple[Gate, ...]) -> Course:
        compiled = (place.compiled for gate in gates for place in (*gate.denies, *gate.allows))
        return Course(gates, tuple(dict.fromkeys(each for each in compiled if each.asks)))

    def _make_partition(self, course: Course, outcomes: tuple[Outcomes, ...]) -> Partition:
        answers = dict(zip(course.asking, outcomes, strict=True))
        gates = [_ReachedGate(gate, answers) for gate in course.gates]
        by_slot = self._decided(gates)
        return Partition(
            allowed=_union(by_slot, Decision.ALLOWED),
            depends=_union(by_slot, Decision.DEPENDS),
            explicitly_denied=_union(by_slot, Decision.EXPLICITLY_DENIED),
            implicitly_denied=_union(by_slot, Decision.IMPLICITLY_DENIED),
            by_slot=by_slot,
            cuts=tuple(self._cuts(gates)),
        )

    def _decided(self, gates: Sequence[_ReachedGate]) -> tuple[tuple[Slot, ActionSet], ...]:
        """Who claims an action first decides it, so the claims come in the order of ``evaluate``."""
        undecided = self._universe.all
        by_slot: dict[Slot, ActionSet] = {}
        for slot, claimed in chain(
            [(Slot(Decision.ALLOWED, len(gates) - 1), self._always_allowed)],
            _explicit_denies(gates),
            _implicit_denies(gates),
            _open_questions(gates),
            _allows(gates),
        ):
            if taken := undecided & claimed:
                by_slot[slot] = by_slot.get(slot, 0) | taken
                undecided ^= taken
        return tuple(by_slot.items())

    def _cuts(self, gates: Iterable[_ReachedGate]) -> Iterator[Cut]:
        coming = self._universe.all
        for gate in gates:
            denied = coming & ~self._always_allowed & gate.surely_denied
            passing = coming & ~denied & (self._always_allowed | gate.possibly_allowed)
            yield Cut(passing, denied, coming & ~denied & ~passing)
            coming = passing


def _union(by_slot: Iterable[tuple[Slot, ActionSet]], decision: Decision) -> ActionSet:
    return reduce(or_, (actions for slot, actions in by_slot if slot.decision is decision), 0)


EVERY_ACTION: ActionSet = -1
"""All bits there could be: the neutral element of ``&``."""

_Claim = tuple[Slot, ActionSet]


class _ReachedGate:
    """A gate with what its statements match for one set of answers from the context."""

    def __init__(self, gate: Gate, answers: Mapping[CompiledStatement, Outcomes]) -> None:
        self.lets_all_through = gate.lets_all_through
        self.denies = [(place, place.compiled.reach(answers.get(place.compiled))) for place in gate.denies]
        self.allows = [(place, place.compiled.reach(answers.get(place.compiled))) for place in gate.allows]
        self.surely_denied = reduce(or_, (reach.surely for _, reach in self.denies), 0)
        if gate.lets_all_through:
            self.surely_allowed = self.possibly_allowed = EVERY_ACTION
        else:
            self.surely_allowed = reduce(or_, (reach.surely for _, reach in self.allows), 0)
            self.possibly_allowed = reduce(or_, (reach.possibly for _, reach in self.allows), 0)


def _explicit_denies(gates: Sequence[_ReachedGate]) -> Iterator[_Claim]:
    for number, gate in enumerate(gates):
        for place, reach in gate.denies:
            yield place.slot(Decision.EXPLICITLY_DENIED, number), reach.surely


def _implicit_denies(gates: Sequence[_ReachedGate]) -> Iterator[_Claim]:
    for number, gate in enumerate(gates):
        yield Slot(Decision.IMPLICITLY_DENIED, number), ~gate.possibly_allowed


def _open_questions(gates: Sequence[_ReachedGate]) -> Iterator[_Claim]:
    """A Deny that possibly matches, then an Allow that is only possible where none is sure."""
    for number, gate in enumerate(gates):
        for place, reach in gate.denies:
            yield place.slot(Decision.DEPENDS, number), reach.possibly
    for number, gate in enumerate(gates):
        for place, reach in gate.allows:
            yield place.slot(Decision.DEPENDS, number), reach.possibly & ~gate.surely_allowed


def _allows(gates: Sequence[_ReachedGate]) -> Iterator[_Claim]:
    """The identity gate says who allowed what has come so far."""
    last = len(gates) - 1
    if gates[last].lets_all_through:
        yield Slot(Decision.ALLOWED, last), EVERY_ACTION
    for place, reach in gates[last].allows:
        yield place.slot(Decision.ALLOWED, last), reach.surely
