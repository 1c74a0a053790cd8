"""Actions by pattern, or by plain words over their names and descriptions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.page import verdicts
from accounts.page.panel import RuleWords, part
from accounts.page.verdicts import Verdict
from accounts.page.view import View
from policies.catalogue import AccessLevel, Action, catalogue
from policies.engine.action_sets import ActionUniverse
from policies.engine.permissions import Permissions
from policies.page.search import best, found


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
        fitting &= catalogue().by_access_level[AccessLevel(view.level)]
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
        reason=_("%(policy)s at %(place)s") % {"policy": what, "place": where}
        if rule.gate.is_per_level
        else f"{what}, {where}",
        before=name[:start],
        match=name[start:end],
        after=name[end:],
        is_pinned=name in pins,
        pins=",".join(others if name in pins else (*others, name)),
    )
