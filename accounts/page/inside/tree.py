"""The account as rooms: groups with their users, users in no group, roles, resources.

An account may have thousands of users. Of a large room a window is in the page, and of all rooms
together so many cards; ``View.first`` says where a window begins, and ``View.seek`` looks for names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.organization.decisions import ROOT_USER
from accounts.organization.operations.resource_kinds import KINDS
from accounts.organization.state import Account, Group, Organization, Role, User
from accounts.page.inside.answers import Answers
from accounts.page.inside.grants import Grant, boundary_of, carried, managed
from accounts.page.inside.labels import ICONS, parts
from accounts.page.numbers import grouped
from accounts.page.resource_sentences import short
from accounts.page.rooms import Place, Tally
from accounts.page.rooms.items import change_words
from accounts.page.subjects import identities
from accounts.page.verdicts import Verdict
from accounts.page.view import View

WINDOW: Final = 50
"""Cards of one room, and rooms, that are in the page at once."""
MOST_CARDS: Final = 150
"""In all rooms together; the room of who is chosen, and one that was asked for, come on top."""
MOST_CARRIED: Final = 200
"""Policies under the cards, in all."""


@dataclass(frozen=True, slots=True)
class Item:
    """Somebody or something in the account. ``label`` becomes ``View.who`` when it is chosen; ``id`` is the
    element's, since one user stands in several groups. ``gained``, ``lost`` are since the last operation."""

    id: str
    label: str
    kind: str
    name: str
    icon: str
    note: str
    place: Place
    is_chosen: bool
    verdict: Verdict | None = None
    gained: int = 0
    lost: int = 0
    carried: tuple[Item, ...] = ()

    @property
    def has_chosen(self) -> bool:
        return self.is_chosen or any(item.is_chosen for item in self.carried)

    @property
    def says(self) -> str:
        """For assistive technology."""
        words = [self.name, *([] if self.name == self.kind else [_(self.kind)]), self.note]
        words += [self.verdict.word] if self.verdict else []
        if self.gained or self.lost:
            words.append(change_words(self.gained, self.lost))
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class More:
    """What is not in the page: chosen, it moves the window to ``first``."""

    id: str
    first: str
    text: str


@dataclass(frozen=True, slots=True)
class Room:
    """A group with its users, or what belongs together; those have no ``label`` and cannot be chosen."""

    id: str
    label: str
    name: str
    icon: str
    note: str
    place: Place
    is_chosen: bool = False
    policies: tuple[Item, ...] = ()
    people: tuple[Item, ...] = ()
    earlier: More | None = None
    later: More | None = None

    @property
    def kind(self) -> str:
        return self.label.partition("/")[0]

    @property
    def has_chosen(self) -> bool:
        return self.is_chosen or any(item.has_chosen for item in (*self.policies, *self.people))


@dataclass(frozen=True, slots=True)
class InsideTree:
    """``tallies`` are of all principals; ``found`` counts those in a room whose names fit ``View.seek``."""

    rooms: tuple[Room, ...]
    earlier: More | None
    later: More | None
    tallies: tuple[Tally, ...]
    found: int

    @property
    def home(self) -> str:
        """The id of the room where who is chosen stands; empty if that is not in the page."""
        return next((room.id for room in self.rooms if room.has_chosen), "")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A room before its cards are made: ``labels`` are of all who are in it."""

    label: str
    key: str
    name: str
    icon: str
    note: str
    labels: tuple[str, ...]


def inside_tree(
    organization: Organization, account: Account, view: View, chosen: str, answers: Answers
) -> InsideTree:
    return _Builder(organization, account, view, chosen, answers).tree()


class _Builder:
    def __init__(
        self, organization: Organization, account: Account, view: View, chosen: str, answers: Answers
    ) -> None:
        self.organization, self.account, self.view = organization, account, view
        self.chosen, self.answers = chosen, answers
        self.cards, self.policies = MOST_CARDS, MOST_CARRIED
        self.ids: set[str] = set()
        self.is_marked = False

    def tree(self) -> InsideTree:
        plans = [plan for plan in map(self.sought, self.plans()) if plan]
        groups = [plan.label or plan.key for plan in plans]
        home = next((plan for plan in plans if self.chosen in (plan.label, *plan.labels)), None)
        start, stop = _window(groups, self.view.first, (home.label or home.key) if home else "", WINDOW)
        rooms = [
            self.room(plan, Place(1, len(plans), position))
            for position, plan in enumerate(plans[start:stop], start + 1)
        ]
        return InsideTree(
            tuple(rooms),
            _earlier("n-earlier", groups, start, "groups"),
            _later("n-later", groups, stop, "groups"),
            self.answers.tallies(),
            found=len({label for plan in plans for label in plan.labels}),
        )

    # Who stands where

    def plans(self) -> Iterator[_Plan]:
        account = self.account
        members: dict[str, list[str]] = {name: [] for name in account.groups}
        alone: list[str] = []
        for user in account.users.values():
            for name in user.groups:
                members[name].append(f"user/{user.name}")
            if not user.groups:
                alone.append(f"user/{user.name}")
        for name, labels in members.items():
            words = ngettext("group, %(count)s user", "group, %(count)s users", len(labels))
            note = words % {"count": grouped(len(labels))}
            yield _Plan(f"group/{name}", f"group/{name}", name, "i-group", note, tuple(labels))
        if alone:
            yield _Plan("", "users", _("Users"), "i-user", _("in no group"), tuple(alone))
        own = [role for role in account.roles.values() if not _is_of_service(role)]
        of_services = [role for role in account.roles.values() if _is_of_service(role)]
        note = _("a role is taken on by whom its trust policy names")
        yield _Plan("", "roles", _("Roles and root user"), "i-role", note, (*_labels(own), ROOT_USER))
        if of_services:
            note = _("only AWS services take them on")
            yield _Plan("", "service-roles", _("Roles of services"), "i-role", note, _labels(of_services))
        if account.resources:
            resources = tuple(f"resource/{arn}" for arn in account.resources)
            note = _("what requests can name")
            yield _Plan("", "resources", _("Resources"), "i-account", note, resources)

    def sought(self, plan: _Plan) -> _Plan | None:
        """The plan with those alone whose names hold what is looked for; all of a group of such a name."""
        words = self.view.seek.casefold().split()
        if not words or (plan.label and _fits(plan.name, words)):
            return plan
        labels = tuple(label for label in plan.labels if _fits(label, words))
        return replace(plan, labels=labels) if labels else None

    # What is in the page of it

    def room(self, plan: _Plan, place: Place) -> Room:
        must = self.view.first in plan.labels or self.chosen in plan.labels
        size = WINDOW if must else min(WINDOW, self.cards)
        start, stop = _window(plan.labels, self.view.first, self.chosen, size)
        self.cards -= 0 if must else stop - start
        is_chosen = plan.label != "" and plan.label == self.chosen
        policies: tuple[Item, ...] = ()
        if plan.label:
            group = self.account.groups[plan.name]
            policies = self.carried(group, plan.label, plan.key, place.level, len(plan.labels))
        size = len(policies) + len(plan.labels)
        people = tuple(
            self.item(label, plan.key, Place(place.level + 1, size, position))
            for position, label in enumerate(plan.labels[start:stop], len(policies) + start + 1)
        )
        room_id = self.new_id(plan.key, "")
        what = "resources" if plan.key == "resources" else "roles" if "roles" in plan.key else "users"
        return Room(
            id=room_id,
            label=plan.label,
            name=plan.name,
            icon=plan.icon,
            note=plan.note,
            place=place,
            is_chosen=is_chosen,
            policies=policies,
            people=people,
            earlier=_earlier(f"{room_id}-earlier", plan.labels, start, what),
            later=_later(f"{room_id}-later", plan.labels, stop, what),
        )

    def item(self, label: str, room: str, place: Place) -> Item:
        kind, name = parts(label)
        if kind == "resource":
            resource = self.account.resources[name]
            return self.new_item(label, room, place, kind, short(name), note=_(KINDS[resource.type].what))
        verdict, change = self.answers.verdict(label), self.answers.change(label)
        identity = identities(self.account, kind)[name] if kind != ROOT_USER else None
        if identity is None:
            note = _("no policy limits it, only SCPs")
        elif isinstance(identity, User):
            note = _user_note(identity)
        else:
            note = self.trusts(identity) if isinstance(identity, Role) else ""
        item = self.new_item(label, room, place, kind, name, note=note)
        policies = self.carried(identity, label, f"{room}/{label}", place.level, 0) if identity else ()
        return replace(
            item,
            verdict=verdict,
            gained=change.gained.bit_count(),
            lost=change.lost.bit_count(),
            carried=policies,
        )

    def carried(
        self, identity: User | Group | Role, label: str, room: str, level: int, others: int
    ) -> tuple[Item, ...]:
        """The policies under a card, as far as there is room for more; ``others`` stand beside them."""
        found = [(grant, _(grant.kind)) for grant in carried(self.account, identity, label)]
        if arn := boundary_of(identity):
            found.append((managed(self.account, arn, label, ()), _("permissions boundary")))
        if len(found) > self.policies:
            return ()
        self.policies -= len(found)
        return tuple(
            self.policy(grant, room, Place(level + 1, len(found) + others, position), note)
            for position, (grant, note) in enumerate(found, 1)
        )

    def policy(self, grant: Grant, room: str, place: Place, note: str) -> Item:
        icon = "i-boundary" if note == _("permissions boundary") else "i-policy"
        return replace(self.new_item(grant.label, room, place, "policy", grant.name, note=note), icon=icon)

    def new_item(self, label: str, room: str, place: Place, kind: str, name: str, *, note: str) -> Item:
        is_chosen = label == self.chosen and not self.is_marked
        self.is_marked |= is_chosen
        return Item(self.new_id(label, room), label, kind, name, ICONS[kind], note, place, is_chosen)

    def new_id(self, label: str, room: str) -> str:
        """``n-`` and the label where it stands first; with the room where it stands again."""
        new = f"n-{label}" if f"n-{label}" not in self.ids else f"n-{room}/{label}"
        self.ids.add(new)
        return new.replace(" ", "_")

    def trusts(self, role: Role) -> str:
        first, *others = trusted(self.organization, self.account, role) or [_("nobody")]
        if others:
            return _("trusts %(first)s and %(count)s more") % {"first": first, "count": len(others)}
        return _("trusts %(first)s") % {"first": first}


def trusted(organization: Organization, account: Account, role: Role) -> list[str]:
    """Whom the role's trust policy names, in words."""
    named = [principal for statement in role.trust.statements for principal in statement.principals or ()]
    return [_trusted(organization, account, principal.value) for principal in named]


def _trusted(organization: Organization, account: Account, value: str) -> str:
    account_id = value if value.isdigit() else (value.split(":") + [""] * 5)[4]
    if account_id == account.id:
        return _("this account")
    if account_id in organization.accounts:
        return organization.accounts[account_id].name
    return value.removesuffix(".amazonaws.com")


def _is_of_service(role: Role) -> bool:
    """Whether services alone are trusted."""
    named = [principal for statement in role.trust.statements for principal in statement.principals or ()]
    return bool(named) and all(principal.value.endswith(".amazonaws.com") for principal in named)


def _labels(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(f"role/{role.name}" for role in roles)


def _user_note(user: User) -> str:
    own = len(user.inline) + len(user.attached)
    if len(user.groups) > 1:
        return _("in %(count)s groups") % {"count": len(user.groups)}
    if not own:
        return _("no policy of its own")
    return ngettext("%(count)s policy", "%(count)s policies", own) % {"count": own}


def _fits(name: str, words: Iterable[str]) -> bool:
    return all(word in name.casefold() for word in words)


def _window(labels: Sequence[str], first: str, chosen: str, size: int) -> tuple[int, int]:
    """Start and end of what is in the page: from ``first`` on, or the part with ``chosen``."""
    start = 0
    if first in labels:
        start = labels.index(first)
    elif chosen in labels and size:
        start = labels.index(chosen) // size * size
    start = max(min(start, len(labels) - size), 0)
    return start, min(start + size, len(labels))


_BEFORE: Final = {
    "groups": gettext_noop("%(count)s groups before"),
    "users": gettext_noop("%(count)s users before"),
    "roles": gettext_noop("%(count)s roles before"),
    "resources": gettext_noop("%(count)s resources before"),
}
_MORE: Final = {
    "groups": gettext_noop("%(count)s more groups and more"),
    "users": gettext_noop("%(count)s more users"),
    "roles": gettext_noop("%(count)s more roles"),
    "resources": gettext_noop("%(count)s more resources"),
}
_SHOW: Final = {
    "groups": gettext_noop("show %(count)s groups and more"),
    "users": gettext_noop("show %(count)s users"),
    "roles": gettext_noop("show %(count)s roles"),
    "resources": gettext_noop("show %(count)s resources"),
}
"""What stands at either end of a list, by what is in it."""


def _earlier(own_id: str, labels: Sequence[str], start: int, what: str) -> More | None:
    """Windows overlap by one, so that the focus has an item to stay on."""
    if not start:
        return None
    words = _(_BEFORE[what]) % {"count": grouped(start)}
    return More(own_id, labels[max(start - WINDOW + 1, 0)], words)


def _later(own_id: str, labels: Sequence[str], stop: int, what: str) -> More | None:
    left = len(labels) - stop
    if not left:
        return None
    words = _(_MORE[what] if stop else _SHOW[what]) % {"count": grouped(left)}
    return More(own_id, labels[max(stop - 1, 0)], words)
