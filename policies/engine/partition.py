"""The universe partitioned by decision and by deciding rule, for all callers of one kind at once.

A partition knows gates and policies by their places only. Whose gate it is, which account, which
role, is added by ``course``; so a thousand accounts under like SCPs share one partition.

Gates come in the order of ``evaluate``. The first ones limit whatever is granted. Behind them a course
branches into the ways of ``grants.paths``: the main one, and shortcuts that a resource's policy opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import chain, repeat
from operator import or_
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.compilation import CompiledStatement, Outcomes, Reach
from policies.engine.decision import Decision, Grant
from policies.engine.document import PolicyDocument
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.gate_sets import EVERY_ACTION, AnsweredGate, Claim, Gate, Meant, Place, Slot, union
from policies.engine.request import Context

DOCUMENTS_KEPT = GATES_KEPT = COURSES_KEPT = 8192
ANSWERED_KEPT = PARTITIONS_KEPT = 4096
"""Each takes some ten kilobytes of the whole catalogue, and ten times that once its rules are asked for."""


class Cut(NamedTuple):
    """What a gate does to what comes in: three disjoint parts that make it up."""

    passing: ActionSet
    explicitly_denied: ActionSet
    implicitly_denied: ActionSet


class Requirement(NamedTuple):
    """Something allows at the gate; in a resource's policy, what means the caller ``at_least`` so."""

    gate: int
    at_least: Grant = Grant.NOBODY


class Way(NamedTuple):
    """``requirements`` in the order of their gates; ``grantor`` is the one that grants."""

    requirements: tuple[Requirement, ...]
    grantor: Requirement


class Junction(NamedTuple):
    """The ways on which these actions get through, the main one first."""

    actions: ActionSet
    ways: tuple[Way, ...]


class _AnsweredWay(NamedTuple):
    way: Way
    reach: Reach


class _AnsweredJunction:
    """``reach`` gets through on one way or another, as far as the gates on them have to allow."""

    def __init__(self, junction: Junction, gates: Sequence[AnsweredGate]) -> None:
        self.actions = junction.actions
        self.main = junction.ways[0]
        self._ways = [_AnsweredWay(way, _intersection(way, gates)) for way in junction.ways]
        self.reach = union(way.reach for way in self._ways).within(junction.actions)

    def best(self) -> Iterator[tuple[Way, ActionSet]]:
        """Each way with the actions whose best it can be: where some way surely leads through, one that
        surely does; elsewhere one that possibly does. Of several, the first is the best."""
        if len(self._ways) == 1:
            yield self.main, self.actions
            return
        unsure = self.actions & ~self.reach.surely
        for way, reach in self._ways:
            yield way, (self.reach.surely & reach.surely) | (unsure & reach.possibly)


@dataclass(frozen=True, eq=False)
class Partition:
    """What a course lets through, and who takes the rest. Equal to nothing but itself.

    ``universe`` are the actions that were asked about. The four sets by decision are at hand;
    ``by_slot`` and ``cuts`` are worked out when asked for.
    """

    universe: ActionSet
    always_allowed: ActionSet
    gates: tuple[AnsweredGate, ...]
    limits: int
    """So many gates, from the first on, have to let through on every way."""
    junctions: tuple[_AnsweredJunction, ...]
    allowed: ActionSet
    depends: ActionSet

    @cached_property
    def explicitly_denied(self) -> ActionSet:
        denied = reduce(or_, (gate.denied.surely for gate in self.gates), 0)
        return self.universe & denied & ~self.always_allowed

    @cached_property
    def implicitly_denied(self) -> ActionSet:
        return self.universe & ~(self.allowed | self.depends | self.explicitly_denied)

    def decision(self, action: ActionSet) -> Decision:
        """The decision on the one action of the set, which is of the universe."""
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

    def _claims(self) -> Iterator[Claim]:
        """Who claims an action first decides it: this is the order of ``evaluate``."""
        gates = tuple(enumerate(self.gates))
        if self.always_allowed:
            yield Slot(Decision.ALLOWED, self.junctions[0].main.grantor.gate), self.always_allowed
        for number, gate in gates:
            yield from gate.explicit_denies(number)
        for number, lacking in enumerate(self._lacking()):
            yield Slot(Decision.IMPLICITLY_DENIED, number), lacking
        for number, gate in gates:
            yield from gate.possible_denies(number)
        for number, gate in gates[: self.limits]:
            yield from gate.merely_possible_allows(number, Grant.NOBODY)
        for junction in self.junctions:
            for way, actions in junction.best():
                for number, at_least in way.requirements:
                    claims = self.gates[number].merely_possible_allows(number, at_least)
                    yield from _within(actions, claims)
                number, at_least = way.grantor
                yield from _within(actions, self.gates[number].sure_allows(number, at_least))

    def _lacking(self) -> list[ActionSet]:
        """For each gate: where nothing allows, though something has to. Where no way leads through, the
        main one tells why."""
        lacking = [~gate.allowed.possibly for gate in self.gates[: self.limits]]
        lacking += [0] * (len(self.gates) - self.limits)
        for junction in self.junctions:
            lost = junction.actions & ~junction.reach.possibly
            for number, at_least in junction.main.requirements:
                lacking[number] |= lost & ~self.gates[number].allowing(at_least).possibly
        return lacking

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What each gate takes from what the one before lets through. No gate takes what gets around it."""
        return tuple(self._cuts())

    def _cuts(self) -> Iterator[Cut]:
        coming = self.universe
        for gate, lacking in zip(self.gates, self._lacking(), strict=True):
            taken = coming & (gate.denied.surely | lacking) & ~self.always_allowed
            denied = taken & gate.denied.surely
            yield Cut(coming ^ taken, denied, taken ^ denied)
            coming ^= taken


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The gates one after the other: so many ``limits``, then those of the ways."""

    gates: tuple[Gate, ...]
    limits: int
    junctions: tuple[Junction, ...]
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
        self._answered = lru_cache(maxsize=ANSWERED_KEPT)(AnsweredGate)
        self.gate = lru_cache(maxsize=GATES_KEPT)(self._make_gate)
        self.course = lru_cache(maxsize=COURSES_KEPT)(self._make_course)
        self.partition = lru_cache(maxsize=PARTITIONS_KEPT)(self._make_partition)

    def _compile(self, document: PolicyDocument) -> tuple[CompiledStatement, ...]:
        return tuple(CompiledStatement(statement, self._universe) for statement in document.statements)

    def _make_gate(
        self,
        documents: tuple[PolicyDocument, ...],
        lets_through: ActionSet = 0,
        within: ActionSet = EVERY_ACTION,
        grants: tuple[Meant, ...] | None = None,
    ) -> Gate:
        """``grants`` are those of each document; None where no statement has a Principal, or where it can
        only be everybody."""
        places = tuple(
            Place(number, compiled, grant)
            for number, document in enumerate(documents)
            for compiled, grant in zip(
                self._compiled(document), grants[number] if grants else repeat(Grant.NOBODY), strict=False
            )
            if grant is not None
        )
        return Gate(
            lets_through=lets_through,
            denies=tuple(place for place in places if place.compiled.denies),
            allows=tuple(place for place in places if not place.compiled.denies),
            asking=tuple(dict.fromkeys(place.compiled for place in places if place.compiled.asks)),
            within=within,
        )

    def _make_course(
        self, gates: tuple[Gate, ...], junctions: tuple[Junction, ...] | None = None, limits: int = 0
    ) -> Course:
        """Without ``junctions`` there is one way, on which every gate has to let through, and the last
        grants."""
        if junctions is None:
            limits = len(gates) - 1
            last = Requirement(limits)
            junctions = (Junction(EVERY_ACTION, (Way((last,), last),)),)
        asking = tuple(chain.from_iterable(gate.asking for gate in gates))
        keys = frozenset(chain.from_iterable(compiled.keys for compiled in asking))
        return Course(gates, limits, junctions, asking, keys)

    def _make_partition(
        self, course: Course, outcomes: tuple[Outcomes, ...], on: str | None = None
    ) -> Partition:
        """``on`` is the ARN of the resource that is asked about; None asks about every action."""
        asked = self._universe.all if on is None else self._universe.naming(on)
        answers = iter(outcomes)
        gates = tuple(
            self._answered(gate, tuple([next(answers) for _ in gate.asking]), on) for gate in course.gates
        )
        junctions = tuple(_AnsweredJunction(junction, gates) for junction in course.junctions)
        always = asked & self._always_allowed
        through = union(junction.reach for junction in junctions)
        surely, possibly = asked & through.surely, asked & through.possibly
        for gate in gates[: course.limits]:
            surely &= gate.surely
            possibly &= gate.possibly
        for gate in gates[course.limits :]:
            surely &= ~gate.denied.possibly
            possibly &= ~gate.denied.surely
        surely |= always
        possibly |= always
        return Partition(asked, always, gates, course.limits, junctions, surely, possibly & ~surely)


def _within(actions: ActionSet, claims: Iterator[Claim]) -> Iterator[Claim]:
    if actions == EVERY_ACTION:
        return claims
    return ((slot, claimed & actions) for slot, claimed in claims)


def _intersection(way: Way, gates: Sequence[AnsweredGate]) -> Reach:
    surely = possibly = EVERY_ACTION
    for number, at_least in way.requirements:
        reach = gates[number].allowing(at_least)
        surely &= reach.surely
        possibly &= reach.possibly
    return Reach(surely, possibly)
