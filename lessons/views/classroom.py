"""A class as its learners see it: joined with a code and a nickname, and then wherever the class is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

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

    def here() -> HttpResponse:
        return _to_mirror(request, seat) if follows(seat) else _page(request, seat)

    return in_its_language(request, seat.classroom, here)


@require_GET
def follow(request: VisitorRequest, public_id: str) -> HttpResponse:
    seat = seat_in(request, public_id)
    topics = {
        "class": news.topic_of(seat.classroom),
        "joined": news.joined_in(seat.classroom),
        "voted": news.voted_in(seat.classroom),
    }
    shown = seat.classroom.organization
    if shown is not None and follows(seat):
        topics["organization"] = shown.topic
    return live.event_stream(request, topics)


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
    """What stands above the pages; ``?task=`` is the organization of the page below, which ``stays`` where
    it is, or is ``there`` where the instructor leads."""
    seat = seat_in(request, public_id)
    sitting.note_seen(seat)
    # A policy that is being written is not left behind.
    if follows(seat) and "stays" not in request.GET and "there" not in request.GET:
        return _to_mirror(request, seat)
    return _strip(request, seat, _attempt(seat, request.GET.get("task", "")))


@require_POST
def ask_for_help(request: VisitorRequest, public_id: str) -> HttpResponse:
    """With a ``text``, if one likes, about ``task``; or ``withdraw`` it."""
    seat = seat_in(request, public_id)
    attempt = _attempt(seat, request.POST.get("task", ""))
    if "withdraw" in request.POST:
        sitting.leave_queue(seat)
    elif seat.classroom.ended is None:
        step = attempt.class_step if attempt else sitting.current_step(seat.classroom)
        goal = attempts.first_open_goal(attempt) if attempt else ""
        sitting.ask_for_help(seat, step, goal, request.POST.get("text", ""))
    if request.htmx:
        return _strip(request, seat, attempt)
    return redirect(attempts.address_of(attempt) if attempt else seat.address)


def follows(seat: Seat) -> bool:
    """Whether this learner's screen shows what the instructor does."""
    classroom = seat.classroom
    return classroom.is_led and not seat.is_away and classroom.organization_id is not None


def _to_mirror(request: VisitorRequest, seat: Seat) -> HttpResponse:
    address = reverse("lessons:classroom_mirror", args=[seat.classroom.public_id])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


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


def _strip(request: VisitorRequest, seat: Seat, attempt: Attempt | None) -> HttpResponse:
    where = {"stays": "stays" in request.GET, "is_there": "there" in request.GET}
    return render(request, "lessons/classroom/_strip.html", {**where, "strip": Strip(seat, attempt)})


def seat_in(request: VisitorRequest, public_id: str) -> Seat:
    """Who does not sit in a class does not learn that there is one."""
    seat = sitting.seat_at(public_id, request.visitor)
    if seat is None:
        raise Http404("No such class.")
    if seat.removed is not None:
        raise TakenOut
    return seat


def _page(request: VisitorRequest, seat: Seat, *, problem: str = "", status: int = 200) -> HttpResponse:
    stage = Stage(seat.classroom, seat)
    context = {
        "classroom": seat.classroom,
        "seat": seat,
        "stage": stage,
        "strip": Strip(seat),
        "words": words_of(request),
        "score": own_score(seat),
        "rejudged": rejudged(Attempt.objects.filter(seat=seat)),
        "problem": problem,
    }
    template = "lessons/classroom/class.html" + ("#here" if request.htmx else "")
    return render(request, template, context, status=status)
