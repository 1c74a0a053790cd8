"""What a change of the organization gives and takes, over every principal in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accounts.organization.decisions.principals import PrincipalName
from accounts.organization.state import AccountId
from policies.engine.permissions import Change


@dataclass(frozen=True, slots=True)
class AccountImpact:
    """The principals of one account whose permissions change, and how."""

    account_id: AccountId
    principals: tuple[tuple[PrincipalName, Change], ...]


@dataclass(frozen=True)
class Impact:
    """``accounts`` are those in which something changes, in the organization's order.

    ``gained``, ``lost`` and ``now_depends`` count (principal, action) pairs: one action that ten roles
    lose counts ten.
    """

    accounts: tuple[AccountImpact, ...]

    @cached_property
    def principals(self) -> int:
        """How many principals' permissions change."""
        return sum(len(account.principals) for account in self.accounts)

    @cached_property
    def gained(self) -> int:
        return sum(change.gained.bit_count() for change in self._changes())

    @cached_property
    def lost(self) -> int:
        return sum(change.lost.bit_count() for change in self._changes())

    @cached_property
    def now_depends(self) -> int:
        return sum(change.now_depends.bit_count() for change in self._changes())

    def _changes(self) -> Iterator[Change]:
        return (change for account in self.accounts for _, change in account.principals)
