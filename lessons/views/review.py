"""The review: what has shown before is asked about again, with fresh questions, after some days."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import VisitorRequest
from lessons import reviews, rounds
from lessons.page.review_queue import queue_of
from lessons.page.round_question import case_of
from lessons.reviews import QUESTIONS, Round
from lessons.rounds import Asked, asked_at
from lessons.views.answering import chosen_in, into_sandbox, question_of


@require_safe
def review(request: VisitorRequest) -> HttpResponse:
    """What is due, and what will be."""
    queue = queue_of(reviews.plans(request.visitor), timezone.now())
    return render(request, "lessons/review.html", {"queue": queue, "questions": QUESTIONS})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """The open one, or one that is answered."""
    now = timezone.now()
    found = _round(request, code)
    asked = asked_at(found, number)
    if asked is None:
        return redirect("lessons:review")
    if request.method != "POST" or number <= len(found.answers):
        return _page(request, found, number, asked)
    try:
        reviews.answer(found, chosen_in(request), now)
    except rounds.UnknownChoice:
        return _page(request, found, number, asked, is_nothing_chosen=True, status=422)
    return redirect("lessons:review_question", code, number)


@require_POST
def try_it(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """The organization of a question that is answered, as a sandbox."""
    found = _round(request, code)
    asked = asked_at(found, number)
    if asked is None or number > len(found.answers):
        return redirect("lessons:review")
    return into_sandbox(request, *case_of(asked), "Review")


@require_POST
def drop(request: VisitorRequest, misconception: str) -> HttpResponse:
    """Somebody does not want to be asked about a belief again."""
    reviews.drop(request.visitor, misconception)
    return redirect("lessons:review")


def _page(
    request: VisitorRequest,
    found: Round,
    number: int,
    asked: Asked,
    *,
    is_nothing_chosen: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **question_of(request, found, number, asked, is_nothing_chosen=is_nothing_chosen),
        "of": QUESTIONS,
        "is_last": number >= QUESTIONS,
        "next_number": number + 1,
    }
    return render(request, "lessons/review_question.html", context, status=status)


def _round(request: VisitorRequest, code: str) -> Round:
    found = reviews.round_of(request.visitor, code, timezone.now())
    if found is None:
        raise Http404("No such review.")
    return found
