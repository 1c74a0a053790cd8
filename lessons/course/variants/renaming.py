"""What things are called in a variant. Policies keep their names, which say what they do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Final

STEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "mgmt": ("hq", "main-office"),
    "audit": ("inspect", "review"),
    "log": ("archive", "records"),
    "dev": ("build", "make", "team"),
    "prod": ("live", "shop"),
    "sbx": ("play", "lab"),
    "newco": ("quarry", "lumen", "harbor"),
    "partner": ("supplier", "ally"),
}
"""Of accounts: what stands before the number, if they have one."""
UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "Security": ("Oversight", "Guards"),
    "Workloads": ("Products", "Systems"),
    "Dev": ("Build", "Workshop"),
    "Prod": ("Live", "Customers"),
    "Sandbox": ("Playground", "Experiments"),
}
USERS: Final[Mapping[str, tuple[str, ...]]] = {
    "boss": ("chief", "director"),
    "john": ("omar", "kenji", "pavel"),
    "mary": ("lucia", "grace", "aiko"),
}
_ORDINAL: Final = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,3})")
_BRACES: Final = re.compile(r"\{\{[^{}\n]*\}\}")
_WORD: Final = re.compile(r"\w[\w-]*")


def in_braces(document: Mapping[str, Any]) -> dict[str, Any]:
    """With the names of the scenario written as the rest of the exercise writes them."""
    whole: dict[str, Any] = json.loads(json.dumps(document))
    scenario = whole["start"]["scenario"]
    for unit in scenario.get("organizational_units", ()):
        unit["name"] = _braced(unit["name"])
    for account in _accounts(scenario):
        name = account["name"]
        account["email"] = re.sub(rf"\b{re.escape(name)}\b", _braced(name), account["email"])
        account["name"] = _braced(name)
        for user in account.get("users", ()):
            user["name"] = _braced(user["name"])
    return whole


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"


def _accounts(scenario: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from scenario.get("accounts", ())
    yield from scenario.get("outsiders", ())


def _texts(value: Any) -> Iterator[str]:
    """Those that can name something: not identifiers, such as those of clauses."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member, item in value.items():
            if member not in ("id", "fails", "variant"):
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def new_names(
    document: Mapping[str, Any], pools: Mapping[str, Sequence[str]], texts: str, chance: Random
) -> dict[str, str]:
    """By the author's names. A name that something says outside braces stays, since it would be wrong there.
    ``pools`` come before those of this file."""
    scenario = document["start"]["scenario"]
    said = "\n".join((*_texts(in_braces(document)), texts))
    bare = frozenset(_WORD.findall(_BRACES.sub(" ", said)))
    accounts = [account["name"] for account in _accounts(scenario)]
    units = [unit["name"] for unit in scenario.get("organizational_units", ())]
    users = [user["name"] for account in _accounts(scenario) for user in account.get("users", ())]
    braced = dict.fromkeys(_WORD.findall(" ".join(_BRACES.findall(said))))
    names = _of_accounts(accounts, [name for name in braced if name not in accounts], bare, chance)
    for found, likewise in ((units, UNITS), (users, USERS)):
        names |= {name: chance.choice(likewise[name]) for name in dict.fromkeys(found) if name in likewise}
    names |= {name: chance.choice(pool) for name, pool in sorted(pools.items()) if pool}
    names = {old: new for old, new in names.items() if old not in bare}
    return names if _are_distinct([*accounts, *units], names) else {}


def _of_accounts(
    accounts: list[str], to_come: list[str], bare: frozenset[str], chance: Random
) -> dict[str, str]:
    """Those of one stem keep one, and change their numbers among themselves. ``to_come`` may be accounts that
    a learner makes; they take the stem of their like."""
    by_stem: dict[str, list[str]] = {}
    for name in accounts:
        by_stem.setdefault(_stem(name), []).append(name)
    names: dict[str, str] = {}
    for stem, found in by_stem.items():
        if any(_stem(word) == stem for word in bare):
            continue
        new = chance.choice(STEMS.get(stem, (stem,)))
        pairs = [*zip(found, chance.sample(found, k=len(found)), strict=True)]
        pairs += [(name, name) for name in to_come if _stem(name) == stem != name]
        names |= {old: new + like.removeprefix(stem) for old, like in pairs}
    return names


def _stem(name: str) -> str:
    """``dev`` of ``dev-1``, and of the pattern ``dev-*``, which leaves ``dev-``."""
    match = _ORDINAL.fullmatch(name)
    return match["stem"] if match else name.removesuffix("-")


def _are_distinct(all_names: list[str], names: Mapping[str, str]) -> bool:
    """An exercise finds things by name, so no two may have one."""
    new = [names.get(name, name).lower() for name in all_names]
    return len(set(new)) == len(new)
