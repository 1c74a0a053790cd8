"""An organization with everything that was done in it, as plain JSON, and written anew from that.

What is written anew is another organization: identifiers that its operations draw, and every access key, are
its own, as in a fork. The operations are done again one after the other; where a later one names what an
earlier one has made, the name is put in that it has now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import DataError, transaction

from accounts import history, store
from accounts.models import Event, OrganizationRecord, Visitor
from accounts.organization import operations, scenario
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.own_keys import with_own_access_keys
from accounts.organization.scenario import ScenarioError
from accounts.organization.state import Organization
from accounts.services import LONGEST_NAME, SIMULATOR

WRONG: Final = (AwsError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What an operation raises when its parameters, which come from a file, are none that it can take."""


_WORD: Final = re.compile(r"[A-Za-z0-9_-]{8,}")
"""Whatever might be an identifier, wherever it stands: an ARN has several."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a log, as ``Event`` tells it. Its revision is its place in the log, from 1."""

    kind: Event.Kind
    restores: int | None
    group: int
    time: datetime
    operation: str
    parameters: Mapping[str, Any]
    response: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Log:
    """``seed`` tells one organization from another, wherever it is written anew."""

    name: str
    seed: str
    created: datetime
    last_used: datetime
    is_sandbox: bool
    start: Mapping[str, object]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """``states`` are by the revision that first had each; 0 is the start."""

    record: OrganizationRecord
    events: tuple[Event, ...]
    states: Mapping[int, Organization]


class CannotReplay(ValueError):
    """The step that makes ``revision`` cannot have happened."""

    def __init__(self, revision: int, reason: str) -> None:
        super().__init__(f"r{revision}: {reason}")
        self.revision = revision


def log_of(record: OrganizationRecord) -> Log:
    return Log(
        name=record.name,
        seed=record.seed,
        created=record.created,
        last_used=record.last_used,
        is_sandbox=record.is_sandbox,
        start=record.start.document,
        steps=tuple(
            Step(
                Event.Kind(event.kind),
                event.restores,
                event.group,
                event.time,
                event.operation,
                event.parameters,
                event.response,
            )
            for event in record.events.filter(revision__lte=record.revision)
        ),
    )


def write_anew(log: Log, visitor: Visitor, seed: str) -> Written:
    """A new organization of this visitor, in which all of ``log`` has happened at the same times.

    Raises ``ScenarioError`` for a start that is no organization, and ``CannotReplay``; then nothing is
    written.
    """
    read = scenario.from_document(log.start, seed)
    began = with_own_access_keys(read, Occasion(seed, history.START, log.created))
    names = _Names(log.seed)
    document = scenario.to_document(began)
    names.learn(scenario.to_document(read), document)
    began = scenario.from_document(document, seed)
    events, states, state = _replayed(log.steps, began, seed, names)
    try:
        # What came of parameters that nobody has checked is read once as strictly as any document.
        scenario.from_document(scenario.to_document(states[state]), seed)
        with transaction.atomic():
            record = _write(log, visitor, seed, events, began, states[state])
    except (ScenarioError, DataError, *WRONG) as error:
        raise CannotReplay(len(log.steps), "this comes to no organization") from error
    return Written(record, tuple(events), states)


def _replayed(
    steps: Sequence[Step], began: Organization, seed: str, names: _Names
) -> tuple[list[Event], dict[int, Organization], int]:
    """The events, the organization after each that made a new state, and the revision of the last state."""
    events: list[Event] = []
    states, state = {history.START: began}, history.START
    for revision, step in enumerate(steps, start=1):
        event = Event(
            revision=revision,
            kind=step.kind,
            before=state,
            restores=step.restores,
            group=step.group,
            time=step.time,
            source=SIMULATOR,
            name=step.kind.label,
            parameters={},
            response={},
        )
        if step.group != revision and not _is_of_one_group(events, step):
            raise CannotReplay(revision, "belongs to nothing that was done before it")
        if step.kind is Event.Kind.OPERATION:
            states[revision] = _apply(event, step, states[state], seed, names)
        elif step.kind is Event.Kind.RESET:
            states[revision] = began
        elif step.restores not in states:
            raise CannotReplay(revision, "gives back a state that there was not")
        state = event.state
        events.append(event)
    return events, states, state


def _apply(event: Event, step: Step, before: Organization, seed: str, names: _Names) -> Organization:
    """Fills in what ``event`` tells of the operation."""
    try:
        known = operations.OPERATIONS[step.operation]
        parameters = names.put_in(step.parameters)
        occasion = Occasion(seed, event.revision, step.time)
        outcome = operations.apply(before, step.operation, parameters, occasion)
        names.learn(step.response, outcome.response)
        names.learn_requests(before, outcome.organization, occasion)
    except WRONG as error:
        raise CannotReplay(event.revision, f"{step.operation} cannot be done here") from error
    event.source, event.name, event.operation = known.source, known.name, known.key
    event.parameters, event.response = operations.without_secrets(parameters), outcome.response
    return outcome.organization


def _is_of_one_group(events: Sequence[Event], step: Step) -> bool:
    last = events[-1] if events else None
    kinds = {step.kind, last.kind if last else None}
    return last is not None and kinds == {Event.Kind.OPERATION} and step.group == last.group


def _write(
    log: Log,
    visitor: Visitor,
    seed: str,
    events: Sequence[Event],
    began: Organization,
    now: Organization,
) -> OrganizationRecord:
    record = OrganizationRecord(
        name=log.name[:LONGEST_NAME],
        seed=seed,
        visitor=visitor,
        is_sandbox=log.is_sandbox,
        created=log.created,
        last_used=log.last_used,
    )
    store.create(record, began)
    record.revision = len(events)
    record.save(update_fields=["revision"])
    store.write(record, began, now)
    for event in events:
        event.organization, event.actor = record, visitor
    Event.objects.bulk_create(events)
    store.remember(record, record.revision, now)
    return record


class _Names:
    """What things were called in the log that was read, and are called in the one that is written."""

    def __init__(self, former_seed: str) -> None:
        self._now: dict[str, str] = {}
        self._former_seed = former_seed

    def learn(self, former: object, now: object) -> None:
        """Where two answers to one question differ, they call the same thing differently."""
        if isinstance(former, Mapping) and isinstance(now, Mapping):
            for member in former.keys() & now.keys():
                self.learn(former[member], now[member])
        elif isinstance(former, list) and isinstance(now, list):
            for one, other in zip(former, now, strict=False):
                self.learn(one, other)
        elif isinstance(former, str) and isinstance(now, str) and former != now:
            words, words_now = _WORD.findall(former), _WORD.findall(now)
            if len(words) == len(words_now):
                self._now.update(each for each in zip(words, words_now, strict=True) if each[0] != each[1])

    def learn_requests(self, before: Organization, now: Organization, occasion: Occasion) -> None:
        """Enabling all features asks every member, and its answer tells of none of these handshakes."""
        former = replace(occasion, seed=self._former_seed)
        was = {other: one for one, other in self._now.items()}
        for handshake in now.handshakes.values():
            if handshake.id not in before.handshakes:
                recipient = was.get(handshake.recipient.id, handshake.recipient.id)
                self.learn(former.handshake_id(recipient, ()), handshake.id)

    def put_in(self, value: Any) -> Any:
        """``value`` with every former name replaced, also inside ARNs and policies."""
        if isinstance(value, str):
            return _WORD.sub(lambda found: self._now.get(found[0], found[0]), value)
        if isinstance(value, list):
            return [self.put_in(each) for each in value]
        if isinstance(value, dict):
            return {self.put_in(name): self.put_in(each) for name, each in value.items()}
        return value
