"""A class as its learners see it: joined with a code and a nickname, and then wherever the class is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, retarget

from accounts import live
from accounts.visitors import VisitorRequest
from lessons import attempts
from lessons.classroom import news, sitting
from lessons.grades.telling import rejudged
from lessons.models import Attempt, ClassStep, Seat
from lessons.page.classroom.own_score import own_score
from lessons.page.classroom.stage import Stage
from lessons.page.classroom.strip import Strip
from lessons.views.answering import NO_CHOICE, chosen_in
from lessons.views.languages import in_its_language
from lessons.views.typed import numbered
from lessons.views.words import words_of


class TakenOut(Http404):
    """The instructor has taken them out of this class."""


def tells_who_was_taken_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who was taken out of a class is told so on its pages; there is no such page for anybody else."""

    @wraps(view)
    def shown(request: VisitorRequest, public_id: str) -> HttpResponse:
        try:
            return view(request, public_id)
        except TakenOut:
            if request.htmx:
                return HttpResponseClientRedirect(reverse("lessons:classroom", args=[public_id]))
            return render(request, "lessons/classroom/removed.html", status=403)

    return shown


@require_safe
@tells_who_was_taken_out
def classroom(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Where the class is, for this learner."""
    seat = seat_in(request, public_id)
    sitting.note_seen(seat)
    return in_its_language(request, seat.classroom, lambda: _here(request, seat))


@require_GET
def follow(request: VisitorRequest, public_id: str) -> HttpResponse:
    seat = seat_in(request, public_id)
    counted = {"joined": news.joined_in(seat.classroom), "voted": news.voted_in(seat.classroom)}
    return live.event_stream(request, Strip(seat).topics | counted)


@require_POST
def vote(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``choice`` counts from 0; it can be changed until the vote is closed."""
    seat = seat_in(request, public_id)
    put = Stage(seat.classroom).vote
    chosen = chosen_in(request)
    if put is None:
        return _page(request, seat, problem=_("The vote is closed."), status=409)
    try:
        sitting.cast(put.vote, seat, chosen[0] if len(chosen) == 1 else NO_CHOICE)
    except IndexError:
        return _page(request, seat, problem=_("Choose what you expect; a guess is fine."), status=422)
    except sitting.TooLate:
        return _page(request, seat, problem=_("The vote is closed."), status=409)
    except sitting.Paused:
        return _page(request, seat, status=409)
    if request.htmx:
        return _page(request, seat)
    return redirect("lessons:classroom", public_id)


@require_POST
def task(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Take up the task of ``step``, or go on with it."""
    seat = seat_in(request, public_id)
    step = numbered(ClassStep.objects.all(), request.POST.get("step", ""))
    try:
        attempt = sitting.task_of(seat, step)
    except sitting.TooLate:
        return _page(request, seat, problem=_("This task is not open."), status=409)
    return redirect(attempts.address_of(attempt))


@require_safe
@tells_who_was_taken_out
def strip(request: VisitorRequest, public_id: str) -> HttpResponse:
    """What stands above the pages; ``?task=`` is the organization of the page below, and ``?here=`` says that
    it is the page of the class."""
    seat = seat_in(request, public_id)
    sitting.note_seen(seat)
    return _strip(request, _strip_of(seat, request.GET))


@require_POST
def ask_for_help(request: VisitorRequest, public_id: str) -> HttpResponse:
    """With a ``text``, if one likes, about ``task``; or ``withdraw`` it."""
    seat = seat_in(request, public_id)
    below = _strip_of(seat, request.POST)
    attempt = below.attempt
    if "withdraw" in request.POST:
        sitting.leave_queue(seat)
    elif seat.classroom.ended is None:
        step = below.step.step if below.step else None
        goal = attempts.first_open_goal(attempt) if attempt else ""
        sitting.ask_for_help(seat, step, goal, request.POST.get("text", ""))
    if request.htmx:
        return _strip(request, below)
    return redirect(attempts.address_of(attempt) if attempt else seat.address)


@require_POST
def away(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``away``: step out of what everybody follows; without it, come back. ``task`` and ``here`` say what
    page it covers, as for the strip."""
    seat = seat_in(request, public_id)
    sitting.step_out(seat, "away" in request.POST)
    below = _strip_of(seat, request.POST)
    if not request.htmx:
        return redirect(attempts.address_of(below.attempt) if below.attempt else seat.address)
    return _here(request, seat) if below.is_here else _strip(request, below)


def _here(request: VisitorRequest, seat: Seat) -> HttpResponse:
    """The page of the class; what is to be seen of it, where it is there already. Covered it stays as it is,
    with what somebody may have chosen in it."""
    if not request.htmx:
        return _page(request, seat)
    strip = Strip(seat, is_here=True)
    if strip.mirror is None:
        return retarget(_page(request, seat), "#main")
    return retarget(_strip(request, strip), "#class-strip")


def _attempt(seat: Seat, public_id: str) -> Attempt | None:
    """Of this seat, by its organization; None for any other. With no more than the strip says of it: a whole
    class asks for it at once."""
    if not public_id:
        return None
    found = seat.attempts.select_related("organization").only(
        "seat", "class_step", "edition", "organization__public_id"
    )
    try:
        return found.get(organization__public_id=public_id)
    except Attempt.DoesNotExist:
        return None


def _strip_of(seat: Seat, said: QueryDict) -> Strip:
    """Above the page of which ``said`` tells."""
    return Strip(seat, _attempt(seat, said.get("task", "")), "here" in said)


def _strip(request: VisitorRequest, strip: Strip) -> HttpResponse:
    return render(request, "lessons/classroom/_strip.html", {"strip": strip})


def seat_in(request: VisitorRequest, public_id: str) -> Seat:
    """Who does not sit in a class does not learn that there is one."""
    seat = sitting.seat_at(public_id, request.visitor)
    if seat is None:
        raise Http404("No such class.")
    if seat.removed is not None:
        raise TakenOut
    return seat


def _page(request: VisitorRequest, seat: Seat, *, problem: str = "", status: int = 200) -> HttpResponse:
    strip = Strip(seat, is_here=True)
    stage = strip.stage
    context = {
        "classroom": seat.classroom,
        "seat": seat,
        "stage": stage,
        "strip": strip,
        "is_part": bool(request.htmx),
        "words": words_of(request),
        "score": own_score(seat),
        "rejudged": rejudged(stage.tasks),
        "problem": problem,
    }
    template = "lessons/classroom/class.html" + ("#here" if request.htmx else "")
    return render(request, template, context, status=status)
