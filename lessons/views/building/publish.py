"""Versions, and the classes that run with an older one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visitors import VisitorRequest
from lessons.building import publishing
from lessons.building.bench import Bench
from lessons.models import BuiltExercise
from lessons.page.building.proof import ProofPage
from lessons.views.building.doing import Do, Problem


def context(request: VisitorRequest, bench: Bench) -> Mapping[str, Any]:
    newest = bench.exercise.newest
    return {
        "page": ProofPage(bench),
        "next_number": newest.number + 1 if newest else 1,
        "newest": newest,
        "is_published": publishing.is_published(bench),
        "running": publishing.running_with(bench.exercise) if newest else (),
        "judged_by_older": publishing.judged_by_older(bench.exercise) if newest else (),
    }


def _publish(request: VisitorRequest, exercise: BuiltExercise) -> None:
    try:
        version = publishing.publish(Bench(exercise), all_the_same="all_the_same" in request.POST)
    except publishing.NotSound:
        raise Problem(_("It is not published yet: see what is left.")) from None
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})


def _update(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """The class ``class`` goes on with the newest version."""
    wanted = request.POST.get("class", "")
    found = (each for each in publishing.running_with(exercise) if each.public_id == wanted)
    classroom = next(found, None)
    if classroom is None:
        raise Http404("No such class.")
    count = publishing.update_now(classroom, exercise)
    words = ngettext(
        "%(count)s step of %(name)s goes on with the new version.",
        "%(count)s steps of %(name)s go on with the new version.",
        count,
    )
    messages.success(request, words % {"count": count, "name": classroom.name})


DOINGS: Final[Mapping[str, Do]] = {"publish": _publish, "update": _update}
