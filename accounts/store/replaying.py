"""A state from one that is at hand, by what was done since."""

from __future__ import annotations

from typing import Final

from accounts.models import Event, OrganizationRecord
from accounts.organization import operations
from accounts.organization.identifiers import Occasion
from accounts.organization.state import Organization
from accounts.store.cache import cached, remember

NEAR: Final = 8
"""Operations that are sooner done again than all rows are read. Of several processes each has done some."""


def replay(record: OrganizationRecord, event: Event, organization: Organization) -> Organization:
    """What ``event``, an operation, made of ``organization``: the same value as then, byte for byte."""
    occasion = Occasion(record.seed, event.revision, event.time)
    return operations.apply(organization, event.operation, event.parameters, occasion).organization


def from_nearby(record: OrganizationRecord, revision: int) -> Organization | None:
    """The state at ``revision``; None where the way to it from any state at hand is too long."""
    if not any(cached(record, each) for each in range(max(revision - NEAR, 0), revision)):
        return None
    latest = record.events.filter(revision__lte=revision, revision__gt=revision - NEAR)
    events = {event.revision: event for event in latest}
    if revision not in events:
        return None
    if revision == record.revision:
        record.latest = events[revision]
    state = events[revision].state
    missing: list[Event] = []
    while (value := cached(record, state)) is None:
        event = events.get(state)
        if event is None or event.kind != Event.Kind.OPERATION:
            return None
        missing.append(event)
        state = event.before
    for event in reversed(missing):
        value = replay(record, event, value)
        remember(record, event.revision, value)
    remember(record, revision, value)
    return value
