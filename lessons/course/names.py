"""Finding by name what a lesson speaks of.

Lessons say ``dev-3``, ``Dev``, ``DenyEC2`` and ``dev-1/user/john``; organizations know identifiers.
What a name meant at the start it means to the end, whatever a learner makes or renames in between.
"""

from __future__ import annotations

from accounts.organization.decisions import PrincipalName
from accounts.organization.decisions.principals import identity_of
from accounts.organization.state import AWS_MANAGED, Account, AccountId, Organization, PolicyId, TargetId


class Absent(LookupError):
    """The organization has nothing of this name. ``kind`` says of what: ``account``, ``policy`` …"""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"there is no {kind} {name}")
        self.kind = kind
        self.name = name


class Names:
    """The names of ``present``, as they were given in ``start``."""

    def __init__(self, start: Organization, present: Organization) -> None:
        self._start = start
        self.present = present

    def account(self, name: str) -> Account:
        """Of the organization, or one around it."""
        for organization in (self._start, self.present):
            for accounts in (organization.accounts, organization.outsiders):
                for account in accounts.values():
                    if account.name == name:
                        found = self.present.accounts.get(account.id)
                        found = found or self.present.outsiders.get(account.id)
                        if found is not None:
                            return found
        raise Absent("account", name)

    def node(self, name: str) -> TargetId:
        """The root, an organizational unit or an account that is a member."""
        if name == self.present.root.name:
            return self.present.root.id
        for organization in (self._start, self.present):
            for unit in organization.units.values():
                if unit.name == name and unit.id in self.present.units:
                    return unit.id
        try:
            account = self.account(name)
        except Absent:
            raise Absent("organizational unit or account", name) from None
        if account.id not in self.present.accounts:
            raise Absent("member account", name)
        return account.id

    def policy(self, name: str) -> PolicyId:
        """A policy of Organizations, of any type."""
        for organization in (self._start, self.present):
            for policies in (organization.policies, organization.management_policies, AWS_MANAGED):
                for policy in policies.values():
                    if policy.name == name and self.present.any_policy(policy.id) is not None:
                        return policy.id
        raise Absent("policy", name)

    def principal(self, name: str) -> tuple[AccountId, PrincipalName]:
        """From ``dev-1/role/Admin``, ``dev-1/user/john`` or ``dev-1/root user``."""
        account_name, _, label = name.partition("/")
        account = self.account(account_name)
        if identity_of(account, label) is None:
            raise Absent("principal", name)
        return account.id, label

    def write(self, account_id: AccountId, label: PrincipalName) -> str:
        """``principal``, the other way round."""
        return f"{self.name_of(account_id)}/{label}"

    def name_of(self, target_id: TargetId) -> str:
        """Of whatever can have a policy attached, or of an account around the organization."""
        for organization in (self._start, self.present):
            if organization.has_target(target_id):
                return organization.name_of(target_id)
            if target_id in organization.outsiders:
                return organization.outsiders[target_id].name
        raise Absent("target", target_id)
