"""A learner's work in a class: looked back at, shown on the wall without a name, helped on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons.classroom import holding
from lessons.classroom.beliefs import belief_of
from lessons.classroom.dashboard import dashboard_of
from lessons.classroom.work import NoHint, send_hint, ways_of, work_in
from lessons.classroom.work import Way as Solved
from lessons.models import Attempt
from lessons.page.classroom.work import Work
from lessons.views.classes import classroom_of


@requires(Role.INSTRUCTOR)
@require_safe
def work(
    request: VisitorRequest, public_id: str, attempt_id: int, revision: int | None = None
) -> HttpResponse:
    """As it is now, or was at a revision."""
    return _page(request, public_id, attempt_id, revision)


@requires(Role.INSTRUCTOR)
@require_POST
def project(request: VisitorRequest, public_id: str, attempt_id: int, revision: int) -> HttpResponse:
    attempt = _attempt(request, public_id, attempt_id)
    _known(attempt, revision)
    try:
        holding.project(classroom_of(request, public_id), attempt, revision)
    except holding.NotNow:
        return _page(request, public_id, attempt_id, revision, problem=_("This class has ended."), status=409)
    return redirect("lessons:class", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def hint(request: VisitorRequest, public_id: str, attempt_id: int) -> HttpResponse:
    """Open the next hint for the learner."""
    try:
        send_hint(_attempt(request, public_id, attempt_id))
    except NoHint:
        text = _("There is no hint that is not open yet.")
        return _page(request, public_id, attempt_id, None, problem=text, status=409)
    return redirect("lessons:class_work", public_id, attempt_id)


@requires(Role.INSTRUCTOR)
@require_safe
def ways(request: VisitorRequest, public_id: str) -> HttpResponse:
    """How the task that was opened last was solved. Comparing takes a moment, so it has a page of its own."""
    classroom = classroom_of(request, public_id)
    task = dashboard_of(classroom).task
    shown = [Way(way, Work(way.best, _newest(way.best))) for way in ways_of(task)] if task else []
    return render(request, "lessons/teach/ways.html", {"classroom": classroom, "task": task, "ways": shown})


@dataclass(frozen=True, slots=True)
class Way:
    """Some solutions of one shape, and the work that stands for them."""

    way: Solved
    work: Work


def _newest(attempt: Attempt) -> int:
    assert attempt.organization is not None
    return attempt.organization.revision


def _attempt(request: VisitorRequest, public_id: str, attempt_id: int) -> Attempt:
    attempt = work_in(classroom_of(request, public_id), attempt_id)
    if attempt is None:
        raise Http404("No such work.")
    return attempt


def _known(attempt: Attempt, revision: int) -> int:
    assert attempt.organization is not None
    if revision > attempt.organization.revision:
        raise Http404("No such revision.")
    return revision


def _page(
    request: VisitorRequest,
    public_id: str,
    attempt_id: int,
    revision: int | None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    classroom = classroom_of(request, public_id)
    attempt = _attempt(request, public_id, attempt_id)
    assert attempt.organization is not None
    assert attempt.seat is not None
    shown = attempt.organization.revision if revision is None else _known(attempt, revision)
    context = {
        "classroom": classroom,
        "work": Work(attempt, shown),
        "guess": belief_of(attempt.seat),
        "is_waiting": attempt.seat.help_requests.filter(ended=None).exists(),
        "problem": problem,
    }
    return render(request, "lessons/teach/work.html", context, status=status)
