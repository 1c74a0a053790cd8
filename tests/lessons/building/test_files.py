"""An exercise leaves as the files of a built-in lesson, and comes in from them; nothing hostile does."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from lessons.course.content import lesson_of
from lessons.models import BuiltExercise
from tests.lessons.building.world import Builder, text_of

pytestmark = pytest.mark.django_db
MOVING = json.dumps(lesson_of("moving-changes-permissions").document)


def archive(*files: tuple[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return written.getvalue()


def bring(priya: Builder, *files: tuple[str, bytes | str]) -> HttpResponse:
    sent = [
        SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        for name, content in files
    ]
    return priya.post("new_exercise", begin="file", files=sent)


def test_what_is_exported_comes_in_as_it_was(priya: Builder) -> None:
    exercise = priya.begin()
    exported = priya.browser.get(reverse("lessons:export_exercise", args=[exercise.public_id]))
    assert exported["Content-Disposition"] == 'attachment; filename="gpu-for-a-week.zip"'
    assert bring(priya, ("gpu.zip", exported.content)).status_code == 302
    copy = BuiltExercise.objects.latest("pk")
    assert copy.title == exercise.title
    for member in ("clauses", "texts", "questions", "predictions", "hints"):
        assert copy.draft[member] == exercise.draft[member], member
    assert copy.recordings.count() == exercise.recordings.count() == 2


def test_the_exercise_alone_is_enough(priya: Builder) -> None:
    assert bring(priya, ("exercise (1).json", MOVING)).status_code == 302
    assert len(BuiltExercise.objects.get().draft["clauses"]) == 5


HOSTILE = {
    "no JSON": ("exercise.json", '{"format": "orgsim-exercise", '),
    "not an exercise": ("exercise.json", '{"format": "orgsim-exercise", "version": 1}'),
    "an unknown operation": ("exercise.json", MOVING.replace("organizations.move_account", "os.system")),
    "no lesson": ("lesson.md", "nothing"),
    "no archive": ("exercise.zip", "PK not at all"),
    "an archive of something else": ("exercise.zip", archive(("notes.txt", "hello"))),
    "a file twice": ("x.zip", archive(("exercise.json", MOVING), ("in/exercise.json", MOVING))),
    "a bomb": ("exercise.zip", archive(("exercise.json", " " * 40_000_000))),
    "a tower": ("exercise.json", '{"format": "orgsim-exercise", "clauses": ' + "[" * 100_000),
}


def test_what_is_none_is_refused_with_its_place(priya: Builder) -> None:
    for what, file in HOSTILE.items():
        answer = bring(priya, file)
        assert answer.status_code == 422, what
        assert "This file is no exercise, and no organization." in text_of(answer.content.decode()), what
    assert not BuiltExercise.objects.exists()
