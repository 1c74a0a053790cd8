"""What an operation changed for a principal, or would change: gained, lost, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.organization.decisions import Judge, principals_of
from accounts.organization.operations.organizations import move_account
from accounts.organization.state import AccountId, Organization, TargetId
from accounts.page import verdicts
from accounts.page.panel import by_service, level_masks, part, rule_words
from accounts.page.rooms import attached_policies
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.catalogue import AccessLevel, catalogue
from policies.engine.permissions import Permissions, compare
from policies.page.search import first_bits

MOST_SERVICES = 10
"""Of one reason's services the page lists those with the most changed actions."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule that took or gave ``count`` actions, or left them open (``verdict`` is then DEPENDS). A
    gain's rule is the one that had denied before."""

    verdict: Verdict
    name: str
    place: str
    count: int
    is_gain: bool


@dataclass(frozen=True, slots=True)
class Delta:
    """``lost`` counts what was allowed and is not surely allowed any more; ``opened`` of these depend."""

    gained: int
    lost: int
    opened: int
    now_depends: int
    unchanged_denied: int
    causes: tuple[Cause, ...]

    @property
    def denied(self) -> int:
        """Of ``lost``, what is denied for sure."""
        return self.lost - self.opened

    @property
    def is_nothing(self) -> bool:
        return not (self.gained or self.lost or self.now_depends)


@dataclass(frozen=True, slots=True)
class ChangedAction:
    name: str
    access_level: AccessLevel
    was: Verdict
    now: Verdict


@dataclass(frozen=True, slots=True)
class ChangedService:
    """How many actions of each access level changed, in the order of ``AccessLevel``."""

    service: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """``was`` is what all of them were before, None if they were different things."""

    cause: Cause
    was: Verdict | None
    services: tuple[ChangedService, ...]
    actions: tuple[ChangedAction, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation would do to every account of the organization, at most, over its principals:
    each number is that of whoever changes most. ``opened`` were allowed, and depend now."""

    accounts: tuple[AccountEffect, ...]
    principals: int
    gained: int
    lost: int
    opened: int
    now_depends: int


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """``gained`` and ``lost`` are those of the principal that changes most."""

    id: AccountId
    name: str
    principals: int
    gained: int
    lost: int


def delta(then: Permissions, now: Permissions) -> Delta:
    change = compare(then, now)
    return Delta(
        gained=change.gained.bit_count(),
        lost=change.lost.bit_count(),
        opened=(change.lost & change.now_depends).bit_count(),
        now_depends=change.now_depends.bit_count(),
        unchanged_denied=(_denied(then) & _denied(now)).bit_count(),
        causes=tuple(cause for cause, _ in causes(then, now)),
    )


def causes(then: Permissions, now: Permissions) -> list[tuple[Cause, int]]:
    """Each deciding rule of a change with its set of actions, the largest first."""
    change = compare(then, now)
    found: dict[tuple[bool, Verdict, str, str], int] = {}
    for is_gain, permissions, changed in ((False, now, change.lost), (True, then, change.gained)):
        for rule, mask in permissions.by_rule:
            if decided := mask & changed:
                key = (is_gain, verdicts.BY_DECISION[rule.decision], *rule_words(rule))
                found[key] = found.get(key, 0) | decided
    rows = [
        (Cause(verdict, name, place, mask.bit_count(), is_gain), mask)
        for (is_gain, verdict, name, place), mask in found.items()
    ]
    return sorted(rows, key=lambda row: -row[0].count)


def changed_groups(then: Permissions, now: Permissions, judge: Judge, shown: int) -> tuple[ChangedGroup, ...]:
    """What changed, by reason, then by service and access level, then action by action."""
    groups = []
    for cause, mask in causes(then, now):
        per_service = by_service(mask)
        rows = [
            ChangedAction(
                judge.universe.actions[index],
                catalogue().actions[index].access_level,
                verdicts.BY_DECISION[then.decision(index)],
                verdicts.BY_DECISION[now.decision(index)],
            )
            for index in first_bits(mask, shown)
        ]
        groups.append(
            ChangedGroup(
                cause=cause,
                was=next((kind for kind in verdicts.IN_ORDER if not mask & ~part(then, kind)), None),
                services=tuple(
                    ChangedService(
                        service, tuple((changed & level_masks()[level]).bit_count() for level in AccessLevel)
                    )
                    for service, changed in per_service[:MOST_SERVICES]
                ),
                actions=tuple(rows),
                more=max(mask.bit_count() - shown, 0),
            )
        )
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What a move would do, told before it is done. ``delta`` is None without such a principal."""

    account_id: AccountId
    account_name: str
    source_name: str
    destination_name: str
    who: str
    delta: Delta | None
    action: str
    was: Verdict
    becomes: Verdict
    others_changed: int
    travels: tuple[str, ...]
    left_behind: tuple[str, ...]


def try_move(
    organization: Organization, account_id: AccountId, destination_parent_id: TargetId
) -> Organization:
    """The organization as it would be. Raises what ``MoveAccount`` raises."""
    account = organization.accounts.get(account_id)
    return move_account(
        organization,
        account_id=account_id,
        source_parent_id=account.parent_id if account else organization.root.id,
        destination_parent_id=destination_parent_id,
    ).organization


def move_preview(
    before: Organization, after: Organization, account_id: AccountId, view: View, judge: Judge
) -> MovePreview:
    """Compare two values of which the second has ``account_id`` moved; nothing is written."""
    account = before.accounts[account_id]
    was = becomes = verdicts.NO_PRINCIPAL
    change = None
    if view.who in principals_of(account):
        then = judge.permissions(before, account_id, view.who, view.circumstances)
        now = judge.permissions(after, account_id, view.who, view.circumstances)
        asked = judge.universe.index(view.action)
        was, becomes = (verdicts.BY_DECISION[each.decision(asked)] for each in (then, now))
        change = delta(then, now)
    impact = judge.impact(before, after, view.circumstances)
    others = sum(1 for other in impact.accounts if other.account_id != account_id)
    return MovePreview(
        account_id=account_id,
        account_name=account.name,
        source_name=before.name_of(account.parent_id),
        destination_name=after.name_of(after.accounts[account_id].parent_id),
        who=view.who,
        delta=change,
        action=view.action,
        was=was,
        becomes=becomes,
        others_changed=others,
        travels=tuple(policy.name for policy in attached_policies(before, account_id)),
        left_behind=_left_behind(before, after, account_id),
    )


def _left_behind(before: Organization, after: Organization, account_id: AccountId) -> tuple[str, ...]:
    """The rooms whose SCPs bind the account no longer; none ever did bind the management account."""
    if account_id == before.management_account_id:
        return ()
    stays = after.path(account_id)
    return tuple(before.name_of(step) for step in before.path(account_id) if step not in stays)


def effect(before: Organization, after: Organization, view: View, judge: Judge) -> Effect:
    """Over all accounts and all their principals. Only accounts in which something changes are listed."""
    rows, opened, depends = [], 0, 0
    impact = judge.impact(before, after, view.circumstances)
    for account in impact.accounts:
        changes = [change for _, change in account.principals]
        rows.append(
            AccountEffect(
                id=account.account_id,
                name=after.name_of(account.account_id),
                principals=len(changes),
                gained=max(change.gained.bit_count() for change in changes),
                lost=max((change.lost & ~change.now_depends).bit_count() for change in changes),
            )
        )
        opened = max(opened, *((change.lost & change.now_depends).bit_count() for change in changes))
        depends = max(depends, *(change.now_depends.bit_count() for change in changes))
    return Effect(
        accounts=tuple(rows),
        principals=impact.principals,
        gained=max((row.gained for row in rows), default=0),
        lost=max((row.lost for row in rows), default=0),
        opened=opened,
        now_depends=depends,
    )


def _denied(permissions: Permissions) -> int:
    return permissions.explicitly_denied | permissions.implicitly_denied
