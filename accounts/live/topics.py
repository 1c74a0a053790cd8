"""Topics, and who knows their revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Final

Topic = str
"""``kind:key``, as in ``organization:<public id>``."""
RevisionsOf = Callable[[Collection[str]], Mapping[str, int]]
"""From keys to the present revision of each that exists; one query for all of them."""

_sources: Final[dict[str, RevisionsOf]] = {}


def register(kind: str, revisions_of: RevisionsOf) -> None:
    _sources[kind] = revisions_of


def revisions(topics: Collection[Topic]) -> dict[Topic, int]:
    """The present revision of each topic that exists, with one query a kind."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for topic in topics:
        kind, _, key = topic.partition(":")
        keys[kind].append(key)
    return {
        f"{kind}:{key}": revision
        for kind, wanted in keys.items()
        for key, revision in _sources[kind](wanted).items()
    }
