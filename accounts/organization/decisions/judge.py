"""``Judge``: one door to the engine for everybody who asks about an organization.

Two ways in. One principal at a time: ``permissions`` and ``evaluate``, with every rule by its name. A
whole organization at once: ``who_can``, ``union`` and ``impact``, with sets alone. The engine keeps
what it has worked out, so all of them are quick when asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from functools import reduce
from operator import or_

from accounts.organization.arns import root_user_arn
from accounts.organization.decisions.affected import affected_accounts
from accounts.organization.decisions.alike import Alike
from accounts.organization.decisions.asked import Asked, asked_by
from accounts.organization.decisions.circumstances import Circumstances, context_at
from accounts.organization.decisions.impact import AccountImpact, Impact
from accounts.organization.decisions.partitions import Partitions
from accounts.organization.decisions.policies import levels_to, services_with_rcps
from accounts.organization.decisions.principals import PrincipalName
from accounts.organization.state import Account, AccountId, Organization, Policy, PolicyType, TargetId
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import Decision, Evaluation
from policies.engine.document import Effect
from policies.engine.evaluate import evaluate
from policies.engine.guardrails import match_all
from policies.engine.partition import Partition
from policies.engine.permissions import NO_CHANGE, Change, Permissions, compare_partitions, permissions
from policies.engine.request import (
    AttachedPolicy,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
    Request,
    named_resource,
)
from policies.engine.truth import Truth, some

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
        on: str | None = None,
    ) -> Permissions:
        """Every action, by decision and by rule; with ``on``, the ARN of a resource, those that can name
        it."""
        return asked_by(organization, account_id, label, circumstances, on).permissions(self.universe)

    def evaluate(
        self,
        organization: Organization,
        account_id: AccountId,
        label: PrincipalName,
        action: str,
        circumstances: Circumstances = ANYHOW,
        resource: str | None = None,
    ) -> Evaluation:
        """One request with all its gates; on any resource of the action's types unless one is named, or a
        pattern, with ``*`` and ``?``, for any that fits it."""
        asked = asked_by(organization, account_id, label, circumstances, resource)
        return evaluate(self.request_of(asked, action), asked.policies)

    def request(
        self,
        organization: Organization,
        account_id: AccountId,
        label: PrincipalName,
        action: str,
        circumstances: Circumstances = ANYHOW,
        resource: str | None = None,
    ) -> Request:
        """What ``evaluate`` decides."""
        return self.request_of(asked_by(organization, account_id, label, circumstances, resource), action)

    def request_of(self, asked: Asked, action: str) -> Request:
        """The question about one action."""
        is_any = asked.resource is None
        return Request(
            principal=asked.principal,
            action=action,
            resource=self.universe.resource_of(action) if is_any else named_resource(asked.resource or ""),
            context=self.universe.context_for(action, asked.context),
            resource_account=asked.resource_account,
        )

    def passing(
        self, organization: Organization, target_id: TargetId, circumstances: Circumstances = ANYHOW
    ) -> ActionSet:
        """What the SCPs from the root to ``target_id`` let through, surely or possibly, to a principal
        whom nothing else limits. It is a limit, not a permission."""
        limits = self.ceiling(organization, target_id, circumstances)
        return limits.allowed | limits.depends

    def ceiling(
        self, organization: Organization, target_id: TargetId, circumstances: Circumstances = ANYHOW
    ) -> Permissions:
        """``passing``, by decision and by rule: what the SCPs alone say of every action."""
        levels: tuple[Level, ...] | Exemption = levels_to(organization, target_id)
        if not organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY):
            levels = Exemption.POLICY_TYPE_DISABLED
        elif target_id == organization.management_account_id:
            levels = Exemption.MANAGEMENT_ACCOUNT
        return permissions(
            Policies(levels, identity=()),
            _anybody(target_id),
            context_at(organization, target_id, circumstances),
            self.universe,
        )

    def verdict_of(
        self,
        organization: Organization,
        target_id: TargetId,
        policy: Policy,
        action: str,
        circumstances: Circumstances = ANYHOW,
    ) -> Decision | None:
        """What one SCP, attached at ``target_id``, says of ``action`` to anybody there, or one RCP of what is
        owned there; None for nothing."""
        if policy.type is PolicyType.RESOURCE_CONTROL_POLICY and not self._is_under_rcps(action):
            return None
        context = context_at(organization, target_id, circumstances)
        request = Request(
            principal=_anybody(target_id),
            action=action,
            resource=self.universe.resource_of(action),
            context=self.universe.context_for(action, context),
        )
        attached = AttachedPolicy(policy.name, policy.id, organization.name_of(target_id), policy.document)
        results = match_all((attached,), request)
        denies, allows = (
            some(result.matches for result in results if result.statement.effect is effect)
            for effect in (Effect.DENY, Effect.ALLOW)
        )
        if denies is Truth.YES:
            return Decision.EXPLICITLY_DENIED
        if denies is Truth.MAYBE or allows is Truth.MAYBE:
            return Decision.DEPENDS
        return Decision.ALLOWED if allows is Truth.YES else None

    def _is_under_rcps(self, action: str) -> bool:
        return action.partition(":")[0].lower() in services_with_rcps()

    def partition(
        self,
        organization: Organization,
        account_id: AccountId,
        label: PrincipalName,
        circumstances: Circumstances = ANYHOW,
    ) -> Partition:
        """``permissions`` of a principal of an account of the organization, as sets alone."""
        account = organization.accounts[account_id]
        found = self._partitions.of_principal(organization, account, label, circumstances)
        if found is None:
            raise KeyError(label)
        return found

    def partitions(
        self, organization: Organization, account_id: AccountId, circumstances: Circumstances = ANYHOW
    ) -> Mapping[PrincipalName, Partition]:
        """``permissions`` of each principal of an account, as sets alone."""
        return self._partitions.of_account(organization, organization.accounts[account_id], circumstances)

    def partitions_of(
        self, organization: Organization, label: PrincipalName, circumstances: Circumstances = ANYHOW
    ) -> Mapping[AccountId, Partition | None]:
        """The principal of this name in each account; None where there is none."""
        return {
            account.id: self._partitions.of_principal(organization, account, label, circumstances)
            for account in organization.accounts.values()
        }

    def who_can(
        self,
        organization: Organization,
        action: str,
        label: PrincipalName,
        circumstances: Circumstances = ANYHOW,
    ) -> Mapping[AccountId, Decision | None]:
        """What the principal of this name hears in each account; None where there is none."""
        bit = 1 << self.universe.index(action)
        return {
            account_id: None if partition is None else partition.decision(bit)
            for account_id, partition in self.partitions_of(organization, label, circumstances).items()
        }

    def names(self, organization: Organization) -> Counter[PrincipalName]:
        """In how many accounts each name is a principal's."""
        kinds = Counter(
            self._partitions.kind_of(organization, account) for account in organization.accounts.values()
        )
        names: Counter[PrincipalName] = Counter()
        for kind, accounts in kinds.items():
            names.update(dict.fromkeys(kind.courses, accounts))
        return names

    def decisions_on(
        self, organization: Organization, action: str, circumstances: Circumstances, resource: str
    ) -> Callable[[Account, PrincipalName], Decision]:
        """``evaluate`` on one resource, for many who ask: those who are alike are asked once."""
        alike = Alike(self._partitions, self.universe, organization, circumstances, resource)
        known: dict[Hashable, Decision] = {}

        def decision(account: Account, label: PrincipalName) -> Decision:
            those = alike.of(account, label)
            if those not in known:
                asked = self.evaluate(organization, account.id, label, action, circumstances, resource)
                known[those] = asked.decision
            return known[those]

        return decision

    def partitions_on(
        self, organization: Organization, circumstances: Circumstances, resource: str
    ) -> Callable[[Account, PrincipalName], Partition]:
        """``permissions`` on one resource, as sets alone, likewise."""
        alike = Alike(self._partitions, self.universe, organization, circumstances, resource)
        known: dict[Hashable, Partition] = {}

        def partition(account: Account, label: PrincipalName) -> Partition:
            those = alike.of(account, label)
            if those not in known:
                found = self.permissions(organization, account.id, label, circumstances, resource)
                known[those] = found.partition
            return known[those]

        return partition

    def union(
        self, organization: Organization, account_id: AccountId, circumstances: Circumstances = ANYHOW
    ) -> ActionSet:
        """What at least one principal of the account may surely do."""
        account = organization.accounts[account_id]
        partitions = self._partitions.of_account(organization, account, circumstances)
        return reduce(or_, (partition.allowed for partition in partitions.values()), 0)

    def impact(
        self, before: Organization, after: Organization, circumstances: Circumstances = ANYHOW
    ) -> Impact:
        """What changes for the principals that are in both organizations."""
        # Many principals go from one partition to one other; what that changes is the same for all.
        known: dict[tuple[Partition, Partition], Change] = {}
        accounts = []
        for account in affected_accounts(before, after):
            then = self._partitions.of_account(before, before.accounts[account.id], circumstances)
            now = self._partitions.of_account(after, account, circumstances)
            changed = []
            for label, partition in now.items():
                pair = then.get(label, partition), partition
                if pair[0] is pair[1]:
                    continue
                if pair not in known:
                    known[pair] = compare_partitions(*pair)
                if known[pair] != NO_CHANGE:
                    changed.append((label, known[pair]))
            if changed:
                accounts.append(AccountImpact(account.id, tuple(changed)))
        return Impact(tuple(accounts))


def _anybody(target_id: TargetId) -> Principal:
    """The root user stands for whom identity policies do not limit; no condition key says who it is."""
    return Principal(root_user_arn(target_id), target_id, PrincipalType.ROOT_USER)
