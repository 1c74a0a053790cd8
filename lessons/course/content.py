"""The lessons that come with orgsim, in their order, and the exercises beside them.

They come in the language that is spoken; what is not translated is in English.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from lessons.course.lesson import Lesson, read_lesson
from lessons.course.spoken import ENGLISH, spoken
from lessons.course.translation import NO_TRANSLATION, translated

_CONTENT: Final = files("lessons").joinpath("content")


def course() -> tuple[Lesson, ...]:
    return _course(spoken())


@cache
def _course(language: str) -> tuple[Lesson, ...]:
    """From the folders ``lessons/content/010-why-many-accounts``: the number orders them, the rest is the
    address."""
    folders = sorted(
        (folder for folder in _CONTENT.iterdir() if folder.is_dir() and folder.name[0].isdigit()),
        key=lambda folder: folder.name,
    )
    return tuple(
        _read(folder, folder.name.partition("-")[2], number, language)
        for number, folder in enumerate(folders, start=1)
    )


def exercises() -> tuple[Lesson, ...]:
    """Beside the course."""
    return _exercises(spoken())


@cache
def _exercises(language: str) -> tuple[Lesson, ...]:
    """From ``lessons/content/exercises/protect-cloudtrail``, by their address."""
    folders = sorted(_CONTENT.joinpath("exercises").iterdir(), key=lambda folder: folder.name)
    return tuple(_read(folder, folder.name, 0, language) for folder in folders if folder.is_dir())


def _read(folder: Traversable, slug: str, number: int, language: str) -> Lesson:
    lesson = read_lesson(
        slug,
        number,
        folder.joinpath("lesson.md").read_text(encoding="utf-8"),
        folder.joinpath("exercise.json").read_text(encoding="utf-8"),
        _text(folder.joinpath("tickets.json")),
    )
    if language == ENGLISH:
        return lesson
    texts = _text(folder.joinpath(f"lesson.{language}.md")) or NO_TRANSLATION
    sentences = _text(folder.joinpath(f"exercise.{language}.json"))
    return translated(lesson, texts, json.loads(sentences or "{}"))


def _text(file: Traversable) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def lesson_of(slug: str) -> Lesson:
    """A lesson, or an exercise beside the course. ``KeyError`` for neither."""
    lesson = found_lesson(slug)
    if lesson is None:
        raise KeyError(slug)
    return lesson


def found_lesson(slug: str) -> Lesson | None:
    """Likewise, or None."""
    return next((lesson for lesson in (*course(), *exercises()) if lesson.slug == slug), None)
