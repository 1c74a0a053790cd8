"""The organization of a question: rooms to look at, and the policies that have to do with it.

While its verdicts are covered, a scene has none: what is not in it, no page can give away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.organization.decisions import Judge
from accounts.organization.decisions.resources import owner_of
from accounts.organization.state import FULL_AWS_ACCESS, Account, Organization, TargetId
from accounts.page import verdicts
from accounts.page.rooms import Seal, attached_policies
from accounts.page.verdicts import Verdict
from lessons.course.misconceptions import Asking
from policies.engine.document import PolicyDocument

ICONS = {"SERVICE_CONTROL_POLICY": "i-scp", "RESOURCE_CONTROL_POLICY": "i-rcp"}
LONGEST_SHOWN = 1500
"""Characters of a policy; of a longer one only the name is said."""


@dataclass(frozen=True, slots=True)
class Card:
    """An account. ``policies`` are attached to itself; ``verdict`` is on the asked request, if it is about
    this account and not covered."""

    name: str
    is_management: bool
    is_asked: bool
    policies: tuple[str, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Room:
    """``verdict`` is what the SCPs from the root to here say of the asked action."""

    name: str
    is_root: bool
    is_on_path: bool
    seals: tuple[Seal, ...]
    verdict: Verdict | None
    cards: tuple[Card, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class PolicyText:
    """``places`` are the names of what it is attached to. ``text`` are its statements, a line each."""

    name: str
    places: tuple[str, ...]
    text: str

    @property
    def is_short(self) -> bool:
        return len(self.text) <= LONGEST_SHOWN


@dataclass(frozen=True, slots=True)
class Scene:
    """``others`` is the number of accounts that are left out."""

    root: Room
    is_covered: bool
    policies: tuple[PolicyText, ...]
    others: int


def scene_of(
    organization: Organization, asking: Asking | None, judge: Judge, *, is_covered: bool, is_whole: bool
) -> Scene:
    """Of what ``asking`` is about, if there is one. Not ``is_whole``: only the accounts that take part."""
    concerned = (
        {asking.account_id, owner_of(organization, asking.account_id, asking.resource)} if asking else set()
    )
    shown = (
        set(organization.accounts) if is_whole or asking is None else concerned & set(organization.accounts)
    )
    drawing = _Drawing(organization, asking, judge, is_covered, shown)
    return Scene(
        drawing.room(organization.root.id),
        is_covered,
        tuple(_policies(organization, asking)),
        len(organization.accounts) - len(shown),
    )


@dataclass(frozen=True)
class _Drawing:
    organization: Organization
    asking: Asking | None
    judge: Judge
    is_covered: bool
    shown: set[TargetId]

    def room(self, target_id: TargetId) -> Room:
        organization = self.organization
        accounts = [
            each
            for each in organization.accounts.values()
            if each.parent_id == target_id and each.id in self.shown
        ]
        units = [each.id for each in organization.units.values() if each.parent_id == target_id]
        rooms = [self.room(each) for each in units if self._has_shown(each)]
        path = organization.path(self.asking.account_id) if self.asking else ()
        return Room(
            name=organization.name_of(target_id),
            is_root=target_id == organization.root.id,
            is_on_path=target_id in path,
            seals=tuple(self._seals(target_id)),
            verdict=self._ceiling(target_id),
            cards=tuple(map(self._card, accounts)),
            rooms=tuple(rooms),
        )

    def _has_shown(self, unit_id: TargetId) -> bool:
        is_all = len(self.shown) == len(self.organization.accounts)
        return is_all or any(unit_id in self.organization.path(each) for each in self.shown)

    def _seals(self, target_id: TargetId) -> Iterator[Seal]:
        for policy in attached_policies(self.organization, target_id):
            decision = None
            if self.asking is not None and not self.is_covered:
                decision = self.judge.verdict_of(
                    self.organization, target_id, policy, self.asking.action, self.asking.circumstances
                )
            verdict = verdicts.BY_DECISION[decision] if decision is not None else None
            yield Seal(policy.name, ICONS[policy.type.value], verdict)

    def _ceiling(self, target_id: TargetId) -> Verdict | None:
        if self.asking is None or self.is_covered:
            return None
        ceiling = self.judge.ceiling(self.organization, target_id, self.asking.circumstances)
        bit = 1 << self.judge.universe.index(self.asking.action)
        return verdicts.BY_DECISION[ceiling.partition.decision(bit)]

    def _card(self, account: Account) -> Card:
        asking = self.asking
        is_asked = asking is not None and asking.account_id == account.id
        verdict = None
        if asking is not None and is_asked and not self.is_covered:
            verdict = verdicts.BY_DECISION[asking.truth(self.judge)]
        return Card(
            name=account.name,
            is_management=account.id == self.organization.management_account_id,
            is_asked=is_asked,
            policies=tuple(each.name for each in attached_policies(self.organization, account.id)),
            verdict=verdict,
        )


def _statements(document: PolicyDocument) -> str:
    written = json.loads(document.text)["Statement"]
    return "\n".join(json.dumps(each) for each in (written if isinstance(written, list) else [written]))


def _policies(organization: Organization, asking: Asking | None) -> Iterator[PolicyText]:
    """Those on the path of the caller, and of the resource's owner; the caller's own; the resource's. Whether
    one of them applies is not said here."""
    yield from _attached(organization, asking)
    if asking is None:
        return
    asked = asking.asked
    who = f"{organization.name_of(asking.account_id)}/{asking.label}"
    for policy in asked.policies.identity:
        yield PolicyText(policy.name, (who,), _statements(policy.document))
    for policy in asked.policies.resource or ():
        yield PolicyText(policy.name, (_("policy of the resource"),), _statements(policy.document))


def _attached(organization: Organization, asking: Asking | None) -> Iterator[PolicyText]:
    targets: Iterable[TargetId] = (organization.root.id, *organization.units, *organization.accounts)
    if asking is not None:
        owner = owner_of(organization, asking.account_id, asking.resource)
        ways = [asking.account_id, *([owner] if owner in organization.accounts else [])]
        targets = dict.fromkeys(each for account_id in ways for each in organization.path(account_id))
    places: dict[str, list[str]] = {}
    texts: dict[str, tuple[str, str]] = {}
    for target_id in targets:
        for policy in attached_policies(organization, target_id):
            if policy.id != FULL_AWS_ACCESS.id:
                places.setdefault(policy.id, []).append(organization.name_of(target_id))
                texts[policy.id] = (policy.name, _statements(policy.document))
    for policy_id, names in places.items():
        name, text = texts[policy_id]
        yield PolicyText(name, tuple(names), text)
