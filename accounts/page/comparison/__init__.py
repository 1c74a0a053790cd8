"""Two revisions of an organization beside each other: what differs, and who may do more or less.

===============  ==================================================================================
``differences``  every place in the value at which the two differ
``lines``        each difference as a line about something that has a name
``words``        what the lines say, by message
===============  ==================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from accounts.page.changes import Effect, effect
from accounts.page.comparison.differences import Difference, differences
from accounts.page.comparison.lines import Line, Section, document_name, lines_of, section_of
from accounts.page.comparison.words import Said
from accounts.page.editor import DiffLine, diff_lines
from accounts.page.view import View
from policies.engine.document import PolicyDocument

MOST_LINES = 100
"""More lines of one part are counted only."""
MOST_TEXTS = 20
"""More changed policies are named without their text."""


@dataclass(frozen=True, slots=True)
class Part:
    section: Section
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Text:
    """A policy that says something else. ``diff`` is empty beyond ``MOST_TEXTS``."""

    name: Said
    diff: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``parts`` has the sections in which something differs, ``same`` the others. Of changed policies,
    ``more_texts`` are counted only."""

    parts: tuple[Part, ...]
    same: tuple[Section, ...]
    texts: tuple[Text, ...]
    more_texts: int
    decisions: Effect

    @property
    def is_nothing(self) -> bool:
        return not (self.parts or self.texts or self.decisions.accounts)


def comparison(before: Organization, after: Organization, view: View, judge: Judge) -> Comparison:
    found: defaultdict[Section, list[Difference]] = defaultdict(list)
    texts: list[tuple[Difference, tuple[str, str]]] = []
    for difference in differences(before, after):
        if said := _texts_of(before, after, difference):
            texts.append((difference, said))
        if not said or difference.path[-1] == "default_version_id":
            found[section_of(difference)].append(difference)
    parts = [_part(section, before, after, found[section]) for section in Section if section in found]
    parts = [part for part in parts if part.lines]
    differing = {part.section for part in parts} | {section_of(difference) for difference, _ in texts}
    return Comparison(
        parts=tuple(parts),
        same=tuple(section for section in Section if section not in differing),
        texts=tuple(_text(before, after, count, *each) for count, each in enumerate(texts[:MOST_LINES])),
        more_texts=max(len(texts) - MOST_LINES, 0),
        decisions=effect(before, after, view, judge),
    )


def _part(section: Section, before: Organization, after: Organization, found: list[Difference]) -> Part:
    lines = (line for difference in found for line in lines_of(before, after, difference))
    return Part(section, tuple(islice(lines, MOST_LINES)), sum(1 for _ in lines))


def _text(
    before: Organization, after: Organization, count: int, difference: Difference, said: tuple[str, str]
) -> Text:
    name = document_name(before, after, difference)
    return Text(name, tuple(diff_lines(*said)) if count < MOST_TEXTS else ())


def _texts_of(before: Organization, after: Organization, difference: Difference) -> tuple[str, str] | None:
    """What a policy said and what it says; None where the difference is another."""
    match difference.path, difference.then, difference.now:
        case _, PolicyDocument(text=then), PolicyDocument(text=now):
            return then, now
        case ("management_policies", _, "content"), str(then), str(now):
            return then, now
        case ("accounts", account_id, "policies", arn, "default_version_id"), _, _:
            then, now = (each.accounts[account_id].policies[arn].document.text for each in (before, after))
            return (then, now) if then != now else None
    return None
