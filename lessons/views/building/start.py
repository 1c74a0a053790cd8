"""Where an exercise begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, store
from accounts.organization.scenario import summary
from accounts.organization.state import Organization
from accounts.visitors import VisitorRequest
from lessons.building import asking, recordings, shelf
from lessons.building.bench import Bench
from lessons.models import BuiltExercise
from lessons.page.scene import Scene, scene_of
from lessons.views.building.doing import Do

MOST_DRAWN: Final = 60
"""Accounts."""


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
    if record is None:
        return {}
    present = store.load(record)
    return {"summary": summary(present), "scene": _scene(present)}


def _scene(present: Organization) -> Scene | None:
    """Without verdicts: who is where, and what hangs where. None for what would be a long page."""
    if len(present.accounts) > MOST_DRAWN:
        return None
    return scene_of(present, None, selectors.judge(), is_covered=True, is_whole=True)


DOINGS: Final[Mapping[str, Do]] = {"say": _say, "rename": _rename}
