"""One request, exactly: every gate with every statement, the decision, and the rule that made it.

This is the definition; ``permissions`` must agree with it. Sources: IAM User Guide, "How AWS
enforcement code logic evaluates requests"; Organizations User Guide, "SCP evaluation".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.engine.decision import Decision, Evaluation, Gate, GateKind, GateVerdict, Rule, StatementResult
from policies.engine.document import Effect
from policies.engine.guardrails import match_all, service_control_gates, verdict_of
from policies.engine.request import Policies, Principal, PrincipalType, Request
from policies.engine.truth import Truth, some

ALWAYS_ALLOWED = frozenset({"sts:getcalleridentity"})
"""No policy can take it away. Source: IAM User Guide, STS ``GetCallerIdentity``."""

ROOT_USER_NAME = "root user"


def evaluate(request: Request, policies: Policies) -> Evaluation:
    """Decide. The gates are complete: those after the deciding one are looked at too.

    A matching Deny at any gate decides first, then a gate where nothing allows; where neither is
    sure but one is possible, it depends.
    """
    gates = (
        *service_control_gates(policies.service_control, request),
        _identity_gate(policies, request),
    )
    rule = _deciding_rule(gates, request)
    return Evaluation(rule.decision, rule, gates)


def short_name(principal: Principal) -> str:
    """``root user``, ``user/john`` or ``role/Admin``: the caller in the words of the page."""
    if principal.type is PrincipalType.ROOT_USER:
        return ROOT_USER_NAME
    kind, _, path = principal.arn.split(":", 5)[5].partition("/")
    if principal.type is PrincipalType.ROLE_SESSION:
        return f"role/{path.split('/')[0] if kind == 'assumed-role' else path.split('/')[-1]}"
    return f"user/{path.split('/')[-1]}"


def _identity_gate(policies: Policies, request: Request) -> Gate:
    principal = request.principal
    is_root_user = principal.type is PrincipalType.ROOT_USER
    statements = match_all(policies.identity, request)
    verdict = verdict_of(statements, allowed_anyway=Truth.YES if is_root_user else Truth.NO)
    return Gate(
        GateKind.IDENTITY,
        principal.arn,
        short_name(principal),
        verdict,
        statements,
        is_root_user=is_root_user,
    )


def _deciding_rule(gates: Sequence[Gate], request: Request) -> Rule:
    identity = gates[-1]
    if request.action.lower() in ALWAYS_ALLOWED:
        return _without_policy(Decision.ALLOWED, identity)
    denies = [(gate, result) for gate in gates for result in _with_effect(gate, Effect.DENY)]
    for gate, result in denies:
        if result.matches is Truth.YES:
            return _of_statement(Decision.EXPLICITLY_DENIED, gate, result)
    for gate in gates:
        if _allows(gate) is Truth.NO:
            return _without_policy(Decision.IMPLICITLY_DENIED, gate)
    for gate, result in denies:
        if result.matches is Truth.MAYBE:
            return _of_statement(Decision.DEPENDS, gate, result)
    for gate in gates:
        if _allows(gate) is Truth.MAYBE:
            return _of_statement(Decision.DEPENDS, gate, _first_allow(gate, Truth.MAYBE))
    if identity.is_root_user:
        return _without_policy(Decision.ALLOWED, identity)
    return _of_statement(Decision.ALLOWED, identity, _first_allow(identity, Truth.YES))


def _with_effect(gate: Gate, effect: Effect) -> Iterator[StatementResult]:
    return (result for result in gate.statements if result.statement.effect is effect)


def _allows(gate: Gate) -> Truth:
    if gate.verdict is GateVerdict.DOES_NOT_APPLY or gate.is_root_user:
        return Truth.YES
    return some(result.matches for result in _with_effect(gate, Effect.ALLOW))


def _first_allow(gate: Gate, matches: Truth) -> StatementResult:
    return next(result for result in _with_effect(gate, Effect.ALLOW) if result.matches is matches)


def _of_statement(decision: Decision, gate: Gate, result: StatementResult) -> Rule:
    """At the identity gate the target's name is where the policy is attached, as in ``group/devs``."""
    at_level = gate.kind is GateKind.SERVICE_CONTROL
    return Rule(
        decision,
        gate.kind,
        gate.target_id,
        gate.name if at_level else result.policy.attached_to,
        result.policy.identifier,
        result.policy.name,
        result.statement.index,
        result.statement.sid,
    )


def _without_policy(decision: Decision, gate: Gate) -> Rule:
    return Rule(decision, gate.kind, gate.target_id, gate.name)
