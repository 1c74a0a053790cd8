"""The public list of what orgsim leaves out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.page.not_simulated import limits
from policies.catalogue import catalogue


@require_safe
def not_simulated(request: HttpRequest) -> HttpResponse:
    context = {"limits": limits(), "source": catalogue().source}
    return render(request, "accounts/not_simulated.html", context)
