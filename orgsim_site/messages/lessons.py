"""What a language lacks of the lessons, and the marks by which a translation says what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.course.content import course, exercises
from lessons.course.lesson import Lesson
from lessons.course.spoken import ENGLISH, speak
from lessons.course.translation import sources_of


def lacking(language: str) -> Iterator[str]:
    """A line for each part that is missing or whose English has changed since: ``read`` of a lesson with
    the line that its head needs, or how many sentences of its exercise."""
    for english, other in zip(_lessons(ENGLISH), _lessons(language), strict=True):
        marks = sources_of(english)
        for part in other.untranslated:
            needs = f", source {part}: {marks[part]}" if part in marks else ""
            yield f"{english.slug}: {part}{needs}"


def _lessons(language: str) -> tuple[Lesson, ...]:
    before = speak(lambda: language)
    try:
        return (*course(), *exercises())
    finally:
        speak(before)
