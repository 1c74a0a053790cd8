"""Actions by pattern, or by plain words over their names and descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from accounts.page import verdicts
from accounts.page.panel import RuleWords, first_bits, level_masks, part, set_of
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.catalogue import AccessLevel, Action, catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.patterns import matches
from policies.engine.permissions import Permissions

PATTERN_MARKS = "*?:"


@dataclass(frozen=True, slots=True)
class Hit:
    """``pins`` are what is pinned after this one is pinned, or is no more."""

    action: Action
    verdict: Verdict
    reason: str
    before: str
    match: str
    after: str
    is_pinned: bool
    pins: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    hits: tuple[Hit, ...]
    total: int
    counts: tuple[tuple[Verdict, int], ...]
    more: int


def search(now: Permissions, universe: ActionUniverse, view: View, words: RuleWords) -> SearchResult:
    """Actions by pattern (``ec2:Run*``) or by plain words over names and descriptions."""
    fitting = found(universe, view.find) & now.universe
    if view.level in {level.value for level in AccessLevel}:
        fitting &= level_masks()[AccessLevel(view.level)]
    counts = tuple((verdict, (fitting & part(now, verdict)).bit_count()) for verdict in verdicts.IN_ORDER)
    only = next((verdict for verdict in verdicts.IN_ORDER if verdict.key == view.verdict), None)
    chosen = fitting & part(now, only) if only else fitting
    needle = view.find.strip("* ").partition(":")[2] or view.find.strip("* ")
    hits = tuple(_hit(index, now, words, view.pins, needle) for index in best(chosen, view.find, view.shown))
    return SearchResult(hits, fitting.bit_count(), counts, max(chosen.bit_count() - view.shown, 0))


def pinned(
    now: Permissions, universe: ActionUniverse, view: View, words: RuleWords, usual: tuple[str, ...]
) -> tuple[Hit, ...]:
    """The actions that somebody has pinned, else the ``usual`` ones; of those that are asked about at all."""
    pins = view.pins or usual
    indices = (universe.index(name) for name in pins)
    return tuple(_hit(index, now, words, pins) for index in indices if now.universe >> index & 1)


def _hit(index: int, now: Permissions, words: RuleWords, pins: tuple[str, ...], needle: str = "") -> Hit:
    """``needle`` is marked in the name."""
    action, rule = catalogue().actions[index], now.rule(index)
    name = action.identifier
    at = name.lower().find(needle.lower()) if needle else -1
    start, end = (at, at + len(needle)) if at >= 0 else (len(name), len(name))
    what, where = words(rule)
    others = tuple(pin for pin in pins if pin != name)
    return Hit(
        action=action,
        verdict=verdicts.BY_DECISION[rule.decision],
        reason=f"{what} at {where}" if rule.gate.is_per_level else f"{what}, {where}",
        before=name[:start],
        match=name[start:end],
        after=name[end:],
        is_pinned=name in pins,
        pins=",".join(others if name in pins else (*others, name)),
    )


def found(universe: ActionUniverse, text: str) -> ActionSet:
    """The actions that fit a pattern or plain words; all of them fit an empty text."""
    if not text.strip():
        return universe.all
    if any(mark in text for mark in PATTERN_MARKS):
        pattern = text.strip().lower()
        return set_of(index for index, name in enumerate(universe.actions) if matches(pattern, name.lower()))
    wanted = _wanted(text)
    return set_of(
        index
        for index, haystack in enumerate(_haystacks())
        if all(any(word in haystack for word in alternatives) for alternatives in wanted)
    )


SILENT_WORDS = frozenset(["a", "an", "and", "in", "my", "of", "on", "the", "to"])
ALSO_CALLED = {
    "server": "instance",
    "machine": "instance",
    "vm": "instance",
    "file": "object",
    "folder": "bucket",
    "start": "run",
    "launch": "run",
    "remove": "delete",
    "make": "create",
    "see": "describe",
}
"""What people say, and what AWS says."""


def _wanted(text: str) -> list[tuple[str, ...]]:
    """Each word that counts, with what else it may be called."""
    words = [word for word in text.lower().split() if word not in SILENT_WORDS]
    return [(word, ALSO_CALLED[word]) if word in ALSO_CALLED else (word,) for word in words]


def best(chosen: ActionSet, text: str, shown: int) -> Iterable[int]:
    """The actions to show: by plain words, those first whose name says it, the shorter the better."""
    wanted = _wanted(text)
    if not wanted or any(mark in text for mark in PATTERN_MARKS):
        return first_bits(chosen, shown)
    actions = catalogue().actions

    def rank(index: int) -> tuple[int, int, int]:
        name = actions[index].name.lower()
        said = sum(any(word in name for word in alternatives) for alternatives in wanted)
        return (-said, len(name), index)

    return sorted(first_bits(chosen, chosen.bit_count()), key=rank)[:shown]


@lru_cache(maxsize=1)
def _haystacks() -> tuple[str, ...]:
    return tuple(
        f"{action.service}:{action.name} {action.description}".lower() for action in catalogue().actions
    )
