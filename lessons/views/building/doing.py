"""What the steps' doings have in common."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from accounts.visitors import VisitorRequest
from lessons.building.bench import Bench
from lessons.course.building.naming import braced
from lessons.models import BuiltExercise, Recording
from lessons.views.typed import numbered

Do = Callable[[VisitorRequest, BuiltExercise], HttpResponse | None]
"""Nothing is returned where the page of the step is the answer."""


class Problem(Exception):
    """What was sent cannot be done; the message says why. ``details`` are places in it."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


def named_text(exercise: BuiltExercise, text: str) -> str:
    """With braces around names, so that a variant may call things otherwise."""
    start = Bench(exercise).start
    return text if start is None else braced(text, start)


def recording_of(request: VisitorRequest, exercise: BuiltExercise) -> Recording:
    """The one that the form is about."""
    recordings = exercise.recordings.select_related("organization")
    return numbered(recordings, request.POST.get("recording", ""))
