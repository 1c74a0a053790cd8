"""Versions of an exercise, which never change, and the classes that run with an older one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q

from lessons.building.bench import Bench
from lessons.classroom.news import tell_everybody
from lessons.models import BuiltExercise, Classroom, ClassStep, ExerciseVersion


class NotSound(Exception):
    """Something is broken; or a cheat gets through, and nobody has said to publish all the same."""


def publish(bench: Bench, *, all_the_same: bool = False) -> ExerciseVersion:
    """The draft as the next version; the newest, if nothing has changed since. Raises ``NotSound``."""
    proof = bench.proof
    if proof is None or not proof.can_be_published or (proof.passing and not all_the_same):
        raise NotSound
    exercise = bench.exercise
    with transaction.atomic():
        BuiltExercise.objects.select_for_update().get(pk=exercise.pk)
        newest = exercise.newest
        if newest is not None and is_published(bench):
            return newest
        number = newest.number + 1 if newest else 1
        return ExerciseVersion.objects.create(
            exercise=exercise,
            number=number,
            slug=f"x-{exercise.public_id}-{number}",
            markdown=bench.markdown,
            document=bench.document,
            checked={
                "refused": [cheat.name for cheat in proof.refused],
                "passing": [cheat.name for cheat in proof.passing],
            },
        )


def is_published(bench: Bench) -> bool:
    """Whether the newest version is the draft."""
    newest = bench.exercise.newest
    return newest is not None and (newest.markdown, newest.document) == (bench.markdown, bench.document)


def running_with(exercise: BuiltExercise) -> Sequence[Classroom]:
    """Classes that are not over and have an older version than the newest."""
    older = ClassStep.objects.filter(version__exercise=exercise).exclude(version=exercise.newest)
    return list(Classroom.objects.filter(ended=None, pk__in=older.values("classroom")))


def judged_by_older(exercise: BuiltExercise) -> Sequence[ClassStep]:
    """Tasks of classes that learners have worked at in an older version than the newest, the latest first.
    Their results can be judged again."""
    tasks = ClassStep.objects.filter(version__exercise=exercise, kind=ClassStep.Kind.TASK)
    worked_at = tasks.exclude(version=exercise.newest).filter(classroom__is_rehearsal=False)
    counted = worked_at.annotate(tried=Count("attempts", filter=Q(attempts__is_preview=False)))
    return list(counted.filter(tried__gt=0).select_related("classroom", "version").order_by("-opened"))


def update_now(classroom: Classroom, exercise: BuiltExercise) -> int:
    """The steps of this class that were not opened yet go on with the newest version; their number. A vote
    on a question that it no longer asks stays as it was."""
    version = exercise.newest
    assert version is not None
    asked = {each["question"]["id"] for each in version.document["predictions"]}
    with transaction.atomic():
        steps = classroom.steps.select_for_update().filter(version__exercise=exercise, opened=None)
        updated = 0
        for step in steps:
            is_vote = step.kind == ClassStep.Kind.VOTE
            if is_vote and step.question not in asked:
                continue
            step.version, step.lesson, step.title = version, version.slug, exercise.title
            step.document = version.document if is_vote else {**version.document, "predictions": []}
            step.save(update_fields=["version", "lesson", "title", "document"])
            updated += 1
        if updated:
            tell_everybody(classroom)
    return updated
