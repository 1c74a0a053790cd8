"""The log read as history: what a revision looked like, what can be undone and done again.

The log only grows. Undo and redo are revisions that give back the state of an earlier one, so the
states form a tree, in which each operation (and each reset) grows from the state ``before`` it:

    0 ── 1 ── 2          after undoing 2 and moving something else (3 is the undo)
         └── 4

Undo goes towards the root of that tree. Redo goes to the youngest branch. What is undone together
(a ``group``) is one step of either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from accounts import store
from accounts.models import Event, OrganizationRecord
from accounts.organization import scenario
from accounts.organization.state import Organization

START = 0
KEPT = 200
"""As many states as the log shows."""
BATCH = 500
"""Well under the number of parameters that any database takes in one query."""
FINAL = "final"
"""Among the parameters of a reset: it cannot be undone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``is_undone``: the present state does not contain what this event did."""

    event: Event
    is_undone: bool


def history(record: OrganizationRecord, limit: int | None = None) -> list[Entry]:
    """Operations and resets, the newest first; the newest ``limit`` of them if that is given."""
    steps = {
        revision: (before, revision if restores is None else restores)
        for revision, before, restores in record.events.filter(revision__lte=record.revision).values_list(
            "revision", "before", "restores"
        )
    }
    standing: set[int] = set()
    state = steps[record.revision][1] if record.revision != START else START
    while state != START:
        standing.add(state)
        state = steps[state][0]
    newest = record.events.filter(revision__lte=record.revision, restores=None).order_by("-revision")
    return [Entry(event, is_undone=event.revision not in standing) for event in newest[:limit]]


def latest_event(record: OrganizationRecord) -> Event | None:
    """What made the present revision; None at the start. Events never change, so the record keeps it."""
    if record.revision == START:
        return None
    if record.latest is None or record.latest.revision != record.revision:
        record.latest = record.events.get(revision=record.revision)
    return record.latest


def state_of(record: OrganizationRecord) -> int:
    """The revision that first had the state which the organization has now."""
    event = latest_event(record)
    return START if event is None else event.state


def is_beginning(event: Event) -> bool:
    """Whether nothing before the state that it made is to be had back."""
    return event.kind == Event.Kind.RESET and FINAL in event.parameters


def undo_target(record: OrganizationRecord) -> int | None:
    """The revision whose state an undo gives back; None if there is nothing to undo."""
    latest = latest_event(record)
    if latest is None or latest.state == START:
        return None
    state = latest.state
    event = latest if latest.revision == state else record.events.get(revision=state)
    if is_beginning(event):
        return None
    return event.before if event.group == state else record.events.get(revision=event.group).before


def redo_target(record: OrganizationRecord) -> int | None:
    """The revision whose state a redo gives back; None if there is nothing to do again."""
    branches = record.events.filter(restores=None, before=state_of(record))
    youngest = branches.aggregate(first=Max("revision"))["first"]
    if youngest is None:
        return None
    return record.events.filter(group=youngest, restores=None).aggregate(last=Max("revision"))["last"]


def can_undo(record: OrganizationRecord) -> bool:
    return undo_target(record) is not None


def can_redo(record: OrganizationRecord) -> bool:
    return redo_target(record) is not None


def state_at(record: OrganizationRecord, revision: int) -> Organization:
    """The organization as it was at ``revision``, replayed from the nearest state at hand.

    ``KeyError`` for a revision that is not in the log.
    """
    value = store.cached(record, revision) or store.from_nearby(record, revision)
    if value is not None:
        return value
    # Where each state comes from, and then what was done for those that are not at hand alone.
    steps = {
        each: (kind, before, each if restores is None else restores)
        for each, kind, before, restores in record.events.filter(revision__lte=revision).values_list(
            "revision", "kind", "before", "restores"
        )
    }
    state = START if revision == START else steps[revision][2]
    missing: list[int] = []
    while (value := store.cached(record, state)) is None:
        if state == START or steps[state][0] == Event.Kind.RESET:
            value = scenario.from_document(record.start.document, record.seed)
            break
        missing.append(state)
        state = steps[state][1]
    value = _replay_all(record, missing[::-1], value)
    store.remember(record, revision, value)
    return value


def _replay_all(record: OrganizationRecord, revisions: Sequence[int], value: Organization) -> Organization:
    """Do these operations one after the other. Of a long way only the last states are kept in mind: all of
    them would drive out everybody else's."""
    first_kept = len(revisions) - KEPT
    for start in range(0, len(revisions), BATCH):
        batch = revisions[start : start + BATCH]
        events = {event.revision: event for event in record.events.filter(revision__in=batch)}
        for position, revision in enumerate(batch, start):
            value = store.replay(record, events[revision], value)
            if position >= first_kept:
                store.remember(record, revision, value)
    return value
