"""The gates of one decision, statement by statement, with the parts that matched and that did not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.organization.decisions import Judge
from accounts.organization.state import AccountId, Organization
from accounts.page import verdicts
from accounts.page.dependencies import Dependencies, dependencies_of
from accounts.page.gates import gate_icon, gate_name
from accounts.page.numbers import grouped
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.engine.decision import Decision, Evaluation, Gate, GateVerdict, StatementResult
from policies.engine.document import Effect, PolicyDocument
from policies.engine.explain import (
    access_denied_message,
    decision_message,
    gate_message,
    statement_messages,
)
from policies.engine.patterns import matches
from policies.engine.request import Request, ResourcePattern
from policies.engine.truth import Truth
from policies.page.sentences import said, statement_name

MOST_ELEMENTS = 6
"""Of a longer list the page shows those that matter and counts the rest."""
MOST_STATEMENTS = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a statement. ``css`` marks what matched (``hit``), failed (``bad``) or is open (``open``)."""

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """``policy_id`` is an organization's own policy, which has a page of its own to open; else empty."""

    policy_name: str
    policy_id: str
    attached_to: str
    label: str
    verdict: Verdict
    says: str
    pieces: tuple[Piece, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateView:
    """``is_after``: a gate before it has already decided. ``more`` statements are not shown."""

    icon: str
    name: str
    target_id: str
    verdict: Verdict
    says: str
    sentence: str
    is_deciding: bool
    is_after: bool
    statements: tuple[StatementView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """``dependencies`` are there where the answer depends."""

    action: str
    who: str
    account_name: str
    resource: str
    verdict: Verdict
    sentence: str
    gates: tuple[GateView, ...]
    aws_says: str
    dependencies: Dependencies | None = None

    @property
    def depends(self) -> bool:
        return self.verdict is verdicts.DEPENDS


def explanation_of(
    organization: Organization, account_id: AccountId, who: str, view: View, judge: Judge
) -> Explanation:
    """Why ``who`` may, or may not, do the asked action, on the resource asked about or on any."""
    question = (organization, account_id, who, view.action, view.circumstances, view.resource)
    asked = judge.request(*question)
    evaluation = judge.evaluate(*question)
    deciding = _deciding_gate(evaluation)
    return Explanation(
        action=view.action,
        who=who,
        account_name=organization.name_of(account_id),
        resource=_resource_words(asked),
        verdict=verdicts.BY_DECISION[evaluation.decision],
        sentence=said(decision_message(evaluation, asked)),
        gates=tuple(
            _gate_view(organization, gate, position, deciding, asked)
            for position, gate in enumerate(evaluation.gates)
        ),
        aws_says=access_denied_message(evaluation, asked) or "",
        dependencies=dependencies_of(organization, account_id, who, view, judge, asked)
        if evaluation.decision is Decision.DEPENDS
        else None,
    )


def _resource_words(request: Request) -> str:
    if isinstance(request.resource, str):
        return request.resource
    if isinstance(request.resource, ResourcePattern):
        return _("any %(pattern)s") % {"pattern": request.resource.text}
    formats = [each for each in request.resource.formats if each != "*"]
    if not formats:
        return _("*, since this action has no resource types")
    return _("any resource of its own account")


def _deciding_gate(evaluation: Evaluation) -> int:
    return next(
        position
        for position, gate in enumerate(evaluation.gates)
        if gate.kind is evaluation.rule.gate and gate.target_id == evaluation.rule.target_id
    )


GATE_VERDICTS = {
    GateVerdict.PASSES: (verdicts.ALLOWED, gettext_noop("passes")),
    GateVerdict.EXPLICITLY_DENIES: (verdicts.EXPLICITLY_DENIED, gettext_noop("stops here")),
    GateVerdict.NOTHING_ALLOWS: (verdicts.IMPLICITLY_DENIED, gettext_noop("nothing allows it")),
    GateVerdict.DEPENDS: (verdicts.DEPENDS, gettext_noop("depends")),
    GateVerdict.DOES_NOT_APPLY: (verdicts.DOES_NOT_APPLY, gettext_noop("does not apply")),
}


def _gate_view(
    organization: Organization, gate: Gate, position: int, deciding: int, request: Request
) -> GateView:
    verdict, says = GATE_VERDICTS[gate.verdict]
    is_after = position > deciding
    if position != deciding and gate.verdict is GateVerdict.EXPLICITLY_DENIES:
        says = gettext_noop("denies, too")
    elif is_after and gate.verdict is GateVerdict.PASSES:
        says = gettext_noop("would pass")
    shown = sorted(gate.statements, key=_interest)[:MOST_STATEMENTS]
    return GateView(
        icon=gate_icon(gate),
        name=gate_name(gate),
        target_id=gate.target_id,
        verdict=verdict,
        says=_(says),
        sentence=said(gate_message(gate, request)),
        is_deciding=position == deciding,
        is_after=is_after,
        statements=tuple(_statement_view(organization, result, request) for result in shown),
        more=len(gate.statements) - len(shown),
    )


def _interest(result: StatementResult) -> tuple[int, int]:
    """What matches first, and before it what denies."""
    return (-int(result.matches), 0 if result.statement.effect is Effect.DENY else 1)


def _statement_view(organization: Organization, result: StatementResult, request: Request) -> StatementView:
    denies = result.statement.effect is Effect.DENY
    if result.matches is Truth.YES:
        verdict, says = (
            (verdicts.EXPLICITLY_DENIED, _("denies it")) if denies else (verdicts.ALLOWED, _("allows it"))
        )
    elif result.matches is Truth.MAYBE:
        verdict, says = verdicts.DEPENDS, _("may deny it") if denies else _("may allow it")
    else:
        verdict, says = verdicts.DOES_NOT_MATCH, _("does not match")
    return StatementView(
        policy_name=result.policy.name,
        policy_id=result.policy.identifier if result.policy.identifier in organization.policies else "",
        attached_to=result.policy.attached_to,
        label=statement_name(result.statement),
        verdict=verdict,
        says=says,
        pieces=tuple(_pieces(result, request)),
        reasons=tuple(said(each) for each in statement_messages(result, request)),
    )


def _source_of(document: PolicyDocument, index: int) -> dict[str, object]:
    """One statement as it was written."""
    statements = json.loads(document.text)["Statement"]
    return statements[index] if isinstance(statements, list) else statements


def _pieces(result: StatementResult, request: Request) -> Iterator[Piece]:
    """The statement as JSON, an element a line, each with its mark."""
    source = _source_of(result.policy.document, result.statement.index)
    last = list(source)[-1]
    yield Piece("{\n")
    for name, value in source.items():
        yield Piece(f'  "{name}": ')
        if name == "Condition":
            yield from _condition_pieces(value, result)
        elif name in ("Action", "NotAction"):
            yield from _list_pieces(value, _action_marks(result, request), _css(result.action))
        elif name in ("Resource", "NotResource"):
            elements = value if isinstance(value, list) else [value]
            yield from _list_pieces(value, [_css(result.resource)] * len(elements), _css(result.resource))
        else:
            css = "hit" if name == "Effect" and result.matches is Truth.YES else ""
            yield Piece(json.dumps(value, ensure_ascii=False), css)
        yield Piece("\n" if name == last else ",\n")
    yield Piece("}")


def _css(truth: Truth) -> str:
    return {Truth.YES: "hit", Truth.MAYBE: "open", Truth.NO: "bad"}[truth]


def _action_marks(result: StatementResult, request: Request) -> list[str]:
    """Which elements cover the action. Of a ``NotAction`` it is the covering element that fails."""
    statement = result.statement
    hit = "bad" if statement.excludes_actions else "hit"
    action = request.action.lower()
    return [hit if matches(pattern.source.lower(), action) else "" for pattern in statement.actions]


def _list_pieces(value: object, marks: list[str], overall: str) -> Iterator[Piece]:
    if not isinstance(value, list):
        yield Piece(json.dumps(value, ensure_ascii=False), marks[0] or (overall if overall == "bad" else ""))
        return
    rows = list(zip(value, marks, strict=True))
    marked = [row for row in rows if row[1] in ("hit", "bad")]
    shown = rows if len(rows) <= MOST_ELEMENTS else marked[:MOST_ELEMENTS]
    yield Piece("[")
    for position, (element, css) in enumerate(shown):
        yield Piece(", " if position else "")
        yield Piece(json.dumps(element, ensure_ascii=False), css)
    if len(shown) < len(rows):
        more = _("%(count)s more") % {"count": grouped(len(rows) - len(shown))}
        yield Piece(f"{', ' if shown else ''}… {more}")
    yield Piece("]")


def _condition_pieces(source: Mapping[str, Mapping[str, object]], result: StatementResult) -> Iterator[Piece]:
    outcomes = {
        (each.condition.operator.source, each.condition.key): each.holds for each in result.conditions
    }
    yield Piece("{\n")
    for row, (operator, pairs) in enumerate(source.items()):
        yield Piece(f'    "{operator}": {{')
        for position, (key, values) in enumerate(pairs.items()):
            yield Piece(", " if position else " ")
            text = f'"{key}": {json.dumps(values, ensure_ascii=False)}'
            yield Piece(text, _css(outcomes.get((operator, key), Truth.YES)))
        yield Piece(" }" + (",\n" if row < len(source) - 1 else "\n"))
    yield Piece("  }")
