"""Requests as lessons write them, put to the judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from accounts.organization.decisions import Circumstances, PrincipalName
from accounts.organization.state import AccountId, Organization
from lessons.course.language.finding import Witness
from lessons.course.language.scope import NAMES_FOR_ONE, OF_A_CASE, OF_A_VERDICT, Scope
from policies.engine.action_sets import ActionSet
from policies.engine.decision import Decision, Evaluation
from policies.engine.document import ActionPattern
from policies.engine.partition import Partition
from policies.engine.permissions import Permissions


@dataclass(frozen=True)
class Setting:
    """What a question about decisions says besides: on which resource, in which circumstances."""

    on: str | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)

    def resource(self, scope: Scope) -> str | None:
        return None if self.on is None else scope.text(self.on)

    @property
    def effort(self) -> int:
        return OF_A_VERDICT if self == ANY else OF_A_CASE


ANY: Final = Setting()
"""No resource in particular, and nothing known of the circumstances."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Disjoint sets: what one principal may surely do, and what it may in some circumstances.

    ``asked`` are the actions that the question is about: all, or those that can name the resource.
    """

    asked: ActionSet
    allowed: ActionSet
    depends: ActionSet
    explicitly_denied: ActionSet

    def decision(self, bit: ActionSet) -> Decision:
        if self.allowed & bit:
            return Decision.ALLOWED
        if self.depends & bit:
            return Decision.DEPENDS
        return Decision.EXPLICITLY_DENIED if self.explicitly_denied & bit else Decision.IMPLICITLY_DENIED


def verdicts(
    scope: Scope,
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    setting: Setting,
) -> Verdicts:
    """``KeyError`` if the account has no such principal."""
    scope.budget.spend(setting.effort)
    resource, circumstances = setting.resource(scope), setting.circumstances
    found: Partition | Permissions
    if resource is None and account_id in organization.accounts:
        found = scope.judge.partition(organization, account_id, label, circumstances)
    else:
        found = scope.judge.permissions(organization, account_id, label, circumstances, resource)
    return Verdicts(found.universe, found.allowed, found.depends, found.explicitly_denied)


def evaluate(scope: Scope, principal: str, action: str, setting: Setting) -> tuple[Evaluation, Witness]:
    """One request. Raises ``Absent``."""
    scope.budget.spend(OF_A_CASE)
    account_id, label = scope.names.principal(scope.text(principal))
    resource = setting.resource(scope)
    evaluation = scope.judge.evaluate(
        scope.present, account_id, label, action, setting.circumstances, resource
    )
    witness = Witness(account_id, label, action, evaluation.decision, resource, setting.circumstances)
    return evaluation, witness


def actions_matching(scope: Scope, patterns: Sequence[str]) -> ActionSet:
    """``*`` alone stands for all of them."""
    return scope.judge.universe.mask(_pattern(scope.text(pattern)) for pattern in patterns)


def action_names(scope: Scope, actions: ActionSet) -> frozenset[str]:
    scope.budget.spend(actions.bit_count() // NAMES_FOR_ONE)
    return frozenset(scope.judge.universe.names(actions))


def _pattern(text: str) -> ActionPattern:
    service, _, name = text.lower().partition(":")
    return ActionPattern(text, service, name or "*")
