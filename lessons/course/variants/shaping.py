"""Where things are in a variant, as ``variant`` in an exercise document allows:

``deeper``      units; another unit may stand around one of them
``bystanders``  units; an account more, like those in it, may be in one of them
``swaps``       pairs of accounts, ``{"one", "other"}``, that may change places
``names``       other names to choose from, by name: see ``renaming``

One unit at most comes in between, so that no path is longer than the exercise's by more than one level and
one statement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from string import ascii_lowercase, digits
from typing import Any, Final

from lessons.course.exercise import Variation

BETWEEN: Final = ("Division", "Region", "Teams", "Group")
FULL_ACCESS: Final = "p-FullAWSAccess"


def shaped(document: Mapping[str, Any], allowed: Variation, chance: Random) -> dict[str, Any]:
    """Each difference that is allowed comes in one of two variants."""
    whole: dict[str, Any] = json.loads(json.dumps(document))
    scenario = whole["start"]["scenario"]
    for pair in allowed.swaps:
        if chance.random() < 0.5:
            _swap(scenario, *pair)
    if allowed.bystanders and chance.random() < 0.5:
        _add_account(scenario, chance.choice(allowed.bystanders), chance)
    if allowed.deeper and chance.random() < 0.5:
        _wrap(scenario, chance.choice(allowed.deeper), chance)
    return whole


def _swap(scenario: dict[str, Any], one: str, other: str) -> None:
    accounts = {account["name"]: account for account in scenario["accounts"]}
    first, second = accounts[one], accounts[other]
    first["parent_id"], second["parent_id"] = second["parent_id"], first["parent_id"]


def _wrap(scenario: dict[str, Any], name: str, chance: Random) -> None:
    """Another unit that lets everything pass, between this one and its parent."""
    units = scenario["organizational_units"]
    inner = _unit(scenario, name)
    taken = {unit["name"] for unit in units}
    tail = "".join(chance.choices(ascii_lowercase + digits, k=8))
    outer = {
        "id": inner["id"].rpartition("-")[0] + "-" + tail,
        "name": chance.choice([each for each in BETWEEN if each not in taken]),
        "parent_id": inner["parent_id"],
        "attached": [FULL_ACCESS],
    }
    inner["parent_id"] = outer["id"]
    units.insert(units.index(inner), outer)


def _add_account(scenario: dict[str, Any], unit: str, chance: Random) -> None:
    """Like the last of those in the unit, but with roles alone. An empty unit stays empty."""
    accounts = scenario["accounts"]
    inside = [each for each in accounts if each["parent_id"] == _unit(scenario, unit)["id"]]
    if not inside:
        return
    like = inside[-1]
    new_id = "".join(chance.choices(digits[1:], k=12))
    stem = like["name"].rpartition("-")[0] or like["name"]
    taken = {account["name"] for account in accounts}
    name = next(each for each in (f"{stem}-{number}" for number in range(2, 1000)) if each not in taken)
    account = json.loads(json.dumps(like).replace(like["id"], new_id))
    account = {member: value for member, value in account.items() if member in _OF_BYSTANDERS}
    accounts.insert(accounts.index(like) + 1, account | {"name": name, "email": f"{name}@acme.example"})


_OF_BYSTANDERS: Final = ("id", "parent_id", "joined", "joined_method", "attached", "roles")


def _unit(scenario: dict[str, Any], name: str) -> dict[str, Any]:
    unit: dict[str, Any] = next(each for each in scenario["organizational_units"] if each["name"] == name)
    return unit
