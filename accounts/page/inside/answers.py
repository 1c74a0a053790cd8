"""What everybody in one account hears to the asked question."""

from __future__ import annotations

from collections import Counter

from accounts.organization.decisions import Judge
from accounts.organization.state import Account, Organization
from accounts.page import verdicts
from accounts.page.rooms import Tally
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.engine.permissions import NO_CHANGE, Change, compare_partitions


class Answers:
    """Works with sets of actions alone: thousands of users cost little, since most carry the same policies.

    ``before`` is the organization before the last operation, if there was one.
    """

    def __init__(
        self,
        organization: Organization,
        account: Account,
        view: View,
        judge: Judge,
        before: Organization | None,
    ) -> None:
        self._account = account
        self._on_resource = (
            None
            if view.resource is None
            else judge.decisions_on(organization, view.action, view.circumstances, view.resource)
        )
        self._asked = 1 << judge.universe.index(view.action)
        self._now = judge.partitions(organization, account.id, view.circumstances)
        was_there = before is not None and account.id in before.accounts
        self._then = judge.partitions(before, account.id, view.circumstances) if before and was_there else {}

    def verdict(self, label: str) -> Verdict:
        if label not in self._now:
            return verdicts.NO_PRINCIPAL
        if self._on_resource is None:
            return verdicts.BY_DECISION[self._now[label].decision(self._asked)]
        return verdicts.BY_DECISION[self._on_resource(self._account, label)]

    def change(self, label: str) -> Change:
        """Since the last operation. Who was not there before has neither gained nor lost."""
        then, now = self._then.get(label), self._now.get(label)
        return compare_partitions(then, now) if then and now else NO_CHANGE

    def tallies(self) -> tuple[Tally, ...]:
        counts = Counter(map(self.verdict, self._now))
        return tuple(Tally(verdict, counts[verdict]) for verdict in verdicts.IN_ORDER if counts[verdict])
