"""The condition keys that begin with ``aws:``, which any service's requests may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policies.catalogue.tables import rows

GLOBAL_CONDITION_KEYS = "global_condition_keys.tsv"


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """``name`` ends in a slash where the name of a tag follows: ``aws:PrincipalTag/``.

    ``type`` is AWS's word, as that of a ``ConditionKey``; ``present`` says when a request has the key.
    """

    name: str
    type: str
    is_multivalued: bool
    present: str


def read_global_keys(folder: Path) -> Mapping[str, GlobalKey]:
    """By name in lower case."""
    return {key.name.lower(): key for key in _read(folder / GLOBAL_CONDITION_KEYS)}


def _read(path: Path) -> Iterator[GlobalKey]:
    for key, kind, multivalued, present in rows(path):
        yield GlobalKey(key.removesuffix("${TagKey}"), kind, multivalued == "multivalued", present)
