"""How an exercise is solved: recorded by doing it. Cheats are recorded in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.visitors import VisitorRequest
from lessons.building import looking, recordings
from lessons.models import BuiltExercise
from lessons.views.building.doing import Do, Problem, recording_of


def record(request: VisitorRequest, exercise: BuiltExercise) -> HttpResponse:
    """Go on in a copy of the start."""
    is_cheat = "cheat" in request.POST
    try:
        made = recordings.record(exercise, request.visitor, is_cheat=is_cheat)
    except recordings.NoStart:
        raise Problem(_("Say first where it begins.")) from None
    except recordings.TooManyRecordings:
        raise Problem(_("There are as many recordings as are kept. Discard one first.")) from None
    return redirect("accounts:organization", made.organization.public_id)


def keep(request: VisitorRequest, exercise: BuiltExercise) -> HttpResponse:
    found = recording_of(request, exercise)
    number = exercise.recordings.filter(is_kept=True, is_cheat=found.is_cheat).count() + 1
    called = _("Cheat %(number)s") if found.is_cheat else _("Solution %(number)s")
    if not recordings.keep(found, called % {"number": number}):
        raise Problem(_("Nothing was done in this recording yet."))
    if not found.is_cheat:
        looking.follow(exercise)
    return redirect("lessons:build", exercise.public_id, "cheats" if found.is_cheat else "solution")


def discard(request: VisitorRequest, exercise: BuiltExercise) -> HttpResponse:
    found = recording_of(request, exercise)
    recordings.discard(found)
    return redirect("lessons:build", exercise.public_id, "cheats" if found.is_cheat else "solution")


def rename(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """An empty name changes nothing: by its name a recording is spoken of."""
    found = recording_of(request, exercise)
    found.name = " ".join(request.POST.get("name", "").split())[:100] or found.name
    found.save(update_fields=["name"])


DOINGS: Final[Mapping[str, Do]] = {"record": record, "keep": keep, "discard": discard, "rename": rename}
