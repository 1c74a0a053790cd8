"""The effective policies of a root, unit or account."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.page.management import management_page
from accounts.page.view import Drawer, View, view_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def management(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?policy_type=`` says of which type, ``?at=`` of what."""
    record = selectors.organization_of(request.visitor, public_id)
    view = view_of(request.GET, store.load(record))
    response = render_management(request, record, view)
    if request.htmx:
        response["HX-Replace-Url"] = address_of(record, view)
    return response


def address_of(record: OrganizationRecord, view: View) -> str:
    return f"{reverse('accounts:management', args=[record.public_id])}?{view.query}"


def render_management(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    now = selectors.present(record)
    # Whatever opens from here is about the same type.
    view = replace(view, policy_type=view.management_type)
    context = {
        "record": record,
        "view": view,
        "page": management_page(now.organization, view.at, view.management_type),
        "history": now,
        "status": selectors.status(record, now, view),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        "form_page": "management",
    }
    template = "accounts/management.html" + ("#live" if request.htmx else "")
    return render(request, template, context, status=status)
