"""How beliefs decide: the engine's decision on a question that the belief has bent.

A belief changes what takes part in a decision, or one rule of it, and leaves the rest to the engine. So its
answer is what somebody says who holds this belief and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from accounts.organization.decisions import ROOT_USER, Judge, Mfa, is_service_linked
from accounts.organization.decisions.asked import Asked
from accounts.organization.decisions.policies import levels_to
from accounts.organization.decisions.resources import account_of, owner_of
from accounts.organization.state import FULL_AWS_ACCESS
from lessons.course.misconceptions.asking import Asking, decide
from policies.engine.decision import Decision, Gate, GateKind, GateVerdict
from policies.engine.document import Effect, Statement
from policies.engine.evaluate import evaluate
from policies.engine.guardrails import match_all
from policies.engine.request import AttachedPolicy, Exemption, Level, Request
from policies.engine.truth import Truth

Evaluator = Callable[[Judge, Asking, Decision], Decision]
"""The last is the truth, for questions to which a belief makes no difference."""


def _levels(asked: Asked) -> tuple[Level, ...]:
    """None where SCPs do not bind."""
    levels = asked.policies.service_control
    return () if isinstance(levels, Exemption) else levels


def _with_levels(asked: Asked, levels: tuple[Level, ...] | Exemption) -> Asked:
    return replace(asked, policies=replace(asked.policies, service_control=levels))


def _bent(bend: Callable[[Judge, Asking, Asked], Asked]) -> Evaluator:
    """The engine's decision on a question that the belief has bent."""

    def believed(judge: Judge, asking: Asking, truth: Decision) -> Decision:
        asked = asking.asked
        bent = bend(judge, asking, asked)
        return truth if bent is asked else decide(judge, asking, bent)

    return believed


def _on_levels(bend: Callable[[tuple[Level, ...], Request], tuple[Level, ...]]) -> Evaluator:
    """As ``_bent``, for beliefs about SCPs alone, where there are any."""

    def bent(judge: Judge, asking: Asking, asked: Asked) -> Asked:
        levels = _levels(asked)
        changed = bend(levels, judge.request_of(asked, asking.action)) if levels else levels
        return asked if changed == levels else _with_levels(asked, changed)

    return _bent(bent)


FULL_ACCESS: Final = AttachedPolicy(
    FULL_AWS_ACCESS.name, FULL_AWS_ACCESS.id, "everywhere", FULL_AWS_ACCESS.document
)


def _is_full_access(policy: AttachedPolicy) -> bool:
    return policy.identifier == FULL_AWS_ACCESS.id


def _matches(policy: AttachedPolicy, effect: Effect, request: Request) -> bool:
    """Whether a statement of this effect surely matches."""
    results = match_all((policy,), request)
    return any(each.matches is Truth.YES and each.statement.effect is effect for each in results)


def _without(policy: AttachedPolicy, leave_out: Callable[[Statement], bool]) -> AttachedPolicy:
    kept = tuple(each for each in policy.document.statements if not leave_out(each))
    # Documents are equal when their texts are, and this one is no longer what its text says.
    text = f"{policy.document.text}\n{[each.index for each in kept]}"
    return replace(policy, document=replace(policy.document, statements=kept, text=text))


def _is_deny(statement: Statement) -> bool:
    return statement.effect is Effect.DENY


@_bent
def scps_grant(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    allowing = [each for level in _levels(asked) for each in level.policies if not _is_full_access(each)]
    allows = tuple(_without(policy, _is_deny) for policy in allowing)
    if not allows:
        return asked
    return replace(asked, policies=replace(asked.policies, identity=(*asked.policies.identity, *allows)))


@_on_levels
def nearest_level(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    return levels[-1:]


@_on_levels
def one_level_is_enough(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    everything = tuple(policy for level in levels for policy in level.policies)
    return (replace(levels[-1], policies=everything),)


@_on_levels
def allow_below_beats_deny(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    named = [
        depth
        for depth, level in enumerate(levels)
        if any(not _is_full_access(each) and _matches(each, Effect.ALLOW, request) for each in level.policies)
    ]
    deepest = max(named, default=0)
    return tuple(
        replace(level, policies=tuple(_without(each, _is_deny) for each in level.policies))
        if depth < deepest
        else level
        for depth, level in enumerate(levels)
    )


@_bent
def management_is_bound(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    if asked.policies.service_control is not Exemption.MANAGEMENT_ACCOUNT:
        return asked
    return _with_levels(asked, levels_to(asking.organization, asking.account_id))


@_bent
def root_user_is_exempt(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    return _with_levels(asked, Exemption.NOT_SUBJECT) if asking.label == ROOT_USER else asked


@_bent
def administrator_beats_scps(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    is_administrator = any(
        action.source == "*" and not statement.excludes_actions
        for policy in asked.policies.identity
        for statement in policy.document.statements
        if statement.effect is Effect.ALLOW
        for action in statement.actions
    )
    return _with_levels(asked, Exemption.NOT_SUBJECT) if is_administrator else asked


@_on_levels
def specific_allow_beats_wildcard(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    """At the same level; a deny that names the action stays."""

    def names_it(statement: Statement) -> bool:
        return any(each.source.lower() == request.action.lower() for each in statement.actions)

    def bent(level: Level) -> Level:
        statements = [each for policy in level.policies for each in policy.document.statements]
        if not any(each.effect is Effect.ALLOW and names_it(each) for each in statements):
            return level
        return replace(
            level,
            policies=tuple(
                _without(policy, lambda each: _is_deny(each) and not names_it(each))
                for policy in level.policies
            ),
        )

    return tuple(map(bent, levels))


@_on_levels
def no_allow_is_open(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    def has_allow(level: Level) -> bool:
        return any(not _is_deny(each) for policy in level.policies for each in policy.document.statements)

    return tuple(
        level if has_allow(level) else replace(level, policies=(*level.policies, FULL_ACCESS))
        for level in levels
    )


@_bent
def passing_is_permission(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    if not _levels(asked):
        return asked
    return replace(asked, policies=replace(asked.policies, identity=(*asked.policies.identity, FULL_ACCESS)))


@_bent
def policies_travel(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    """The SCPs of the place that the account came from hang on it as before."""
    before = asking.before
    if before is None or asking.account_id not in before.accounts or not _levels(asked):
        return asked
    new = {level.target_id for level in _levels(asked)}
    came_along = [level for level in levels_to(before, asking.account_id) if level.target_id not in new]
    return _with_levels(asked, (*_levels(asked), *came_along))


def missing_is_false(judge: Judge, asking: Asking, truth: Decision) -> Decision:
    if asking.circumstances.mfa is not Mfa.KEY_ABSENT:
        return truth
    return replace(asking, circumstances=replace(asking.circumstances, mfa=Mfa.NOT_USED)).truth(judge)


def accounts_swapped(judge: Judge, asking: Asking, truth: Decision) -> Decision:
    """In one account both policies have to allow; across two, either will do."""
    asked = asking.asked
    if asked.policies.resource is None or truth is Decision.EXPLICITLY_DENIED:
        return truth
    evaluation = evaluate(judge.request_of(asked, asking.action), asked.policies)
    sides = [gate for gate in evaluation.gates if gate.kind in (GateKind.IDENTITY, GateKind.RESOURCE)]
    if any(_stops(gate) for gate in evaluation.gates if gate.kind is GateKind.SERVICE_CONTROL):
        return truth
    allow = [any(_allows(gate, kind) for gate in sides) for kind in (GateKind.IDENTITY, GateKind.RESOURCE)]
    is_same_account = asked.resource_account in (None, asking.account_id)
    agreed = all(allow) if is_same_account else any(allow)
    return Decision.ALLOWED if agreed else Decision.IMPLICITLY_DENIED


def _stops(gate: Gate) -> bool:
    return gate.verdict in (GateVerdict.NOTHING_ALLOWS, GateVerdict.EXPLICITLY_DENIES)


def _allows(gate: Gate, kind: GateKind) -> bool:
    return gate.kind is kind and any(
        each.matches is Truth.YES and each.statement.effect is Effect.ALLOW for each in gate.statements
    )


@_bent
def delegated_is_exempt(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    is_delegated = asking.account_id in asking.organization.delegated_administrators
    return _with_levels(asked, Exemption.NOT_SUBJECT) if is_delegated else asked


@_bent
def service_linked_are_bound(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    account = account_of(asking.organization, asking.account_id)
    if asked.policies.service_control is not Exemption.SERVICE_LINKED_ROLE or not is_service_linked(
        account, asking.label
    ):
        return asked
    return _with_levels(asked, levels_to(asking.organization, asking.account_id))


@_bent
def scps_guard_resources(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    """The SCPs above the owner of the resource count as well."""
    organization = asking.organization
    owner = owner_of(organization, asking.account_id, asking.resource)
    if owner == asking.account_id or owner not in organization.accounts or not _levels(asked):
        return asked
    return _with_levels(asked, (*_levels(asked), *levels_to(organization, owner)))
