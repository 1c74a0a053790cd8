"""The questions of a lesson, one at a time."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import VisitorRequest
from lessons.course.content import course
from lessons.course.exercise import Question
from lessons.page.lesson_question import question_page
from lessons.page.markdown import line
from lessons.questions import LessonQuestions, answer, questions_of
from lessons.rounds import UnknownChoice
from lessons.views.answering import chosen_in, into_sandbox


@require_safe
def questions(request: VisitorRequest, slug: str) -> HttpResponse:
    """The next that is not answered; when all are, how it went."""
    found = _questions(request, slug)
    if found.next is not None:
        return redirect("lessons:question", slug, found.next.id)
    context = {
        "questions": found,
        "asked": [(each.id, line(each.ask)) for each in found.exercise.questions],
        "next_lesson": _after(found),
    }
    return render(request, "lessons/questions_done.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: VisitorRequest, slug: str, question_id: str) -> HttpResponse:
    found = _questions(request, slug)
    asked = _question(found, question_id)
    if request.method != "POST":
        return _page(request, found, asked)
    try:
        answer(found, asked, chosen_in(request), request.visitor)
    except UnknownChoice:
        return _page(request, found, asked, is_nothing_chosen=True, status=422)
    return redirect("lessons:question", slug, question_id)


@require_POST
def try_it(request: VisitorRequest, slug: str, question_id: str) -> HttpResponse:
    """The organization of a question that is answered, as a sandbox."""
    found = _questions(request, slug)
    asked = _question(found, question_id)
    if asked.id not in found.answers:
        return redirect("lessons:question", slug, question_id)
    return into_sandbox(request, found.case(asked).present, found.asking(asked), found.lesson.title)


def _page(
    request: VisitorRequest,
    found: LessonQuestions,
    asked: Question,
    *,
    is_nothing_chosen: bool = False,
    status: int = 200,
) -> HttpResponse:
    ids = [each.id for each in found.exercise.questions]
    context = {
        "page": question_page(found, asked),
        "lesson": found.lesson,
        "number": ids.index(asked.id) + 1,
        "of": len(ids),
        "address": request.path,
        "try_address": f"{request.path}sandbox",
        "is_nothing_chosen": is_nothing_chosen,
    }
    return render(request, "lessons/question.html", context, status=status)


def _questions(request: VisitorRequest, slug: str) -> LessonQuestions:
    try:
        return questions_of(request.visitor, slug)
    except KeyError as error:
        raise Http404("No such lesson.") from error


def _question(found: LessonQuestions, question_id: str) -> Question:
    try:
        return found.question(question_id)
    except KeyError as error:
        raise Http404("No such question.") from error


def _after(found: LessonQuestions) -> object:
    """None after the last, and for an exercise beside the course."""
    following = found.lesson.number + 1 if found.lesson.number else None
    return next((each for each in course() if each.number == following), None)
