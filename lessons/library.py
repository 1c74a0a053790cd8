"""Every lesson that somebody may be at: those that come with orgsim, and what instructors have published."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Visitor
from lessons.course.building.drafting import lesson_markdown
from lessons.course.content import found_lesson
from lessons.course.lesson import Lesson, read_lesson
from lessons.models import Attempt, BuiltExercise, ExerciseVersion, LtiLink

PREVIEW: Final = "preview-"
"""Before the public ID of an exercise: what a preview of its draft goes by in the place of a lesson."""


def lesson_called(slug: str) -> Lesson | None:
    """None for one that was there once."""
    return found_lesson(slug) or _published(slug) or _previewed(slug)


def open_lesson(slug: str, visitor: Visitor) -> Lesson | None:
    """One that this visitor may begin, or go on with: a built-in lesson; of what instructors publish, what is
    in the catalogue of the site, one's own, and what a class, or a course of a learning platform, has put
    before them."""
    found = found_lesson(slug)
    if found is not None:
        return found
    version = ExerciseVersion.objects.filter(slug=slug).select_related("exercise").first()
    if version is None:
        return None
    is_own = visitor.user_id is not None and version.exercise.owner_id == visitor.user_id
    is_open = version.exercise.is_public or is_own or _is_put_before(visitor, slug)
    return _published(slug) if is_open else None


def _is_put_before(visitor: Visitor, slug: str) -> bool:
    if visitor.pk is None:
        return False
    links = LtiLink.objects.filter(lesson=slug, course__platform__users__visitor=visitor)
    return visitor.attempts.filter(lesson=slug).exists() or links.exists()


def newest_of(owner: AbstractBaseUser) -> QuerySet[ExerciseVersion]:
    """Of each exercise of theirs that is not put away, the newest version."""
    own = ExerciseVersion.objects.filter(exercise__owner=owner, exercise__archived=None)
    of_same = ExerciseVersion.objects.filter(exercise=OuterRef("exercise")).order_by("-number")
    newest = own.filter(number=Subquery(of_same.values("number")[:1]))
    return newest.select_related("exercise").order_by("exercise__title")


def in_catalogue() -> list[ExerciseVersion]:
    """The newest version of each exercise that authors have put into the catalogue of the site."""
    exercises = BuiltExercise.objects.filter(is_public=True, archived=None).prefetch_related("versions")
    return [newest for each in exercises if (newest := each.newest) is not None]


def _published(slug: str) -> Lesson | None:
    version = ExerciseVersion.objects.filter(slug=slug).first()
    return _read(slug, version.markdown, json.dumps(version.document)) if version else None


def _previewed(slug: str) -> Lesson | None:
    """What its instructor tries out: the exercise as it was when the preview began, the texts as they are."""
    if not slug.startswith(PREVIEW):
        return None
    exercise = BuiltExercise.objects.filter(public_id=slug.removeprefix(PREVIEW)).first()
    attempt = Attempt.objects.filter(lesson=slug, is_preview=True).first()
    if exercise is None or attempt is None:
        return None
    return _read(slug, lesson_markdown(exercise.title, exercise.draft), json.dumps(attempt.document))


@lru_cache(maxsize=256)
def _read(slug: str, markdown: str, document: str) -> Lesson:
    return read_lesson(slug, 0, markdown, document)
