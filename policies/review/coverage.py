"""How much a statement is about: each of its patterns counted, its actions by service and access level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.catalogue import AccessLevel, Catalogue
from policies.engine.action_sets import ActionSet
from policies.engine.document import PolicyDocument, Statement
from policies.engine.patterns import has_wildcard
from policies.review.words import short_name

MOST_TRIED = 200_000
"""So many names are held against patterns like ``ec2:*a*b*`` in some tenths of a second."""


@dataclass(frozen=True, slots=True)
class PatternCount:
    """A pattern as written, and how many actions it matches today."""

    source: str
    count: int


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
    """``covered`` are the actions of the service that are meant, out of ``total``. Levels without an
    action are left out; the others stand in the order of the enum."""

    prefix: str
    name: str
    covered: ActionSet
    total: int
    levels: tuple[tuple[AccessLevel, int], ...]

    @property
    def count(self) -> int:
        return self.covered.bit_count()


@dataclass(frozen=True, slots=True)
class Coverage:
    """``services`` come with the most actions first."""

    count: int
    levels: tuple[tuple[AccessLevel, int], ...]
    services: tuple[ServiceCoverage, ...]


def is_countable(document: PolicyDocument, catalogue: Catalogue) -> bool:
    """Whether its actions can be counted while somebody waits. Only patterns with a wildcard before their
    end are slow, each as slow as its service is large; AWS's largest policies have few of these."""
    tried = sum(
        catalogue.universe.service_mask(pattern.service).bit_count()
        for statement in document.statements
        for pattern in statement.actions
        if has_wildcard(pattern.name.rstrip("*"))
    )
    return tried <= MOST_TRIED


def pattern_counts(statement: Statement, catalogue: Catalogue) -> tuple[PatternCount, ...]:
    """Of each pattern by itself: two may match the same action, so they need not add up to the whole."""
    universe = catalogue.universe
    return tuple(
        PatternCount(pattern.source, universe.mask((pattern,)).bit_count()) for pattern in statement.actions
    )


def coverage(actions: ActionSet, catalogue: Catalogue) -> Coverage:
    """A set of actions, sorted out. The services add up to the whole, and so do the levels."""
    services = sorted(_services(actions, catalogue), key=lambda service: (-service.count, service.prefix))
    return Coverage(actions.bit_count(), _levels(actions, catalogue), tuple(services))


def _services(actions: ActionSet, catalogue: Catalogue) -> Iterator[ServiceCoverage]:
    for prefix, service in catalogue.services.items():
        every = catalogue.universe.service_mask(prefix)
        if covered := actions & every:
            name = short_name(service.name)
            yield ServiceCoverage(prefix, name, covered, every.bit_count(), _levels(covered, catalogue))


def _levels(actions: ActionSet, catalogue: Catalogue) -> tuple[tuple[AccessLevel, int], ...]:
    counted = ((level, (actions & held).bit_count()) for level, held in catalogue.by_access_level.items())
    return tuple((level, count) for level, count in counted if count)
