"""Who is alike to the judge, when all of an organization asks about one resource.

Ten thousand accounts differ in little, and a resource makes only a few of them differ more: whether it is
their own, as whom its policy means a caller, and what the policies on the way ask of each caller. Callers
who agree in all of that hear the same, so one of them is asked for all.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from accounts.organization.decisions.circumstances import AccountContexts, Circumstances, is_personal
from accounts.organization.decisions.partitions import Partitions
from accounts.organization.decisions.policies import boundary_policies, levels_to
from accounts.organization.decisions.principals import PrincipalName, principal
from accounts.organization.decisions.resources import is_member, owner_of, policy_of
from accounts.organization.state import Account, Organization, PolicyType
from policies.engine.action_sets import ActionUniverse
from policies.engine.decision import Grant
from policies.engine.document import PolicyDocument
from policies.engine.partition import Partitioner
from policies.engine.principals import EVERYBODY, grant_of

NOBODYS: Final = "000000000000"
"""An account that there is not: what belongs to the caller wherever it asks from, belongs to this one."""


class Alike:
    """One question about one resource: ``of`` sorts those who ask it."""

    def __init__(
        self,
        partitions: Partitions,
        universe: ActionUniverse,
        organization: Organization,
        circumstances: Circumstances,
        resource: str,
    ) -> None:
        self._partitions = partitions
        self._organization = organization
        self._circumstances = circumstances
        self._resource = resource
        self._owner = owner_of(organization, NOBODYS, resource)
        carried = policy_of(organization, self._owner, resource)
        documents = () if carried is None else (carried.document,)
        names_somebody = any(map(_names_somebody, documents))
        self._naming = documents if names_somebody else ()
        gate = universe.derived(Partitioner).gate((*documents, *self._over_resource()))
        keys = {key for compiled in gate.asking for key in compiled.keys}
        self._asking = gate.asking if any(map(is_personal, keys)) else ()

    def of(self, account: Account, label: PrincipalName) -> Hashable:
        """Two who get the same here hear the same of each action."""
        kind = self._partitions.kind_of(self._organization, account)
        session = self._circumstances.session_of(account.id, label)
        facts: tuple[Hashable, ...] = () if session is None else (session,)
        if self._asking or label in kind.personal:
            contexts = AccountContexts(self._organization, account, self._circumstances, self._resource)
            context = contexts.of(label)
            facts += tuple([compiled.outcomes(context) for compiled in self._asking])
            facts += kind.courses[label].outcomes(context)
        return kind, label, self._owner in (NOBODYS, account.id), self._meant(account, label), facts

    def _meant(self, account: Account, label: PrincipalName) -> tuple[Grant, ...]:
        """As whom each statement of the resource's policy means the caller."""
        who = principal(self._organization, account.id, label, None) if self._naming else None
        if who is None:
            return ()
        has_boundary = boundary_policies(account, label) is not None
        return tuple(
            [
                grant_of(statement, who, has_boundary=has_boundary)
                for document in self._naming
                for statement in document.statements
            ]
        )

    def _over_resource(self) -> tuple[PolicyDocument, ...]:
        """The RCPs of an owner whom not everybody has above itself."""
        if not is_member(self._organization, self._owner):
            return ()
        levels = levels_to(self._organization, self._owner, PolicyType.RESOURCE_CONTROL_POLICY)
        return tuple(policy.document for level in levels for policy in level.policies)


def _names_somebody(document: PolicyDocument) -> bool:
    return any(
        pattern.value != EVERYBODY
        for statement in document.statements
        for pattern in statement.principals or ()
    )
