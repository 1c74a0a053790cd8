"""Its instructor tries an exercise as a learner would. Nothing of it counts anywhere."""

from __future__ import annotations

from django.db import transaction

from accounts.models import OrganizationRecord, Visitor
from lessons import attempts
from lessons.building.bench import Bench
from lessons.course.exercise_reading import read_exercise
from lessons.library import PREVIEW
from lessons.models import Attempt, BuiltExercise


def begin(bench: Bench, visitor: Visitor) -> Attempt | None:
    """Of the draft as it is; one's former previews of it are deleted. None without a start. Raises
    ``CourseError``."""
    document = bench.document
    if document is None:
        return None
    read_exercise(document)
    slug = PREVIEW + bench.exercise.public_id
    with transaction.atomic():
        OrganizationRecord.objects.filter(attempt__lesson=slug, attempt__is_preview=True).delete()
        visitor.attempts.filter(lesson=slug, is_preview=True).delete()
        attempt = attempts.begin(visitor, slug, document, bench.exercise.title)
        attempt.is_preview = True
        attempt.save(update_fields=["is_preview"])
    return attempt


def exercise_of(attempt: Attempt) -> BuiltExercise | None:
    """The exercise that this attempt is a preview of."""
    return BuiltExercise.objects.filter(public_id=attempt.lesson.removeprefix(PREVIEW)).first()
