"""The files of an exercise, in and out: ``lesson.md`` and ``exercise.json``, as the built-in lessons have
them, together in an archive or one by one."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify

from accounts.organization.scenario import ScenarioFault
from accounts.organization.scenario.json_text import NotJsonError, json_of
from lessons.course.building.drafting import lesson_markdown
from lessons.course.exercise import FORMAT
from lessons.course.exercise_reading import CourseError
from lessons.course.lesson import Lesson, read_lesson

LESSON, EXERCISE = "lesson.md", "exercise.json"
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of the files, unpacked. What an archive says of its size is not believed."""
SLUG: Final = "imported"


def packed(markdown: str, document: Mapping[str, Any]) -> bytes:
    """An archive of the two files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LESSON, markdown)
        archive.writestr(EXERCISE, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    return written.getvalue()


def file_name(title: str) -> str:
    return f"{plain_name(title)}.zip"


def plain_name(title: str) -> str:
    return slugify(title)[:60] or "exercise"


def is_exercise(uploaded: Sequence[UploadedFile]) -> bool:
    """Whether these are an exercise's files and not, say, an organization's."""
    names = {(each.name or "").lower() for each in uploaded}
    if LESSON in names or any(name.endswith(".md") for name in names):
        return True
    return any(_begins_as_one(each) for each in uploaded)


def _begins_as_one(file: UploadedFile) -> bool:
    if (file.name or "").lower().endswith(".zip"):
        try:
            with zipfile.ZipFile(file) as archive:
                found = any(_called(name) == EXERCISE for name in archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            found = False
    else:
        found = f'"{FORMAT}"'.encode() in file.read(MOST_BYTES)
    file.seek(0)
    return found


def lesson_in(uploaded: Sequence[UploadedFile]) -> Lesson:
    """What the files make. Without ``lesson.md`` the texts are empty. Raises ``CourseError`` with every fault
    and its place."""
    files = _files(uploaded)
    if EXERCISE not in files:
        raise _fault(EXERCISE, "is missing")
    try:
        value = json_of(files[EXERCISE])
    except NotJsonError as error:
        raise _fault(EXERCISE, str(error)) from None
    if not isinstance(value, dict):
        raise _fault(EXERCISE, "must be an object")
    try:
        markdown = files[LESSON].decode() if LESSON in files else lesson_markdown("Imported exercise", {})
    except UnicodeDecodeError as error:
        raise _fault(LESSON, f"byte {error.start} is not UTF-8") from None
    return read_lesson(SLUG, 0, markdown, json.dumps(value))


def _files(uploaded: Sequence[UploadedFile]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for file in uploaded:
        name = (file.name or "").lower()
        inside = _unpacked(name, file, left) if name.endswith(".zip") else {_role(name): file.read(left + 1)}
        for called, content in inside.items():
            left -= len(content)
            if left < 0:
                raise _fault(name, f"is more than {MOST_BYTES:,} bytes")
            if called in files:
                raise _fault(called, "is there twice")
            files[called] = content
    return files


def _unpacked(name: str, file: UploadedFile, most: int) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            found: dict[str, bytes] = {}
            for member in archive.infolist():
                called = _called(member.filename)
                if called not in (LESSON, EXERCISE):
                    continue
                if called in found:
                    raise _fault(name, f"holds {called} twice")
                with archive.open(member) as opened:
                    found[called] = opened.read(most + 1)
            return found
    # RuntimeError and NotImplementedError: it is encrypted, or packed in a way that is not known.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, NotImplementedError):
        raise _fault(name, "is not an archive that can be unpacked") from None


def _called(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _role(name: str) -> str:
    """A file alone may be called otherwise: a browser adds numbers to what it has saved before."""
    return LESSON if name.endswith(".md") else EXERCISE


def _fault(place: str, message: str) -> CourseError:
    return CourseError([ScenarioFault(place, message)])
