"""The tree as nested rooms: units hold their accounts, policies are seals on a room's beam, and a
rail under the beam says whether the asked action passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.organization.decisions import Judge, PrincipalName
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
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.engine.decision import Decision
from policies.engine.partition import Partition
from policies.engine.permissions import NO_CHANGE, Change, compare_partitions

ICONS_OF_SEALS = {PolicyType.SERVICE_CONTROL_POLICY: "i-scp", PolicyType.RESOURCE_CONTROL_POLICY: "i-rcp"}
CROWD = 12
"""More accounts of one room than this become tiles (by CSS)."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A policy attached directly to a room. ``verdict`` is what it says about the asked action."""

    name: str
    icon: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity stands in the tree, for assistive technology. ``position`` counts from 1."""

    level: int
    size: int
    position: int


@dataclass(frozen=True, slots=True)
class AccountCard:
    """``gained``, ``lost`` and ``opened`` count actions of the asked principal since the last operation;
    the last were allowed, and depend now."""

    id: str
    name: str
    note: str
    is_management: bool
    is_closed: bool
    verdict: Verdict
    seals: tuple[str, ...]
    passing: int
    gained: int
    lost: int
    opened: int
    selected: bool

    @property
    def label(self) -> str:
        kind = (
            "management account" if self.is_management else "closed account" if self.is_closed else "account"
        )
        words = [self.name, kind, self.verdict.word]
        if self.gained or self.lost:
            words.append(f"{self.gained:,} actions gained, {self.lost:,} lost")
        if self.opened:
            words.append(f"{self.opened:,} now depend")
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Room:
    """The root or a unit. ``passing`` counts the actions that the SCPs from the root down to here
    let through at best; ``verdict`` says whether the asked action is among them."""

    id: str
    name: str
    is_root: bool
    verdict: Verdict
    passing: int
    seals: tuple[Seal, ...]
    accounts: tuple[AccountCard, ...]
    rooms: tuple[Room, ...]
    on_path: bool
    selected: bool
    width: str
    gained: int
    lost: int
    place: Place

    @property
    def rail(self) -> str:
        return {"allow": "open", "depends": "some"}.get(self.verdict.key, "shut")

    def place_of_account(self, position: int) -> Place:
        """Accounts stand before units."""
        return Place(self.place.level + 1, len(self.accounts) + len(self.rooms), position)

    @property
    def is_empty(self) -> bool:
        return not self.accounts and not self.rooms

    @property
    def label(self) -> str:
        kind = "organization root" if self.is_root else "organizational unit"
        policies = f"{len(self.seals)} {'policy' if len(self.seals) == 1 else 'policies'}"
        held = sum(1 for _ in self.all_accounts())
        accounts = f"{held} {'account' if held == 1 else 'accounts'}"
        return (
            f"{self.name}, {kind}, {policies}, {accounts}, {self.passing:,} actions pass, {self.verdict.word}"
        )

    def all_accounts(self) -> Iterator[AccountCard]:
        yield from self.accounts
        for room in self.rooms:
            yield from room.all_accounts()


@dataclass(frozen=True, slots=True)
class Tally:
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Tree:
    """``principals`` are the names that principals go by in the accounts, the commonest first."""

    root: Room
    tallies: tuple[Tally, ...]
    principals: tuple[PrincipalName, ...]


def tree_of(organization: Organization, view: View, judge: Judge, before: Organization | None) -> Tree:
    """``before`` is the organization before the last operation, if there was one."""
    builder = _Builder(organization, view, judge, before)
    root = builder.room(organization.root.id, Place(1, 1, 1), "w12")
    counts = Counter(card.verdict for card in root.all_accounts())
    kinds = (*verdicts.IN_ORDER, verdicts.NO_PRINCIPAL)
    return Tree(
        root,
        tallies=tuple(Tally(kind, counts[kind]) for kind in kinds if counts[kind]),
        principals=tuple(name for name, _ in builder.principals.most_common()),
    )


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


class _Builder:
    """Holds what every step of the walk needs."""

    def __init__(
        self, organization: Organization, view: View, judge: Judge, before: Organization | None
    ) -> None:
        self.organization = organization
        self.view = view
        self.judge = judge
        self.before = before
        self.asked = 1 << judge.universe.index(view.action)
        self.on_resource = (
            None
            if view.resource is None
            else judge.decisions_on(organization, view.action, view.circumstances, view.resource)
        )
        self.principals: Counter[PrincipalName] = Counter()
        # What no operation has touched is the very same value.
        self.policies_stand = (
            before is not None
            and before.root is organization.root
            and before.policies is organization.policies
            and before.attachments is organization.attachments
        )
        self.path = frozenset(organization.path(view.at))
        self.units: dict[ParentId, list[TargetId]] = {}
        for unit in organization.units.values():
            self.units.setdefault(unit.parent_id, []).append(unit.id)
        self.accounts: dict[ParentId, list[Account]] = {}
        for account in organization.accounts.values():
            self.accounts.setdefault(account.parent_id, []).append(account)

    def room(self, target_id: TargetId, place: Place, width: str) -> Room:
        unit_ids = self.units.get(target_id, [])
        accounts = self.accounts.get(target_id, [])
        size = len(unit_ids) + len(accounts)
        cards = tuple(map(self.card, accounts))
        rooms = tuple(
            self.room(
                unit_id,
                Place(place.level + 1, size, len(accounts) + position),
                self._width(unit_id, unit_ids, place.level),
            )
            for position, unit_id in enumerate(unit_ids, start=1)
        )
        ceiling = self.judge.ceiling(self.organization, target_id, self.view.circumstances)
        return Room(
            id=target_id,
            name=self.organization.name_of(target_id),
            is_root=target_id == self.organization.root.id,
            verdict=verdicts.BY_DECISION[ceiling.partition.decision(self.asked)],
            passing=(ceiling.allowed | ceiling.depends).bit_count(),
            seals=self._seals(target_id),
            accounts=cards,
            rooms=rooms,
            on_path=target_id in self.path,
            selected=target_id == self.view.at,
            width=width,
            gained=sum(card.gained for card in cards) + sum(room.gained for room in rooms),
            lost=sum(card.lost for card in cards) + sum(room.lost for room in rooms),
            place=place,
        )

    def card(self, account: Account) -> AccountCard:
        organization, view = self.organization, self.view
        is_management = account.id == organization.management_account_id
        is_closed = not account.state.is_usable
        here = self.judge.partitions(organization, account.id, view.circumstances)
        self.principals.update(here.keys())
        now = here.get(view.who)
        verdict = verdicts.NO_PRINCIPAL
        if now:
            verdict = verdicts.BY_DECISION[self._decision(account, now)]
        change = self._change(account, now)
        if is_closed:
            note = "closed"
        elif account.state is AccountState.PENDING_CLOSURE:
            note = "about to close"
        elif is_management:
            note = "SCPs do not apply"
        else:
            note = f"··{account.id[-4:]}" if now else f"no {view.who}"
        return AccountCard(
            id=account.id,
            name=account.name,
            note=note,
            is_management=is_management,
            is_closed=is_closed,
            verdict=verdict,
            seals=tuple(policy.name for policy in attached_policies(organization, account.id)),
            passing=(now.allowed | now.depends).bit_count() if now else 0,
            gained=change.gained.bit_count(),
            lost=(change.lost & ~change.now_depends).bit_count(),
            opened=(change.lost & change.now_depends).bit_count(),
            selected=account.id == view.at,
        )

    def _decision(self, account: Account, now: Partition) -> Decision:
        if self.on_resource is None:
            return now.decision(self.asked)
        return self.on_resource(account, self.view.who)

    def _change(self, account: Account, now: Partition | None) -> Change:
        """Since the last operation. Who was not there before has neither gained nor lost."""
        if now is None or self.before is None or account.id not in self.before.accounts:
            return NO_CHANGE
        if self.policies_stand and self.before.accounts[account.id] is account:
            return NO_CHANGE
        then = self.judge.partitions(self.before, account.id, self.view.circumstances).get(self.view.who)
        return compare_partitions(then, now) if then else NO_CHANGE

    def _seals(self, target_id: TargetId) -> tuple[Seal, ...]:
        return tuple(
            Seal(policy.name, ICONS_OF_SEALS[policy.type], self._verdict(target_id, policy))
            for policy in attached_policies(self.organization, target_id)
        )

    def _verdict(self, target_id: TargetId, policy: Policy) -> Verdict | None:
        view = self.view
        said = self.judge.verdict_of(self.organization, target_id, policy, view.action, view.circumstances)
        return verdicts.BY_DECISION[said] if said else None

    def _width(self, unit_id: TargetId, siblings: list[TargetId], level: int) -> str:
        """Of twelve columns. A unit with units of its own, or with a crowd, gets the wider part; it
        gets all of them when nobody stands beside it."""
        if level > 1 or len(siblings) == 1:
            return "w12" if len(siblings) < 3 else "w6"
        if all(map(self._is_wide, siblings)):
            return "w12"
        return "w8" if self._is_wide(unit_id) else "w4"

    def _is_wide(self, unit_id: TargetId) -> bool:
        return unit_id in self.units or len(self.accounts.get(unit_id, ())) > CROWD
