"""A class held for nobody, to see it once before others do."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.roles import Role, requires
from accounts.services import make_known
from accounts.visitors import VisitorRequest
from lessons.class_forms import ClassForm
from lessons.classroom import holding, rehearsing
from lessons.classroom.packs import PACKS
from lessons.models import Classroom
from lessons.page.classroom.learners_screen import screen_of
from lessons.page.classroom.rehearsal import RehearsalPage
from lessons.views.classes import classroom_of

SPEED: Final = "speed-"


@requires(Role.INSTRUCTOR)
@require_POST
def rehearse(request: VisitorRequest) -> HttpResponse:
    """With what a class would be made of, and simulated learners."""
    form = ClassForm(request.user, request.POST)
    if form.is_valid():
        make_known(request.visitor)
        try:
            made = rehearsing.rehearse(
                request.user, request.visitor, form.name, form.steps(), **form.settings()
            )
        except holding.TooMany:
            form.add_error(None, _("You have as many classes as one can have. Delete one first."))
        else:
            return redirect("lessons:class", made.public_id)
    return render(request, "lessons/teach/new_class.html", {"form": form, "packs": PACKS}, status=422)


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The simulated learners, who act as far as is due; the page asks for them again and again.

    ``do`` is ``skip``, ``stop``, ``hold``, or ``speed-`` and one of ``SPEEDS``.
    """
    classroom = _rehearsal_of(request, public_id)
    if request.method == "POST":
        return _do(request, classroom, request.POST.get("do", ""))
    rehearsing.catch_up(classroom)
    return render(request, "lessons/teach/_rehearsal.html", {"rehearsal": RehearsalPage(classroom)})


@requires(Role.INSTRUCTOR)
@require_safe
def look_as(request: VisitorRequest, public_id: str, seat_id: int) -> HttpResponse:
    """What one of the simulated learners has on the screen, to be looked at."""
    classroom = _rehearsal_of(request, public_id)
    rehearsing.catch_up(classroom)
    page = RehearsalPage(classroom)
    row = next((row for row in page.rows if row.seat.pk == seat_id), None)
    if row is None:
        raise Http404("No such learner.")
    context = {"rehearsal": page, "row": row, "screen": screen_of(row.seat), "classroom": classroom}
    template = "lessons/teach/as_learner.html" + ("#looked" if request.htmx else "")
    return render(request, template, context)


def _rehearsal_of(request: VisitorRequest, public_id: str) -> Classroom:
    classroom = classroom_of(request, public_id)
    if not classroom.is_rehearsal:
        raise Http404("No rehearsal.")
    return classroom


def _do(request: VisitorRequest, classroom: Classroom, act: str) -> HttpResponse:
    if act == "stop":
        rehearsing.stop(classroom)
        messages.success(request, _("The rehearsal is over. Nothing is left of it."))
        return redirect("lessons:teach")
    if act == "hold":
        return redirect("lessons:class", rehearsing.hold_for_real(classroom, request.visitor).public_id)
    if act == "skip":
        rehearsing.skip_ahead(classroom)
    else:
        try:
            rehearsing.set_speed(classroom, {f"{SPEED}{each}": each for each in rehearsing.SPEEDS}[act])
        except KeyError as error:
            raise Http404("No such act.") from error
    rehearsing.catch_up(classroom)
    return redirect("lessons:class", classroom.public_id)
