"""acme in small, for the first page: three units under the root, and one account to move between them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from accounts.organization import operations
from accounts.organization.identifiers import Occasion
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import Account, Organization, OrganizationalUnit
from lessons.course.case import FIRST_MORNING

UNITS: Final = ("Dev", "Prod", "Sandbox")
ACCOUNTS: Final = ("mgmt", "dev-1", "dev-2", "prod-1", "sbx-1")
MOVER: Final = "sbx-1"
HOME: Final = "Sandbox"


@cache
def miniature() -> Organization:
    """As it begins: the account to move is in its own unit."""
    document: dict[str, Any] = dict(built_in("acme"))
    root = document["root"]["id"]
    units = [dict(each, parent_id=root) for each in document["organizational_units"] if each["name"] in UNITS]
    kept = [dict(each) for each in document["accounts"] if each["name"] in ACCOUNTS]
    facts = document["organization"]
    document["organization"] = {name: facts[name] for name in facts if name != "billing"}
    document |= {"organizational_units": units, "accounts": kept}
    return from_document(document, "miniature")


@cache
def with_mover_in(unit_name: str) -> Organization:
    """After its one move, if it is any. ``KeyError`` for no unit."""
    start, unit = miniature(), unit_called(unit_name)
    account = mover()
    if account.parent_id == unit.id:
        return start
    parameters = {
        "account_id": account.id,
        "source_parent_id": account.parent_id,
        "destination_parent_id": unit.id,
    }
    occasion = Occasion("miniature", 1, FIRST_MORNING)
    return operations.apply(start, "organizations.move_account", parameters, occasion).organization


def mover() -> Account:
    return next(each for each in miniature().accounts.values() if each.name == MOVER)


def unit_called(name: str) -> OrganizationalUnit:
    for unit in miniature().units.values():
        if unit.name == name:
            return unit
    raise KeyError(name)
