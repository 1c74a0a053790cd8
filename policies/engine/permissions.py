"""What may this principal do? Every action of the universe at once, each with the rule that decides.

The same truth as ``evaluate``, asked of all actions together: statements are sets of actions, and a
gate is passed by intersection. ``tests/engine/test_agreement.py`` holds the two equal.

Asked *on* a resource, it decides the actions that can name this resource. Then the resource's policy has
its say, also for callers of other accounts and of none. By which ways a request gets through, is known to
``grants.paths`` alone, and asked there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from policies.engine import grants as granting
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import Decision, GateKind, Grant, Rule
from policies.engine.document import PolicyDocument, PolicyKind, Statement
from policies.engine.grants import boundary_of, says_yes_itself, session_policies_of, short_name
from policies.engine.guardrails import EXEMPT_FROM_RCPS_NAME, EXEMPT_NAME, endpoint_name
from policies.engine.partition import (
    EVERY_ACTION,
    Course,
    Junction,
    Meant,
    Partition,
    Partitioner,
    Requirement,
    Slot,
    Way,
)
from policies.engine.principals import grant_of
from policies.engine.request import (
    AnyResource,
    AttachedPolicy,
    Context,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
    Request,
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
    # What the requests that are decided have in common.
    asked = Request(principal, "", AnyResource() if on is None else on, context, resource_account)
    partitioner = universe.derived(Partitioner)
    gates = tuple(_gates(policies, asked))
    course = _course(policies, asked, gates, universe, partitioner)
    return Permissions(partitioner.partition(course, course.outcomes(context), on), gates)


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


def _course(
    policies: Policies,
    asked: Request,
    gates: tuple[NamedGate, ...],
    universe: ActionUniverse,
    partitioner: Partitioner,
) -> Course:
    reached = partitioner.under_rcps(policies.services_with_rcps)
    anonymous = tuple(
        partitioner.gate(
            tuple([policy.document for policy in gate.policies]),
            gate.lets_all_through,
            reached if gate.kind is GateKind.RESOURCE_CONTROL else EVERY_ACTION,
            _meant(gate, asked.principal, policies) if gate.kind in _WITH_PRINCIPALS else None,
        )
        for gate in gates
    )
    if isinstance(asked.resource, AnyResource):
        return partitioner.course(anonymous)
    limits = sum(gate.kind in _LIMITS for gate in gates)
    return partitioner.course(anonymous, tuple(_junctions(policies, asked, gates, universe)), limits)


_LIMITS = (GateKind.SERVICE_CONTROL, GateKind.RESOURCE_CONTROL, GateKind.VPC_ENDPOINT)
_WITH_PRINCIPALS = (GateKind.VPC_ENDPOINT, GateKind.RESOURCE)
"""RCPs have principals, too, but these are always everybody."""


def _meant(gate: NamedGate, principal: Principal, policies: Policies) -> tuple[Meant, ...]:
    has_boundary = gate.kind is GateKind.RESOURCE and boundary_of(principal, policies) is not None

    def meant(document: PolicyDocument) -> Meant:
        return tuple(
            [_grant(statement, document, principal, has_boundary) for statement in document.statements]
        )

    return tuple([meant(policy.document) for policy in gate.policies])


def _grant(
    statement: Statement, document: PolicyDocument, principal: Principal, has_boundary: bool
) -> Grant | None:
    if statement.principals is None:
        return Grant.NOBODY
    only_limits = document.kind is PolicyKind.VPC_ENDPOINT
    return grant_of(statement, principal, has_boundary=has_boundary, only_limits=only_limits) or None


def _junctions(
    policies: Policies, asked: Request, gates: tuple[NamedGate, ...], universe: ActionUniverse
) -> Iterator[Junction]:
    """The ways of ``evaluate``, by what it does with requests to which no policy says a word."""
    numbers = {gate.kind: number for number, gate in enumerate(gates)}
    wordless = replace(
        policies,
        identity=(),
        boundary=None if policies.boundary is None else (),
        session=None if policies.session is None else (),
        resource=None if policies.resource is None else (),
    )

    def requirement(of_path: granting.Requirement) -> Requirement:
        return Requirement(numbers[of_path.gate.kind], of_path.at_least)

    by_need = {False: 0, True: 0}
    for _, actions in universe.resources(universe.naming(str(asked.resource))):
        request = replace(asked, action=universe.first(actions))
        by_need[says_yes_itself(request)] |= actions
    for actions in by_need.values():
        if actions:
            request = replace(asked, action=universe.first(actions))
            ways = [
                Way(tuple(map(requirement, path.requirements)), requirement(path.grantor))
                for path in granting.paths(granting.grants(wordless, request), request)
            ]
            yield Junction(actions, tuple(ways))


class NamedGate(NamedTuple):
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


def _gates(policies: Policies, asked: Request) -> Iterator[NamedGate]:
    """In the order of ``evaluate``."""
    principal = asked.principal
    is_of_an_account = principal.type.is_of_an_account
    yield from _level_gates(
        GateKind.SERVICE_CONTROL,
        policies.service_control if is_of_an_account else Exemption.NOT_SUBJECT,
        EXEMPT_NAME,
        principal.account_id,
        lets_all_through=False,
    )
    if policies.resource_control is not None:
        yield from _level_gates(
            GateKind.RESOURCE_CONTROL,
            policies.resource_control,
            EXEMPT_FROM_RCPS_NAME,
            asked.resource_account or principal.account_id,
            lets_all_through=True,
        )
    if policies.endpoint is not None:
        name = endpoint_name(policies.endpoint)
        yield NamedGate(GateKind.VPC_ENDPOINT, name, name, policies.endpoint)
    name = short_name(principal)
    limits = {
        GateKind.PERMISSIONS_BOUNDARY: boundary_of(principal, policies),
        GateKind.SESSION: session_policies_of(principal, policies),
    }
    for kind, limit in limits.items():
        if limit is not None:
            yield NamedGate(kind, principal.arn, name, limit)
    if is_of_an_account:
        is_root_user = principal.type is PrincipalType.ROOT_USER
        yield NamedGate(GateKind.IDENTITY, principal.arn, name, policies.identity, is_root_user)
    if policies.resource is not None or asked.is_cross_account or not is_of_an_account:
        resource = str(asked.resource)
        yield NamedGate(GateKind.RESOURCE, resource, resource, policies.resource or ())


def _level_gates(
    kind: GateKind,
    levels: tuple[Level, ...] | Exemption,
    exempt_name: str,
    account_id: str,
    *,
    lets_all_through: bool,
) -> Iterator[NamedGate]:
    if isinstance(levels, Exemption):
        yield NamedGate(kind, account_id, exempt_name, lets_all_through=True)
    else:
        for level in levels:
            yield NamedGate(kind, level.target_id, level.name, level.policies, lets_all_through)
