"""The first page: what this is, to try at once; for whoever has been here, how to go on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors
from accounts.visitors import VisitorRequest
from lessons.page.miniature import miniature_of
from lessons.progress import progress_of
from policies.catalogue import catalogue


@require_safe
def landing(request: VisitorRequest) -> HttpResponse:
    """``place``, ``action`` and ``as`` are about the small organization, which htmx gets alone."""
    if request.htmx:
        return render(request, "lessons/landing.html#miniature", {"mini": miniature_of(request.GET)})
    is_known = request.visitor.pk is not None
    context = {
        "mini": miniature_of(request.GET),
        "progress": progress_of(request.visitor, timezone.now()),
        "sandbox": selectors.latest_sandbox_of(request.visitor) if is_known else None,
        "actions": len(catalogue().actions),
        "services": len(catalogue().by_service),
    }
    return render(request, "lessons/landing.html", context)
