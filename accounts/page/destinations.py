"""Where an account can be moved, or a unit be made: the root and every unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from accounts.organization.state import AccountId, Organization, OrganizationalUnit, ParentId
from accounts.page.view import View

MOST_LISTED: Final = 60
"""Of more, the move dialog lists as many, and finds the others."""


@dataclass(frozen=True, slots=True)
class Destination:
    """``way`` are the names from the root down to it; empty in a list that shows it by indenting."""

    id: ParentId
    name: str
    depth: int
    is_root: bool
    is_here: bool
    way: str = ""


@dataclass(frozen=True, slots=True)
class MoveDialog:
    """``are_many``: there are more than the ``destinations`` listed."""

    account_id: AccountId
    account_name: str
    source_id: ParentId
    source_name: str
    destinations: tuple[Destination, ...]
    are_many: bool


def move_dialog(organization: Organization, view: View) -> MoveDialog:
    account = organization.accounts.get(view.at)
    source_id = account.parent_id if account else organization.root.id
    are_many = len(organization.units) >= MOST_LISTED
    return MoveDialog(
        account_id=account.id if account else "",
        account_name=account.name if account else "",
        source_id=source_id,
        source_name=organization.name_of(source_id),
        destinations=tuple(
            found_destinations(organization, source_id, "")
            if are_many
            else destinations(organization, source_id if account else "")
        ),
        are_many=are_many,
    )


def destinations(organization: Organization, here: ParentId) -> list[Destination]:
    """The root and every unit, each under its parent."""
    inside: dict[ParentId, list[OrganizationalUnit]] = defaultdict(list)
    for unit in organization.units.values():
        inside[unit.parent_id].append(unit)
    root = organization.root
    found = [Destination(root.id, root.name, 0, is_root=True, is_here=root.id == here)]

    def visit(parent_id: ParentId, depth: int) -> None:
        for unit in inside[parent_id]:
            found.append(Destination(unit.id, unit.name, depth, is_root=False, is_here=unit.id == here))
            visit(unit.id, depth + 1)

    visit(root.id, 1)
    return found


def found_destinations(organization: Organization, here: ParentId, words: str) -> list[Destination]:
    """Those with every word in their name, in that of a unit above, or in their identifier; at most
    ``MOST_LISTED``. Those whose own name begins so come first."""
    wanted = words.casefold().split()
    found = []
    above: list[str] = []
    for place in destinations(organization, here):
        above[place.depth :] = [place.name]
        way = " › ".join(above[:-1])
        told = f"{way} {place.name} {place.id}".casefold()
        if all(word in told for word in wanted):
            found.append(replace(place, depth=0, way=way))
    first = wanted[0] if wanted else ""
    found.sort(key=lambda place: not place.name.casefold().startswith(first))
    return found[:MOST_LISTED]
