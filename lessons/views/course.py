"""The course: its lessons, and the comparison that one proves cell by cell."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.visitors import VisitorRequest
from lessons.course.comparison import CELLS
from lessons.library import in_catalogue
from lessons.page.course import tables
from lessons.progress import progress_of
from lessons.proofs import prove_cells


@require_safe
def course(request: VisitorRequest) -> HttpResponse:
    progress = progress_of(request.visitor, timezone.now())
    context = {"progress": progress, "tables": tables(progress), "published": in_catalogue()}
    return render(request, "lessons/course.html", context)


@require_POST
def prove(request: VisitorRequest) -> HttpResponse:
    """``cell``, one or both of a row: the page with what was found, or for htmx the tables alone."""
    keys = request.POST.getlist("cell")
    if not 1 <= len(keys) <= 2 or not all(key in CELLS for key in keys):
        raise Http404("The comparison has no such cell.")
    record, found = prove_cells(request.visitor, [CELLS[key] for key in keys])
    progress = progress_of(request.visitor, timezone.now())
    context = {"progress": progress, "tables": tables(progress, record, found)}
    return render(request, "lessons/course.html" + ("#tables" if request.htmx else ""), context)
