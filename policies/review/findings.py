"""What is wrong with a policy's text, and what a careful reader would remark.

A fault is what AWS refuses; it hides no remark upon what it does not touch. Everything else AWS saves
without a word, however useless: a service or an action that does not exist matches nothing. The severities
are those of IAM Access Analyzer.
Source: IAM Access Analyzer, "Policy check reference".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from policies.catalogue import Catalogue
from policies.engine.document import PolicyDocument, PolicyKind, Statement
from policies.engine.faults import written
from policies.engine.json_reader import Path, read_with_places
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.quotas import SizeQuota
from policies.engine.variables import VERSION_WITH_VARIABLES
from policies.review.conditions import of_conditions, of_variables
from policies.review.logic import of_logic
from policies.review.names import NameSearch, of_names, of_reach
from policies.review.principals import of_principals
from policies.review.redundancy import of_redundancy, of_repeated_entries
from policies.review.remarks import Remark, Severity
from policies.review.resources import ResourceReader
from policies.review.rules import RULES
from policies.review.security import of_escalation, of_security
from policies.review.sound import Soundness
from policies.review.spoken import gettext as _
from policies.review.spoken import grouped
from policies.review.subject import Subject

MOST = 50
"""A text with more findings than this is not read to its end."""
LONGEST = 400
"""Of a title or a detail, in characters: they quote the text, which may hold a pattern of thousands."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``line`` and ``column`` count from 1, 0 when it is about the whole; ``length`` counts characters.

    ``code`` stays the same while words may change. ``advice`` says what to do, where title and detail
    do not yet. ``nearest`` are words that could stand in the place of what is found there.
    """

    code: str
    severity: Severity
    title: str
    detail: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    length: int = 0
    nearest: tuple[str, ...] = ()
    advice: str = ""


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
        says = _("%(count)s characters too long: AWS takes at most %(most)s")
        if beside:
            says = _(
                "%(count)s characters too long: with the other inline policies AWS takes at most %(most)s"
            )
        title = says % {"count": grouped(too_long), "most": grouped(quota.characters)}
        detail = _("White space counts.") if quota.counts_white_space else _("White space does not count.")
        rule = RULES["too-long"]
        findings.append(Finding(rule.code, rule.severity, title, detail, advice=_(rule.advice)))
    try:
        document = parse_policy(text, kind)
    except PolicySyntaxError as error:
        faults = (
            Finding(
                fault.code.value,
                Severity.ERROR,
                _shortened(fault.message),
                path=fault.path,
                line=fault.line,
                column=fault.column,
            )
            for fault in error.faults[:MOST]
        )
        findings += faults
        if error.remains is not None:
            remaining = Subject(error.remains.document, catalogue, error.remains.reading)
            remarks = islice(_remarks(remaining, error.remains.faulty), MOST)
            findings = [*findings, *map(_Places(remaining).finding, remarks)][:MOST]
        findings.sort(key=lambda finding: (finding.line, finding.column))
        return Review(None, size, tuple(findings), is_refused=True)
    places = _Places(Subject(document, catalogue, read_with_places(text)))
    findings += [places.finding(remark) for remark in islice(_remarks(places.subject), MOST)]
    findings.sort(key=lambda finding: (finding.line, finding.column))
    return Review(document, size, tuple(findings[:MOST]), is_refused=too_long > 0)


def _remarks(subject: Subject, faulty: frozenset[Path] = frozenset()) -> Iterator[Remark]:
    """Whatever does not depend on what is at one of the ``faulty`` paths."""
    search, resources = NameSearch(subject.catalogue), ResourceReader(subject)
    soundness = Soundness(subject, faulty)
    if soundness.is_sound(("Version",)):
        yield from _of_version(subject)
    for statement in subject.document.statements:
        for remark in _of_statement(subject, statement, search, resources, soundness):
            # Of a list with faults the other entries are remarked upon.
            if soundness.is_sound(remark.path) or not remark.path:
                yield remark
    whole = replace(subject, document=soundness.whole_statements()) if faulty else subject
    yield from of_redundancy(whole)
    yield from of_escalation(whole)


def _of_statement(
    subject: Subject,
    statement: Statement,
    search: NameSearch,
    resources: ResourceReader,
    soundness: Soundness,
) -> Iterator[Remark]:
    are_sound = partial(soundness.are_sound, statement)
    if are_sound("Action") or soundness.has_all_entries(statement):
        yield from of_names(subject, statement, search)
    if are_sound("Effect", "Action", "Condition"):
        yield from of_reach(subject, statement)
    conditioned = soundness.with_sound_conditions(statement)
    if conditioned and are_sound("Effect", "Action"):
        yield from of_conditions(subject, conditioned)
    if conditioned and are_sound("Resource"):
        yield from of_variables(subject, conditioned)
    if are_sound("Effect", "Condition"):
        yield from of_logic(subject, statement)
    if are_sound("Effect", "Principal", "Action", "Condition"):
        yield from of_principals(subject, statement)
    if are_sound("Effect", "Action", "Resource", "Condition"):
        yield from of_security(subject, statement)
    if are_sound("Action", "Resource"):
        yield from resources.remarks(statement)
        yield from of_repeated_entries(subject, statement)


def _of_version(subject: Subject) -> Iterator[Remark]:
    version = subject.document.version
    if version == VERSION_WITH_VARIABLES:
        return
    says = _("Only %(version)s has variables; to others `${aws:username}` is plain text.")
    detail = says % {"version": VERSION_WITH_VARIABLES}
    if ("Version",) in subject.places:
        nearest = (VERSION_WITH_VARIABLES,)
        title = _("`Version` is %(version)s") % {"version": version}
        yield Remark(("Version",), "old-version", title, detail, word=version, nearest=nearest)
    else:
        title = _("`Version` is missing, which means %(version)s") % {"version": version}
        yield Remark((), "old-version", title, detail)


class _Places:
    """Where in the text the remarks belong."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.lines = subject.document.text.split("\n")

    def finding(self, remark: Remark) -> Finding:
        path, word, rule = remark.path, remark.word, RULES[remark.code]
        reading = self.subject.reading
        is_on_key = remark.on_key or (not word and path in reading.keys)
        place = reading.keys[path] if is_on_key else reading.values[path]
        line, column = place.line, place.column
        # A word written with \u escapes is pointed at, but cannot be replaced.
        at, length = column + remark.offset, 0
        nearest: tuple[str, ...] = ()
        if word and self.lines[line - 1].startswith(word, at):
            column, length, nearest = at + 1, len(word), remark.nearest
        elif is_on_key and not word:
            length = len(str(path[-1])) + 2
        return Finding(
            rule.code,
            rule.severity,
            _shortened(remark.title),
            _shortened(remark.detail),
            written(path),
            line,
            column,
            length,
            nearest,
            remark.advice or (_(rule.advice) if rule.advice else ""),
        )


def _shortened(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"
