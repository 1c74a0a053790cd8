"""The builder: a page for each of its steps. What is changed there is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons import attempts
from lessons.building import choosing, trying
from lessons.building.bench import Bench
from lessons.course.exercise_reading import CourseError
from lessons.models import BuiltExercise
from lessons.page.building.clauses import ClausesPage
from lessons.page.building.sentences import sentence_of
from lessons.page.building.steps import BuildStep, next_of, steps_of
from lessons.views.building import cheats, clauses, hints, publish, questions, solution, start
from lessons.views.building.doing import Do, Problem
from lessons.views.exercises import exercise_of

STEPS: Final[Mapping[BuildStep, Mapping[str, Do]]] = {
    BuildStep.START: start.DOINGS,
    BuildStep.SOLUTION: solution.DOINGS,
    BuildStep.CLAUSES: clauses.DOINGS,
    BuildStep.HINTS: hints.DOINGS,
    BuildStep.QUESTIONS: questions.DOINGS,
    BuildStep.CHEATS: cheats.DOINGS,
    BuildStep.PUBLISH: publish.DOINGS,
}
"""What can be done at each step."""


@requires(Role.INSTRUCTOR)
@require_safe
def exercise(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Where there is something left to do."""
    rows = steps_of(Bench(exercise_of(request, public_id)), BuildStep.START)
    optional = (BuildStep.QUESTIONS, BuildStep.CHEATS)
    left = (row.step for row in rows if not row.is_done and row.step not in optional)
    return redirect("lessons:build", public_id, next(left, BuildStep.PUBLISH).value)


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: VisitorRequest, public_id: str, step: str) -> HttpResponse:
    """``do`` is one of the step's doings."""
    found = exercise_of(request, public_id)
    try:
        here = BuildStep(step)
    except ValueError as error:
        raise Http404("No such step.") from error
    if request.method != "POST":
        return _page(request, found, here)
    do = STEPS[here].get(request.POST.get("do", ""))
    if do is None:
        raise Http404("Nothing of that kind is done here.")
    try:
        answer = do(request, found)
    except Problem as problem:
        typed = {"typed": request.POST}
        return _page(request, exercise_of(request, public_id), here, problem=problem, status=422, **typed)
    if answer is not None:
        return answer
    if request.htmx:
        return _page(request, exercise_of(request, public_id), here)
    return redirect("lessons:build", public_id, step)


@requires(Role.INSTRUCTOR)
@require_POST
def preview(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The draft, as a learner finds it."""
    found = exercise_of(request, public_id)
    try:
        attempt = trying.begin(Bench(found), request.visitor)
    except CourseError as error:
        return _page(request, found, BuildStep.PUBLISH, faults=error.faults, status=422)
    if attempt is None:
        return redirect("lessons:build", public_id, "start")
    return redirect(attempts.address_of(attempt))


def _page(
    request: VisitorRequest, found: BuiltExercise, here: BuildStep, *, status: int = 200, **more: Any
) -> HttpResponse:
    if here in (BuildStep.CLAUSES, BuildStep.CHEATS, BuildStep.PUBLISH):
        choosing.suggest(Bench(found), sentence_of)
    bench = Bench(found)
    steps = steps_of(bench, here)
    context = {
        "exercise": found,
        "bench": bench,
        "here": here.value,
        "step_template": f"lessons/building/steps/_{here.value}.html",
        **CONTEXTS.get(here, lambda request, bench: {})(request, bench),
        "steps": steps,
        "next": next_of(steps),
        **more,
    }
    return render(request, "lessons/building/page.html", context, status=status)


Context = Callable[[VisitorRequest, Bench], Mapping[str, Any]]
CONTEXTS: Final[Mapping[BuildStep, Context]] = {
    BuildStep.START: start.context,
    BuildStep.CLAUSES: lambda request, bench: {"page": ClausesPage(bench, request.GET)},
    BuildStep.HINTS: hints.context,
    BuildStep.QUESTIONS: questions.context,
    BuildStep.CHEATS: cheats.context,
    BuildStep.PUBLISH: publish.context,
}
