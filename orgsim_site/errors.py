"""Pages for what went wrong, in the look of the rest."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found, permission_denied

from accounts.people.roles import RoleMissing
from lessons.views import classes, teach


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RoleMissing):
        return teach.role_missing(request, exception)
    return permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, classes.ClassGone):
        return classes.gone(request)
    return page_not_found(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"reason": reason}, status=403)
