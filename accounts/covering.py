"""Pages that would show what is covered lead to the organization, where one says first what one expects; so
does what cannot be done for now, whose own page has no place to say so."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.companions import VerdictsCovered
from accounts.services import Halted


class CoveringMiddleware:
    """Answers ``VerdictsCovered`` and ``Halted``, whichever view raises it; nothing was written then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, VerdictsCovered | Halted):
            return None
        address = reverse("accounts:organization", args=[exception.record.public_id])
        # A part of a page is never swapped for the whole of another.
        is_part = "HX-Request" in request.headers
        return HttpResponseClientRedirect(address) if is_part else HttpResponseRedirect(address)
