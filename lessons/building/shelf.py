"""An instructor's exercises: made of something that is there, copied, put away, shared, deleted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from accounts import services, store
from accounts.models import OrganizationRecord, Visitor, hash_of, new_token
from accounts.organization.errors import AwsError
from accounts.organization.scenario import to_document
from lessons.building import drafts
from lessons.building.bench import Bench
from lessons.building.recordings import MOST_RECORDINGS, record
from lessons.course.building.drafting import draft_of
from lessons.course.grading import started
from lessons.course.lesson import Lesson
from lessons.course.names import Absent
from lessons.library import lesson_called
from lessons.models import BuiltExercise

MOST_EXERCISES: Final = 200


class TooManyExercises(Exception):
    """As many as one instructor keeps."""


def make(
    owner: AbstractBaseUser,
    visitor: Visitor,
    title: str,
    scenario: Mapping[str, object],
    draft: Mapping[str, Any] | None = None,
    copied_from: BuiltExercise | None = None,
) -> BuiltExercise:
    """An exercise whose start is to be made of this organization. Raises ``TooManyExercises``, and
    ``ScenarioError`` for a document that is none."""
    with transaction.atomic():
        services.make_known(visitor)
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        if BuiltExercise.objects.filter(owner=owner).count() >= MOST_EXERCISES:
            raise TooManyExercises
        organization, _token = services.create_from_document(scenario, title, visitor, is_sandbox=False)
        return BuiltExercise.objects.create(
            owner=owner,
            title=title[:100],
            draft=drafts.whole(draft or {}),
            start=organization,
            copied_from=copied_from,
        )


def from_lesson(
    owner: AbstractBaseUser,
    visitor: Visitor,
    lesson: Lesson,
    title: str = "",
    copied_from: BuiltExercise | None = None,
) -> BuiltExercise:
    """All of it, to go on with: the start, the solutions, the clauses, the texts. A solution that cannot be
    done here is left out. Raises as ``make``."""
    seed = secrets.token_hex(16)
    start = to_document(started(lesson.exercise.start, seed, timezone.now()))
    draft = {**draft_of(lesson), "start_revision": 0, "is_chosen": True}
    with transaction.atomic():
        made = make(owner, visitor, title or lesson.title, start, draft, copied_from)
        for worked in lesson.exercise.solutions[:MOST_RECORDINGS]:
            with suppress(AwsError, Absent), transaction.atomic():
                record(made, visitor, worked.actions, worked.name, is_kept=True)
    return made


def duplicate(exercise: BuiltExercise, visitor: Visitor, title: str) -> BuiltExercise:
    """The draft as it stands, with its recordings. Raises ``TooManyExercises``."""
    bench = Bench(exercise)
    with transaction.atomic():
        if bench.start is None:
            assert exercise.start is not None
            present = to_document(store.load(exercise.start))
            return make(exercise.owner, visitor, title, present, exercise.draft, copied_from=exercise)
        draft = {**bench.draft, "start_revision": 0}
        made = make(exercise.owner, visitor, title, to_document(bench.start), draft, copied_from=exercise)
        for shown in (*bench.solutions, *bench.own_cheats):
            if shown.case is not None:
                is_cheat = shown.recording.is_cheat
                record(made, visitor, shown.actions, shown.name, is_kept=True, is_cheat=is_cheat)
    return made


def rename(exercise: BuiltExercise, title: str) -> None:
    title = " ".join(title.split())[:100]
    if title:
        exercise.title, exercise.changed = title, timezone.now()
        exercise.save(update_fields=["title", "changed"])


def archive(exercise: BuiltExercise, *, is_archived: bool) -> None:
    exercise.archived = timezone.now() if is_archived else None
    exercise.save(update_fields=["archived"])


def delete(exercise: BuiltExercise) -> None:
    """With its organizations and its versions. Classes keep what is pinned in them."""
    with transaction.atomic():
        OrganizationRecord.objects.filter(recording__exercise=exercise).delete()
        if exercise.start is not None:
            exercise.start.delete()
        exercise.delete()


def share(exercise: BuiltExercise) -> str:
    """A new secret for the link; an older one no longer works. Only its mark is kept."""
    token = new_token()
    exercise.share_hash = hash_of(token)
    exercise.save(update_fields=["share_hash"])
    return token


def stop_sharing(exercise: BuiltExercise) -> None:
    exercise.share_hash = None
    exercise.save(update_fields=["share_hash"])


def shared(token: str) -> BuiltExercise | None:
    """What the link shows: None for a link that no longer works, or an exercise without a version."""
    found = BuiltExercise.objects.filter(share_hash=hash_of(token)).first()
    return found if found is not None and found.newest is not None else None


def take_copy(exercise: BuiltExercise, owner: AbstractBaseUser, visitor: Visitor) -> BuiltExercise:
    """Of the newest version, for another instructor. Raises ``TooManyExercises``."""
    newest = exercise.newest
    lesson = lesson_called(newest.slug) if newest else None
    assert lesson is not None
    return from_lesson(owner, visitor, lesson, exercise.title, copied_from=exercise)
