"""What else limits the caller: the permissions boundary widened or lifted, the session policy left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from accounts.organization.decisions.counterfactuals.documents import with_action, with_statement
from accounts.organization.decisions.counterfactuals.holders import rewrite
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from policies.engine.decision import Gate, GateKind, GateVerdict
from policies.engine.document import Effect
from policies.engine.explain.messages import message


def limiting(question: Question) -> Iterator[Edit]:
    """The smallest first."""
    boundary = question.gate(GateKind.PERMISSIONS_BOUNDARY)
    if boundary is not None and boundary.verdict is not GateVerdict.PASSES:
        yield from _widened(question, boundary)
        yield _lifted(question)
    session = question.circumstances.session
    limit = question.gate(GateKind.SESSION)
    if session is not None and limit is not None and limit.verdict is not GateVerdict.PASSES:
        unlimited = replace(question.circumstances, session=replace(session, policy=None))
        yield Edit(EditKind.CHANGE_CONTEXT, message("ask.session.unlimited"), circumstances=unlimited)


def _widened(question: Question, boundary: Gate) -> Iterator[Edit]:
    """One action more, in a statement that is there if it can take it. A Deny is for others to narrow."""
    policies = tuple(dict.fromkeys(result.policy for result in boundary.statements))
    if boundary.verdict is GateVerdict.EXPLICITLY_DENIES:
        return
    for policy in policies:
        words = {"action": question.action, "policy": policy.name}
        for statement in policy.document.statements:
            if statement.effect is Effect.DENY or statement.conditions:
                continue
            text = with_action(policy.document, statement.index, question.action)
            step = None if text is None else rewrite(question, boundary, policy, text)
            if step is not None:
                says = message("allow.level.listed", statement=statement.label, **words)
                yield Edit(EditKind.LIFT_BOUNDARY, says, (step,))
                break
        allow = {"Effect": "Allow", "Action": question.action, "Resource": question.written_resource}
        step = rewrite(question, boundary, policy, with_statement(policy.document, allow))
        if step is not None:
            yield Edit(EditKind.LIFT_BOUNDARY, message("boundary.widen", **words), (step,))


def _lifted(question: Question) -> Edit:
    kind, _, name = question.label.partition("/")
    parameters = {"account_id": question.account_id, f"{kind}_name": name}
    return Edit(
        EditKind.LIFT_BOUNDARY,
        message("boundary.lift", principal=question.label),
        ((f"iam.delete_{kind}_permissions_boundary", parameters),),
    )
