"""Pages for what went wrong, in the look of the rest."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from accounts.people.roles import RoleMissing
from lessons.views import teach


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RoleMissing):
        return teach.role_missing(request, exception)
    return permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"reason": reason}, status=403)
