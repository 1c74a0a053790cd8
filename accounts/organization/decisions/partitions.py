"""The engine's partitions for all principals of an organization, quickly.

Ten thousand accounts with ten principals each differ in little: most have the same SCPs above them
and the same policies on their roles. So accounts are sorted into *kinds*, whose principals hear the
same, and a partition is worked out once for a kind. Only where a policy asks who is calling, or from
where, is each principal asked for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final, NamedTuple

from accounts.organization.decisions.asked import asked_by
from accounts.organization.decisions.circumstances import (
    AccountContexts,
    Circumstances,
    context_at,
    is_personal,
)
from accounts.organization.decisions.policies import (
    boundary_policies,
    identity_documents,
    policies_taking_part,
    services_with_rcps,
)
from accounts.organization.decisions.principals import (
    ROOT_USER,
    PrincipalName,
    identity_of,
    principals_of,
)
from accounts.organization.decisions.resources import is_member
from accounts.organization.decisions.same import Same
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    Organization,
    ParentId,
    PolicyId,
    PolicyType,
    Role,
    TargetId,
    User,
)
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.document import PolicyDocument
from policies.engine.gate_sets import EVERY_ACTION, Gate
from policies.engine.partition import Course, Partition, Partitioner
from policies.engine.request import Context, Principal, PrincipalType
from policies.engine.special import SpecialActions

ORGANIZATIONS_KEPT: Final = 16
KINDS_KEPT: Final = 4096

_ANYBODY: Final = Principal("arn:aws:iam::000000000000:root", "000000000000", PrincipalType.ROOT_USER)
"""What RCPs reach is the same for all but service-linked roles."""


class Identity(NamedTuple):
    """``own`` are the gates of the boundary, if there is one, and of the identity policies. ``is_free``:
    neither SCPs nor RCPs bind it."""

    label: PrincipalName
    own: tuple[Gate, ...]
    is_free: bool


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
        self._universe = universe
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
        if not kind.personal and not _is_in_session(account, circumstances):
            return self._impersonal(kind, self._anybody(Same(organization), circumstances))
        partition_of = self._partition_of(organization, account, kind, circumstances)
        return {label: partition_of(label) for label in kind.courses}

    def of_principal(
        self, organization: Organization, account: Account, label: PrincipalName, circumstances: Circumstances
    ) -> Partition | None:
        """``of_account`` for one of its principals; None where there is none of this name."""
        kind = self.kind_of(organization, account)
        if label not in kind.courses:
            return None
        if label not in kind.personal and not _is_in_session(account, circumstances):
            return self._impersonal(kind, self._anybody(Same(organization), circumstances))[label]
        return self._partition_of(organization, account, kind, circumstances)(label)

    def _partition_of(
        self, organization: Organization, account: Account, kind: Kind, circumstances: Circumstances
    ) -> Callable[[PrincipalName], Partition]:
        impersonal = self._impersonal(kind, self._anybody(Same(organization), circumstances))
        session = circumstances.session
        in_session = session.label if session and _is_in_session(account, circumstances) else None
        contexts = AccountContexts(organization, account, circumstances)

        def partition_of(label: PrincipalName) -> Partition:
            if label == in_session:  # who has policies of its own
                asked = asked_by(organization, account.id, label, circumstances)
                return asked.permissions(self._universe).partition
            if label in kind.personal:
                return self._partition(kind.courses[label], contexts.of(label))
            return impersonal[label]

        return partition_of

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

    def _find_identities(self, same: Same[Account]) -> tuple[Identity, ...]:
        account = same.value
        identities = []
        for label in principals_of(account):
            holder = identity_of(account, label)
            is_free = isinstance(holder, Role) and holder.is_service_linked
            has_boundary = isinstance(holder, (User, Role)) and holder.boundary is not None
            identities.append(Identity(label, self._own_gates(account, label, has_boundary), is_free))
        return tuple(identities)

    def _own_gates(self, account: Account, label: PrincipalName, has_boundary: bool) -> tuple[Gate, ...]:
        is_root_user = label == ROOT_USER
        own = self._partitioner.gate(
            identity_documents(account, label), lets_through=EVERY_ACTION if is_root_user else 0
        )
        boundary = boundary_policies(account, label) if has_boundary else None
        if boundary is None:
            return (own,)
        limit = self._partitioner.gate(tuple(policy.document for policy in boundary), lets_through=0)
        return (limit, own)

    def _find_guardrails(self, same: Same[Organization]) -> Callable[[Account], tuple[Gate, ...]]:
        """From an account to the gates of its SCPs, root first, and of the RCPs over its resources."""
        organization = same.value
        to_account = {
            policy_type: self._gates_along_path(organization, policy_type)
            for policy_type in (PolicyType.SERVICE_CONTROL_POLICY, PolicyType.RESOURCE_CONTROL_POLICY)
            if organization.is_enabled(policy_type)
        }

        def gates_of(account: Account) -> tuple[Gate, ...]:
            # As ``exemption_from`` says of both types; this is asked of ten thousand accounts.
            is_exempt = account.id == organization.management_account_id
            if is_exempt or not is_member(organization, account.id):
                return (self._open_gate,)
            return tuple(chain.from_iterable(along(account) for along in to_account.values())) or (
                self._open_gate,
            )

        return gates_of

    def _gates_along_path(
        self, organization: Organization, policy_type: PolicyType
    ) -> Callable[[Account], tuple[Gate, ...]]:
        above: dict[ParentId, tuple[Gate, ...]] = {}

        # Most targets carry the same few policies: FullAWSAccess alone, more often than not.
        gates: dict[tuple[PolicyId, ...], tuple[Gate, ...]] = {}

        def gates_at(target_id: TargetId) -> tuple[Gate, ...]:
            attached = organization.attachments.get(target_id, ())
            if attached not in gates:
                found = policies_taking_part(organization, target_id, policy_type)
                gates[attached] = self._level(tuple(policy.document for policy in found), policy_type)
            return gates[attached]

        def gates_to(account: Account) -> tuple[Gate, ...]:
            if account.parent_id not in above:
                path = organization.path(account.parent_id)
                above[account.parent_id] = tuple(chain.from_iterable(map(gates_at, path)))
            return (*above[account.parent_id], *gates_at(account.id))

        return gates_to

    def _level(self, documents: tuple[PolicyDocument, ...], policy_type: PolicyType) -> tuple[Gate, ...]:
        """A gate of SCPs, which have to allow, or of RCPs, which need not be there."""
        if policy_type is PolicyType.SERVICE_CONTROL_POLICY:
            return (self._partitioner.gate(documents, lets_through=0),)
        if not documents:
            return ()
        return (self._partitioner.gate(documents, lets_through=EVERY_ACTION, within=self._under_rcps),)

    @cached_property
    def _under_rcps(self) -> ActionSet:
        """What RCPs reach, whoever asks, but for service-linked roles."""
        return self._universe.derived(SpecialActions).anywhere(_ANYBODY, services_with_rcps()).under_rcps

    def _find_kind(self, guardrails: tuple[Gate, ...], identities: tuple[Identity, ...]) -> Kind:
        courses = {
            label: self._partitioner.course((*((self._open_gate,) if is_free else guardrails), *own))
            for label, own, is_free in identities
        }
        personal = (label for label, course in courses.items() if any(map(is_personal, course.keys)))
        return Kind(courses, frozenset(personal))


def _is_in_session(account: Account, circumstances: Circumstances) -> bool:
    """Whether the session of ``circumstances`` is one of this account's."""
    return circumstances.session is not None and circumstances.session.account_id == account.id
