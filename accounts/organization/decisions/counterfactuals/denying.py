"""Edits that may deny: a Deny more, an Allow less. Whether they do is for the trial to say."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.decisions.counterfactuals.documents import (
    PRINCIPAL_ARN,
    single_statement,
    without_action,
    without_statement,
)
from accounts.organization.decisions.counterfactuals.holders import (
    delete_policy,
    detach_service_control,
    holder_of,
    leave_group,
    make_service_control,
    put_inline,
    rewrite,
)
from accounts.organization.decisions.counterfactuals.of_resource import without_policy
from accounts.organization.decisions.counterfactuals.question import Question, matching
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from policies.engine.decision import Gate, GateKind, StatementResult
from policies.engine.document import Effect
from policies.engine.explain.messages import message

MOST_STATEMENTS = 12
"""Of all gates. Where more of them allow, taking one away helps nobody."""


def denying(question: Question) -> Iterator[Edit]:
    """The smallest first."""
    if question.may_have_policies:
        document = single_statement(Effect.DENY, question.action, question.written_resource)
        yield Edit(
            EditKind.DENY_BY_IDENTITY,
            message("deny.identity", principal=question.label, action=question.action),
            (put_inline(question, Effect.DENY, document),),
        )
    yield from _denied_at_levels(question)
    by_resource = question.gate(GateKind.RESOURCE)
    gates = (*question.levels, question.identity, *((by_resource,) if by_resource else ()))
    allows = [(gate, result) for gate in gates for result in matching(gate, Effect.ALLOW)]
    for gate, result in allows[:MOST_STATEMENTS]:
        yield from _less_allowed(question, gate, result)


def _denied_at_levels(question: Question) -> Iterator[Edit]:
    """At the account for the caller alone; then for everybody, from the account up to the root."""
    levels = question.levels[::-1]
    for gate in levels[:1]:
        condition = {"ArnLike": {PRINCIPAL_ARN: question.principal_arn}}
        content = single_statement(Effect.DENY, question.action, question.written_resource, condition)
        words = {"action": question.action, "target": gate.name, "principal": question.label}
        yield Edit(
            EditKind.DENY_AT_LEVEL,
            message("deny.level.principal", **words),
            make_service_control(question, Effect.DENY, content, gate.target_id),
        )
    for gate in levels:
        content = single_statement(Effect.DENY, question.action, question.written_resource)
        yield Edit(
            EditKind.DENY_AT_LEVEL,
            message("deny.level", action=question.action, target=gate.name, id=gate.target_id),
            make_service_control(question, Effect.DENY, content, gate.target_id),
        )


def _less_allowed(question: Question, gate: Gate, result: StatementResult) -> Iterator[Edit]:
    policy, statement = result.policy, result.statement
    words = {"policy": policy.name, "statement": statement.label, "target": policy.attached_to}
    texts = {"deny.narrow": without_action(policy.document, statement.index, question.action)}
    if gate.kind is GateKind.RESOURCE:
        texts["deny.remove"] = without_statement(policy.document, statement.index)
    for says, text in texts.items():
        step = None if text is None else rewrite(question, gate, policy, text)
        if step is not None:
            told = message(says, **words, action=question.action)
            yield Edit(EditKind.REMOVE_ALLOW, told, (step,))
    if gate.kind is GateKind.RESOURCE:
        yield from without_policy(question, policy.identifier, policy.name, EditKind.REMOVE_ALLOW)
        return
    if gate.kind.is_per_level:
        yield Edit(
            EditKind.REMOVE_ALLOW,
            message("detach", policy=policy.name, target=gate.name, id=gate.target_id),
            (detach_service_control(policy, gate.target_id),),
        )
        return
    yield delete_policy(question, policy, EditKind.REMOVE_ALLOW)
    if holder_of(policy)[0] == "group":
        yield leave_group(question, policy, EditKind.REMOVE_ALLOW)
