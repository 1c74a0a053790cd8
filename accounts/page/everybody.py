"""Who can do this? Every principal of the organization by account, each with its verdict and the rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from accounts.organization.decisions import Judge, Who, who_can, why
from accounts.organization.state import AccountId, Organization
from accounts.page import verdicts
from accounts.page.panel import rule_words
from accounts.page.rooms import Tally
from accounts.page.verdicts import Verdict
from accounts.page.view import PAGE_SIZE, View


@dataclass(frozen=True, slots=True)
class Row:
    """``name`` and ``place`` say the rule that decides."""

    label: str
    verdict: Verdict
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class AccountRows:
    id: AccountId
    name: str
    is_management: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Everybody:
    """``tallies`` count those whom ``view.seek`` finds; ``more`` of these are not shown."""

    total: int
    accounts_in_all: int
    found: int
    tallies: tuple[Tally, ...]
    accounts: tuple[AccountRows, ...]
    more: int
    next_shown: int


def everybody(organization: Organization, view: View, judge: Judge) -> Everybody:
    """The view's question, asked of every principal; ``view.only`` and ``view.seek`` narrow the list."""
    everyone = who_can(judge, organization, view.action, view.circumstances, view.resource)
    sought = [who for who in everyone if _is_sought(organization, who, view.seek)]
    counts = Counter(verdicts.BY_DECISION[who.decision] for who in sought)
    is_known = view.only in {verdict.key for verdict in verdicts.IN_ORDER}
    listed = [who for who in sought if not is_known or verdicts.BY_DECISION[who.decision].key == view.only]
    shown = listed[: view.shown]
    return Everybody(
        total=len(everyone),
        accounts_in_all=len({who.account_id for who in everyone}),
        found=len(sought),
        tallies=tuple(Tally(verdict, counts[verdict]) for verdict in verdicts.IN_ORDER),
        accounts=tuple(
            AccountRows(
                id=account_id,
                name=organization.name_of(account_id),
                is_management=account_id == organization.management_account_id,
                rows=tuple(_row(organization, who, view, judge) for who in members),
            )
            for account_id, members in groupby(shown, key=lambda who: who.account_id)
        ),
        more=len(listed) - len(shown),
        next_shown=view.shown + PAGE_SIZE,
    )


def _is_sought(organization: Organization, who: Who, words: str) -> bool:
    """Each word is in the account's name or number, or in the principal's name."""
    told = f"{organization.name_of(who.account_id)} {who.account_id} {who.label}".casefold()
    return all(word in told for word in words.casefold().split())


def _row(organization: Organization, who: Who, view: View, judge: Judge) -> Row:
    rule = why(judge, organization, who, view.action, view.circumstances, view.resource)
    return Row(who.label, verdicts.BY_DECISION[who.decision], *rule_words(rule))
