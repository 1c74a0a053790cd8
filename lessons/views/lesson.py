"""A lesson is played on the pages of its attempt's organization; here it begins, and is told again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forks import TooMany
from accounts.visitors import VisitorRequest
from lessons import attempts
from lessons.course.lesson import Lesson, Section
from lessons.library import open_lesson
from lessons.page.markdown import blocks


@require_safe
def lesson(request: VisitorRequest, slug: str) -> HttpResponse:
    """Where this visitor is in the lesson; a first visit begins it."""
    found = _lesson(request, slug)
    attempt = attempts.latest(request.visitor, slug)
    if attempt is None:
        attempt = attempts.begin_lesson(request.visitor, found)
    return redirect(attempts.address_of(attempt))


@require_POST
def begin(request: VisitorRequest, slug: str) -> HttpResponse:
    """Once more, from the beginning, in another organization if there is one for this lesson; what was done
    before stays as it is."""
    try:
        attempt = attempts.begin_again(request.visitor, _lesson(request, slug))
    except TooMany as error:
        context = {"problem": error, "last": slug}
        return render(request, "lessons/no_room.html", context, status=422)
    return redirect(attempts.address_of(attempt))


@require_safe
def summary(request: VisitorRequest, slug: str) -> HttpResponse:
    """What there is to remember, for whoever looks it up afterwards."""
    found = _lesson(request, slug)
    context = {
        "lesson": found,
        "remember": blocks(_text(found, Section.REMEMBER)),
        "read": blocks(_text(found, Section.READ)),
        "attempt": attempts.latest(request.visitor, slug),
    }
    return render(request, "lessons/summary.html", context)


def _text(lesson: Lesson, section: Section) -> str:
    text = lesson.text(section)
    return text.markdown if text else ""


def _lesson(request: VisitorRequest, slug: str) -> Lesson:
    lesson = open_lesson(slug, request.visitor)
    if lesson is None:
        raise Http404("No such lesson.")
    return lesson
