"""The adaptive check: a question at a time, and then what the answers tell."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import VisitorRequest
from lessons import checks, reviews, rounds
from lessons.checks import Check
from lessons.course.questions.diagnosis import FEWEST, MOST
from lessons.page.check_result import result_of
from lessons.page.round_question import case_of
from lessons.rounds import Asked, asked_at
from lessons.views.answering import chosen_in, into_sandbox, question_of


@require_safe
def start(request: VisitorRequest) -> HttpResponse:
    return render(request, "lessons/check.html", {"fewest": FEWEST, "most": MOST})


@require_POST
def begin(request: VisitorRequest) -> HttpResponse:
    return redirect("lessons:check_question", checks.begin(request.visitor), 1)


@require_safe
def check(request: VisitorRequest, code: str) -> HttpResponse:
    """What it found; or the question that is open."""
    found = _check(request, code)
    if found.next is not None:
        return redirect("lessons:check_question", code, len(found.answers) + 1)
    context = {"check": found, "result": result_of(found, request.visitor)}
    return render(request, "lessons/check_result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """The open one, or one that is answered."""
    found = _check(request, code)
    asked = asked_at(found, number)
    if asked is None:
        return redirect("lessons:check", code)
    if request.method != "POST" or number <= len(found.answers):
        return _page(request, found, number, asked)
    try:
        checks.answer(found, chosen_in(request), timezone.now())
    except rounds.UnknownChoice:
        return _page(request, found, number, asked, is_nothing_chosen=True, status=422)
    return redirect("lessons:check_question", code, number)


@require_POST
def try_it(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """The organization of a question that is answered, as a sandbox."""
    found = _check(request, code)
    asked = asked_at(found, number)
    if asked is None or number > len(found.answers):
        return redirect("lessons:check", code)
    return into_sandbox(request, *case_of(asked), "Adaptive check")


@require_POST
def disagree(request: VisitorRequest, code: str) -> HttpResponse:
    """ "That is not what I believe": nothing is asked again about it."""
    found = _check(request, code)
    if found.diagnosis.held:
        reviews.drop(request.visitor, found.diagnosis.held)
    return redirect("lessons:check", code)


def _page(
    request: VisitorRequest,
    found: Check,
    number: int,
    asked: Asked,
    *,
    is_nothing_chosen: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **question_of(request, found, number, asked, is_nothing_chosen=is_nothing_chosen),
        "most": MOST,
        "is_own": asked.is_own,
        "is_last": number == len(found.answers) and found.next is None,
    }
    return render(request, "lessons/check_question.html", context, status=status)


def _check(request: VisitorRequest, code: str) -> Check:
    try:
        return checks.check_of(request.visitor, code)
    except checks.NoCheck as error:
        raise Http404("No such check.") from error
