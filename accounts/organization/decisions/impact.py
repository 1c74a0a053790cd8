"""What a change of the organization gives and takes, over every principal in it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.organization.decisions.principals import PrincipalName
from accounts.organization.state import AccountId
from policies.engine.permissions import Change


@dataclass(frozen=True, slots=True)
class AccountImpact:
    """The principals of one account whose permissions change, and how."""

    account_id: AccountId
    principals: tuple[tuple[PrincipalName, Change], ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """``accounts`` are those in which something changes, in the organization's order.

    ``gained``, ``lost`` and ``now_depends`` count (principal, action) pairs, so that one action that
    ten roles lose counts ten.
    """

    accounts: tuple[AccountImpact, ...]
    gained: int
    lost: int
    now_depends: int

    @property
    def principal_count(self) -> int:
        return sum(len(account.principals) for account in self.accounts)
