"""The engine's partitions for all principals of an organization, quickly.

Ten thousand accounts with ten principals each differ in little: most have the same SCPs above them
and the same policies on their roles. So accounts are sorted into *kinds*, whose principals hear the
same, and a partition is worked out once for a kind. Only where a policy asks who is calling, or from
where, is each principal asked for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from accounts.organization.decisions.circumstances import (
    AccountContexts,
    Circumstances,
    context_at,
    is_personal,
)
from accounts.organization.decisions.principals import (
    ROOT_USER,
    PrincipalName,
    exemption_of_account,
    identity_documents,
    is_service_linked,
    principals_of,
)
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, Organization, ParentId, PolicyId, PolicyType, TargetId
from policies.engine.action_sets import ActionUniverse
from policies.engine.gate_sets import EVERY_ACTION, Gate
from policies.engine.partition import Course, Partition, Partitioner
from policies.engine.request import Context

ORGANIZATIONS_KEPT: Final = 16
KINDS_KEPT: Final = 4096

Value = TypeVar("Value")
Identities = tuple[tuple[PrincipalName, Gate, bool], ...]
"""Label, the gate of the identity policies, and whether the principal is free of SCPs."""


class Same(Generic[Value]):
    """A key that equals only itself around the very same value: values that hold mappings have no hash."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Accounts alike: the course that each principal's requests take, by label.

    ``personal`` are those on whose course a policy asks who is calling.
    """

    courses: Mapping[PrincipalName, Course]
    personal: frozenset[PrincipalName]


class Partitions:
    """How the universe falls apart for each principal, without the names of rules."""

    def __init__(self, universe: ActionUniverse) -> None:
        self._partitioner = universe.derived(Partitioner)
        self._open_gate = self._partitioner.gate((), lets_through=EVERY_ACTION)
        self._identities = lru_cache(maxsize=IN_FORCE.accounts)(self._find_identities)
        self._guardrails = lru_cache(maxsize=ORGANIZATIONS_KEPT)(self._find_guardrails)
        self._kind = lru_cache(maxsize=KINDS_KEPT)(self._find_kind)
        self._anybody = lru_cache(maxsize=ORGANIZATIONS_KEPT)(self._find_anybody)
        self._impersonal = lru_cache(maxsize=KINDS_KEPT)(self._find_impersonal)

    def kind_of(self, organization: Organization, account: Account) -> Kind:
        guardrails = self._guardrails(Same(organization))
        return self._kind(guardrails(account), self._identities(Same(account)))

    def of_account(
        self, organization: Organization, account: Account, circumstances: Circumstances
    ) -> Mapping[PrincipalName, Partition]:
        """For each of ``principals_of(account)``, in that order."""
        kind = self.kind_of(organization, account)
        impersonal = self._impersonal(kind, self._anybody(Same(organization), circumstances))
        if not kind.personal:
            return impersonal
        contexts = AccountContexts(organization, account, circumstances)
        return {
            label: self._partition(course, contexts.of(label))
            if label in kind.personal
            else impersonal[label]
            for label, course in kind.courses.items()
        }

    def _partition(self, course: Course, context: Context) -> Partition:
        return self._partitioner.partition(course, course.outcomes(context))

    def _find_anybody(self, same: Same[Organization], circumstances: Circumstances) -> Same[Context]:
        """What is known of every request, whoever makes it."""
        return Same(context_at(same.value, same.value.root.id, circumstances))

    def _find_impersonal(self, kind: Kind, anybody: Same[Context]) -> Mapping[PrincipalName, Partition]:
        return {
            label: self._partition(course, anybody.value)
            for label, course in kind.courses.items()
            if label not in kind.personal
        }

    def _find_identities(self, same: Same[Account]) -> Identities:
        account = same.value
        return tuple(
            (
                label,
                self._partitioner.gate(
                    identity_documents(account, label),
                    lets_through=EVERY_ACTION if label == ROOT_USER else 0,
                ),
                is_service_linked(account, label),
            )
            for label in principals_of(account)
        )

    def _find_guardrails(self, same: Same[Organization]) -> Callable[[Account], tuple[Gate, ...]]:
        """From an account to the gates of its SCPs, root first."""
        organization = same.value
        above: dict[ParentId, tuple[Gate, ...]] = {}

        # Most targets carry the same few policies: FullAWSAccess alone, more often than not.
        gates: dict[tuple[PolicyId, ...], Gate] = {}

        def gate_at(target_id: TargetId) -> Gate:
            attached = organization.attachments.get(target_id, ())
            if attached not in gates:
                found = organization.policies_at(target_id, PolicyType.SERVICE_CONTROL_POLICY)
                documents = tuple(policy.document for policy in found)
                gates[attached] = self._partitioner.gate(documents, lets_through=0)
            return gates[attached]

        def gates_of(account: Account) -> tuple[Gate, ...]:
            if exemption_of_account(organization, account):
                return (self._open_gate,)
            if account.parent_id not in above:
                above[account.parent_id] = tuple(map(gate_at, organization.path(account.parent_id)))
            return (*above[account.parent_id], gate_at(account.id))

        return gates_of

    def _find_kind(self, guardrails: tuple[Gate, ...], identities: Identities) -> Kind:
        courses = {
            label: self._partitioner.course((*((self._open_gate,) if is_free else guardrails), gate))
            for label, gate, is_free in identities
        }
        personal = (label for label, course in courses.items() if any(map(is_personal, course.keys)))
        return Kind(courses, frozenset(personal))
