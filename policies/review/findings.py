"""What is wrong with a policy's text, and what a careful reader would remark.

A fault is what AWS refuses. Everything else AWS saves without a word, however useless: a service or an
action that does not exist matches nothing. Their severities are those of IAM Access Analyzer.
Source: IAM Access Analyzer, "Policy check reference".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from policies.catalogue import Catalogue
from policies.engine.document import ActionPattern, Effect, PolicyDocument, PolicyKind, Statement
from policies.engine.json_reader import Path, Reading, read_with_places
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.patterns import has_wildcard, matches
from policies.engine.quotas import SizeQuota
from policies.engine.request import REQUESTED_REGION
from policies.engine.variables import VERSION_WITH_VARIABLES
from policies.review.conditions import of_conditions_and_variables
from policies.review.remarks import Remark, Severity, path_of
from policies.review.words import of_actions, short_name

MOST = 50
"""A text with more findings than this is not read to its end."""
NEAREST = 3
MOST_SEARCHED = 10
"""For so many unknown names the nearest are looked up: each takes a while, and people mend one by one."""
GLOBAL_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Finding:
    """``line`` and ``column`` count from 1, 0 when it is about the whole; ``length`` counts characters.

    ``nearest`` are words that could stand in the place of what is found there.
    """

    severity: Severity
    title: str
    detail: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    length: int = 0
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """``document`` is None when the text does not parse. ``size`` counts as AWS counts."""

    document: PolicyDocument | None
    size: int
    findings: tuple[Finding, ...]
    is_refused: bool


def review(
    text: str, kind: PolicyKind, quota: SizeQuota, catalogue: Catalogue, *, beside: tuple[str, ...] = ()
) -> Review:
    """``beside`` are the other documents that share the quota."""
    size = quota.size((text, *beside))
    too_long = size - quota.characters
    findings = []
    if too_long > 0:
        kept = "with the other inline policies " if beside else ""
        title = f"{too_long:,} characters too long: {kept}AWS takes at most {quota.characters:,}"
        detail = "White space counts." if quota.counts_white_space else "White space does not count."
        findings.append(Finding(Severity.ERROR, title, detail))
    try:
        document = parse_policy(text, kind)
    except PolicySyntaxError as error:
        faults = (
            Finding(Severity.ERROR, fault.message, path=fault.path, line=fault.line, column=fault.column)
            for fault in error.faults[:MOST]
        )
        return Review(None, size, (*findings, *faults), is_refused=True)
    findings += _Reader(document, catalogue).findings()
    findings.sort(key=lambda finding: (finding.line, finding.column))
    return Review(document, size, tuple(findings[:MOST]), is_refused=too_long > 0)


class _Reader:
    def __init__(self, document: PolicyDocument, catalogue: Catalogue) -> None:
        self.document = document
        self.catalogue = catalogue
        self.universe = catalogue.universe
        self.lines = document.text.splitlines()
        self.searched = 0

    def findings(self) -> list[Finding]:
        reading = read_with_places(self.document.text)
        found = [self._placed(remark, reading) for remark in self._of_version(reading)]
        for statement in self.document.statements:
            for number, pattern in enumerate(statement.actions):
                found += self._of_pattern(statement, pattern, self._path(statement, number, reading), reading)
            found += self._of_statement(statement, reading)
            remarks = of_conditions_and_variables(statement, reading.values)
            found += [self._placed(remark, reading) for remark in remarks]
            if len(found) > MOST:
                break
        return found

    def _of_version(self, reading: Reading) -> Iterator[Remark]:
        version = self.document.version
        if version == VERSION_WITH_VARIABLES:
            return
        detail = f"Only {VERSION_WITH_VARIABLES} has variables; to others `${{aws:username}}` is plain text."
        if ("Version",) in reading.values:
            nearest = (VERSION_WITH_VARIABLES,)
            title = f"`Version` is {version}"
            yield Remark(("Version",), Severity.WARNING, title, detail, word=version, nearest=nearest)
        else:
            yield Remark((), Severity.WARNING, f"`Version` is missing, which means {version}", detail)

    def _path(self, statement: Statement, number: int, reading: Reading) -> Path:
        """Of one action, which stands alone or in a list."""
        base = (*path_of(statement), "NotAction" if statement.excludes_actions else "Action")
        return (*base, number) if (*base, number) in reading.values else base

    def _of_pattern(
        self, statement: Statement, pattern: ActionPattern, path: Path, reading: Reading
    ) -> Iterator[Finding]:
        if pattern.service == "*" or self.universe.mask((pattern,)):
            return
        outcome = "exempts" if statement.excludes_actions else "matches"
        service, _, name = pattern.source.partition(":")
        if pattern.service not in self.catalogue.services:
            yield self._at(
                path,
                reading,
                Severity.ERROR,
                f"no service is called `{service}`",
                f"AWS saves it without a word; `{pattern.source}` {outcome} nothing.",
                service,
                nearest_services(pattern.service, self.catalogue),
            )
        elif has_wildcard(name):
            yield self._at(
                path,
                reading,
                Severity.WARNING,
                f"no action fits `{pattern.source}`",
                f"AWS saves it without a word; it {outcome} nothing, until {service} has such an action.",
                pattern.source,
            )
        else:
            title = short_name(self.catalogue.services[pattern.service].name)
            self.searched += 1
            is_searched = self.searched <= MOST_SEARCHED
            yield self._at(
                path,
                reading,
                Severity.ERROR,
                f"{title} has no action `{name}`",
                f"AWS saves it without a word; it {outcome} nothing.",
                pattern.source,
                nearest_actions(pattern.service, pattern.name, self.catalogue) if is_searched else (),
            )

    def _of_statement(self, statement: Statement, reading: Reading) -> Iterator[Finding]:
        path = path_of(statement)
        _, meant = of_actions(statement, self.catalogue)
        if statement.excludes_actions and statement.effect is Effect.ALLOW:
            yield self._at(
                (*path, "NotAction"),
                reading,
                Severity.WARNING,
                "`NotAction` with Allow",
                f"Allows all but what is listed: {meant.bit_count():,} actions today, and every new one.",
            )
        elif statement.excludes_actions:
            whenever = ", when its condition holds" if statement.conditions else ""
            yield self._at(
                (*path, "NotAction"),
                reading,
                Severity.INFO,
                "`NotAction` with Deny",
                f"Denies all but what is listed: {meant.bit_count():,} actions{whenever}.",
            )
        if stopped := self._global_services_stopped(statement, meant):
            yield self._at(
                path,
                reading,
                Severity.INFO,
                f"Global services always sign in {GLOBAL_REGION}",
                f"{statement.label} stops {stopped}, whatever the Region. Usually they are exempt.",
            )

    def _global_services_stopped(self, statement: Statement, meant: int) -> str:
        """The global services that a Deny outside of some Regions takes along, in words."""
        outside = [
            condition
            for condition in statement.conditions
            if condition.key.lower() == REQUESTED_REGION
            and condition.operator.base in ("StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase")
        ]
        if statement.effect is not Effect.DENY or not outside:
            return ""
        regions = [value.source for condition in outside for value in condition.values]
        if any(matches(region.lower(), GLOBAL_REGION) for region in regions):
            return ""
        names = [
            short_name(self.catalogue.services[service].name)
            for service in sorted(self.catalogue.global_services, key=self._size, reverse=True)
            if meant & self.universe.service_mask(service)
        ]
        if len(names) > NEAREST:
            return f"{', '.join(names[:NEAREST])} and {len(names) - NEAREST} more"
        return " and ".join(names)

    def _size(self, service: str) -> int:
        return self.universe.service_mask(service).bit_count()

    def _at(
        self,
        path: Path,
        reading: Reading,
        severity: Severity,
        title: str,
        detail: str,
        word: str = "",
        nearest: tuple[str, ...] = (),
    ) -> Finding:
        return self._placed(Remark(path, severity, title, detail, word, nearest=nearest), reading)

    def _placed(self, remark: Remark, reading: Reading) -> Finding:
        path, word = remark.path, remark.word
        is_on_key = remark.on_key or (not word and path in reading.keys)
        place = reading.keys[path] if is_on_key else reading.values[path]
        line, column = place.line, place.column
        about = remark.severity, remark.title, remark.detail, _written(path)
        # A word written with \u escapes is pointed at, but cannot be replaced.
        at = column + remark.offset
        if word and self.lines[line - 1].startswith(word, at):
            return Finding(*about, line, at + 1, len(word), remark.nearest)
        return Finding(*about, line, column, len(str(path[-1])) + 2 if is_on_key and not word else 0)


def nearest_services(service: str, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(get_close_matches(service.lower(), catalogue.services, n=NEAREST, cutoff=0.6))


def nearest_actions(service: str, name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Of the same service; or the actions of this very name elsewhere, when there are any."""
    elsewhere = tuple(
        action.identifier for action in catalogue.actions if action.name.lower() == name.lower()
    )
    if elsewhere:
        return elsewhere[:NEAREST]
    by_name = {action.name.lower(): action for action in catalogue.by_service[service]}
    near = get_close_matches(name.lower(), by_name, n=NEAREST, cutoff=0.5)
    return tuple(by_name[each].identifier for each in near)


def _written(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
