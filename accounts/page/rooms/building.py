"""An organization and a view → the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organization.decisions import Judge
from accounts.organization.state import (
    RCP_FULL_AWS_ACCESS,
    Account,
    AccountState,
    Organization,
    ParentId,
    Policy,
    PolicyType,
    TargetId,
)
from accounts.page import verdicts
from accounts.page.numbers import grouped
from accounts.page.rooms.census import UNCHANGED, Census, Change, census, changes, covered
from accounts.page.rooms.items import AccountCard, Crowd, More, Place, Placed, Room, Seal, Tree
from accounts.page.rooms.opening import (
    CROWD,
    MOST_ITEMS,
    UNITS,
    WHOLE,
    Token,
    Window,
    earlier,
    joined,
    later,
    step_of,
    tokens_in,
    window_of,
)
from accounts.page.verdicts import Verdict
from accounts.page.view import View

ICONS_OF_SEALS = {PolicyType.SERVICE_CONTROL_POLICY: "i-scp", PolicyType.RESOURCE_CONTROL_POLICY: "i-rcp"}


def tree_of(
    organization: Organization,
    view: View,
    judge: Judge,
    before: Organization | None,
    *,
    is_covered: bool = False,
) -> Tree:
    """``before`` is the organization before the last operation, if there was one. Where it ``is_covered``,
    nothing in the tree says what is decided, nor what has changed."""
    found = census(organization, view, judge)
    if is_covered:
        found, before = covered(found), None
    changed = changes(before, organization, view, judge) if before is not None else {}
    builder = _Builder(organization, view, judge, found, changed, is_covered)
    root = builder.room(organization.root.id, Place(1, 1, 1), "w12")
    return Tree(root, found.tallies, found.names, builder.opened(), len(organization.accounts))


def attached_policies(organization: Organization, target_id: TargetId) -> tuple[Policy, ...]:
    """The SCPs, then the RCPs, in the order in which they were attached; of types that are enabled.

    Without ``RCPFullAWSAccess``, which is everywhere and cannot be detached.
    """
    return tuple(
        policy
        for policy_type in ICONS_OF_SEALS
        if organization.is_enabled(policy_type)
        for policy in organization.policies_at(target_id, policy_type)
        if policy is not RCP_FULL_AWS_ACCESS
    )


@dataclass(slots=True)
class _Holding:
    """What a room holds, itself. ``crowds`` are by their verdict's key; all else stands alone."""

    units: list[TargetId] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    alone: list[Account] = field(default_factory=list)
    crowds: dict[str, list[Account]] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """While the crowds are closed."""
        return len(self.alone) + len(self.crowds) + len(self.units)


@dataclass(slots=True)
class _Sum:
    """Over a room and all inside."""

    held: int = 0
    gained: int = 0
    lost: int = 0


class _Builder:
    """Holds what every step of the walk needs."""

    def __init__(
        self,
        organization: Organization,
        view: View,
        judge: Judge,
        found: Census,
        changed: Mapping[TargetId, Change],
        is_covered: bool,
    ) -> None:
        self.organization = organization
        self.view = view
        self.judge = judge
        self.census = found
        self.changed = changed
        self.is_covered = is_covered
        self.path = organization.path(view.at)
        self.holdings = self._holdings()
        self.sums: dict[TargetId, _Sum] = {}
        self._add_up(organization.root.id)
        self.is_whole = sum(holding.items for holding in self.holdings.values()) <= MOST_ITEMS
        self.asked: dict[tuple[str, str], Token] = {}
        self._plan()
        self.shown: dict[tuple[str, str], Token] = {}

    def _holdings(self) -> dict[ParentId, _Holding]:
        organization = self.organization
        found = {target_id: _Holding() for target_id in (organization.root.id, *organization.units)}
        for unit in organization.units.values():
            found[unit.parent_id].units.append(unit.id)
        for account in organization.accounts.values():
            found[account.parent_id].accounts.append(account)
        for holding in found.values():
            self._sort(holding)
        return found

    def _sort(self, holding: _Holding) -> None:
        """The management account, who is not like the others, never disappears in a crowd."""
        if len(self.organization.accounts) <= WHOLE or len(holding.accounts) <= CROWD:
            holding.alone = holding.accounts
            return
        groups: dict[str, list[Account]] = {}
        for account in holding.accounts:
            if account.id != self.organization.management_account_id:
                groups.setdefault(self.census.verdicts[account.id].key, []).append(account)
        kinds = (*verdicts.IN_ORDER, verdicts.NO_PRINCIPAL)
        holding.crowds = {
            kind.key: groups[kind.key] for kind in kinds if len(groups.get(kind.key, ())) > CROWD
        }
        holding.alone = [
            account
            for account in holding.accounts
            if account.id == self.organization.management_account_id
            or self.census.verdicts[account.id].key not in holding.crowds
        ]

    def _add_up(self, target_id: TargetId) -> _Sum:
        holding = self.holdings[target_id]
        total = _Sum(len(holding.accounts))
        if self.changed:
            for account in holding.accounts:
                change = self.changed.get(account.id, UNCHANGED)
                total.gained += change.gained
                total.lost += change.lost
        for inner in map(self._add_up, holding.units):
            total.held += inner.held
            total.gained += inner.gained
            total.lost += inner.lost
        self.sums[target_id] = total
        return total

    def _plan(self) -> None:
        """Let in what the view asks for, the latest first, as long as there is room for it."""
        room_for = MOST_ITEMS
        for token in reversed(tokens_in(self.view.open)):
            holding = self.holdings.get(token.target_id)
            if holding is None or (token.part and token.part != UNITS and token.part not in holding.crowds):
                continue
            # Of many units only a step comes with the room.
            units = min(len(holding.units), step_of(UNITS))
            inside = holding.items - len(holding.units) + units
            room_for -= token.window.end - token.window.start if token.part else inside
            if room_for < 0:
                break
            self.asked[token.key] = token

    def opened(self) -> str:
        """The tokens of what is open: in the order in which it was asked for, then what else had to be."""
        order = [key for key in reversed(self.asked) if key in self.shown]
        order += [key for key in self.shown if key not in self.asked]
        return joined(self.shown[key] for key in order)

    def room(self, target_id: TargetId, place: Place, width: str) -> Room:
        holding, total = self.holdings[target_id], self.sums[target_id]
        is_open = self._is_open(target_id)
        is_empty = not holding.accounts and not holding.units
        if is_open and not self.is_whole and target_id != self.organization.root.id:
            self.shown[target_id, ""] = Token(target_id)
        ceiling = self.judge.ceiling(self.organization, target_id, self.view.circumstances)
        asked = 1 << self.judge.universe.index(self.view.action)
        size = len(holding.alone) + len(holding.crowds) + len(holding.units)
        level = place.level + 1
        rooms, before, after = self._rooms(target_id, level, size) if is_open else ((), None, None)
        return Room(
            id=target_id,
            name=self.organization.name_of(target_id),
            is_root=target_id == self.organization.root.id,
            verdict=verdicts.COVERED
            if self.is_covered
            else verdicts.BY_DECISION[ceiling.partition.decision(asked)],
            passing=None if self.is_covered else (ceiling.allowed | ceiling.depends).bit_count(),
            seals=self._seals(target_id),
            held=total.held,
            is_open=is_open or is_empty,
            is_empty=is_empty,
            accounts=self._placed(holding.alone, 0, level, size) if is_open else (),
            crowds=self._crowds(target_id, level, size) if is_open else (),
            rooms=rooms,
            before=before,
            after=after,
            shows="" if self.is_whole or is_empty else target_id,
            on_path=target_id in self.path,
            selected=target_id == self.view.at,
            width=width,
            gained=total.gained,
            lost=total.lost,
            place=place,
        )

    def _is_open(self, target_id: TargetId) -> bool:
        return self.is_whole or target_id in self.path or (target_id, "") in self.asked

    def _rooms(
        self, target_id: TargetId, level: int, size: int
    ) -> tuple[tuple[Room, ...], More | None, More | None]:
        holding = self.holdings[target_id]
        units, ahead = holding.units, len(holding.alone) + len(holding.crowds)
        window = Window(0, len(units))
        if len(units) > step_of(UNITS) and not self.is_whole:
            chosen = next((place for place, unit_id in enumerate(units) if unit_id in self.path), None)
            window = self._window(target_id, UNITS, len(units), chosen) or Window(0, step_of(UNITS))
        rooms = tuple(
            self.room(
                units[place], Place(level, size, ahead + place + 1), self._width(units[place], units, level)
            )
            for place in range(window.start, window.end)
        )
        return rooms, *self._ends(Token(target_id, UNITS, window), len(units), ahead, level, size)

    def _crowds(self, target_id: TargetId, level: int, size: int) -> tuple[Crowd, ...]:
        crowds = self.holdings[target_id].crowds.items()
        ahead = len(self.holdings[target_id].alone)
        return tuple(
            self._crowd(target_id, key, accounts, Place(level, size, ahead + position))
            for position, (key, accounts) in enumerate(crowds, start=1)
        )

    def _crowd(self, target_id: TargetId, key: str, accounts: list[Account], place: Place) -> Crowd:
        count, inner = len(accounts), place.level + 1
        ids = [account.id for account in accounts] if self.view.at in self.organization.accounts else []
        chosen = ids.index(self.view.at) if self.view.at in ids else None
        window = self._window(target_id, key, count, chosen)
        shown = window or Window(0, 0)
        first = Token(target_id, key, window or Window(0, min(step_of(key), count)))
        before, after = self._ends(first, count, 0, inner, count) if window else (None, None)
        moved = [self.changed.get(account.id, UNCHANGED) for account in accounts] if self.changed else []
        return Crowd(
            room_id=target_id,
            room_name=self.organization.name_of(target_id),
            verdict=self.census.verdicts[accounts[0].id],
            count=count,
            gained=sum(change.gained for change in moved),
            lost=sum(change.lost for change in moved),
            accounts=self._placed(accounts[shown.start : shown.end], shown.start, inner, count),
            before=before,
            after=after,
            shows=str(first),
            place=place,
        )

    def _window(self, target_id: TargetId, part: str, length: int, chosen: int | None) -> Window | None:
        token = self.asked.get((target_id, part))
        window = window_of(part, length, token.window if token else None, chosen)
        if window is not None:
            self.shown[target_id, part] = Token(target_id, part, window)
        return window

    def _ends(
        self, shown: Token, length: int, ahead: int, level: int, size: int
    ) -> tuple[More | None, More | None]:
        """What stands for the rest of a list at either end."""
        window = shown.window

        def more(end: str, left: int, wider: Window, position: int) -> More:
            token = Token(shown.target_id, shown.part, wider)
            return More(
                id=f"{shown.target_id}-{shown.part}-{end}",
                words=_rest_words(shown.part, end, left) % {"count": grouped(left)},
                shows=str(token),
                grows=end == "after" and wider.start == window.start,
                place=Place(level, size, ahead + position),
            )

        before = after = None
        if window.start:
            before = more("before", window.start, earlier(shown.part, window), window.start)
        if window.end < length:
            wider = later(shown.part, window, length)
            after = more("after", length - window.end, wider, window.end + 1)
        return before, after

    def _placed(self, accounts: Sequence[Account], ahead: int, level: int, size: int) -> tuple[Placed, ...]:
        return tuple(
            (self._card(account), Place(level, size, ahead + position))
            for position, account in enumerate(accounts, start=1)
        )

    def _card(self, account: Account) -> AccountCard:
        organization, view = self.organization, self.view
        is_management = account.id == organization.management_account_id
        is_closed = not account.state.is_usable
        now = self.census.partitions[account.id]
        change = self.changed.get(account.id, UNCHANGED)
        if is_closed:
            note = _("closed")
        elif account.state is AccountState.PENDING_CLOSURE:
            note = _("about to close")
        elif is_management:
            note = _("SCPs do not apply")
        else:
            note = f"··{account.id[-4:]}" if now else _("no %(who)s") % {"who": view.who}
        return AccountCard(
            id=account.id,
            name=account.name,
            note=note,
            is_management=is_management,
            is_closed=is_closed,
            verdict=self.census.verdicts[account.id],
            seals=tuple(policy.name for policy in attached_policies(organization, account.id)),
            passing=None if self.is_covered else (now.allowed | now.depends).bit_count() if now else 0,
            gained=change.gained,
            lost=change.lost,
            opened=change.opened,
            selected=account.id == view.at,
        )

    def _seals(self, target_id: TargetId) -> tuple[Seal, ...]:
        return tuple(
            Seal(policy.name, ICONS_OF_SEALS[policy.type], self._verdict(target_id, policy))
            for policy in attached_policies(self.organization, target_id)
        )

    def _verdict(self, target_id: TargetId, policy: Policy) -> Verdict | None:
        view = self.view
        if self.is_covered:
            return None
        said = self.judge.verdict_of(self.organization, target_id, policy, view.action, view.circumstances)
        return verdicts.BY_DECISION[said] if said else None

    def _width(self, unit_id: TargetId, siblings: list[TargetId], level: int) -> str:
        """Of twelve columns. A unit with units of its own, or with many accounts, gets the wider part; it
        gets all of them when nobody stands beside it. One that is closed needs little."""
        if not self.is_whole:
            return "w12" if self._is_open(unit_id) else "w4"
        if level > 2 or len(siblings) == 1:
            return "w12" if len(siblings) < 3 else "w6"
        if all(map(self._is_wide, siblings)):
            return "w12"
        return "w8" if self._is_wide(unit_id) else "w4"

    def _is_wide(self, unit_id: TargetId) -> bool:
        return bool(self.holdings[unit_id].units) or len(self.holdings[unit_id].accounts) > CROWD


def _rest_words(part: str, end: str, left: int) -> str:
    """``end`` is ``after`` or ``before``."""
    if part == UNITS:
        if end == "after":
            return ngettext("%(count)s more unit", "%(count)s more units", left)
        return ngettext("%(count)s earlier unit", "%(count)s earlier units", left)
    if end == "after":
        return ngettext("%(count)s more account", "%(count)s more accounts", left)
    return ngettext("%(count)s earlier account", "%(count)s earlier accounts", left)
