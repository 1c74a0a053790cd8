"""What may this principal do? Every action of the universe at once, each with the rule that decides.

The same truth as ``evaluate``, asked of all actions together: statements are sets of actions, and a
gate is passed by intersection. ``tests/engine/test_agreement.py`` holds the two equal.

Asked *on* a resource, it decides the actions that can name this resource. Then the resource's policy has
its say, also for callers of other accounts and of none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.course import NamedGate, Question, course_of, named_gates, special_actions
from policies.engine.decision import Decision, GateKind, Rule
from policies.engine.partition import Partition, Partitioner
from policies.engine.request import Context, Policies, Principal


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
    """The actions asked about in four disjoint sets by decision, and the same by deciding rule.

    Callers of whom the policies ask the same, and hear the same, share one ``partition``; whose the gates
    are, differs.
    """

    partition: Partition
    gates: tuple[NamedGate, ...]

    @property
    def universe(self) -> ActionSet:
        """The actions asked about: all, or those that can name the resource."""
        return self.partition.universe

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
        return tuple((self.gates[slot.gate].rule(slot), actions) for slot, actions in self.partition.by_slot)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The funnel: the gates in order, and what each takes from what the one before lets through."""
        return tuple(
            Step(gate.kind, gate.target_id, gate.name, *cut)
            for gate, cut in zip(self.gates, self.partition.cuts, strict=True)
        )

    def decision(self, index: int) -> Decision:
        """The decision on the action with this index. ``KeyError`` for one that was not asked about."""
        if not self.universe >> index & 1:
            raise KeyError(index)
        return self.partition.decision(1 << index)

    def rule(self, index: int) -> Rule:
        """``KeyError`` likewise."""
        for rule, actions in self.by_rule:
            if actions >> index & 1:
                return rule
        raise KeyError(index)


@dataclass(frozen=True, slots=True)
class Change:
    """What is allowed after and was not before, the reverse, and what now depends and did not."""

    gained: ActionSet
    lost: ActionSet
    now_depends: ActionSet


NO_CHANGE = Change(gained=0, lost=0, now_depends=0)


def permissions(
    policies: Policies,
    principal: Principal,
    context: Context,
    universe: ActionUniverse,
    *,
    on: str | None = None,
    resource_account: str | None = None,
) -> Permissions:
    """Decide every action, on any resource of its types in the caller's own account, in the region that
    its service sees.

    With ``on``, the ARN of a resource, decide ``universe.naming(on)``; ``resource_account`` owns the
    resource, None is the caller's own account. ``ValueError`` for what only makes sense on a resource and
    comes without: a resource's policy or account, and callers of no account.
    """
    if on is None:
        _refuse_what_is_about_a_resource(policies, principal, resource_account)
    question = Question(policies, principal, context, on, resource_account)
    special = special_actions(question, universe)
    gates = tuple(named_gates(question, special))
    course = course_of(question, gates, special, universe)
    partition = universe.derived(Partitioner).partition(course, course.outcomes(context), on)
    return Permissions(partition, gates)


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


def _refuse_what_is_about_a_resource(
    policies: Policies, principal: Principal, resource_account: str | None
) -> None:
    if policies.resource is not None:
        raise ValueError("a resource's policy is about one resource; say on which")
    if resource_account is not None:
        raise ValueError("an account owns one resource or another; say on which")
    if not principal.type.is_of_an_account:
        raise ValueError("callers of no account may do only what a resource's policy says; say on which")
