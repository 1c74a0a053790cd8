"""Everything of one learner as a file, and back."""

from __future__ import annotations

import json
from importlib.resources import files

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organization.scenario import ScenarioError, ScenarioFault
from accounts.visitors import VisitorRequest
from lessons.progress_file.reading import MOST_BYTES, read_progress
from lessons.progress_file.shape import Progress
from lessons.progress_file.taking import take_in
from lessons.progress_file.writing import progress_of

SCHEMA = files("lessons.progress_file").joinpath("progress.schema.json")
MOST_REFUSED = 100
"""So many are shown; one mistake can make thousands."""


@require_safe
def export_progress(request: VisitorRequest) -> HttpResponse:
    text = json.dumps(progress_of(request.visitor), indent=1, ensure_ascii=False)
    headers = {"Content-Disposition": 'attachment; filename="orgsim-progress.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def import_progress(request: VisitorRequest) -> HttpResponse:
    """``do`` is ``check``, which only reports, or ``import``."""
    if request.method != "POST":
        return render(request, "lessons/study/import.html")
    try:
        progress = _uploaded(request)
    except ScenarioError as error:
        shown = {"faults": error.faults[:MOST_REFUSED], "fault_count": len(error.faults)}
        return render(request, "lessons/study/import.html", shown, status=422)
    is_rehearsal = request.POST.get("do") != "import"
    taken = take_in(progress, request.visitor, is_rehearsal=is_rehearsal)
    if is_rehearsal or taken.refused:
        context = {
            "taken": taken,
            "is_rehearsal": is_rehearsal,
            "refused": taken.refused[:MOST_REFUSED],
            "refused_count": len(taken.refused),
        }
        return render(request, "lessons/study/import.html", context)
    if taken.is_nothing:
        messages.success(request, _("All of this was here already. Nothing has changed."))
    else:
        messages.success(request, _("Imported. Everything of the file is here now."))
    return redirect("lessons:progress")


@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def _uploaded(request: VisitorRequest) -> Progress:
    file = request.FILES.get("file")
    if file is None:
        raise ScenarioError([ScenarioFault("", _("Choose a file first."))])
    if (file.size or 0) > MOST_BYTES:
        raise ScenarioError([ScenarioFault("", _("The file is larger than any that is read here."))])
    return read_progress(file.read())
