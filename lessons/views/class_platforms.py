"""A class and the courses of learning platforms that lead to it: see ``lessons.lti``."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons.lti import scores
from lessons.lti.platform import ServiceFailed
from lessons.lti.roster import roster_of
from lessons.models import Classroom, LtiCourseClass
from lessons.page.classroom.platforms import platforms_of
from lessons.views.classes import classroom_of


@requires(Role.INSTRUCTOR)
@require_safe
def platforms(request: VisitorRequest, public_id: str) -> HttpResponse:
    return _page(request, classroom_of(request, public_id))


@requires(Role.INSTRUCTOR)
@require_POST
def send(request: VisitorRequest, public_id: str) -> HttpResponse:
    """What the platforms do not have yet, now."""
    classroom = classroom_of(request, public_id)
    scores.send_again(classroom)
    result = scores.send(only=classroom)
    messages.success(
        request,
        _("Scores that arrived: %(sent)s; that did not: %(failed)s.")
        % {"sent": result.sent, "failed": result.failed},
    )
    return redirect("lessons:class_platforms", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def let_in(request: VisitorRequest, public_id: str, link_id: int) -> HttpResponse:
    """Whether learners of that course come in: with ``open``, or without."""
    link = _link(classroom_of(request, public_id), link_id)
    link.is_open = "open" in request.POST
    link.save(update_fields=["is_open"])
    return redirect("lessons:class_platforms", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def compare(request: VisitorRequest, public_id: str, link_id: int) -> HttpResponse:
    """Who is in the course and not here; by their names with ``names``. Nothing of it is kept."""
    classroom = classroom_of(request, public_id)
    link = _link(classroom, link_id)
    if not link.course.roster_url:
        raise Http404("This platform does not tell who is in its courses.")
    try:
        roster = roster_of(link.course, classroom)
    except ServiceFailed as error:
        return _page(request, classroom, problem=error, status=502)
    return _page(request, classroom, roster=roster, with_names="names" in request.POST)


def _link(classroom: Classroom, link_id: int) -> LtiCourseClass:
    found = classroom.course_links.filter(pk=link_id).select_related("course__platform").first()
    if found is None:
        raise Http404("No such course.")
    return found


def _page(
    request: VisitorRequest, classroom: Classroom, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"classroom": classroom, "platforms": platforms_of(classroom), **more}
    return render(request, "lessons/lti/class.html", context, status=status)
