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
from policies.engine.grants import boundary_of, session_policies_of, short_name
from policies.engine.guardrails import EXEMPT_FROM_RCPS_NAME, EXEMPT_NAME
from policies.engine.partition import Course, Partition, Partitioner, Slot
from policies.engine.request import (
    AttachedPolicy,
    Context,
    Exemption,
    Level,
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
    """Decide every action, on any resource of its types in the caller's own account, in the region that
    its service sees. ``ValueError`` when a resource's policy is among the policies, and for callers of no
    account."""
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
    if policies.resource is not None:
        raise ValueError("a resource's policy is about one resource; ask evaluate")
    if not principal.type.is_of_an_account:
        raise ValueError("services and anonymous callers have no permissions of their own; ask evaluate")
    reached = partitioner.under_rcps(policies.services_with_rcps)
    gates = [
        partitioner.gate(_documents(gate.policies), gate.lets_all_through, reached)
        if gate.kind is GateKind.RESOURCE_CONTROL
        else partitioner.gate(_documents(gate.policies), gate.lets_all_through)
        for gate in _gates(policies, principal)
    ]
    return partitioner.course(tuple(gates))


def _documents(policies: tuple[AttachedPolicy, ...]) -> tuple[PolicyDocument, ...]:
    return tuple([policy.document for policy in policies])


class _Gate(NamedTuple):
    """Whose gate it is."""

    kind: GateKind
    target_id: str
    name: str
    policies: tuple[AttachedPolicy, ...] = ()
    lets_all_through: bool = False

    def rule(self, slot: Slot) -> Rule:
        if slot.policy is None or slot.statement is None:
            return Rule(slot.decision, self.kind, self.target_id, self.name)
        policy = self.policies[slot.policy]
        return Rule(
            slot.decision,
            self.kind,
            self.target_id,
            self.name if self.kind.is_per_level else policy.attached_to,
            policy.identifier,
            policy.name,
            slot.statement,
            policy.document.statements[slot.statement].sid,
        )


def _gates(policies: Policies, principal: Principal) -> Iterator[_Gate]:
    """In the order of ``evaluate``; the identity policies are the last."""
    yield from _level_gates(
        GateKind.SERVICE_CONTROL, policies.service_control, EXEMPT_NAME, principal, lets_all_through=False
    )
    if policies.resource_control is not None:
        yield from _level_gates(
            GateKind.RESOURCE_CONTROL,
            policies.resource_control,
            EXEMPT_FROM_RCPS_NAME,
            principal,
            lets_all_through=True,
        )
    name = short_name(principal)
    limits = {
        GateKind.PERMISSIONS_BOUNDARY: boundary_of(principal, policies),
        GateKind.SESSION: session_policies_of(principal, policies),
    }
    for kind, limit in limits.items():
        if limit is not None:
            yield _Gate(kind, principal.arn, name, limit)
    is_root_user = principal.type is PrincipalType.ROOT_USER
    yield _Gate(GateKind.IDENTITY, principal.arn, name, policies.identity, is_root_user)


def _level_gates(
    kind: GateKind,
    levels: tuple[Level, ...] | Exemption,
    exempt_name: str,
    principal: Principal,
    *,
    lets_all_through: bool,
) -> Iterator[_Gate]:
    if isinstance(levels, Exemption):
        yield _Gate(kind, principal.account_id, exempt_name, lets_all_through=True)
    else:
        for level in levels:
            yield _Gate(kind, level.target_id, level.name, level.policies, lets_all_through)
