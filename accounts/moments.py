"""Reads of the past: one revision as it was, and the revisions in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import history, selectors
from accounts.models import Event, OrganizationRecord
from accounts.organization.state import Organization

PAGE_SIZE = 100
THE_START = gettext_noop("The start.")


@dataclass(frozen=True, slots=True)
class Step:
    """One revision in a list, and what made it, in a sentence."""

    revision: int
    sentence: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An organization at one revision. ``before`` is what it was before the operation that made it, which
    began at the revision ``compared_with``; None at the start."""

    step: Step
    organization: Organization
    before: Organization | None
    compared_with: int


def organization_at(record: OrganizationRecord, revision: int) -> Organization:
    """404 for a revision that is not there (yet)."""
    if not history.START <= revision <= record.revision:
        raise Http404("No such revision.")
    return history.state_at(record, revision)


def moment(record: OrganizationRecord, revision: int) -> Moment:
    """404 for a revision that is not there (yet)."""
    organization = organization_at(record, revision)
    (step,) = steps(record, revision, size=1)
    if revision == history.START:
        return Moment(step, organization, None, history.START)
    began = selectors.began(record, record.events.get(revision=revision))
    return Moment(step, organization, history.state_at(record, began), began)


def steps(record: OrganizationRecord, newest: int, size: int = PAGE_SIZE) -> tuple[Step, ...]:
    """So many revisions back from ``newest``, the newest first; the last of all is the start."""
    events = list(
        record.events.filter(revision__lte=newest, revision__gt=newest - size).order_by("-revision")
    )
    # All of these states are made on one way to the newest, and then each sentence finds its two at hand.
    history.state_at(record, newest)
    sentences = selectors.meanwhile(record, events[::-1])[::-1]
    found = [
        Step(
            event.revision,
            # An undo is told by where it leads.
            sentence if event.restores is None else _restored(event),
            event.time,
        )
        for event, sentence in zip(events, sentences, strict=True)
    ]
    if len(found) < size:
        found.append(Step(history.START, _(THE_START), record.created))
    return tuple(found)


def _restored(event: Event) -> str:
    words = {"done": selectors.done_words(event), "revision": event.restores}
    return _("%(done)s: as at r%(revision)s.") % words
