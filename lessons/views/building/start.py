"""Where an exercise begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import store
from accounts.organization.scenario import summary
from accounts.visitors import VisitorRequest
from lessons.building import asking, recordings, shelf
from lessons.building.bench import Bench
from lessons.models import BuiltExercise
from lessons.views.building.doing import Do


def _say(request: VisitorRequest, exercise: BuiltExercise) -> HttpResponse | None:
    failing = recordings.say_start(exercise, request.visitor)
    asking.ask_again(Bench(exercise))
    if failing:
        messages.warning(
            request,
            _("This is the start now. These no longer work there: %(names)s.")
            % {"names": ", ".join(failing)},
        )
    if "beside" in request.POST:
        return redirect("lessons:build", exercise.public_id, "solution")
    return None


def _rename(request: VisitorRequest, exercise: BuiltExercise) -> None:
    shelf.rename(exercise, request.POST.get("title", ""))


def context(request: VisitorRequest, bench: Bench) -> Mapping[str, Any]:
    record = bench.exercise.start
    return {"summary": summary(store.load(record)) if record else ""}


DOINGS: Final[Mapping[str, Do]] = {"say": _say, "rename": _rename}
