"""Who asks for what, and how it is decided now."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from accounts.organization.decisions.circumstances import Circumstances, context_for
from accounts.organization.decisions.judge import Judge
from accounts.organization.decisions.principals import ROOT_USER, PrincipalName, is_service_linked
from accounts.organization.decisions.resources import owner_of
from accounts.organization.state import AccountId, Organization
from policies.engine.decision import Evaluation, Gate, GateKind, GateVerdict, StatementResult
from policies.engine.document import Effect
from policies.engine.partition import Partition
from policies.engine.truth import Truth

MOST_OF_A_NAME = 80
"""Characters of a new policy's name that come from its action; AWS takes 128 in all."""


@dataclass(frozen=True)
class Question:
    """``KeyError`` for accounts, principals and actions that are not there."""

    judge: Judge
    organization: Organization
    account_id: AccountId
    label: PrincipalName
    action: str
    circumstances: Circumstances
    resource: str | None = None

    @cached_property
    def now(self) -> Evaluation:
        return self.in_organization(self.organization)

    def in_organization(
        self, organization: Organization, circumstances: Circumstances | None = None
    ) -> Evaluation:
        """The same, asked of another organization, or in other circumstances."""
        return self.judge.evaluate(
            organization,
            self.account_id,
            self.label,
            self.action,
            self.circumstances if circumstances is None else circumstances,
            self.resource,
        )

    def partitions_of(self, account_id: AccountId) -> Mapping[PrincipalName, Partition]:
        """What everybody in an account may do now. Asked for every edit, and worked out once."""
        if account_id not in self._partitions:
            found = self.judge.partitions(self.organization, account_id, self.circumstances)
            self._partitions[account_id] = found
        return self._partitions[account_id]

    @cached_property
    def _partitions(self) -> dict[AccountId, Mapping[PrincipalName, Partition]]:
        return {}

    @property
    def written_resource(self) -> str:
        """What a new statement names."""
        return "*" if self.resource is None else self.resource

    @property
    def account_name(self) -> str:
        return self.organization.accounts[self.account_id].name

    @cached_property
    def principal_arn(self) -> str:
        """As policies see the caller: a role's own, not its session's."""
        context = context_for(self.organization, self.account_id, self.label, self.circumstances)
        return str(context.get("aws:PrincipalArn"))

    @property
    def may_have_policies(self) -> bool:
        """The root user has none; only its service changes a service-linked role."""
        account = self.organization.accounts[self.account_id]
        return self.label != ROOT_USER and not is_service_linked(account, self.label)

    @property
    def levels(self) -> tuple[Gate, ...]:
        """The SCPs that bind the caller, root first; none where SCPs do not apply."""
        return tuple(
            gate
            for gate in self.now.gates
            if gate.kind is GateKind.SERVICE_CONTROL and gate.verdict is not GateVerdict.DOES_NOT_APPLY
        )

    @property
    def resource_levels(self) -> tuple[Gate, ...]:
        """The RCPs that bind the request, likewise."""
        return tuple(
            gate
            for gate in self.now.gates
            if gate.kind is GateKind.RESOURCE_CONTROL and gate.verdict is not GateVerdict.DOES_NOT_APPLY
        )

    @property
    def identity(self) -> Gate:
        return next(gate for gate in self.now.gates if gate.kind is GateKind.IDENTITY)

    def gate(self, kind: GateKind) -> Gate | None:
        """The one of this kind; None where there is none."""
        return next((gate for gate in self.now.gates if gate.kind is kind), None)

    @property
    def owner(self) -> AccountId:
        """The account that has the resource."""
        return owner_of(self.organization, self.account_id, self.resource)

    def new_name(self, effect: Effect, taken: Container[str]) -> str:
        """For a policy about this action: ``Allow-s3-GetObject``."""
        words = re.sub(r"\W+", "-", self.action)[:MOST_OF_A_NAME]
        names = (f"{effect.value}-{words}{suffix}" for suffix in _suffixes())
        return next(name for name in names if name not in taken)


def matching(gate: Gate, effect: Effect) -> Iterator[StatementResult]:
    """The gate's statements of this effect that match the request, surely or possibly."""
    return (
        result
        for result in gate.statements
        if result.statement.effect is effect and result.matches is not Truth.NO
    )


def _suffixes() -> Iterator[str]:
    yield ""
    for number in count(2):
        yield f"-{number}"
