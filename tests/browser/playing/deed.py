"""An operation that a player is about to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.organization.state import Account, Organization, PolicyType
from lessons.course.case import Action, Case
from lessons.course.placeholders import resolved


@dataclass(frozen=True)
class Deed:
    """``parameters`` are those that AWS would get, of ``organization`` as it is before the operation."""

    operation: str
    parameters: Mapping[str, Any]
    organization: Organization

    @classmethod
    def of(cls, action: Action, case: Case) -> Deed:
        return cls(action.operation, resolved(action.parameters, case.names), case.present)

    def __getitem__(self, member: str) -> Any:
        return self.parameters[member]

    def get(self, member: str) -> str:
        return self.parameters.get(member, "")

    @property
    def account(self) -> Account:
        """Whom it is about or who asks for it: a member, or an account outside."""
        account_id = self.parameters.get("account_id") or self["caller_account_id"]
        return self.organization.accounts.get(account_id) or self.organization.outsiders[account_id]

    @property
    def policy_name(self) -> str:
        policy = self.organization.any_policy(self["policy_id"])
        assert policy
        return policy.name

    @property
    def policy_type(self) -> PolicyType:
        policy = self.organization.any_policy(self["policy_id"])
        assert policy
        return policy.type
