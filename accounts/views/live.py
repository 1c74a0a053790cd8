"""What every page of the present organization has around its own part: bar, status, log, refusal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts import selectors
from accounts.companions import companion_of
from accounts.models import OrganizationRecord
from accounts.page.view import Drawer, View
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


def render_live(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    now: selectors.Present,
    template: str,
    own: dict[str, object],
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or for htmx its live part. ``own`` is what this page shows besides."""
    context = {
        "record": record,
        "view": view,
        "companion": companion_of(record, view),
        "history": now,
        "status": selectors.status(record, now, view),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        **own,
    }
    return render(request, template + ("#live" if request.htmx else ""), context, status=status)


def at_address(request: VisitorRequest, response: HttpResponse, address: str) -> HttpResponse:
    """htmx shall show the address at which the whole page can be had again."""
    if request.htmx:
        response["HX-Replace-Url"] = address
    return response
