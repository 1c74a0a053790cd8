"""Edits that may deny: a Deny more, an Allow less. Whether they do is for the trial to say."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.decisions.counterfactuals.documents import (
    PRINCIPAL_ARN,
    single_statement,
    without_action,
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
from accounts.organization.decisions.counterfactuals.question import Question, matching
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from policies.engine.decision import Gate, StatementResult
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
    gates = (*question.levels, question.identity)
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
    is_organizations = gate.kind.is_per_level
    text = without_action(policy.document, statement.index, question.action)
    if text is not None and (is_organizations or not policy.identifier.startswith("arn:")):
        words = {"policy": policy.name, "statement": statement.label, "target": policy.attached_to}
        yield Edit(
            EditKind.REMOVE_ALLOW,
            message("deny.narrow", **words, action=question.action),
            (rewrite(question, gate, policy, text),),
        )
    if is_organizations:
        yield Edit(
            EditKind.REMOVE_ALLOW,
            message("detach", policy=policy.name, target=gate.name, id=gate.target_id),
            (detach_service_control(policy, gate.target_id),),
        )
        return
    yield delete_policy(question, policy, EditKind.REMOVE_ALLOW)
    if holder_of(policy)[0] == "group":
        yield leave_group(question, policy, EditKind.REMOVE_ALLOW)
