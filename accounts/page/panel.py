"""The region "Allowed actions": totals that add up to the catalogue, the funnel, the deciding
rules, and services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from accounts.organization.decisions import ROOT_USER
from accounts.page import verdicts
from accounts.page.gates import gate_icon, gate_name
from accounts.page.verdicts import Verdict
from policies.catalogue import AccessLevel, catalogue
from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.decision import Decision, Rule
from policies.engine.permissions import Permissions
from policies.page.search import first_bits

FEW = 8
"""So many actions or services are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Total:
    """``was`` is the count before the last operation, None when it is the same."""

    verdict: Verdict
    count: int
    was: int | None
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One gate of the funnel. ``flow`` and ``cut`` are the paths of its picture, 100 wide, 27 high."""

    name: str
    icon: str
    target_id: str
    explicitly_denied: int
    implicitly_denied: int
    left: int
    flow: str
    cut: str
    gate: str
    cut_verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    verdict: Verdict
    name: str
    place: str
    count: int
    services: tuple[ServiceShare, ...]
    more_services: int


@dataclass(frozen=True, slots=True)
class ServiceShare:
    """Of the ``total`` actions of a service, ``count`` are decided so; ``examples`` names a few."""

    service: str
    count: int
    total: int
    examples: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return self.count == self.total


@dataclass(frozen=True, slots=True)
class Cell:
    """How many actions of one service and access level are allowed, and the bar's pieces (of 100)."""

    allowed: int
    total: int
    pieces: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Uniform:
    """The services in which every action has one verdict, counted together."""

    verdict: Verdict
    services: int
    actions: int


@dataclass(frozen=True, slots=True)
class Services:
    mixed: tuple[ServiceRow, ...]
    uniform: tuple[Uniform, ...]
    whole: tuple[ServiceRow, ...]
    more: int


def totals(now: Permissions, then: Permissions | None) -> tuple[Total, ...]:
    """In the order of the bar. A piece that is there at all is at least a pixel or so wide."""
    parts = [
        (verdict, part(now, verdict), part(then, verdict) if then else None) for verdict in verdicts.IN_ORDER
    ]
    every = sum(mask.bit_count() for _, mask, _ in parts)
    shares = [max(mask.bit_count() / every, 0.006) if mask else 0.0 for _, mask, _ in parts]
    scale, x = 100 / sum(shares), 0.0
    rows = []
    for (verdict, mask, earlier), share in zip(parts, shares, strict=True):
        count = mask.bit_count()
        was = earlier.bit_count() if earlier is not None and earlier.bit_count() != count else None
        rows.append(Total(verdict, count, was, round(x, 2), round(share * scale, 2)))
        x += share * scale
    return tuple(rows)


def part(permissions: Permissions, verdict: Verdict) -> int:
    """The set of actions that have this verdict."""
    return {
        "allow": permissions.allowed,
        "depends": permissions.depends,
        "deny": permissions.explicitly_denied,
        "gap": permissions.implicitly_denied,
    }[verdict.key]


def funnel(now: Permissions) -> tuple[FunnelStep, ...]:
    """How what is asked about shrinks gate by gate. Cuts too small to be seen get a minimum width."""
    every = now.universe.bit_count()
    came_in, rows = every, []
    for step in now.steps:
        explicit, implicit = step.explicitly_denied.bit_count(), step.implicitly_denied.bit_count()
        left = step.passing.bit_count()
        enters, leaves = 100 * came_in / every, 100 * left / every
        taken = explicit + implicit
        cut_from = min(leaves, enters - 1.2) if taken else enters
        rows.append(
            FunnelStep(
                name=gate_name(step),
                icon=gate_icon(step),
                target_id=step.target_id,
                explicitly_denied=explicit,
                implicitly_denied=implicit,
                left=left,
                flow=f"M0 0H{enters:.2f}V3H{max(cut_from, 0):.2f}V27H0Z"
                if taken
                else f"M0 0H{enters:.2f}V27H0Z",
                cut=f"M{max(cut_from, 0):.2f} 3H{enters:.2f}V24H{max(cut_from, 0):.2f}Z" if taken else "",
                gate=f"M0 27H{leaves:.2f}",
                cut_verdict=None
                if not taken
                else verdicts.EXPLICITLY_DENIED
                if explicit >= implicit
                else verdicts.IMPLICITLY_DENIED,
            )
        )
        came_in = left
    return tuple(rows)


def rules(now: Permissions, universe: ActionUniverse, words: RuleWords) -> tuple[RuleRow, ...]:
    """One row a deciding rule; what is allowed first, then what depends, then the denials, the
    larger first. Statements of one policy at one place are one row."""
    merged: dict[tuple[Decision, str, str], int] = {}
    for rule, mask in now.by_rule:
        if mask:
            name, place = words(rule)
            key = (rule.decision, name, place)
            merged[key] = merged.get(key, 0) | mask
    order = [Decision.ALLOWED, Decision.DEPENDS, Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED]
    rows = sorted(merged.items(), key=lambda row: (order.index(row[0][0]), -row[1].bit_count()))
    return tuple(
        RuleRow(
            verdict=verdicts.BY_DECISION[decision],
            name=name,
            place=place,
            count=mask.bit_count(),
            services=tuple(
                _share_of(service, service_mask, universe, now.universe)
                for service, service_mask in within[:FEW]
            ),
            more_services=max(len(within) - FEW, 0),
        )
        for (decision, name, place), mask in rows
        for within in [by_service(mask)]
    )


def rule_words(rule: Rule) -> tuple[str, str]:
    """What decided, and where, as a row or a card says it."""
    if rule.policy_name is not None:
        return rule.policy_name, rule.target_name
    if rule.decision is Decision.ALLOWED:
        words = _("full access") if rule.target_name == ROOT_USER else _("no policy can deny it")
        return words, rule.target_name
    return _("nothing allows it"), rule.target_name


def ceiling_words(rule: Rule) -> tuple[str, str]:
    """The same of what SCPs let through at best, where nobody in particular asks."""
    if rule.decision is Decision.ALLOWED:
        return _("passes"), _("if an identity policy grants it")
    return rule_words(rule)


RuleWords = Callable[[Rule], tuple[str, str]]


@lru_cache(maxsize=512)
def by_service(mask: ActionSet) -> tuple[tuple[str, ActionSet], ...]:
    """``mask`` split into what is of one service each, those with the most first. A class that moves the same
    account splits the same."""
    split = [(service, mask & members) for service, members in service_masks().items()]
    return tuple(
        sorted((part for part in split if part[1]), key=lambda part: (-part[1].bit_count(), part[0]))
    )


def _share_of(service: str, mask: ActionSet, universe: ActionUniverse, asked: ActionSet) -> ServiceShare:
    """Of what is ``asked`` about."""
    total = (service_masks()[service] & asked).bit_count()
    names = tuple(universe.actions[index] for index in first_bits(mask, FEW))
    return ServiceShare(service, mask.bit_count(), total, names)


def services(now: Permissions, shown: int) -> Services:
    """Services by access level. Those of more than one verdict first; the rest are counted together
    and listed after."""
    mixed, whole, uniform = [], [], {}
    for service, mask in service_masks().items():
        inside = [(verdict, mask & part(now, verdict)) for verdict in verdicts.IN_ORDER]
        present = [(verdict, chosen) for verdict, chosen in inside if chosen]
        if not present:
            continue
        if len(present) > 1:
            mixed.append((sum(chosen.bit_count() for _, chosen in present), service))
        else:
            verdict = present[0][0]
            count, actions = uniform.get(verdict, (0, 0))
            uniform[verdict] = (count + 1, actions + (mask & now.universe).bit_count())
            whole.append((verdict is verdicts.ALLOWED, service))
    mixed.sort(key=lambda pair: (-pair[0], pair[1]))
    whole.sort()
    visible = max(shown - len(mixed), 0)
    return Services(
        mixed=tuple(_service_row(service, now) for _, service in mixed[:shown]),
        uniform=tuple(
            Uniform(verdict, *uniform[verdict]) for verdict in verdicts.IN_ORDER if verdict in uniform
        ),
        whole=tuple(_service_row(service, now) for _, service in whole[:visible]),
        more=max(len(mixed) + len(whole) - shown, 0),
    )


def _service_row(service: str, now: Permissions) -> ServiceRow:
    mask = service_masks()[service] & now.universe
    cells = tuple(_cell(mask & level_masks()[level], now) for level in AccessLevel)
    return ServiceRow(service, catalogue().services[service].name, cells)


def _cell(mask: int, now: Permissions) -> Cell:
    total, pieces, x = mask.bit_count(), [], 0.0
    for verdict in verdicts.IN_ORDER:
        if count := (mask & part(now, verdict)).bit_count():
            width = 100 * count / total
            pieces.append((verdict.key, round(x, 2), round(width, 2)))
            x += width
    return Cell((mask & now.allowed).bit_count(), total, tuple(pieces))


@lru_cache(maxsize=1)
def service_masks() -> dict[str, int]:
    """The set of actions of each service, in the catalogue's order."""
    return _masks((action.service, index) for index, action in enumerate(catalogue().actions))


@lru_cache(maxsize=1)
def level_masks() -> dict[AccessLevel, int]:
    found = _masks((action.access_level, index) for index, action in enumerate(catalogue().actions))
    return {level: found.get(level, 0) for level in AccessLevel}


def _masks(rows: Iterable[tuple[object, int]]) -> dict:
    bits: dict[object, bytearray] = {}
    size = len(catalogue().actions) // 8 + 1
    for key, index in rows:
        bits.setdefault(key, bytearray(size))[index >> 3] |= 1 << (index & 7)
    return {key: int.from_bytes(row, "little") for key, row in bits.items()}
