"""Whether an attempt that anybody may have written down is at a lesson of this site, and began like it."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils import translation

from accounts import selectors
from accounts.logs import Log
from accounts.organization import scenario
from lessons.course.content import found_lesson
from lessons.course.exercise_reading import read_exercise
from lessons.course.grading import started
from lessons.course.variants import Variant, is_variant
from lessons.progress_file.shape import AttemptEntry


def is_lesson_here(entry: AttemptEntry) -> bool:
    """The lesson itself, or a variant of it. Its names are such as the lesson's text has no use for, so the
    language of the text counts."""
    lesson = found_lesson(entry.lesson)
    if lesson is None:
        return False
    # In a class what a lesson has predicted is voted on.
    as_held = {**lesson.document, "predictions": []}
    if not entry.names and entry.document in (_plain(lesson.document), _plain(as_held)):
        return True
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            spoken = found_lesson(entry.lesson)
        claimed = Variant(entry.document, entry.names)
        if spoken is not None and is_variant(spoken, entry.seed, selectors.judge(), claimed):
            return True
    return False


def begins_as_its_lesson(entry: AttemptEntry, log: Log) -> bool:
    """``entry`` is at a lesson of this site. Access keys are drawn anew whenever a file is taken in."""
    exercise = read_exercise(entry.document, entry.names)
    began = scenario.to_document(started(exercise.start, entry.seed, log.created))
    return _without_key_ids(_plain(began)) == _without_key_ids(log.start)


def _plain(document: object) -> Any:
    """As it comes out of a file."""
    return json.loads(json.dumps(document))


def _without_key_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_key_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        member: [{**each, "id": None} if isinstance(each, dict) else each for each in item]
        if member in ("access_keys", "root_access_keys") and isinstance(item, list)
        else _without_key_ids(item)
        for member, item in value.items()
    }
