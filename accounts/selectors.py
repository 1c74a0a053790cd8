"""Reads. Every look-up of an organization begins with whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history, store
from accounts.companions import VerdictsCovered, companion_of
from accounts.guests import guest_of
from accounts.models import Event, OrganizationRecord, Visitor
from accounts.organization.billing import teaching_prices
from accounts.organization.decisions import Judge, principals_of
from accounts.organization.operations import as_cli
from accounts.organization.operations.iam.reads import Access, Call, accesses_of
from accounts.organization.operations.organizations.due import seen_at
from accounts.organization.state import Organization
from accounts.page import log
from accounts.page.billing import bill_words
from accounts.page.billing_sentences import SENTENCES as BILLING
from accounts.page.changes import delta, effect
from accounts.page.numbers import grouped
from accounts.page.view import View, principal_here
from policies.catalogue import catalogue


def organization_of(
    visitor: Visitor, public_id: str, *, keeps_covered: bool = False, lets_guests: bool = False
) -> OrganizationRecord:
    """Somebody else's organization is as absent as one that never was: 404 for both. But the caller
    may let in ``lets_guests``, too, who act in it for one of its accounts: ``acting_for`` says for which.

    Raises ``VerdictsCovered`` while its verdicts are, unless the caller ``keeps_covered`` what it shows.
    """
    record: OrganizationRecord | None
    try:
        record = OrganizationRecord.objects.of(visitor).get(public_id=public_id)
    except OrganizationRecord.DoesNotExist:
        record = _visited(visitor, public_id) if lets_guests else None
    if record is None:
        raise Http404("No such organization.")
    if not keeps_covered:
        companion = companion_of(record)
        if companion is not None and companion.covers_verdicts:
            raise VerdictsCovered(record)
    return record


def _visited(visitor: Visitor, public_id: str) -> OrganizationRecord | None:
    record = OrganizationRecord.objects.filter(public_id=public_id).first()
    guest = guest_of(record, visitor) if record is not None else None
    if record is None or guest is None:
        return None
    record.acting_for = guest.account_id
    return record


def latest_sandbox_of(visitor: Visitor) -> OrganizationRecord | None:
    return OrganizationRecord.objects.of(visitor).filter(is_sandbox=True).order_by("-last_used").first()


@lru_cache(maxsize=1)
def judge() -> Judge:
    """One a process: its memory of decisions serves every organization."""
    return Judge(catalogue().universe)


@dataclass(frozen=True, slots=True)
class Present:
    """An organization now, and before its latest ``event``, which began at the revision ``compared_with``."""

    organization: Organization
    before: Organization | None
    compared_with: int
    event: Event | None
    can_undo: bool
    can_redo: bool


def present(record: OrganizationRecord) -> Present:
    """As it looks by now: what comes about by time is written with the next operation."""
    stored, now = store.load(record), timezone.now()
    organization = seen_at(stored, now + stored.ahead)
    event = history.latest_event(record)
    # After a final return to the start it is as if nothing had been done.
    if event is None or history.is_beginning(event):
        return Present(organization, None, 0, None, can_undo=False, can_redo=history.can_redo(record))
    compared_with = began(record, event)
    # A state that an operation has just made is new: nothing has been undone from it.
    is_new = event.state == event.revision
    before = history.state_at(record, compared_with)
    return Present(
        organization=organization,
        # What only time has done, the event has not.
        before=seen_at(before, now + before.ahead),
        compared_with=compared_with,
        event=event,
        can_undo=is_new or history.can_undo(record),
        can_redo=not is_new and history.can_redo(record),
    )


def began(record: OrganizationRecord, event: Event) -> int:
    """The revision before ``event`` and all that was done together with it."""
    if event.group == event.revision:
        return event.before
    return record.events.get(revision=event.group).before


MOST_LOGGED = 200
"""Operations of the log that the page shows, the latest."""
MOST_TOLD = 2
"""Of the operations done together, the status line tells the first."""


@dataclass(frozen=True, slots=True)
class Status:
    """The line at the foot of the page: what happened, as a sentence and as a command."""

    sentence: str
    command: str = ""
    undoable: bool = False


def status(record: OrganizationRecord, now: Present, view: View) -> Status:
    """Of the latest event, whatever is selected by now."""
    event = now.event
    if event is None or now.before is None:
        return Status(_("Drag an account into another unit, or choose it and press “Move”."))
    effect = effect_words(event, now.before, now.organization, view)
    if event.kind != Event.Kind.OPERATION:
        done = {"undo": _("Undone."), "redo": _("Done again."), "reset": _("Back at the start.")}[event.kind]
        return Status(f"{done} {effect}", undoable=now.can_undo and event.kind == Event.Kind.RESET)
    return Status(
        f"{_group_sentence(record, event)} {effect}",
        command=as_cli(event.operation, event.parameters, now.before),
        undoable=True,
    )


def effect_words(event: Event, before: Organization, after: Organization, view: View) -> str:
    """In the account that the operation was about, for the asked principal; else over everybody. What changes
    the bill, and nothing else, is told of the bill."""
    paid = bill_words(before, after, teaching_prices(), (timezone.now() + after.ahead).date())
    if event.operation in BILLING:
        return paid or _("Nothing of the bill changes.")
    words = _permissions_words(event, before, after, view)
    if paid and words == log.no_effect():
        return paid
    return f"{words} {paid}".rstrip()


def _permissions_words(event: Event, before: Organization, after: Organization, view: View) -> str:
    """Where one resource is asked about, it is this one of which the selected account hears more or less."""
    account_id = view.at if view.one_resource else event.parameters.get("account_id", "")
    if account_id in after.accounts and account_id in before.accounts:
        who = principal_here(after, account_id, view.who)
        if who in principals_of(before.accounts[account_id]):
            then, now = (
                judge().permissions(each, account_id, who, view.circumstances, view.one_resource)
                for each in (before, after)
            )
            change = delta(then, now)
            return log.effect_words(change.gained, change.denied, change.opened)
    foreseen = effect(before, after, view, judge())
    words = log.effect_words(foreseen.gained, foreseen.lost, foreseen.opened)
    if not foreseen.accounts:
        return words
    names = [account.name for account in foreseen.accounts]
    if len(names) == 1:
        return _("In %(account)s, at most: %(effect)s") % {"account": names[0], "effect": words}
    return _("In %(count)s accounts, at most: %(effect)s") % {"count": grouped(len(names)), "effect": words}


def _group_sentence(record: OrganizationRecord, event: Event) -> str:
    """Of all that was done, and would be undone, together."""
    if event.group == event.revision:
        return log.sentence(event.operation, event.parameters, *_around(record, event))
    first = record.events.get(revision=event.group)
    before, after = history.state_at(record, first.before), history.state_at(record, event.revision)
    rebuilt = ("organizations.create_organizational_unit", "organizations.delete_organizational_unit")
    if (first.operation, event.operation) == rebuilt:
        parent = after.name_of(first.parameters["parent_id"])
        names = {"unit": first.parameters["name"], "parent": parent}
        return _("%(unit)s was built anew in %(parent)s, and its accounts moved there.") % names
    together = record.events.filter(revision__gte=event.group, revision__lte=event.revision)[:MOST_TOLD]
    told = [log.sentence(each.operation, each.parameters, before, after) for each in together]
    rest = event.revision - event.group + 1 - len(told)
    if rest:
        told.append(_("And %(count)s more operations.") % {"count": grouped(rest)})
    return " ".join(told)


def done_words(event: Event) -> str:
    """Of what was no operation."""
    return {"undo": _("Undo"), "redo": _("Redo"), "reset": _("Reset")}[event.kind]


def meanwhile(record: OrganizationRecord, events: Sequence[Event]) -> tuple[str, ...]:
    """What happened in ``events``, in sentences, for somebody who was looking at an older revision."""
    return tuple(
        log.sentence(event.operation, event.parameters, *_around(record, event))
        if event.kind == Event.Kind.OPERATION
        else f"{done_words(event)}."
        for event in events
    )


def operation_log(record: OrganizationRecord) -> tuple[log.Entry, ...]:
    """The newest first, at most ``MOST_LOGGED``."""
    return tuple(
        _entry(record, entry.event, is_current=not entry.is_undone)
        for entry in history.history(record, limit=MOST_LOGGED)
    )


def accesses(record: OrganizationRecord) -> tuple[Access, ...]:
    """Requests of the latest ``MOST_LOGGED`` operations that still stand."""
    return accesses_of(
        Call(entry.event.operation, entry.event.response, entry.event.time)
        for entry in history.history(record, limit=MOST_LOGGED)
        if not entry.is_undone and entry.event.kind == Event.Kind.OPERATION
    )


def _entry(record: OrganizationRecord, event: Event, *, is_current: bool) -> log.Entry:
    sentence, command = _("Back at the start."), ""
    if event.kind == Event.Kind.OPERATION:
        before, after = _around(record, event)
        sentence = log.sentence(event.operation, event.parameters, before, after)
        command = as_cli(event.operation, event.parameters, before)
    return log.Entry(event.revision, event.time, sentence, command, is_current)


def _around(record: OrganizationRecord, event: Event) -> tuple[Organization, Organization]:
    """Before the operation and after it."""
    return history.state_at(record, event.before), history.state_at(record, event.revision)
