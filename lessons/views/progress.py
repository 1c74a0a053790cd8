"""Where somebody stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visitors import VisitorRequest
from lessons.grades.telling import rejudged
from lessons.models import Attempt
from lessons.progress import progress_of


@require_safe
def progress(request: VisitorRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "progress": progress_of(request.visitor, now),
        "rejudged": rejudged(Attempt.objects.filter(visitor_id=request.visitor.pk).only("class_step")),
        "now": now,
    }
    return render(request, "lessons/progress.html", context)
