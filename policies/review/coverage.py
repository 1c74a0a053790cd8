"""How much a statement is about: each of its patterns counted, its actions by service and access level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.catalogue import AccessLevel, Catalogue
from policies.engine.action_sets import ActionSet
from policies.engine.document import Statement
from policies.review.words import short_name


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
