"""One request, exactly: every gate with every statement, the decision, and the rule that made it.

This is the definition; ``permissions`` must agree with it. Sources: IAM User Guide, "How AWS
enforcement code logic evaluates requests"; Organizations User Guide, "SCP evaluation".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policies.engine.decision import Decision, Evaluation, Gate, GateKind, GateVerdict, Rule, StatementResult
from policies.engine.document import Effect
from policies.engine.grants import ROOT_USER_NAME, Path, Requirement, grants, paths, short_name
from policies.engine.guardrails import endpoint_gate, resource_control_gates, service_control_gates
from policies.engine.refusals import refusal_of
from policies.engine.request import Policies, Request
from policies.engine.truth import Truth

__all__ = ["ALWAYS_ALLOWED", "ROOT_USER_NAME", "evaluate", "short_name"]

ALWAYS_ALLOWED = frozenset({"sts:getcalleridentity"})
"""No policy can take it away. Source: IAM User Guide, STS ``GetCallerIdentity``."""


def evaluate(request: Request, policies: Policies) -> Evaluation:
    """Decide. The gates are complete: those after the deciding one are looked at too.

    A matching Deny at any gate decides first, then what AWS itself refuses, then a gate where nothing
    allows though something has to; where none is sure but one is possible, it depends.
    """
    refusal = _refusal_gate(request)
    service_control = service_control_gates(policies.service_control, request)
    resource_control = resource_control_gates(policies, request)
    found = grants(policies, request)
    ways = paths(found, request)
    best = max(ways, key=lambda way: way.holds)  # the first of the best
    endpoint = endpoint_gate(policies, request)
    on_the_way = () if endpoint is None else (endpoint,)
    gates = (*refusal, *service_control, *resource_control, *on_the_way, *found.gates)
    if request.action.lower() in ALWAYS_ALLOWED:
        rule = _without_policy(Decision.ALLOWED, found.identity or gates[-1])
    else:
        # An RCP level passes whatever no Deny takes: RCPFullAWSAccess stands on each.
        limits = [Requirement(gate) for gate in (*service_control, *on_the_way)]
        rule = _deciding_rule(gates, limits, ways[0], best)
    return Evaluation(rule.decision, rule, _with_what_is_required(gates, best))


def _deciding_rule(gates: Sequence[Gate], limits: Sequence[Requirement], main: Path, best: Path) -> Rule:
    """``limits`` have to allow whichever way the request takes."""
    denies = [(gate, result) for gate in gates for result in gate.statements if _may_deny(result)]
    for gate, result in denies:
        if result.matches is Truth.YES:
            return _of_statement(Decision.EXPLICITLY_DENIED, gate, result)
    refusal = next((gate for gate in gates if gate.refusal is not None), None)
    if refusal is not None and refusal.verdict is GateVerdict.NOTHING_ALLOWS:
        return _without_policy(Decision.IMPLICITLY_DENIED, refusal)
    limits = [limit for limit in limits if limit.gate.verdict is not GateVerdict.DOES_NOT_APPLY]
    # Where no way leads through, the main one tells why.
    for requirement in (*limits, *(main.requirements if best.holds is Truth.NO else ())):
        if requirement.holds is Truth.NO:
            return _without_policy(Decision.IMPLICITLY_DENIED, requirement.gate)
    if refusal is not None:
        return _without_policy(Decision.DEPENDS, refusal)
    for gate, result in denies:
        if result.matches is Truth.MAYBE:
            return _of_statement(Decision.DEPENDS, gate, result)
    for requirement in (*limits, *best.requirements):
        if requirement.holds is Truth.MAYBE:
            return _of_statement(Decision.DEPENDS, requirement.gate, requirement.first(Truth.MAYBE))
    if best.grantor.gate.is_root_user:
        return _without_policy(Decision.ALLOWED, best.grantor.gate)
    return _of_statement(Decision.ALLOWED, best.grantor.gate, best.grantor.first(Truth.YES))


def _refusal_gate(request: Request) -> tuple[Gate, ...]:
    """One gate when AWS refuses, or may refuse; else none."""
    refused = refusal_of(request)
    if refused is None:
        return ()
    refusal, surely = refused
    verdict = GateVerdict.NOTHING_ALLOWS if surely is Truth.YES else GateVerdict.DEPENDS
    return (Gate(GateKind.AWS, AWS_NAME, AWS_NAME, verdict, refusal=refusal),)


AWS_NAME = "AWS"


def _may_deny(result: StatementResult) -> bool:
    return result.matches is not Truth.NO and result.statement.effect is Effect.DENY


def _with_what_is_required(gates: tuple[Gate, ...], way: Path) -> tuple[Gate, ...]:
    """The gates, each knowing whether it lies on the way that leads through, or else on the main one."""
    if gates[-1].kind is not GateKind.RESOURCE:
        return gates
    on_way = {requirement.gate.kind for requirement in way.requirements}
    return tuple([_required(gate, gate.kind in _ON_EVERY_WAY or gate.kind in on_way) for gate in gates])


_ON_EVERY_WAY = (GateKind.AWS, GateKind.SERVICE_CONTROL, GateKind.RESOURCE_CONTROL, GateKind.VPC_ENDPOINT)


def _required(gate: Gate, is_required: bool) -> Gate:
    return gate if gate.is_required is is_required else replace(gate, is_required=is_required)


def _of_statement(decision: Decision, gate: Gate, result: StatementResult) -> Rule:
    """At the caller's gates the target's name is where the policy is attached, as in ``group/devs``."""
    return Rule(
        decision,
        gate.kind,
        gate.target_id,
        gate.name if gate.kind.is_per_level else result.policy.attached_to,
        result.policy.identifier,
        result.policy.name,
        result.statement.index,
        result.statement.sid,
    )


def _without_policy(decision: Decision, gate: Gate) -> Rule:
    return Rule(decision, gate.kind, gate.target_id, gate.name)
