"""What somebody has solved, to print, and to show to others by a link."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.visitors import VisitorRequest
from lessons.models import Completion
from lessons.progress import progress_of

LONGEST_NAME = 80


@require_safe
def completion(request: VisitorRequest) -> HttpResponse:
    """The visitor's own, with the link if they have made one."""
    known = request.visitor.pk is not None
    link = request.visitor.completions.first() if known else None
    context = {
        "progress": progress_of(request.visitor, timezone.now()),
        "link": link,
        "address": request.build_absolute_uri(link.get_absolute_url()) if link else "",
        "name": link.name if link else "",
    }
    return render(request, "lessons/completion.html", context)


@require_POST
def link(request: VisitorRequest) -> HttpResponse:
    """``name`` is what the page shall say of whom it is; empty for nobody's. ``revoke`` takes the link back.
    There is one link at a time: its name can be changed, and a revoked one never works again."""
    progress = progress_of(request.visitor, timezone.now())
    if not progress.solved:
        raise Http404("There is nothing to show yet.")
    links = Completion.objects.filter(visitor=request.visitor)
    if "revoke" in request.POST:
        links.delete()
        return redirect("lessons:completion")
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    if not links.update(name=name):
        Completion.objects.create(visitor=request.visitor, name=name)
    return redirect("lessons:completion")


@require_safe
def shown(request: VisitorRequest, code: str) -> HttpResponse:
    """For anybody who has the link; it asks nothing about who looks."""
    found = (
        Completion.objects.select_related("visitor").filter(code=code.replace("-", "").upper()[:20]).first()
    )
    if found is None:
        raise Http404("This link has been revoked, or never was.")
    context = {
        "progress": progress_of(found.visitor, timezone.now()),
        "name": found.name,
        "link": found,
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "is_public": True,
    }
    return render(request, "lessons/completion.html", context)
