"""Beside the organization of a class: which account is mine, and what the last operation changed for me."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.organization.acting import administrator_of
from accounts.organization.decisions import Judge
from accounts.organization.state import Account, Organization
from accounts.page import log
from accounts.page.changes import delta
from lessons.models import Seat


@dataclass(frozen=True)
class OwnAccount:
    seat: Seat
    record: OrganizationRecord

    @cached_property
    def organization(self) -> Organization:
        return store.load(self.record)

    @property
    def account(self) -> Account | None:
        """None once it has left the organization."""
        return self.organization.accounts.get(self.seat.account_id)

    @property
    def path(self) -> str:
        """From the root: ``Root › Workloads › Dev``."""
        organization = self.organization
        return " › ".join(map(organization.name_of, organization.path(self.seat.account_id)[:-1]))

    @property
    def role(self) -> str | None:
        return administrator_of(self.account) if self.account else None

    @cached_property
    def done(self) -> str:
        """What was done last, as a sentence; empty while nothing was."""
        event = self.record.events.filter(revision=self.record.revision).first()
        if event is None:
            return ""
        return selectors.meanwhile(self.record, [event])[0]

    @cached_property
    def effect(self) -> str:
        """What that changed for the role that administers the account; empty for nothing."""
        now = selectors.present(self.record)
        if now.before is None or self.role is None:
            return ""
        words = effect_on(self.seat.account_id, f"role/{self.role}", now.before, now.organization)
        return "" if words == log.no_effect() else words


def effect_on(account_id: str, who: str, before: Organization, after: Organization) -> str:
    """More and less for this principal, in words."""
    judge: Judge = selectors.judge()
    if account_id not in before.accounts or account_id not in after.accounts:
        return log.no_effect()
    if who.removeprefix("role/") not in before.accounts[account_id].roles:
        return log.no_effect()
    then, now = (judge.permissions(each, account_id, who) for each in (before, after))
    change = delta(then, now)
    return log.effect_words(change.gained, change.denied, change.opened)
