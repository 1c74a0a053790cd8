"""``Judge``: one door to the engine for everybody who asks about an organization.

Two ways in. One principal at a time: ``permissions`` and ``evaluate``, with every rule by its name. A
whole organization at once: ``who_can``, ``union`` and ``impact``, with sets alone. The engine keeps
what it has worked out, so all of them are quick when asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from accounts.organization.arns import root_user_arn
from accounts.organization.decisions.circumstances import Circumstances, context_at, context_for
from accounts.organization.decisions.impact import AccountImpact, Impact
from accounts.organization.decisions.partitions import Partitions
from accounts.organization.decisions.principals import (
    PrincipalName,
    levels_to,
    policies_for,
    principal,
)
from accounts.organization.state import AccountId, Organization, PolicyType, TargetId
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import Decision, Evaluation
from policies.engine.evaluate import evaluate
from policies.engine.partition import Partition
from policies.engine.permissions import NO_CHANGE, Change, Permissions, compare, permissions
from policies.engine.request import Policies, Principal, PrincipalType, Request

ANYHOW = Circumstances()
"""Nothing is said about the request."""


class Judge:
    """Decides over one catalogue of actions. ``KeyError`` for accounts and principals that are not there."""

    def __init__(self, universe: ActionUniverse) -> None:
        self.universe = universe
        self._partitions = Partitions(universe)

    def permissions(
        self,
        organization: Organization,
        account_id: AccountId,
        label: PrincipalName,
        circumstances: Circumstances = ANYHOW,
    ) -> Permissions:
        """Every action, by decision and by rule."""
        return permissions(
            policies_for(organization, account_id, label),
            _principal(organization, account_id, label),
            context_for(organization, account_id, label, circumstances),
            self.universe,
        )

    def evaluate(
        self,
        organization: Organization,
        account_id: AccountId,
        label: PrincipalName,
        action: str,
        circumstances: Circumstances = ANYHOW,
        resource: str | None = None,
    ) -> Evaluation:
        """One request with all its gates; on any resource of the action's types unless one is named."""
        context = context_for(organization, account_id, label, circumstances, resource)
        request = Request(
            principal=_principal(organization, account_id, label),
            action=action,
            resource=self.universe.resource_of(action) if resource is None else resource,
            context=self.universe.context_for(action, context),
        )
        return evaluate(request, policies_for(organization, account_id, label))

    def passing(
        self, organization: Organization, target_id: TargetId, circumstances: Circumstances = ANYHOW
    ) -> ActionSet:
        """What the SCPs from the root to ``target_id`` let through, surely or possibly, to a principal
        whom nothing else limits. It is a limit, not a permission."""
        if target_id == organization.management_account_id or not organization.is_enabled(
            PolicyType.SERVICE_CONTROL_POLICY
        ):
            return self.universe.all
        # The root user stands for a principal that needs no identity policy; no key says who it is.
        anybody = Principal(root_user_arn(target_id), target_id, PrincipalType.ROOT_USER)
        limits = permissions(
            Policies(levels_to(organization, target_id), identity=()),
            anybody,
            context_at(organization, target_id, circumstances),
            self.universe,
        )
        return limits.allowed | limits.depends

    def who_can(
        self,
        organization: Organization,
        action: str,
        label: PrincipalName,
        circumstances: Circumstances = ANYHOW,
    ) -> Mapping[AccountId, Decision | None]:
        """What the principal of this name hears in each account; None where there is none."""
        bit = 1 << self.universe.index(action)
        answers: dict[AccountId, Decision | None] = {}
        for account in organization.accounts.values():
            partitions = dict(self._partitions.of_account(organization, account, circumstances))
            partition = partitions.get(label)
            answers[account.id] = None if partition is None else _decision(partition, bit)
        return answers

    def union(
        self, organization: Organization, account_id: AccountId, circumstances: Circumstances = ANYHOW
    ) -> ActionSet:
        """What at least one principal of the account may surely do."""
        account = organization.accounts[account_id]
        partitions = self._partitions.of_account(organization, account, circumstances)
        return reduce(or_, (partition.allowed for _, partition in partitions), 0)

    def impact(
        self, before: Organization, after: Organization, circumstances: Circumstances = ANYHOW
    ) -> Impact:
        """What changes for the principals that are in both organizations."""
        found: dict[tuple[Partition, Partition], tuple[Change, tuple[int, int, int]]] = {}
        accounts = []
        gained = lost = now_depends = 0
        for account in after.accounts.values():
            former = before.accounts.get(account.id)
            if former is None:
                continue
            then = dict(self._partitions.of_account(before, former, circumstances))
            changed = []
            for label, now in self._partitions.of_account(after, account, circumstances):
                was = then.get(label)
                if was is None or was is now:
                    continue
                if (was, now) not in found:
                    change = compare(
                        self.permissions(before, account.id, label, circumstances),
                        self.permissions(after, account.id, label, circumstances),
                    )
                    sets = (change.gained, change.lost, change.now_depends)
                    found[was, now] = (
                        change,
                        (
                            sets[0].bit_count(),
                            sets[1].bit_count(),
                            sets[2].bit_count(),
                        ),
                    )
                change, counts = found[was, now]
                if change != NO_CHANGE:
                    changed.append((label, change))
                    gained += counts[0]
                    lost += counts[1]
                    now_depends += counts[2]
            if changed:
                accounts.append(AccountImpact(account.id, tuple(changed)))
        return Impact(tuple(accounts), gained, lost, now_depends)


def _principal(organization: Organization, account_id: AccountId, label: PrincipalName) -> Principal:
    found = principal(organization, account_id, label)
    if found is None:
        raise KeyError(label)
    return found


def _decision(partition: Partition, bit: ActionSet) -> Decision:
    return next(slot.decision for slot, actions in partition.by_slot if actions & bit)
