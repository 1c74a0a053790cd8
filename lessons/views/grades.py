"""The gradebook of a class, and judging one of its tasks again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons.grades import regrading
from lessons.grades.book import Show, book_of
from lessons.grades.tables import csv_of
from lessons.models import ClassStep, Regrading
from lessons.views.classes import classroom_of

UNDOABLE: Final = timedelta(days=30)


@requires(Role.INSTRUCTOR)
@require_safe
def gradebook(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``show`` narrows it to some of the learners."""
    classroom = classroom_of(request, public_id)
    try:
        show = Show(request.GET.get("show", Show.EVERYONE.value))
    except ValueError:
        show = Show.EVERYONE
    book = book_of(classroom)
    tasks = classroom.steps.filter(pk__in=[column.step.pk for column in book.columns])
    done = Regrading.objects.filter(step__classroom=classroom, undone=None)
    context = {
        "classroom": classroom,
        "book": book,
        "rows": [row for row in book.rows if row.is_shown(show)],
        "show": show,
        "shows": [*Show],
        "newer": {task.pk for task in tasks.select_related("version__exercise") if regrading.newer_of(task)},
        "regradings": done.filter(applied__gt=timezone.now() - UNDOABLE).select_related("step"),
    }
    return render(request, "lessons/grades/book.html", context)


@requires(Role.INSTRUCTOR)
@require_safe
def table(request: VisitorRequest, public_id: str) -> HttpResponse:
    classroom = classroom_of(request, public_id)
    name = slugify(classroom.name) or "class"
    return HttpResponse(
        csv_of(book_of(classroom)),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: VisitorRequest, public_id: str, step_id: int) -> HttpResponse:
    """What a better version of the task's exercise would change; posted, it is applied."""
    classroom = classroom_of(request, public_id)
    step = classroom.steps.filter(pk=step_id, kind=ClassStep.Kind.TASK).first()
    if step is None:
        raise Http404("No such task.")
    found = regrading.newer_of(step)
    trial, problem = None, ""
    if found is not None:
        try:
            trial = regrading.attempt_again(step, *found)
        except regrading.TooMany:
            problem = _("More than %(most)s attempts cannot be judged again at once.") % {
                "most": regrading.MOST
            }
    if request.method == "POST" and trial is not None:
        done = regrading.apply(
            trial,
            keeps_better="keeps_better" in request.POST,
            tells_learners="tells_learners" in request.POST,
        )
        messages.success(request, _("Results that changed: %(count)s.") % {"count": len(done.changes)})
        return redirect("lessons:gradebook", public_id)
    context = {"classroom": classroom, "step": step, "trial": trial, "problem": problem}
    return render(request, "lessons/grades/regrade.html", context)


@requires(Role.INSTRUCTOR)
@require_POST
def undo(request: VisitorRequest, public_id: str, regrading_id: int) -> HttpResponse:
    classroom = classroom_of(request, public_id)
    done = Regrading.objects.filter(pk=regrading_id, step__classroom=classroom).first()
    if done is None:
        raise Http404("No such regrading.")
    regrading.undo(done)
    messages.success(request, _("The results are as they were before."))
    return redirect("lessons:gradebook", public_id)
