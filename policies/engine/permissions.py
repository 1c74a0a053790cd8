"""What may this principal do? Every action of the universe at once, each with the rule that decides.

The same truth as ``evaluate``, asked of all actions together: statements are sets of actions, and a
gate is passed by intersection. ``tests/engine/test_agreement.py`` holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import Decision, GateKind, Rule
from policies.engine.document import PolicyDocument
from policies.engine.evaluate import short_name
from policies.engine.guardrails import EXEMPT_NAME
from policies.engine.partition import Course, Partition, Partitioner, Slot
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Policies,
    Principal,
    PrincipalType,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One gate of the funnel. ``passing`` is what can still get through after it, surely or
    possibly; the other two are what it takes. The three make up what came in."""

    kind: GateKind
    target_id: str
    name: str
    passing: ActionSet
    explicitly_denied: ActionSet
    implicitly_denied: ActionSet


@dataclass(frozen=True)
class Permissions:
    """The universe in four disjoint sets by decision, and the same by deciding rule.

    Callers of whom the policies ask the same, and hear the same, share one ``partition``.
    """

    partition: Partition
    policies: Policies
    principal: Principal

    @property
    def allowed(self) -> ActionSet:
        return self.partition.allowed

    @property
    def depends(self) -> ActionSet:
        return self.partition.depends

    @property
    def explicitly_denied(self) -> ActionSet:
        return self.partition.explicitly_denied

    @property
    def implicitly_denied(self) -> ActionSet:
        return self.partition.implicitly_denied

    @cached_property
    def by_rule(self) -> tuple[tuple[Rule, ActionSet], ...]:
        """Disjoint sets that make up the universe, in the order in which they were decided."""
        gates = tuple(_gates(self.policies, self.principal))
        return tuple((gates[slot.gate].rule(slot), actions) for slot, actions in self.partition.by_slot)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The funnel: the gates in order, and what each takes from what the one before lets through."""
        gates = _gates(self.policies, self.principal)
        return tuple(
            Step(gate.kind, gate.target_id, gate.name, *cut)
            for gate, cut in zip(gates, self.partition.cuts, strict=True)
        )

    def decision(self, index: int) -> Decision:
        """The decision on the action with this index."""
        return self.partition.decision(1 << index)

    def rule(self, index: int) -> Rule:
        return next(rule for rule, actions in self.by_rule if actions >> index & 1)


@dataclass(frozen=True, slots=True)
class Change:
    """What is allowed after and was not before, the reverse, and what now depends and did not."""

    gained: ActionSet
    lost: ActionSet
    now_depends: ActionSet


NO_CHANGE = Change(gained=0, lost=0, now_depends=0)


def permissions(
    policies: Policies, principal: Principal, context: Context, universe: ActionUniverse
) -> Permissions:
    """Decide every action, on any resource of its types, in the region that its service sees."""
    partitioner = universe.derived(Partitioner)
    course = _course(policies, principal, partitioner)
    return Permissions(partitioner.partition(course, course.outcomes(context)), policies, principal)


def compare(before: Permissions, after: Permissions) -> Change:
    return compare_partitions(before.partition, after.partition)


def compare_partitions(before: Partition, after: Partition) -> Change:
    if before is after:
        return NO_CHANGE
    return Change(
        gained=after.allowed & ~before.allowed,
        lost=before.allowed & ~after.allowed,
        now_depends=after.depends & ~before.depends,
    )


def _course(policies: Policies, principal: Principal, partitioner: Partitioner) -> Course:
    if isinstance(policies.service_control, Exemption):
        service_control = [partitioner.gate((), lets_all_through=True)]
    else:
        service_control = [
            partitioner.gate(_documents(level.policies), lets_all_through=False)
            for level in policies.service_control
        ]
    is_root_user = principal.type is PrincipalType.ROOT_USER
    identity = partitioner.gate(_documents(policies.identity), lets_all_through=is_root_user)
    return partitioner.course((*service_control, identity))


def _documents(policies: tuple[AttachedPolicy, ...]) -> tuple[PolicyDocument, ...]:
    return tuple([policy.document for policy in policies])


class _Gate(NamedTuple):
    """Whose gate it is."""

    kind: GateKind
    target_id: str
    name: str
    policies: tuple[AttachedPolicy, ...] = ()

    def rule(self, slot: Slot) -> Rule:
        if slot.policy is None or slot.statement is None:
            return Rule(slot.decision, self.kind, self.target_id, self.name)
        policy = self.policies[slot.policy]
        return Rule(
            slot.decision,
            self.kind,
            self.target_id,
            self.name if self.kind is GateKind.SERVICE_CONTROL else policy.attached_to,
            policy.identifier,
            policy.name,
            slot.statement,
            policy.document.statements[slot.statement].sid,
        )


def _gates(policies: Policies, principal: Principal) -> Iterator[_Gate]:
    if isinstance(policies.service_control, Exemption):
        yield _Gate(GateKind.SERVICE_CONTROL, principal.account_id, EXEMPT_NAME)
    else:
        for level in policies.service_control:
            yield _Gate(GateKind.SERVICE_CONTROL, level.target_id, level.name, level.policies)
    yield _Gate(GateKind.IDENTITY, principal.arn, short_name(principal), policies.identity)
