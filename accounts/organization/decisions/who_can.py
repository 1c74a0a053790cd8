"""Who can do this? Every principal of an organization, with the decision and the rule that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.organization.decisions.circumstances import Circumstances
from accounts.organization.decisions.judge import ANYHOW, Judge
from accounts.organization.decisions.principals import PrincipalName, principals_of
from accounts.organization.state import AccountId, Organization
from policies.engine.decision import Decision, Rule


@dataclass(frozen=True, slots=True)
class Who:
    """One principal, and what it hears."""

    account_id: AccountId
    label: PrincipalName
    decision: Decision


def who_can(
    judge: Judge,
    organization: Organization,
    action: str,
    circumstances: Circumstances = ANYHOW,
    resource: str | None = None,
) -> tuple[Who, ...]:
    """Every principal, the root users too, account by account; those who may not as well.

    Without a resource the whole organization is decided by sets, on any resource that the action can
    name; ``why`` then says the rule for each that one wants to hear of. ``KeyError`` for an unknown action.
    """
    if resource is not None:
        return tuple(_on_resource(judge, organization, action, circumstances, resource))
    return tuple(_by_sets(judge, organization, action, circumstances))


def why(
    judge: Judge,
    organization: Organization,
    who: Who,
    action: str,
    circumstances: Circumstances = ANYHOW,
    resource: str | None = None,
) -> Rule:
    """The rule that decides for ``who``."""
    if resource is not None:
        return judge.evaluate(organization, who.account_id, who.label, action, circumstances, resource).rule
    permissions = judge.permissions(organization, who.account_id, who.label, circumstances)
    return permissions.rule(judge.universe.index(action))


def _by_sets(
    judge: Judge, organization: Organization, action: str, circumstances: Circumstances
) -> Iterator[Who]:
    bit = 1 << judge.universe.index(action)
    for account_id in organization.accounts:
        partitions = judge.partitions(organization, account_id, circumstances)
        for label, partition in partitions.items():
            yield Who(account_id, label, partition.decision(bit))


def _on_resource(
    judge: Judge, organization: Organization, action: str, circumstances: Circumstances, resource: str
) -> Iterator[Who]:
    decision = judge.decisions_on(organization, action, circumstances, resource)
    for account in organization.accounts.values():
        for label in principals_of(account):
            yield Who(account.id, label, decision(account, label))
