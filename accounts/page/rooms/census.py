"""What everybody of one name hears, in every account at once; kept, since looking around asks again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from accounts.organization.decisions import Circumstances, Judge, PrincipalName
from accounts.organization.decisions.same import Same
from accounts.organization.state import AccountId, Organization
from accounts.page import verdicts
from accounts.page.rooms.items import Tally
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.engine.decision import Decision
from policies.engine.partition import Partition
from policies.engine.permissions import NO_CHANGE, compare_partitions

KEPT: Final = 32
"""Organizations times questions."""

PartitionOf = Mapping[AccountId, Partition | None]


@dataclass(frozen=True, slots=True)
class Census:
    """``names`` are those that principals go by, the commonest first."""

    partitions: PartitionOf
    verdicts: Mapping[AccountId, Verdict]
    tallies: tuple[Tally, ...]
    names: tuple[PrincipalName, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """In numbers of actions: ``opened`` were allowed, and depend now; they are not among the ``lost``."""

    gained: int = 0
    lost: int = 0
    opened: int = 0


UNCHANGED: Final = Change()


def census(organization: Organization, view: View, judge: Judge) -> Census:
    """Of the view's principal and question."""
    return _census(judge, Same(organization), view.who, view.circumstances, view.action, view.resource)


def covered(found: Census) -> Census:
    """The same without any word of what they hear."""
    return replace(found, verdicts=dict.fromkeys(found.verdicts, verdicts.COVERED), tallies=())


def changes(
    before: Organization, after: Organization, view: View, judge: Judge
) -> Mapping[AccountId, Change]:
    """What has become different for the view's principal, where anything has. Who was not there before has
    neither gained nor lost."""
    # What no operation has touched is the very same value.
    policies_stand = (
        before.root is after.root
        and before.policies is after.policies
        and before.attachments is after.attachments
    )
    touched = [
        account
        for account in after.accounts.values()
        if account.id in before.accounts and not (policies_stand and before.accounts[account.id] is account)
    ]
    now = _partitions(judge, Same(after), view.who, view.circumstances)
    if policies_stand:
        then: PartitionOf = {
            account.id: judge.partitions(before, account.id, view.circumstances).get(view.who)
            for account in touched
        }
    else:
        then = _partitions(judge, Same(before), view.who, view.circumstances)
    # Many go from one partition to one other; what that changes is the same for all.
    known: dict[tuple[int, int], Change] = {}
    found = {}
    for account in touched:
        was, has = then[account.id], now[account.id]
        if was is None or has is None or was is has:
            continue
        pair = id(was), id(has)
        if pair not in known:
            known[pair] = _change(was, has)
        if known[pair] is not UNCHANGED:
            found[account.id] = known[pair]
    return found


def _change(was: Partition, now: Partition) -> Change:
    change = compare_partitions(was, now)
    if change == NO_CHANGE:
        return UNCHANGED
    opened = change.lost & change.now_depends
    return Change(change.gained.bit_count(), (change.lost & ~opened).bit_count(), opened.bit_count())


@lru_cache(maxsize=KEPT)
def _partitions(
    judge: Judge, same: Same[Organization], who: PrincipalName, circumstances: Circumstances
) -> PartitionOf:
    return judge.partitions_of(same.value, who, circumstances)


@lru_cache(maxsize=KEPT)
def _census(
    judge: Judge,
    same: Same[Organization],
    who: PrincipalName,
    circumstances: Circumstances,
    action: str,
    resource: str | None,
) -> Census:
    organization = same.value
    partitions = _partitions(judge, same, who, circumstances)
    if resource is None:
        asked = 1 << judge.universe.index(action)
        known: dict[int, Decision] = {}

        def decision(account_id: AccountId, partition: Partition) -> Decision:
            if id(partition) not in known:
                known[id(partition)] = partition.decision(asked)
            return known[id(partition)]
    else:
        decide = judge.decisions_on(organization, action, circumstances, resource)

        def decision(account_id: AccountId, partition: Partition) -> Decision:
            return decide(organization.accounts[account_id], who)

    found = {
        account_id: verdicts.NO_PRINCIPAL
        if partition is None
        else verdicts.BY_DECISION[decision(account_id, partition)]
        for account_id, partition in partitions.items()
    }
    counts = Counter(verdict.key for verdict in found.values())
    kinds = (*verdicts.IN_ORDER, verdicts.NO_PRINCIPAL)
    return Census(
        partitions,
        found,
        tallies=tuple(Tally(kind, counts[kind.key]) for kind in kinds if counts[kind.key]),
        names=tuple(name for name, _ in judge.names(organization).most_common()),
    )
