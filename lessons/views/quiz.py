"""An exercise's questions, for the quizzes of other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons.building import packing
from lessons.building.bench import Bench
from lessons.course.case import Refused
from lessons.course.exercise_reading import CourseError, read_exercise
from lessons.models import BuiltExercise
from lessons.quiz.gift import gift_of
from lessons.quiz.items import NotSo, QuizItem, items_of
from lessons.quiz.qti import Version, package_of
from lessons.views.exercises import exercise_of

Write = Callable[[BuiltExercise, Sequence[QuizItem]], HttpResponse]


@requires(Role.INSTRUCTOR)
@require_safe
def quiz(request: VisitorRequest, public_id: str, form: str) -> HttpResponse:
    """``form`` is one of ``FORMS``."""
    exercise = exercise_of(request, public_id)
    write = FORMS.get(form)
    if write is None:
        raise Http404("No such form.")
    document = Bench(exercise).document
    try:
        items = items_of(exercise.title, read_exercise(document)) if document else ()
    except (CourseError, NotSo, Refused):
        problem = _("A question is not as the engine says any more. The last step tells which.")
        messages.error(request, problem)
        return redirect("lessons:build", public_id, "questions")
    if not items:
        messages.error(request, _("There is no question yet."))
        return redirect("lessons:build", public_id, "questions")
    return write(exercise, items)


def _gift(exercise: BuiltExercise, items: Sequence[QuizItem]) -> HttpResponse:
    return _file(exercise, gift_of(items).encode(), "text/plain; charset=utf-8", "gift.txt")


def _qti(version: Version, suffix: str) -> Write:
    return lambda exercise, items: _file(
        exercise, package_of(exercise.public_id, items, version), "application/zip", suffix
    )


def _file(exercise: BuiltExercise, content: bytes, content_type: str, suffix: str) -> HttpResponse:
    name = f"{packing.plain_name(exercise.title)}-{suffix}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


FORMS: Final[Mapping[str, Write]] = {
    "gift": _gift,
    "qti21": _qti(Version.V2_1, "qti21.zip"),
    "qti30": _qti(Version.V3_0, "qti30.zip"),
}
