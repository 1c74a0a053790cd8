"""Everything that changes an organization. Each is one transaction: all of it happens, or nothing.

A refusal (``AwsError``) is no revision and leaves no trace. ``base_revision`` is the revision that
the person was looking at; None stands for whatever is there now.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db import DataError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history, live, store
from accounts.access_keys import with_administrators_key
from accounts.guests import Guest, guest_of
from accounts.models import Event, OrganizationRecord, Snapshot, Visitor, hash_of, new_token
from accounts.organization import operations, scenario
from accounts.organization.acting import expect_allowed
from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.state import FULL_AWS_ACCESS, Organization, OrganizationalUnitId, ParentId
from accounts.selectors import judge
from accounts.signals import revised, revising

LONGEST_NAME = 100
SIMULATOR = "orgsim"
"""The source of events that are no AWS operations."""


class StaleRevision(Exception):
    """The organization has changed since ``base_revision``. ``events`` are what happened meanwhile."""

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__("The organization has changed meanwhile.")
        self.events = tuple(events)


class Halted(Exception):
    """Nobody changes ``record`` for now; the message says why."""

    def __init__(self, record: OrganizationRecord, message: str) -> None:
        super().__init__(message)
        self.record = record


class NothingToDo(Exception):
    """There is nothing to undo, or nothing to do again; the message says which."""


# Sandboxes


def create_sandbox(visitor: Visitor, scenario_name: str = "acme") -> OrganizationRecord:
    """A new organization for this visitor, who becomes known by it."""
    with transaction.atomic():
        make_known(visitor)
        return _create(scenario_name, visitor=visitor)


def create_claimable_sandbox(scenario_name: str = "acme") -> tuple[OrganizationRecord, str]:
    """A new organization that is nobody's yet, and the token for ``claim``. The administrator of its
    management account, if there is one, begins with an access key: ``access_keys.administrators_key``."""
    token = new_token()
    return _create(scenario_name, has_key=True, claim_hash=hash_of(token)), token


def create_from_document(
    document: Mapping[str, object],
    name: str,
    visitor: Visitor | None = None,
    *,
    is_sandbox: bool = True,
    created: datetime | None = None,
) -> tuple[OrganizationRecord, str]:
    """A new organization from a scenario document: the visitor's, or nobody's yet with a token for ``claim``.

    Not ``is_sandbox``: something else keeps it for the visitor. ``created`` is now, if not said. Raises
    ``ScenarioError``; then nothing is written.
    """
    seed = secrets.token_hex(16)
    organization = scenario.from_document(document, seed)
    token = "" if visitor else new_token()
    record = OrganizationRecord(
        name=name[:LONGEST_NAME],
        seed=seed,
        visitor=visitor,
        claim_hash=hash_of(token) if token else None,
        is_sandbox=is_sandbox,
        created=created or timezone.now(),
    )
    try:
        with transaction.atomic():
            if visitor is not None:
                make_known(visitor)
            store.create(record, organization)
    except DataError as error:
        fault = scenario.ScenarioFault("", "a name or a number in it is longer than any that AWS has")
        raise scenario.ScenarioError([fault]) from error
    return record, token


def claim(token: str, visitor: Visitor) -> OrganizationRecord:
    """Make the sandbox of a claim link this visitor's. A link works once.

    Raises ``OrganizationRecord.DoesNotExist``.
    """
    with transaction.atomic():
        record = OrganizationRecord.objects.select_for_update().get(claim_hash=hash_of(token))
        make_known(visitor)
        record.visitor = visitor
        record.claim_hash = None
        record.last_used = timezone.now()
        record.save(update_fields=["visitor", "claim_hash", "last_used"])
    return record


def delete_abandoned_sandboxes(unused_since: datetime) -> int:
    """Delete what nobody has used, nor come back to, since then, and no link shows to anybody. Who can come
    back from another browser keeps theirs. Returns the number of sandboxes."""
    nobody_comes_back = Q(visitor__last_seen__lt=unused_since, visitor__user=None, visitor__phrase_hash=None)
    abandoned = (
        OrganizationRecord.objects.filter(last_used__lt=unused_since)
        .filter(Q(visitor=None) | nobody_comes_back)
        .exclude(pk__in=Snapshot.objects.open().values("organization"))
    )
    count = 0
    # One at a time, so that people at work need not wait for all of them.
    for record in abandoned:
        record.delete()
        count += 1
    return count


def make_known(visitor: Visitor) -> None:
    """Give a visitor a row, on the first occasion to keep something for them."""
    if visitor.pk is None:
        visitor.save()


def _create(scenario_name: str, *, has_key: bool = False, **whose: object) -> OrganizationRecord:
    seed = secrets.token_hex(16)
    organization = scenario.from_document(scenario.built_in(scenario_name), seed)
    if has_key:
        occasion = Occasion(seed, history.START, timezone.now())
        organization = with_administrators_key(organization, occasion)
    record = OrganizationRecord(name=scenario_name, seed=seed, **whose)
    store.create(record, organization)
    return record


# Operations


class Draft:
    """Operations done one after the other, not yet written. ``organization`` is the value so far.

    With a ``guest`` each is called by the role that administers their account, if its policies let it.
    """

    def __init__(
        self,
        record: OrganizationRecord,
        organization: Organization,
        time: datetime,
        guest: Guest | None = None,
    ) -> None:
        self.organization = organization
        self._guest = guest
        self.events: list[Event] = []
        self._record = record
        self._time = time

    def apply(self, operation: str, /, **parameters: object) -> Mapping[str, Any]:
        """Do one of ``OPERATIONS``; AWS's response. Raises what the operation raises.

        ``parameters`` are plain JSON, since the log keeps them to be applied again.
        """
        known, principal = operations.OPERATIONS[operation], ""
        if self._guest is not None:
            who = self._guest.account_id
            principal = expect_allowed(self.organization, who, known, parameters, judge())
        revision = self._record.revision + len(self.events) + 1
        occasion = Occasion(self._record.seed, revision, self._time)
        outcome = operations.apply(self.organization, operation, parameters, occasion)
        self.organization = outcome.organization
        self.events.append(
            Event(
                revision=revision,
                kind=Event.Kind.OPERATION,
                before=self.events[-1].revision if self.events else history.state_of(self._record),
                group=self._record.revision + 1,
                source=known.source,
                name=known.name,
                operation=known.key,
                parameters=operations.without_secrets(parameters),
                response=outcome.response,
                principal=principal,
            )
        )
        return outcome.response


def foresee(organization: Organization, script: Callable[[Draft], object]) -> Draft:
    """What ``script`` would do to ``organization``. Raises as ``script``; nothing is written."""
    draft = Draft(OrganizationRecord(seed="foreseen"), organization, timezone.now())
    script(draft)
    return draft


def perform(
    record: OrganizationRecord,
    operation: str,
    /,
    *,
    base_revision: int | None,
    visitor: Visitor,
    **parameters: object,
) -> Event:
    """Do one of ``OPERATIONS`` with its parameters, as one revision. ``record`` is then up to date.

    Raises the operation's ``AwsError``, ``StaleRevision``, ``Halted``, and
    ``OrganizationRecord.DoesNotExist`` if the organization is not the visitor's.
    """
    events = perform_group(
        record,
        lambda draft: draft.apply(operation, **parameters),
        base_revision=base_revision,
        visitor=visitor,
    )
    return events[0]


def perform_group(
    record: OrganizationRecord,
    script: Callable[[Draft], object],
    *,
    base_revision: int | None,
    visitor: Visitor,
) -> list[Event]:
    """Do all that ``script`` applies to its draft: a revision each, undone and done again together.

    Raises as ``perform``; then none of it has happened.
    """
    with transaction.atomic():
        guest = _lock(record, visitor, base_revision)
        before, time = store.load(record), timezone.now()
        draft = Draft(record, before, time, guest)
        script(draft)
        _append(record, before, draft.organization, draft.events, visitor, time)
    return draft.events


def move_organizational_unit(
    record: OrganizationRecord,
    *,
    organizational_unit_id: OrganizationalUnitId,
    destination_parent_id: ParentId,
    base_revision: int | None,
    visitor: Visitor,
) -> list[Event]:
    """What people do for want of a call that moves an OU: make another, fill it, delete the old one.

    The new OU has the old one's name, tags and policies, and another identifier. Raises as
    ``perform``.
    """

    return perform_group(
        record,
        partial(
            rebuild_organizational_unit,
            organizational_unit_id=organizational_unit_id,
            destination_parent_id=destination_parent_id,
        ),
        base_revision=base_revision,
        visitor=visitor,
    )


def rebuild_organizational_unit(
    draft: Draft, *, organizational_unit_id: OrganizationalUnitId, destination_parent_id: ParentId
) -> None:
    organization = draft.organization
    unit = organization.units.get(organizational_unit_id)
    if unit is None:
        raise errors.OrganizationalUnitNotFound(
            f"No organizational unit {organizational_unit_id} is in this organization."
        )
    if not organization.has_target(destination_parent_id):
        raise errors.ParentNotFound(
            f"No root or organizational unit {destination_parent_id} is in this organization."
        )
    if unit.id in organization.path(destination_parent_id):
        raise errors.InvalidInput(f"{unit.name} cannot be moved into itself.")
    _rebuild(draft, unit.id, destination_parent_id)


def _rebuild(draft: Draft, unit_id: OrganizationalUnitId, parent_id: ParentId) -> None:
    old = draft.organization
    unit = old.units[unit_id]
    tags = [{"Key": key, "Value": value} for key, value in unit.tags.items()]
    made = draft.apply(
        "organizations.create_organizational_unit", parent_id=parent_id, name=unit.name, tags=tags
    )
    new_id = made["OrganizationalUnit"]["Id"]
    wanted, given = old.attachments.get(unit_id, ()), draft.organization.attachments.get(new_id, ())
    for policy_id in wanted:
        if policy_id not in given:
            draft.apply("organizations.attach_policy", policy_id=policy_id, target_id=new_id)
    # A new OU comes with this one. It goes last, since one policy must always be attached.
    if FULL_AWS_ACCESS.id in given and FULL_AWS_ACCESS.id not in wanted:
        draft.apply("organizations.detach_policy", policy_id=FULL_AWS_ACCESS.id, target_id=new_id)
    for account in old.accounts_of(unit_id):
        draft.apply(
            "organizations.move_account",
            account_id=account.id,
            source_parent_id=unit_id,
            destination_parent_id=new_id,
        )
    for inner in old.units_of(unit_id):
        _rebuild(draft, inner.id, new_id)
    draft.apply("organizations.delete_organizational_unit", organizational_unit_id=unit_id)


# History


def undo(record: OrganizationRecord, *, base_revision: int | None, visitor: Visitor) -> Event:
    """Give back the state before the last operation. Raises ``NothingToDo``, and as ``perform``."""
    with transaction.atomic():
        _lock_history(record, visitor, base_revision)
        target = history.undo_target(record)
        if target is None:
            raise NothingToDo(_("Nothing has been done that could be undone."))
        return _restore(record, Event.Kind.UNDO, target, visitor)


def redo(record: OrganizationRecord, *, base_revision: int | None, visitor: Visitor) -> Event:
    """Give back what was undone last. Raises ``NothingToDo``, and as ``perform``."""
    with transaction.atomic():
        _lock_history(record, visitor, base_revision)
        target = history.redo_target(record)
        if target is None:
            raise NothingToDo(_("Nothing has been undone that could be done again."))
        return _restore(record, Event.Kind.REDO, target, visitor)


def reset(
    record: OrganizationRecord, *, base_revision: int | None, visitor: Visitor, is_final: bool = False
) -> Event:
    """Give back the start. This is an event of its own, which can be undone unless it ``is_final``. Raises as
    ``perform``."""
    with transaction.atomic():
        _lock_history(record, visitor, base_revision)
        parameters = {history.FINAL: True} if is_final else {}
        return _restore(record, Event.Kind.RESET, history.START, visitor, parameters)


def _restore(
    record: OrganizationRecord,
    kind: Event.Kind,
    target: int,
    visitor: Visitor,
    parameters: Mapping[str, object] = MappingProxyType({}),
) -> Event:
    event = Event(
        revision=record.revision + 1,
        kind=kind,
        before=history.state_of(record),
        restores=None if kind is Event.Kind.RESET else target,
        group=record.revision + 1,
        source=SIMULATOR,
        name=kind.label,
        parameters=dict(parameters),
        response={},
    )
    after = history.state_at(record, target)
    _append(record, store.load(record), after, [event], visitor, timezone.now())
    return event


# Writing


def _lock(record: OrganizationRecord, visitor: Visitor, base_revision: int | None) -> Guest | None:
    """Bring ``record`` up to date and keep others from writing until the transaction ends.

    A guest changes only what is inside of their account: what others did meanwhile does not matter to it.
    """
    guest = guest_of(record, visitor)
    whose = OrganizationRecord.objects.all() if guest else OrganizationRecord.objects.of(visitor)
    record.refresh_from_db(from_queryset=whose.select_for_update())
    revising.send(OrganizationRecord, record=record, visitor=visitor)
    if guest is None and base_revision is not None and base_revision != record.revision:
        raise StaleRevision(record.events.filter(revision__gt=base_revision))
    return guest


def _lock_history(record: OrganizationRecord, visitor: Visitor, base_revision: int | None) -> None:
    """Likewise. What a guest took back could be what others have built on since."""
    if _lock(record, visitor, base_revision) is not None:
        raise Halted(record, _("Only whose organization it is goes back in it. Do the opposite instead."))


def _append(
    record: OrganizationRecord,
    before: Organization,
    after: Organization,
    events: Sequence[Event],
    visitor: Visitor,
    time: datetime,
) -> None:
    """Write the new state and the events that led to it, and raise the revision."""
    revision = record.revision + len(events)
    # The lock should do; where a database has none, two writers of one revision meet here.
    unchanged = OrganizationRecord.objects.filter(pk=record.pk, revision=record.revision)
    if not unchanged.update(revision=revision, last_used=time):
        raise StaleRevision(record.events.filter(revision__gt=record.revision))
    store.write(record, before, after)
    for event in events:
        event.organization, event.actor, event.time = record, visitor, time
    Event.objects.bulk_create(events)
    record.revision, record.last_used, record.latest = revision, time, events[-1]
    store.remember(record, revision, after)
    live.changed(record.topic)
    revised.send(OrganizationRecord, record=record, organization=after)
