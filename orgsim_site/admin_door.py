"""The way into Django's admin: by the sign-in page that everybody has, where tries are counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.people.roles import Role, requires
from lessons.views.signing import destination


@requires(Role.ADMIN)
def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin sends here whom it does not let in, with ``next``."""
    return redirect(destination(request) or "admin:index")
