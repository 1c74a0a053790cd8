"""The course page: the comparison with its proofs, the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import OrganizationRecord
from accounts.page import verdicts
from accounts.page.page import because
from accounts.page.verdicts import Verdict
from lessons.course.comparison import CELLS, COMPARISON, SUMMARY, Asked, Found, Row, Sentence, Tried
from lessons.course.content import course
from lessons.course.lesson import Lesson
from lessons.progress import Progress


@dataclass(frozen=True, slots=True)
class AskedView:
    """A request that was asked. ``trace`` is empty for one that was asked in the copy."""

    account: str
    who: str
    action: str
    verdict: Verdict
    because: str
    trace: str


@dataclass(frozen=True, slots=True)
class FoundView:
    """What one proof found. ``tried`` are commands, in their order."""

    text: str
    holds: bool
    says: str
    asked: tuple[AskedView, ...]
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """``found`` is what was found just now, None where nothing was asked."""

    key: str
    text: str
    is_proved: bool
    found: FoundView | None

    @property
    def alone(self) -> tuple[CellView]:
        """To be proved without the other of its row."""
        return (self,)


@dataclass(frozen=True, slots=True)
class RowView:
    """``id`` is fit for an element of the page."""

    id: str
    title: str
    organizations: CellView
    iam: CellView
    lessons: tuple[Lesson, ...]

    @property
    def cells(self) -> tuple[CellView, CellView]:
        return self.organizations, self.iam

    @property
    def is_proved(self) -> bool:
        return all(each.is_proved for each in self.cells)

    @property
    def found(self) -> tuple[FoundView, ...]:
        return tuple(each.found for each in self.cells if each.found)


@dataclass(frozen=True, slots=True)
class Tables:
    comparison: tuple[RowView, ...]
    summary: tuple[RowView, ...]

    @property
    def says(self) -> str:
        """What was just found, for whoever does not see where it appears."""
        found = [each for row in (*self.comparison, *self.summary) for each in row.found]
        return " ".join(each.says for each in found)


def tables(
    progress: Progress, record: OrganizationRecord | None = None, found: Mapping[str, Found] | None = None
) -> Tables:
    """``found`` by the key of the cell, in the organization of ``record``."""
    views = {key: _found_view(key, each, record) for key, each in (found or {}).items() if record}
    return Tables(
        tuple(_row_view(row, progress, views) for row in COMPARISON),
        tuple(_row_view(row, progress, views) for row in SUMMARY),
    )


def say(sentence: Sentence) -> str:
    """In the reader's language."""
    parameters = {
        name: intcomma(value) if isinstance(value, int) else value
        for name, value in sentence.parameters.items()
    }
    return gettext(sentence.text) % parameters


def _row_view(row: Row, progress: Progress, views: Mapping[str, FoundView]) -> RowView:
    lessons = {lesson.number: lesson for lesson in course()}
    organizations, iam = (
        CellView(cell.key, gettext(cell.text), cell.key in progress.proved, views.get(cell.key))
        for cell in row.cells
    )
    return RowView(
        id=row.organizations.key.rpartition("/")[0].replace("/", "-"),
        title=gettext(row.title),
        organizations=organizations,
        iam=iam,
        lessons=tuple(lessons[number] for number in row.lessons if number in lessons),
    )


def _found_view(key: str, found: Found, record: OrganizationRecord) -> FoundView:
    return FoundView(
        text=gettext(CELLS[key].text),
        holds=found.holds,
        says=say(found.says),
        asked=tuple(_asked_view(each, record) for each in found.evidence if isinstance(each, Asked)),
        tried=tuple(each for each in found.evidence if isinstance(each, Tried)),
    )


def _asked_view(asked: Asked, record: OrganizationRecord) -> AskedView:
    view = {"at": asked.account_id, "as": asked.who, "action": asked.action, "drawer": "explain"}
    address = reverse("accounts:organization", args=[record.public_id])
    return AskedView(
        account=asked.account,
        who=asked.who,
        action=asked.action,
        verdict=verdicts.BY_DECISION[asked.decision],
        because=because(asked.rule),
        trace="" if asked.in_copy else f"{address}?{urlencode(view)}",
    )
