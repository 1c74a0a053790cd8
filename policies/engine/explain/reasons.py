"""Which sentence tells why: of the decision, of a gate, of a statement, of a condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.engine.conditions import is_negated, is_of_type, is_wrong_type
from policies.engine.decision import (
    ConditionResult,
    Decision,
    Evaluation,
    Gate,
    GateKind,
    GateVerdict,
    Rule,
    StatementResult,
)
from policies.engine.document import Condition, Effect, Variable
from policies.engine.evaluate import ALWAYS_ALLOWED
from policies.engine.explain.access_denied import resource_shown
from policies.engine.explain.messages import Message, message
from policies.engine.request import AnyResource, ContextValue, Lookup, Request, ResourcePattern
from policies.engine.truth import Truth
from policies.engine.variables import ESCAPES


def decision_message(evaluation: Evaluation, request: Request) -> Message:
    rule = evaluation.rule
    kind = rule.gate.short
    if rule.gate is GateKind.AWS:
        says = "depends" if rule.decision is Decision.DEPENDS else "refused"
        refusal = next(gate.refusal for gate in evaluation.gates if gate.refusal is not None)
        return message(
            f"decision.{says}.{refusal.value}", action=request.action, resource=resource_shown(request)
        )
    if rule.decision is Decision.IMPLICITLY_DENIED:
        return message(f"decision.not_allowed.{kind}", action=request.action, target=rule.target_name)
    if rule.policy_name is None:
        why = "always" if request.action.lower() in ALWAYS_ALLOWED else "root_user"
        return message(f"decision.allowed.{why}", action=request.action)
    if rule.decision is Decision.EXPLICITLY_DENIED:
        identifier = f"decision.denied.{kind}"
    elif rule.decision is Decision.DEPENDS:
        identifier = f"decision.depends.{_effect_of(rule, evaluation).value.lower()}"
    else:
        identifier = f"decision.allowed{'.resource' if rule.gate is GateKind.RESOURCE else ''}"
    return message(
        identifier,
        action=request.action,
        statement=_statement(rule.sid, rule.statement or 0),
        policy=rule.policy_name,
        target=rule.target_name,
    )


def gate_message(gate: Gate, request: Request) -> Message:
    if gate.refusal is not None:
        says = "may_refuse" if gate.verdict is GateVerdict.DEPENDS else "refuses"
        return message(f"gate.aws.{says}", action=request.action, resource=resource_shown(request))
    if gate.exemption is not None:
        family = "rcp." if gate.kind is GateKind.RESOURCE_CONTROL else ""
        return message(f"gate.exempt.{family}{gate.exemption.value}", action=request.action)
    if gate.verdict is GateVerdict.PASSES and gate.is_root_user:
        return message("gate.root_user")
    kind = f"gate.{gate.kind.short}"
    if gate.kind is GateKind.RESOURCE_CONTROL and gate.verdict is GateVerdict.PASSES:
        return message(f"{kind}.passes", name=gate.name, action=request.action)
    if gate.verdict is GateVerdict.NOTHING_ALLOWS:
        effects = {result.statement.effect for result in gate.statements}
        why = (
            "nothing_allows" if Effect.ALLOW in effects else "only_denies" if effects else "nothing_attached"
        )
        return message(f"{kind}.{why}", name=gate.name, action=request.action)
    says, deciding = _deciding(gate)
    return message(
        f"{kind}.{says}",
        name=gate.name,
        action=request.action,
        statement=_statement(deciding.statement.sid, deciding.statement.index),
        policy=deciding.policy.name,
        target=deciding.policy.attached_to,
    )


def statement_messages(result: StatementResult, request: Request) -> tuple[Message, ...]:
    """Why the statement does not match, or only perhaps: a sentence for every part that fails or is
    open. One sentence for a statement that matches."""
    if result.matches is Truth.YES:
        return (message(f"statement.matches.{result.statement.effect.value.lower()}"),)
    return (
        *_principal_messages(result, request),
        *_action_messages(result, request),
        *_resource_messages(result, request),
        *(condition_message(each) for each in result.conditions if each.holds is not Truth.YES),
    )


def condition_message(result: ConditionResult) -> Message:
    """Why the condition holds, does not hold, or is open."""
    condition, actual = result.condition, result.actual
    missing = actual is Lookup.MISSING or actual == ()
    reason = _condition_reason(result, missing=missing)
    values = condition.values
    if reason == "never":
        values = tuple(each for each in values if not is_of_type(condition.operator.base, each))
    return message(
        f"condition.{reason}",
        operator=condition.operator.source,
        key=condition.key,
        wanted=_listed([value.source for value in values]),
        actual="" if missing or isinstance(actual, Lookup) else _listed(_values(actual)),
    )


def _condition_reason(result: ConditionResult, *, missing: bool) -> str:
    condition, actual = result.condition, result.actual
    if actual is Lookup.UNKNOWN:
        return _reason_without_knowing(result)
    if condition.operator.base == "Null":
        if not any(is_of_type("Null", value) for value in condition.values):
            return "never"
        wants = "wants" if result.holds is Truth.NO else "holds"
        asks_for_missing = missing == (result.holds is Truth.YES)
        return f"null.{wants}_{'missing' if asks_for_missing else 'present'}"
    if missing:
        return "holds_without_value" if result.holds is Truth.YES else f"missing.{_wants(condition)}"
    if result.holds is not Truth.NO:
        return "holds" if result.holds is Truth.YES else "unknown_wanted"
    return _why_not(condition, _values(actual))


def _reason_without_knowing(result: ConditionResult) -> str:
    """The key is unknown, but a condition may be one that always holds, or never does."""
    if result.holds is Truth.MAYBE:
        return "unknown"
    if result.holds is Truth.YES:
        return "null.holds_always"
    if all(is_of_type(result.condition.operator.base, value) for value in result.condition.values):
        return "never_resolved" if result.condition.values else "never_without_values"
    return "never"


def _wants(condition: Condition) -> str:
    """How the operator compares: the last word of the names of sentences."""
    base = condition.operator.base
    return _WANTS.get(base) or ("not_equal" if is_negated(base) else "equal")


_WANTS = {
    "StringEqualsIgnoreCase": "equal_in_any_case",
    "StringLike": "like",
    "ArnEquals": "like",
    "ArnLike": "like",
    "StringNotLike": "not_like",
    "ArnNotEquals": "not_like",
    "ArnNotLike": "not_like",
    "NumericLessThan": "less",
    "NumericLessThanEquals": "at_most",
    "NumericGreaterThan": "more",
    "NumericGreaterThanEquals": "at_least",
    "DateLessThan": "before",
    "DateLessThanEquals": "not_after",
    "DateGreaterThan": "after",
    "DateGreaterThanEquals": "not_before",
    "IpAddress": "inside",
    "NotIpAddress": "outside",
}
"""All that is not mentioned wants something equal, or unequal."""


def _why_not(condition: Condition, actual: Sequence[str]) -> str:
    if len(actual) > 1 and condition.operator.quantifier is None:
        return "several_values"
    if any(is_wrong_type(condition, value) for value in actual):
        return "wrong_type"
    return f"differs.{_wants(condition)}"


def _principal_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.principal is not Truth.YES:
        spared = result.statement.excludes_principals
        yield message(
            "principal.spared" if spared else "principal.not_named", principal=request.principal.arn
        )


def _action_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.action is not Truth.YES:
        yield message(
            "action.excluded" if result.statement.excludes_actions else "action.not_listed",
            action=request.action,
        )


def _resource_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    if result.resource is Truth.YES:
        return
    statement = result.statement
    if not statement.excludes_resources:
        yield from _variable_messages(result, request)
    if isinstance(request.resource, ResourcePattern):
        whole = "excludes_all" if statement.excludes_resources else "covers_none"
        part = "excludes_some" if statement.excludes_resources else "covers_some"
        says = part if result.resource is Truth.MAYBE else whole
        yield message(f"resource.pattern.{says}", resource=request.resource.text)
    elif result.resource is Truth.MAYBE:
        if isinstance(request.resource, AnyResource):
            yield message("resource.open", action=request.action)
    elif statement.excludes_resources:
        yield message("resource.excluded", resource=resource_shown(request))
    elif request.resource == "*" or request.resource == AnyResource():
        yield message("resource.no_types", action=request.action)
    elif isinstance(request.resource, AnyResource):
        yield message("resource.no_format", action=request.action)
    else:
        yield message("resource.not_listed", resource=request.resource)


def _variable_messages(result: StatementResult, request: Request) -> Iterator[Message]:
    for element in result.statement.resources:
        for part in element.parts:
            if isinstance(part, Variable) and part.key not in ESCAPES:
                value = request.context.get(part.key)
                if value is Lookup.UNKNOWN:
                    yield message("resource.unknown_value", variable="${" + part.key + "}")
                elif value is Lookup.MISSING and part.default is None:
                    yield message("resource.no_value", variable="${" + part.key + "}")


def _deciding(gate: Gate) -> tuple[str, StatementResult]:
    """What the gate says, and the first statement that makes it say so."""
    wanted = {
        GateVerdict.EXPLICITLY_DENIES: ((Effect.DENY, Truth.YES, "denies"),),
        GateVerdict.DEPENDS: (
            (Effect.DENY, Truth.MAYBE, "may_deny"),
            (Effect.ALLOW, Truth.MAYBE, "may_pass"),
        ),
        GateVerdict.PASSES: ((Effect.ALLOW, Truth.YES, "passes"),),
    }[gate.verdict]
    return next(
        (says, result)
        for effect, truth, says in wanted
        for result in gate.statements
        if result.statement.effect is effect and result.matches is truth
    )


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


def _values(actual: ContextValue | Lookup) -> tuple[str, ...]:
    if isinstance(actual, Lookup):
        return ()
    return (actual,) if isinstance(actual, str) else actual


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"“{value}”" for value in values) or "nothing"
