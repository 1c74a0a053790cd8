"""A lesson is played on the pages of its attempt's organization; here it begins and goes on."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.visitors import VisitorRequest
from lessons import attempts
from lessons.course.content import lesson_of


@require_safe
def lesson(request: VisitorRequest, slug: str) -> HttpResponse:
    """Where this visitor is in the lesson; a first visit begins it."""
    try:
        found = lesson_of(slug)
    except KeyError as error:
        raise Http404("No such lesson.") from error
    attempt = attempts.latest(request.visitor, slug)
    if attempt is None:
        attempt = attempts.begin(request.visitor, slug, found.document, found.title)
    return redirect(attempts.address_of(attempt))
