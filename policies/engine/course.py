"""The course that the requests of a principal take: gates by their names, and the ways between them.

This is where the sets of ``partition`` and the rules of ``evaluate`` meet. What the rules say of a single
request is asked there: whom RCPs reach, what AWS refuses, and by which ways a resource's policy lets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from policies.engine import grants
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import GateKind, Grant, Rule
from policies.engine.document import PolicyKind, Statement
from policies.engine.evaluate import AWS_NAME
from policies.engine.gate_sets import EVERY_ACTION, Meant, Slot
from policies.engine.guardrails import (
    EXEMPT_FROM_RCPS_NAME,
    EXEMPT_NAME,
    endpoint_name,
    service_control_over,
)
from policies.engine.partition import Course, Junction, Partitioner, Requirement, Way
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
from policies.engine.special import Special, SpecialActions


class NamedGate(NamedTuple):
    """Whose gate it is. ``lets_through``: for these actions nothing has to allow here; ``within``: about
    these the statements are."""

    kind: GateKind
    target_id: str
    name: str
    policies: tuple[AttachedPolicy, ...] = ()
    lets_through: ActionSet = 0
    within: ActionSet = EVERY_ACTION

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


class Question(NamedTuple):
    """What may ``principal`` do? ``on`` the resource of this ARN, which ``resource_account`` owns, None being
    the caller's own account; without ``on``, on any resource there."""

    policies: Policies
    principal: Principal
    context: Context
    on: str | None
    resource_account: str | None

    def request(self, action: str) -> Request:
        resource = AnyResource() if self.on is None else self.on
        return Request(self.principal, action, resource, self.context, self.resource_account)

    @property
    def has_resource_gate(self) -> bool:
        """Whether the resource has a policy, or would have to have one."""
        needs_one = not self.principal.type.is_of_an_account or self.request("").is_cross_account
        return self.policies.resource is not None or needs_one


def special_actions(question: Question, universe: ActionUniverse) -> Special:
    actions = universe.derived(SpecialActions)
    services = question.policies.services_with_rcps
    if question.on is None:
        return actions.anywhere(question.principal, services)
    return actions.on(question.on, question.principal, services, question.context)


def named_gates(question: Question, special: Special) -> Iterator[NamedGate]:
    """In the order of ``evaluate``."""
    policies, principal = question.policies, question.principal
    if special.refused:
        yield NamedGate(GateKind.AWS, AWS_NAME, AWS_NAME, lets_through=~special.refused)
    scps = service_control_over(principal, policies.service_control)
    yield from _level_gates(NamedGate(GateKind.SERVICE_CONTROL, principal.account_id, EXEMPT_NAME), scps)
    if policies.resource_control is not None:
        owner = question.resource_account or principal.account_id
        yield from _level_gates(
            NamedGate(
                GateKind.RESOURCE_CONTROL,
                owner,
                EXEMPT_FROM_RCPS_NAME,
                lets_through=EVERY_ACTION,
                within=special.under_rcps,
            ),
            # Why they reach nothing is told of single requests only.
            policies.resource_control if special.under_rcps else Exemption.NOT_SUBJECT,
        )
    if policies.endpoint is not None:
        name = endpoint_name(policies.endpoint)
        yield NamedGate(GateKind.VPC_ENDPOINT, name, name, policies.endpoint)
    yield from _callers_gates(policies, principal)
    if question.on is not None and question.has_resource_gate:
        yield NamedGate(GateKind.RESOURCE, question.on, question.on, policies.resource or ())


def _level_gates(exempt: NamedGate, levels: tuple[Level, ...] | Exemption) -> Iterator[NamedGate]:
    """One a level; the ``exempt`` one for whom none binds."""
    if isinstance(levels, Exemption):
        yield exempt._replace(lets_through=EVERY_ACTION)
    else:
        for level in levels:
            yield exempt._replace(target_id=level.target_id, name=level.name, policies=level.policies)


def _callers_gates(policies: Policies, principal: Principal) -> Iterator[NamedGate]:
    name = grants.short_name(principal)
    limits = {
        GateKind.PERMISSIONS_BOUNDARY: grants.boundary_of(principal, policies),
        GateKind.SESSION: grants.session_policies_of(principal, policies),
    }
    for kind, limit in limits.items():
        if limit is not None:
            yield NamedGate(kind, principal.arn, name, limit)
    if principal.type.is_of_an_account:
        lets_through = EVERY_ACTION if principal.type is PrincipalType.ROOT_USER else 0
        yield NamedGate(GateKind.IDENTITY, principal.arn, name, policies.identity, lets_through)


def course_of(
    question: Question, gates: tuple[NamedGate, ...], special: Special, universe: ActionUniverse
) -> Course:
    partitioner = universe.derived(Partitioner)
    compiled = tuple(
        [
            partitioner.gate(
                tuple([policy.document for policy in gate.policies]),
                gate.lets_through,
                gate.within,
                _meant(gate, question) if gate.kind in _WITH_PRINCIPALS else None,
            )
            for gate in gates
        ]
    )
    if question.on is None:
        return partitioner.course(compiled)
    limits = sum(gate.kind in _LIMITS for gate in gates)
    junctions = _junctions(question, gates, special, universe)
    return partitioner.course(compiled, tuple(junctions), limits)


_LIMITS = (GateKind.AWS, GateKind.SERVICE_CONTROL, GateKind.RESOURCE_CONTROL, GateKind.VPC_ENDPOINT)
_WITH_PRINCIPALS = (GateKind.VPC_ENDPOINT, GateKind.RESOURCE)
"""RCPs have principals, too, but these are always everybody."""


def _meant(gate: NamedGate, question: Question) -> tuple[Meant, ...]:
    """As whom the statements of the gate's policies mean the caller."""
    bounded = grants.boundary_of(question.principal, question.policies) is not None
    has_boundary = bounded and gate.kind is GateKind.RESOURCE

    def grant(statement: Statement, kind: PolicyKind) -> Grant | None:
        if statement.principals is None:
            return Grant.NOBODY
        only_limits = kind is PolicyKind.VPC_ENDPOINT
        found = grant_of(statement, question.principal, has_boundary=has_boundary, only_limits=only_limits)
        return None if found is Grant.NOBODY else found

    documents = [policy.document for policy in gate.policies]
    return tuple(
        [tuple([grant(each, document.kind) for each in document.statements]) for document in documents]
    )


def _junctions(
    question: Question, gates: tuple[NamedGate, ...], special: Special, universe: ActionUniverse
) -> Iterator[Junction]:
    """The ways on which ``evaluate`` would look for an Allow, where no policy says a word."""
    numbers = {gate.kind: number for number, gate in enumerate(gates)}
    policies = question.policies
    wordless = replace(
        policies,
        identity=(),
        boundary=None if policies.boundary is None else (),
        session=None if policies.session is None else (),
        resource=None if policies.resource is None else (),
    )

    def requirement(found: grants.Requirement) -> Requirement:
        return Requirement(numbers[found.gate.kind], found.at_least)

    asked = universe.naming(question.on or "")
    for actions in (asked & ~special.asking_consent, special.asking_consent):
        if actions:
            request = question.request(universe.first(actions))
            ways = [
                Way(tuple([requirement(each) for each in path.requirements]), requirement(path.grantor))
                for path in grants.paths(grants.grants(wordless, request), request)
            ]
            yield Junction(actions, tuple(ways))
