"""Every lesson that somebody may be at: those that come with orgsim, and what instructors have published."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final

from lessons.course.building.drafting import lesson_markdown
from lessons.course.content import found_lesson
from lessons.course.lesson import Lesson, read_lesson
from lessons.models import Attempt, BuiltExercise, ExerciseVersion

PREVIEW: Final = "preview-"
"""Before the public ID of an exercise: what a preview of its draft goes by in the place of a lesson."""


def lesson_called(slug: str) -> Lesson | None:
    """None for one that was there once."""
    return found_lesson(slug) or _published(slug) or _previewed(slug)


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
