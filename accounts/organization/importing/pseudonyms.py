"""Other numbers, addresses and names for those of a real organization; the same ones everywhere.

Pseudonyms count upwards in the order in which things first appear. So one import gives the same each time,
and nothing of what was there can be worked out from them, as it could from a hash of twelve digits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from accounts.organization.scenario.plain import Members

_PATTERNS: Final = {
    # Each begins where no run of its characters does already: so a long text is searched only once.
    "email": r"(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    "account": r"(?<![0-9])[0-9]{12}(?![0-9])",
    "organization": r"(?<![\w-])o-[a-z0-9]{10,32}(?![\w-])",
    "own": r"(?<![\w-])(?:r|ou|p|rp)-[\w-]+(?![\w-])",
    # Source: IAM User Guide, "Understanding unique ID prefixes".
    "principal": r"(?<![A-Z0-9])A(?:BIA|CCA|GPA|IDA|IPA|KIA|NPA|NVA|PKA|ROA|SCA|SIA)"
    r"[A-Z0-9]{12,124}(?![A-Z0-9])",
}
_PATTERN: Final = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
REPLACED: Final = {
    "email": "e-mail addresses",
    "account": "account numbers",
    "principal": "identifiers of IAM",
    "other": "identifiers of Organizations",
}
"""What is replaced, in words."""
_LETTERS: Final = str.maketrans("0123456789", "ABCDEFGHIJ")
"""Identifiers of IAM are of base 32, which has no 0, 1, 8 and 9."""
_UNITS: Final = "ou-0001-"
"""The one root is ``r-0001``."""


class Pseudonyms:
    """``known`` are identifiers of the organization's own root, units and policies: without knowing them,
    nobody could tell them from other words that begin like them.

    Identifiers of units begin with the root's, so those of units that are no more are told, too, and what
    begins them in a pattern: ``ou-ab12-*``.
    """

    def __init__(self, known: Collection[str], root_id: str) -> None:
        self._known = frozenset(known)
        self._units = f"ou-{root_id.partition('-')[2]}-"
        self._given: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._texts: dict[str, str] = {}

    def of(self, value: object) -> object:
        """``value``, plain JSON, with every text in it rewritten, the names of members too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(name): self.of(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.of(item) for item in value]
        return value

    def text(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = _PATTERN.sub(self._replace, text)
        return self._texts[text]

    def counts(self) -> Mapping[str, int]:
        """How many of what have been replaced so far, in words."""
        counts: dict[str, int] = {}
        for kind, count in self._counts.items():
            word = REPLACED.get(kind, REPLACED["other"])
            counts[word] = counts.get(word, 0) + count
        return counts

    def _replace(self, match: re.Match[str]) -> str:
        found = match.group()
        kind = match.lastgroup or ""
        if found == self._units:
            return _UNITS
        if kind == "own" and found not in self._known and not found.startswith(self._units):
            return found
        key = found.lower() if kind == "email" else found
        if key not in self._given:
            self._given[key] = self._new(kind, found)
        return self._given[key]

    def _new(self, kind: str, found: str) -> str:
        """In the shape of what it stands for."""
        if kind == "own":
            kind = found.partition("-")[0]
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        if kind == "email":
            return f"person-{number}@example.com"
        if kind == "account":
            return f"{100_000_000_000 + number}"
        if kind == "organization":
            return f"o-{number:010}"
        if kind == "principal":
            return found[:4] + f"{number:017}".translate(_LETTERS)
        if kind == "ou":
            return f"{_UNITS}{number:08}"
        return f"{kind}-{number:0{4 if kind == 'r' else 8}}"


def pseudonymised(document: Mapping[str, object]) -> tuple[Members, Mapping[str, int]]:
    """A scenario document, its identifiers, e-mail addresses, names and aliases of accounts replaced; and how
    many of each there were, in words."""
    known: set[str] = set()
    for member in ("root", "policies", "organizational_units"):
        entities = document.get(member, [])
        for entity in entities if isinstance(entities, list) else [entities]:
            if isinstance(entity, dict):
                known.add(str(entity["id"]))
    organization = document["organization"]
    delegation = organization.get("resource_policy") if isinstance(organization, dict) else None
    if isinstance(delegation, dict):
        known.add(str(delegation["id"]))
    accounts = document.get("accounts", [])
    renamed = {
        **document,
        "accounts": [
            {
                **account,
                "name": f"account-{number}",
                **({"alias": f"account-{number}"} if "alias" in account else {}),
            }
            for number, account in enumerate(accounts if isinstance(accounts, list) else [], start=1)
        ],
    }
    root = document["root"]
    pseudonyms = Pseudonyms(known, str(root["id"]) if isinstance(root, dict) else "")
    rewritten = pseudonyms.of(renamed)
    assert isinstance(rewritten, dict)
    kept = {"format": document["format"], "version": document["version"]}
    names = len(accounts) if isinstance(accounts, list) else 0
    return {**rewritten, **kept}, {**pseudonyms.counts(), "names of accounts": names}
