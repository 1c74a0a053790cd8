"""An evaluation as JSON, gate by gate and statement by statement: what ``simulate --trace`` adds."""

from __future__ import annotations

from policies.engine.decision import Evaluation, Gate, StatementResult
from policies.engine.explain.access_denied import access_denied_message
from policies.engine.explain.decisions import decision_message, gate_message
from policies.engine.explain.english import render
from policies.engine.explain.statements import statement_messages
from policies.engine.request import Request
from policies.engine.truth import Truth

Json = dict[str, object]


def trace_of(evaluation: Evaluation, request: Request) -> Json:
    return {
        "rule": evaluation.rule.code,
        "reason": render(decision_message(evaluation, request)),
        "access_denied": access_denied_message(evaluation, request),
        "gates": [_gate(gate, request) for gate in evaluation.gates],
    }


def _gate(gate: Gate, request: Request) -> Json:
    return {
        "kind": gate.kind.value,
        "target": gate.target_id,
        "verdict": gate.verdict.value,
        "required": gate.is_required,
        "reason": render(gate_message(gate, request)),
        "statements": [_statement(result, request) for result in gate.statements],
    }


def _statement(result: StatementResult, request: Request) -> Json:
    return {
        "policy": result.policy.name,
        "statement": result.statement.index,
        "pointer": result.statement.pointer,
        "sid": result.statement.sid,
        "effect": result.statement.effect.value,
        "matches": _JSON_OF_TRUTH[result.matches],
        "reasons": [render(each) for each in statement_messages(result, request)],
    }


_JSON_OF_TRUTH = {Truth.YES: True, Truth.NO: False, Truth.MAYBE: None}
