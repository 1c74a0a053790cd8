"""Which sentence tells the decision, and which what a gate says."""

from __future__ import annotations

from policies.engine.decision import (
    Decision,
    Evaluation,
    Gate,
    GateKind,
    GateVerdict,
    Grant,
    Rule,
    StatementResult,
)
from policies.engine.document import Effect
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.explain.access_denied import resource_shown
from policies.engine.explain.messages import Message, message
from policies.engine.request import PrincipalType, Request
from policies.engine.truth import Truth


def decision_message(evaluation: Evaluation, request: Request) -> Message:
    rule = evaluation.rule
    facts = {"action": request.action, "target": rule.target_name, "resource": resource_shown(request)}
    if rule.policy_name is not None:
        facts["statement"] = _statement(rule.sid, rule.statement or 0)
        facts["policy"] = rule.policy_name
    return message(f"decision.{_decided(evaluation, request)}", **facts)


def _decided(evaluation: Evaluation, request: Request) -> str:
    rule = evaluation.rule
    if rule.gate is GateKind.AWS:
        says = "depends" if rule.decision is Decision.DEPENDS else "refused"
        return next(f"{says}.{gate.refusal.value}" for gate in evaluation.gates if gate.refusal is not None)
    match rule.decision:
        case Decision.EXPLICITLY_DENIED:
            return f"denied.{rule.gate.short}"
        case Decision.IMPLICITLY_DENIED:
            return f"not_allowed.{_why_not_allowed(evaluation, request)}"
        case Decision.DEPENDS:
            return f"depends.{_effect_of(rule, evaluation).value.lower()}"
        case Decision.ALLOWED:
            return f"allowed{_why_allowed(evaluation, request)}"


def _why_not_allowed(evaluation: Evaluation, request: Request) -> str:
    """What does not allow; and where this surprises, why it has to."""
    gate = evaluation.rule.gate
    if gate is GateKind.RESOURCE:
        return f"resource.{_why_the_resource_has_to(request)}"
    if gate is GateKind.SESSION and not _gate_of(evaluation).statements:
        is_federated = request.principal.type is PrincipalType.FEDERATED_USER
        return "session.federated" if is_federated else "session"
    if gate is GateKind.IDENTITY and any(map(_grants_something, _of_resource(evaluation))):
        return f"identity.{'cross_account' if request.is_cross_account else 'delegated'}"
    limits_a_role = gate in (GateKind.PERMISSIONS_BOUNDARY, GateKind.SESSION) and not request.is_cross_account
    if limits_a_role and any(_grants_to_role(result) for result in _of_resource(evaluation)):
        return f"{gate.short}.role_grant"
    return gate.short


def _why_the_resource_has_to(request: Request) -> str:
    if not request.principal.type.is_of_an_account:
        return "no_account"
    if request.is_cross_account:
        return "cross_account"
    return "key" if request.action.lower().startswith("kms:") else "role"


def _why_allowed(evaluation: Evaluation, request: Request) -> str:
    """Empty where one Allow says it all."""
    rule = evaluation.rule
    if request.action.lower() in ALWAYS_ALLOWED:
        return ".always"
    if rule.gate is GateKind.RESOURCE:
        return ".resource"
    root_user = ".root_user" if rule.policy_name is None else ""
    resource = evaluation.gates[-1]
    both = resource.kind is GateKind.RESOURCE and resource.is_required
    return f"{root_user}{'.both' if both else ''}"


def _gate_of(evaluation: Evaluation) -> Gate:
    """The gate of the rule, where there is one of its kind."""
    return next(gate for gate in evaluation.gates if gate.kind is evaluation.rule.gate)


def _of_resource(evaluation: Evaluation) -> tuple[StatementResult, ...]:
    last = evaluation.gates[-1]
    return last.statements if last.kind is GateKind.RESOURCE else ()


def _grants_something(result: StatementResult) -> bool:
    return result.statement.effect is Effect.ALLOW and result.matches is Truth.YES


def _grants_to_role(result: StatementResult) -> bool:
    is_allow = result.statement.effect is Effect.ALLOW
    return is_allow and result.matches is not Truth.NO and result.grant is Grant.ROLE


def gate_message(gate: Gate, request: Request) -> Message:
    if gate.refusal is not None:
        says = "may_refuse" if gate.verdict is GateVerdict.DEPENDS else "refuses"
        return message(f"gate.aws.{says}", action=request.action, resource=resource_shown(request))
    if gate.exemption is not None:
        family = "rcp." if gate.kind is GateKind.RESOURCE_CONTROL else ""
        return message(f"gate.exempt.{family}{gate.exemption.value}", action=request.action)
    if gate.verdict is GateVerdict.PASSES and gate.is_root_user:
        return message(f"gate.root_user{'.cross_account' if request.is_cross_account else ''}")
    kind = f"gate.{gate.kind.short}"
    if gate.kind is GateKind.RESOURCE_CONTROL and gate.verdict is GateVerdict.PASSES:
        return message(f"{kind}.passes", name=gate.name, action=request.action)
    if gate.verdict is GateVerdict.NOTHING_ALLOWS:
        return message(f"{kind}.{_why_nothing_allows(gate, request)}", name=gate.name, action=request.action)
    says, deciding = _deciding(gate)
    if gate.kind is GateKind.RESOURCE and says == "passes":
        says = f"passes.{_to_whom(deciding, request)}"
    return message(
        f"{kind}.{says}",
        name=gate.name,
        action=request.action,
        statement=_statement(deciding.statement.sid, deciding.statement.index),
        policy=deciding.policy.name,
        target=deciding.policy.attached_to,
    )


def _why_nothing_allows(gate: Gate, request: Request) -> str:
    """What there is instead of an Allow that matches; or that nothing has to allow here."""
    if not gate.is_required:
        return "need_not"
    effects = {result.statement.effect for result in gate.statements}
    if effects:
        return "nothing_allows" if Effect.ALLOW in effects else "only_denies"
    is_federated = request.principal.type is PrincipalType.FEDERATED_USER
    return "federated" if gate.kind is GateKind.SESSION and is_federated else "nothing_attached"


def _to_whom(allow: StatementResult, request: Request) -> str:
    """As whom the resource's policy means the caller, which decides who else has to allow."""
    if request.principal.type is PrincipalType.ROOT_USER:
        return "root_user"
    if request.is_cross_account and request.principal.type.is_of_an_account:
        return "cross_account"
    return {Grant.ACCOUNT: "account", Grant.ROLE: "role"}.get(allow.grant, "direct")


def _deciding(gate: Gate) -> tuple[str, StatementResult]:
    """What the gate says, and the statement that makes it say so: of those that allow, the first of
    which the most follows."""
    wanted = {
        GateVerdict.EXPLICITLY_DENIES: ((Effect.DENY, Truth.YES, "denies"),),
        GateVerdict.DEPENDS: (
            (Effect.DENY, Truth.MAYBE, "may_deny"),
            (Effect.ALLOW, Truth.MAYBE, "may_pass"),
        ),
        GateVerdict.PASSES: ((Effect.ALLOW, Truth.YES, "passes"),),
    }[gate.verdict]
    for effect, truth, says in wanted:
        found = [
            result
            for result in gate.statements
            if result.statement.effect is effect and result.matches is truth
        ]
        if found:
            return says, max(found, key=lambda result: result.grant if says == "passes" else 0)
    raise AssertionError("a gate says nothing without a statement that makes it say so")


def _effect_of(rule: Rule, evaluation: Evaluation) -> Effect:
    return next(
        result.statement.effect
        for gate in evaluation.gates
        if gate.kind is rule.gate and gate.target_id == rule.target_id
        for result in gate.statements
        if result.policy.identifier == rule.policy_identifier and result.statement.index == rule.statement
        # The inline policies of a user and of its groups may have the same name.
        if gate.kind.is_per_level or result.policy.attached_to == rule.target_name
    )


def _statement(sid: str | None, index: int) -> str:
    """Quoted, so that a Sid does not read as a word of the sentence; else counted as people count."""
    return f"statement “{sid}”" if sid else f"statement {index + 1}"
