"""The catalogue of actions to look through: services, what a search finds, and one action whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from policies.catalogue import AccessLevel, Action, Catalogue, Service, Source, catalogue
from policies.page.search import PATTERN_MARKS, best, found

PAGE_SIZE = 20
MOST_SHOWN = 1000
LONGEST_QUERY = 200
_ALWAYS_SAID = "Grants permission to "
"""With this AWS begins every description."""
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a text; ``is_match`` for what was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    action: Action
    description: tuple[Piece, ...]
    query: str


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """``key`` is empty for all levels."""

    key: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: Service
    count: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern that fits the action, and how many it fits."""

    pattern: str
    count: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One action whole. ``needs`` are the resource types that a request has to name, ``may_name`` others."""

    action: Action
    description: str
    service: Service
    needs: tuple[str, ...]
    may_name: tuple[str, ...]
    own_keys: tuple[str, ...]
    wildcards: tuple[Wildcard, ...]


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """``services`` are listed while nothing is looked for, else ``hits``; ``more`` are not shown yet."""

    query: str
    level: str
    source: Source
    actions: int
    services: tuple[ServiceRow, ...]
    levels: tuple[LevelChoice, ...]
    hits: tuple[Hit, ...]
    total: int
    more: int
    more_query: str
    detail: Detail | None

    @property
    def service_count(self) -> int:
        return len(catalogue().by_service)


def actions_page(data: Mapping[str, str]) -> ActionsPage:
    """``data`` are the fields of the address: ``q``, ``level``, ``action``, ``shown``. None is required, and
    what makes no sense counts as absent."""
    known = catalogue()
    query = data.get("q", "").strip()[:LONGEST_QUERY]
    levels = {level.value: level for level in AccessLevel}
    level = data.get("level", "") if data.get("level") in levels else ""
    fitting = found(known.universe, query)
    chosen = fitting & known.by_access_level[levels[level]] if level else fitting
    is_looking = bool(query or level)
    shown = _shown(data.get("shown", ""))
    fields = {"q": query, "level": level}
    hits = [known.actions[index] for index in best(chosen, query, shown)] if is_looking else []
    total = chosen.bit_count()
    return ActionsPage(
        query=query,
        level=level,
        source=known.source,
        actions=len(known.actions),
        services=() if is_looking else _services(),
        levels=(
            LevelChoice("", fitting.bit_count(), not level),
            *(
                LevelChoice(each.value, (fitting & mask).bit_count(), each.value == level)
                for each, mask in known.by_access_level.items()
            ),
        ),
        hits=tuple(
            Hit(each, _marked(_said(each), query), _address({**fields, "action": each.identifier}))
            for each in hits
        ),
        total=total,
        more=max(total - shown, 0) if is_looking and shown < MOST_SHOWN else 0,
        more_query=_address({**fields, "shown": str(shown + PAGE_SIZE)}),
        detail=_detail(known, data.get("action", "")) or _only(known, hits),
    )


@lru_cache(maxsize=1)
def _services() -> tuple[ServiceRow, ...]:
    """Those with actions, by their names for people."""
    known = catalogue()
    rows = [ServiceRow(known.services[prefix], len(each)) for prefix, each in known.by_service.items()]
    return tuple(sorted(rows, key=lambda row: (row.service.name.lower(), row.service.prefix)))


def _shown(text: str) -> int:
    return min(int(text), MOST_SHOWN) if text.isascii() and text.isdigit() and len(text) < 6 else PAGE_SIZE


def _address(fields: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in fields.items() if value}, safe=":*")


def _said(action: Action) -> str:
    """What it does, without the words that all descriptions have."""
    return action.description.removeprefix(_ALWAYS_SAID)


def _marked(description: str, query: str) -> tuple[Piece, ...]:
    """Where the words of the query stand in it. A pattern is about names, so it marks nothing."""
    words = query.split()
    if not words or any(mark in query for mark in PATTERN_MARKS):
        return (Piece(description, False),)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({pattern})", description, flags=re.IGNORECASE)
    return tuple(Piece(part, place % 2 == 1) for place, part in enumerate(parts) if part)


def _only(known: Catalogue, hits: list[Action]) -> Detail | None:
    """The one action that was found is shown at once."""
    return _detail(known, hits[0].identifier) if len(hits) == 1 else None


def _detail(known: Catalogue, identifier: str) -> Detail | None:
    try:
        action = known.action(identifier)
    except KeyError:
        return None
    own, words = set(action.condition_keys), _said(action)
    return Detail(
        action=action,
        description=f"{words[:1].upper()}{words[1:].rstrip('.')}.",
        service=known.services[action.service],
        needs=tuple(each.type.name for each in action.resource_types if each.required),
        may_name=tuple(each.type.name for each in action.resource_types if not each.required),
        own_keys=tuple(
            sorted(key for key in own | set(action.all_condition_keys) if not key.startswith("aws:"))
        ),
        wildcards=tuple(
            Wildcard(pattern, found(known.universe, pattern).bit_count())
            for pattern in (f"{action.service}:{_first_word(action.name)}*", f"{action.service}:*")
        ),
    )


def _first_word(name: str) -> str:
    word = _WORD.match(name)
    return word[0] if word else name
