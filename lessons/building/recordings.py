"""Where an exercise begins, and how it is solved: organizations in which it is shown by doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from accounts import history, services, store
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.errors import AwsError
from accounts.organization.scenario import to_document
from lessons import attempts
from lessons.building.drafts import editing
from lessons.course.building.recording import NotWritable, actions_of
from lessons.course.case import Action
from lessons.course.names import Absent, Names
from lessons.course.placeholders import resolved
from lessons.models import BuiltExercise, Recording

MOST_RECORDINGS: Final = 12
"""Of one exercise, cheats included: each is an organization whole."""


class TooManyRecordings(Exception):
    """As many as are kept."""


class NoStart(Exception):
    """Nobody has said yet where the exercise begins."""


def start_document(exercise: BuiltExercise) -> dict[str, Any]:
    """The scenario in which it begins, as it was when that was last said. Raises ``NoStart``."""
    revision = exercise.draft.get("start_revision")
    if exercise.start is None or revision is None:
        raise NoStart
    return dict(to_document(history.state_at(exercise.start, revision)))


def say_start(exercise: BuiltExercise, visitor: Visitor) -> list[str]:
    """What the start's organization is now is where it begins. Solutions are done again there; the names of
    those that cannot be are returned, and they stay as they were recorded."""
    assert exercise.start is not None
    with transaction.atomic():
        exercise.start.refresh_from_db()
        with editing(exercise) as draft:
            draft["start_revision"] = exercise.start.revision
        document = start_document(exercise)
        return [
            str(each)
            for each in exercise.recordings.select_related("organization")
            if not _done_again(each, document, visitor)
        ]


def _done_again(recording: Recording, document: Mapping[str, Any], visitor: Visitor) -> bool:
    """Whether it can be. Half of it is never kept."""
    old = recording.organization
    try:
        with transaction.atomic():
            actions = actions_of(attempts.case_of(old))
            recording.organization = _played(document, old.name, actions, visitor)
            recording.save(update_fields=["organization"])
            old.delete()
    except (AwsError, Absent, NotWritable):
        recording.organization = old
        return False
    return True


def record(
    exercise: BuiltExercise,
    visitor: Visitor,
    actions: Sequence[Action] = (),
    name: str = "",
    *,
    is_kept: bool = False,
    is_cheat: bool = False,
) -> Recording:
    """A copy of the start in which a solution, or a cheat, is done by hand; ``actions`` are done already.

    Raises ``NoStart``, ``TooManyRecordings``, and what an action raises.
    """
    with transaction.atomic():
        BuiltExercise.objects.select_for_update().get(pk=exercise.pk)
        if exercise.recordings.count() >= MOST_RECORDINGS:
            raise TooManyRecordings
        organization = _played(start_document(exercise), exercise.title, actions, visitor)
        return Recording.objects.create(
            exercise=exercise, organization=organization, name=name[:100], is_kept=is_kept, is_cheat=is_cheat
        )


def _played(
    document: Mapping[str, Any], name: str, actions: Sequence[Action], visitor: Visitor
) -> OrganizationRecord:
    record, _token = services.create_from_document(document, name, visitor, is_sandbox=False)
    start = store.load(record)
    for action in actions:
        parameters = resolved(action.parameters, Names(start, store.load(record)))
        services.perform(record, action.operation, base_revision=None, visitor=visitor, **parameters)
    return record


def keep(recording: Recording, name: str) -> bool:
    """What was done is a solution, or a cheat, called ``name`` unless it has one. False where nothing was
    done."""
    if not attempts.case_of(recording.organization).steps:
        return False
    recording.is_kept, recording.name = True, recording.name or name
    recording.save(update_fields=["is_kept", "name"])
    return True


def discard(recording: Recording) -> None:
    """With its organization."""
    recording.organization.delete()
