"""What stands in the tree, as the templates show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organization.decisions import PrincipalName
from accounts.page.numbers import grouped
from accounts.page.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Seal:
    """A policy attached directly to a room. ``verdict`` is what it says about the asked action."""

    name: str
    icon: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in the tree, for assistive technology. ``position`` counts from 1, those that
    are not in the page too."""

    level: int
    size: int
    position: int


def change_words(gained: int, lost: int) -> str:
    """For assistive technology."""
    numbers = {"gained": grouped(gained), "lost": grouped(lost)}
    return _("%(gained)s actions gained, %(lost)s lost") % numbers


@dataclass(frozen=True, slots=True)
class AccountCard:
    """``gained``, ``lost`` and ``opened`` count actions of the asked principal since the last operation;
    the last were allowed, and depend now. ``passing`` is None where it is covered."""

    id: str
    name: str
    note: str
    is_management: bool
    is_closed: bool
    verdict: Verdict
    seals: tuple[str, ...]
    passing: int | None
    gained: int
    lost: int
    opened: int
    selected: bool

    @property
    def label(self) -> str:
        if self.is_management:
            kind = _("management account")
        else:
            kind = _("closed account") if self.is_closed else _("account")
        words = [self.name, kind, self.verdict.word]
        if self.gained or self.lost:
            words.append(change_words(self.gained, self.lost))
        if self.opened:
            words.append(_("%(count)s now depend") % {"count": grouped(self.opened)})
        return ", ".join(words)


Placed = tuple[AccountCard, Place]


@dataclass(frozen=True, slots=True)
class More:
    """Stands for what a list leaves out at one end. ``shows`` is the token (see ``opening``) that brings
    some of it in; ``grows``: and keeps all that is there."""

    id: str
    words: str
    shows: str
    grows: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many accounts of one room that hear the same. ``accounts`` are those in the page; none while it is
    closed."""

    room_id: str
    room_name: str
    verdict: Verdict
    count: int
    gained: int
    lost: int
    accounts: tuple[Placed, ...]
    before: More | None
    after: More | None
    shows: str
    place: Place

    @property
    def id(self) -> str:
        return f"{self.room_id}-{self.verdict.key}"

    @property
    def is_open(self) -> bool:
        return bool(self.accounts)

    @property
    def label(self) -> str:
        words = _("%(count)s accounts in %(room)s") % {"count": grouped(self.count), "room": self.room_name}
        return f"{words}, {self.verdict.word}"


@dataclass(frozen=True, slots=True)
class Room:
    """The root or a unit. ``passing`` counts the actions that the SCPs from the root down to here
    let through at best, None where that is covered; ``verdict`` says whether the asked action is among them.

    ``held`` counts the accounts in here, in inner rooms too; ``gained`` and ``lost`` add up over them.
    ``is_open``: what it holds is in the page. ``shows`` is the token that opens it, empty where everything
    is in the page.
    """

    id: str
    name: str
    is_root: bool
    verdict: Verdict
    passing: int | None
    seals: tuple[Seal, ...]
    held: int
    is_open: bool
    is_empty: bool
    accounts: tuple[Placed, ...]
    crowds: tuple[Crowd, ...]
    rooms: tuple[Room, ...]
    before: More | None
    after: More | None
    shows: str
    on_path: bool
    selected: bool
    width: str
    gained: int
    lost: int
    place: Place

    @property
    def rail(self) -> str:
        return {"allow": "open", "depends": "some", "covered": "veiled"}.get(self.verdict.key, "shut")

    @property
    def lintel(self) -> Lintel:
        return Lintel(
            self.name,
            self.is_root,
            self.verdict,
            self.passing,
            self.seals,
            self.held,
            bool(self.shows or self.crowds),
            self.gained,
            self.lost,
        )


@dataclass(frozen=True, slots=True)
class Lintel:
    """What is written above a room, whatever is in it and wherever it is: after an operation most are as they
    were. ``says_held``: not all that it holds is to be seen in it."""

    name: str
    is_root: bool
    verdict: Verdict
    passing: int | None
    seals: tuple[Seal, ...]
    held: int
    says_held: bool
    gained: int
    lost: int

    @property
    def label(self) -> str:
        seals = len(self.seals)
        words = [
            self.name,
            _("organization root") if self.is_root else _("organizational unit"),
            ngettext("%(count)s policy", "%(count)s policies", seals) % {"count": seals},
            ngettext("%(count)s account", "%(count)s accounts", self.held) % {"count": grouped(self.held)},
        ]
        if self.passing is not None:
            words.append(_("%(count)s actions pass") % {"count": grouped(self.passing)})
        return ", ".join([*words, self.verdict.word])


@dataclass(frozen=True, slots=True)
class Tally:
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Tree:
    """``principals`` are the names that principals go by in the accounts, the commonest first. ``opened``
    are the tokens of all that is open, for the next request to say."""

    root: Room
    tallies: tuple[Tally, ...]
    principals: tuple[PrincipalName, ...]
    opened: str
    accounts: int
