"""The policy checker: what a text gets wrong, what it says, and how it differs from another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from policies.catalogue import AccessLevel, catalogue
from policies.engine.action_sets import ActionSet
from policies.engine.document import Effect, PolicyDocument, Statement
from policies.page.kinds import Kind
from policies.review import (
    Comparison,
    Coverage,
    Difference,
    Finding,
    PatternCount,
    Review,
    ServiceCoverage,
    Share,
    coverage,
    difference,
    is_countable,
    of_actions,
    of_resources,
    pattern_counts,
    review,
    sentence,
)

MOST_STATEMENTS = 20
MOST_PATTERNS = 8
MOST_SERVICES = 12
MOST_NAMES = 40
LONGEST_SENTENCE = 600
LONGEST_PATTERN = 120
"""In characters: both quote the text, whose patterns may have thousands."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service of a list: the first names, and how many more there are."""

    service: ServiceCoverage
    names: tuple[str, ...]

    @property
    def more_names(self) -> int:
        return self.service.count - len(self.names)


@dataclass(frozen=True, slots=True)
class ActionList:
    """A set of actions to unfold: by access level, by service, by name; each list is cut."""

    coverage: Coverage
    services: tuple[ServiceRow, ...]

    @property
    def levels(self) -> tuple[tuple[AccessLevel, int], ...]:
        return self.coverage.levels

    @property
    def more_services(self) -> int:
        return len(self.coverage.services) - len(self.services)

    @property
    def more_actions(self) -> int:
        return self.coverage.count - sum(row.service.count for row in self.services)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """``verdict`` is the style of the word ``outcome``: allow, deny or depends."""

    number: int
    sid: str
    sentence: str
    excludes: bool
    patterns: tuple[PatternCount, ...]
    more_patterns: int
    named: int
    verdict: str
    outcome: str
    actions: ActionList


@dataclass(frozen=True, slots=True)
class ShareRow:
    """``title`` says of which policy; ``sometimes`` is how many of the actions are so only sometimes."""

    title: str
    sometimes: int
    actions: ActionList


@dataclass(frozen=True, slots=True)
class ComparisonPart:
    """The three shares of what is allowed, or of what is denied."""

    title: str
    verdict: str
    shares: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class CheckerPage:
    """``review`` is None while nothing is written. ``other`` is the review of the second policy, None
    without one; ``parts`` are empty where there is nothing to compare.
    ``is_uncounted``: one of them has too many wildcards to count its actions."""

    kind: Kind
    review: Review | None
    statements: tuple[StatementRow, ...]
    more_statements: int
    other: Review | None
    parts: tuple[ComparisonPart, ...]
    is_certain: bool
    is_uncounted: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.review.findings if self.review else ()

    @property
    def size(self) -> int:
        return self.review.size if self.review else 0

    @property
    def size_share(self) -> float:
        """In per cent, at most 100."""
        return min(100 * self.size / self.kind.quota.characters, 100)


def checker_page(text: str, other_text: str, kind: Kind) -> CheckerPage:
    read, other = _read(text, kind), _read(other_text, kind)
    document, other_document = _countable(read), _countable(other)
    found = difference(document, other_document, catalogue()) if document and other_document else None
    statements = document.statements if document else ()
    return CheckerPage(
        kind=kind,
        review=read,
        statements=tuple(_row(statement, kind) for statement in statements[:MOST_STATEMENTS]),
        more_statements=max(len(statements) - MOST_STATEMENTS, 0),
        other=other,
        parts=_parts(found, kind) if found else (),
        is_certain=found is not None and found.is_certain,
        is_uncounted=any(each and each.document and not _countable(each) for each in (read, other)),
    )


def _read(text: str, kind: Kind) -> Review | None:
    return review(text, kind.kind, kind.quota, catalogue()) if text.strip() else None


def _countable(read: Review | None) -> PolicyDocument | None:
    """What it says, if that can be counted while somebody types."""
    document = read.document if read else None
    return document if document and is_countable(document, catalogue()) else None


def _row(statement: Statement, kind: Kind) -> StatementRow:
    _words, meant = of_actions(statement, catalogue())
    verdict, outcome = _outcome(statement, kind)
    counts = pattern_counts(statement, catalogue())
    shown = tuple(PatternCount(_cut(each.source, LONGEST_PATTERN), each.count) for each in counts)
    named = catalogue().universe.mask(statement.actions)
    return StatementRow(
        number=statement.index + 1,
        sid=_cut(statement.sid or "", LONGEST_PATTERN),
        sentence=_cut(sentence(statement, kind.kind, catalogue()), LONGEST_SENTENCE),
        excludes=statement.excludes_actions,
        patterns=shown[:MOST_PATTERNS],
        more_patterns=max(len(shown) - MOST_PATTERNS, 0),
        named=named.bit_count(),
        verdict=verdict,
        outcome=outcome,
        actions=_list(meant),
    )


def _outcome(statement: Statement, kind: Kind) -> tuple[str, str]:
    denies = statement.effect is Effect.DENY
    word = _("denied") if denies else _("allowed") if kind.grants else _("let pass")
    reasons = [
        reason
        for reason, holds in (
            (_("on some resources"), of_resources(statement)),
            (_("when the condition holds"), statement.conditions),
        )
        if holds
    ]
    if reasons:
        return "depends", f"{word} {', '.join(reasons)}"
    return "deny" if denies else "allow", word


def _list(actions: ActionSet) -> ActionList:
    found = coverage(actions, catalogue())
    names = catalogue().universe.names
    return ActionList(
        found,
        tuple(
            ServiceRow(service, tuple(islice(names(service.covered), MOST_NAMES)))
            for service in found.services[:MOST_SERVICES]
        ),
    )


def _parts(found: Difference, kind: Kind) -> tuple[ComparisonPart, ...]:
    allowed = _("Allowed") if kind.grants else _("Let pass")
    parts = ((allowed, "allow", found.allowed), (_("Denied"), "deny", found.denied))
    return tuple(
        ComparisonPart(title, verdict, _shares(compared))
        for title, verdict, compared in parts
        if not compared.is_about_nothing
    )


def _shares(compared: Comparison) -> tuple[ShareRow, ...]:
    shares: tuple[tuple[str, Share], ...] = (
        (_("only in the first"), compared.only_one),
        (_("only in the second"), compared.only_other),
        (_("in both"), compared.both),
    )
    return tuple(ShareRow(title, share.sometimes.bit_count(), _list(share.all)) for title, share in shares)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
