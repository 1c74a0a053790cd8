"""*Follow me*: the instructor's organization on the learners' screens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.visitors import VisitorRequest
from lessons import attempts
from lessons.classroom import sitting
from lessons.models import ClassStep, Seat
from lessons.page.classroom.mirror import mirror_of
from lessons.page.classroom.stage import Stage
from lessons.page.classroom.strip import Strip
from lessons.views.classroom import seat_in, tells_who_was_taken_out


@require_safe
@tells_who_was_taken_out
def mirror(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Where the instructor leads; elsewhere one's own page, to which it goes back by itself."""
    seat = seat_in(request, public_id)
    sitting.note_seen(seat)
    shown = None if seat.is_away else mirror_of(seat.classroom)
    if shown is None:
        own = _own_page(seat)
        return HttpResponseClientRedirect(own) if request.htmx else redirect(own)
    context = {"classroom": seat.classroom, "seat": seat, "mirror": shown, "strip": Strip(seat)}
    template = "lessons/classroom/follow.html" + ("#live" if request.htmx else "")
    return render(request, template, context)


@require_POST
def away(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``away``: step out; without it, come back."""
    seat = seat_in(request, public_id)
    sitting.step_out(seat, "away" in request.POST)
    return redirect("lessons:classroom_mirror", public_id)


def _own_page(seat: Seat) -> str:
    """One's own work, once the open task has been taken up; else the page of the class."""
    now = Stage(seat.classroom, seat).now
    if now is None or now.step.kind != ClassStep.Kind.TASK:
        return seat.address
    attempt = seat.attempts.filter(class_step=now.step, organization__isnull=False).first()
    return attempts.address_of(attempt) if attempt else seat.address
