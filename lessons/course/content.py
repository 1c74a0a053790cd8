"""The lessons that come with orgsim, in their order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lessons.course.lesson import Lesson, read_lesson


@cache
def course() -> tuple[Lesson, ...]:
    """From the folders ``lessons/content/010-why-many-accounts``: the number orders them, the rest is the
    address."""
    folders = sorted(
        (folder for folder in files("lessons").joinpath("content").iterdir() if folder.is_dir()),
        key=lambda folder: folder.name,
    )
    return tuple(
        read_lesson(
            folder.name.partition("-")[2],
            number,
            folder.joinpath("lesson.md").read_text(encoding="utf-8"),
            folder.joinpath("exercise.json").read_text(encoding="utf-8"),
            _text(folder.joinpath("tickets.json")),
        )
        for number, folder in enumerate(folders, start=1)
    )


def _text(file: Traversable) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def lesson_of(slug: str) -> Lesson:
    """``KeyError`` for no lesson."""
    for lesson in course():
        if lesson.slug == slug:
            return lesson
    raise KeyError(slug)
