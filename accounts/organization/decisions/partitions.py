"""The engine's partitions for all principals of an organization, quickly.

Ten thousand accounts with ten principals each differ in little: most have the same SCPs above them
and the same policies on their roles. So what is the same is looked up, not worked out: the gates of
an organizational unit's path once for all accounts in it, an account's identity policies once for all
organizations that share the account's value, as the one before a change and the one after do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from accounts.organization.decisions.circumstances import Circumstances, context_for
from accounts.organization.decisions.principals import (
    ROOT_USER,
    PrincipalName,
    exemption_of,
    identity_policies,
    principals_of,
)
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, Organization, ParentId, TargetId
from policies.engine.action_sets import ActionUniverse
from policies.engine.partition import Gate, Partition, Partitioner

ORGANIZATIONS_KEPT: Final = 16

Value = TypeVar("Value")


class Same(Generic[Value]):
    """A key that equals only itself around the very same value: values that hold mappings have no hash."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class _Identity(NamedTuple):
    label: PrincipalName
    gate: Gate


class Partitions:
    """How the universe falls apart for each principal, without the names of rules."""

    def __init__(self, universe: ActionUniverse) -> None:
        self._partitioner = universe.derived(Partitioner)
        self._open_gate = self._partitioner.gate((), lets_all_through=True)
        self._identities = lru_cache(maxsize=IN_FORCE.accounts)(self._find_identities)
        self._guardrails = lru_cache(maxsize=ORGANIZATIONS_KEPT)(self._find_guardrails)

    def of_account(
        self, organization: Organization, account: Account, circumstances: Circumstances
    ) -> Iterator[tuple[PrincipalName, Partition]]:
        """For each of ``principals_of(account)``, in that order."""
        guardrails = self._guardrails(Same(organization))(account)
        for label, identity in self._identities(Same(account)):
            is_exempt = exemption_of(organization, account, label) is not None
            above = (self._open_gate,) if is_exempt else guardrails
            course = self._partitioner.course((*above, identity))
            # Most policies ask nothing of the context, and building it takes longer than the rest.
            context = context_for(organization, account.id, label, circumstances) if course.asking else None
            outcomes = () if context is None else course.outcomes(context)
            yield label, self._partitioner.partition(course, outcomes)

    def _find_identities(self, account: Same[Account]) -> tuple[_Identity, ...]:
        return tuple(
            _Identity(
                label,
                self._partitioner.gate(
                    tuple(policy.document for policy in identity_policies(account.value, label)),
                    lets_all_through=label == ROOT_USER,
                ),
            )
            for label in principals_of(account.value)
        )

    def _find_guardrails(self, same: Same[Organization]) -> Callable[[Account], tuple[Gate, ...]]:
        """From an account to the gates of its SCPs, root first."""
        organization = same.value
        above: dict[ParentId, tuple[Gate, ...]] = {}

        def gate_at(target_id: TargetId) -> Gate:
            attached = map(organization.policy, organization.attachments.get(target_id, ()))
            documents = tuple(policy.document for policy in attached if policy is not None)
            return self._partitioner.gate(documents, lets_all_through=False)

        def gates_of(account: Account) -> tuple[Gate, ...]:
            if account.parent_id not in above:
                above[account.parent_id] = tuple(map(gate_at, organization.path(account.parent_id)))
            return (*above[account.parent_id], gate_at(account.id))

        return gates_of
