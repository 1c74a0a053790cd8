"""A question about one decision, and what AWS decides on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from accounts.organization.decisions import Circumstances, Judge, PrincipalName
from accounts.organization.decisions.asked import Asked, asked_by
from accounts.organization.state import AccountId, Organization
from policies.engine.decision import Decision
from policies.engine.evaluate import evaluate


@dataclass(frozen=True)
class Asking:
    """One question about a decision. ``before`` is the organization before the operation that the question
    is about, None where it is about none."""

    organization: Organization
    account_id: AccountId
    label: PrincipalName
    action: str
    resource: str | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)
    before: Organization | None = None

    @cached_property
    def asked(self) -> Asked:
        """Every belief bends the same question."""
        return asked_by(self.organization, self.account_id, self.label, self.circumstances, self.resource)

    def truth(self, judge: Judge) -> Decision:
        return decide(judge, self, self.asked)


def decide(judge: Judge, asking: Asking, asked: Asked) -> Decision:
    return evaluate(judge.request_of(asked, asking.action), asked.policies).decision
