"""Edits that may allow: an Allow more, a Deny less. Whether they do is for the trial to say."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.decisions.counterfactuals.documents import (
    single_statement,
    sparing,
    with_action,
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
from accounts.organization.decisions.counterfactuals.limiting import limiting
from accounts.organization.decisions.counterfactuals.of_resource import granting, without_policy
from accounts.organization.decisions.counterfactuals.question import Question, matching
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from accounts.organization.state import FULL_AWS_ACCESS
from policies.engine.decision import Gate, GateKind, GateVerdict, StatementResult
from policies.engine.document import Effect
from policies.engine.explain.messages import message

MOST_STATEMENTS = 12
"""Of one gate. Where more of them deny, taking out a single one helps nobody."""


def allowing(question: Question) -> Iterator[Edit]:
    """The smallest first."""
    own = (question.gate(kind) for kind in (GateKind.PERMISSIONS_BOUNDARY, GateKind.RESOURCE))
    limits = tuple(gate for gate in own if gate is not None)
    gates = (*question.levels, *question.resource_levels, *limits, question.identity)
    denies = [
        (gate, result)
        for gate in gates
        for result in list(matching(gate, Effect.DENY))[: MOST_STATEMENTS + 1]
    ]
    if len(denies) <= MOST_STATEMENTS:
        for gate, result in denies:
            yield from _less_denied(question, gate, result)
    yield from limiting(question)
    if question.identity.verdict in (GateVerdict.NOTHING_ALLOWS, GateVerdict.DEPENDS):
        yield from _granted(question)
    yield from granting(question)
    for gate in question.levels:
        if gate.verdict in (GateVerdict.NOTHING_ALLOWS, GateVerdict.DEPENDS):
            yield from _let_through(question, gate)


def _granted(question: Question) -> Iterator[Edit]:
    if question.may_have_policies:
        document = single_statement(Effect.ALLOW, question.action, question.written_resource)
        yield Edit(
            EditKind.ALLOW_BY_IDENTITY,
            message("allow.identity", principal=question.label, action=question.action),
            (put_inline(question, Effect.ALLOW, document),),
        )


def _let_through(question: Question, gate: Gate) -> Iterator[Edit]:
    for result in gate.statements:
        policy, statement = result.policy, result.statement
        if statement.effect is Effect.DENY or statement.conditions:
            continue
        text = with_action(policy.document, statement.index, question.action)
        step = None if text is None else rewrite(question, gate, policy, text)
        if step is not None:
            words = {"action": question.action, "statement": statement.label, "policy": policy.name}
            yield Edit(EditKind.ALLOW_AT_LEVEL, message("allow.level.listed", **words), (step,))
            break
    content = single_statement(Effect.ALLOW, question.action, "*")
    yield Edit(
        EditKind.ALLOW_AT_LEVEL,
        message("allow.level.made", action=question.action, target=gate.name, id=gate.target_id),
        make_service_control(question, Effect.ALLOW, content, gate.target_id),
    )
    yield Edit(
        EditKind.ALLOW_AT_LEVEL,
        message("allow.level.full", policy=FULL_AWS_ACCESS.name, target=gate.name, id=gate.target_id),
        (("organizations.attach_policy", {"policy_id": FULL_AWS_ACCESS.id, "target_id": gate.target_id}),),
    )


def _less_denied(question: Question, gate: Gate, result: StatementResult) -> Iterator[Edit]:
    policy, statement = result.policy, result.statement
    words = {"policy": policy.name, "statement": statement.label, "target": policy.attached_to}
    texts = (
        (
            EditKind.NARROW_DENY,
            message("deny.spare", **words, principal=question.label, account=question.account_name),
            sparing(policy.document, statement.index, question.principal_arn),
        ),
        (
            EditKind.NARROW_DENY,
            message("deny.narrow", **words, action=question.action),
            without_action(policy.document, statement.index, question.action),
        ),
        (
            EditKind.REMOVE_DENY,
            message("deny.remove", **words),
            without_statement(policy.document, statement.index),
        ),
    )
    for kind, says, text in texts:
        step = None if text is None else rewrite(question, gate, policy, text)
        if step is not None:
            yield Edit(kind, says, (step,))
    if gate.kind is GateKind.PERMISSIONS_BOUNDARY:
        return  # It is lifted, not detached.
    if gate.kind is GateKind.RESOURCE:
        yield from without_policy(question, policy.identifier, policy.name, EditKind.REMOVE_DENY)
        return
    if gate.kind.is_per_level:
        yield Edit(
            EditKind.REMOVE_DENY,
            message("detach", policy=policy.name, target=gate.name, id=gate.target_id),
            (detach_service_control(policy, gate.target_id),),
        )
        return
    yield delete_policy(question, policy, EditKind.REMOVE_DENY)
    if holder_of(policy)[0] == "group":
        yield leave_group(question, policy, EditKind.REMOVE_DENY)
