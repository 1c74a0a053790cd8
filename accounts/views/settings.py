"""The organization's settings: membership, features, trusted services, delegation, time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.page.membership import settings_page
from accounts.page.view import Drawer, View, view_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def settings(request: VisitorRequest, public_id: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id)
    view = view_of(request.GET, store.load(record))
    response = render_settings(request, record, view)
    if request.htmx:
        response["HX-Replace-Url"] = address_of(record, view)
    return response


def address_of(record: OrganizationRecord, view: View) -> str:
    return f"{reverse('accounts:settings', args=[record.public_id])}?{view.query}"


def render_settings(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    now = selectors.present(record)
    context = {
        "record": record,
        "view": view,
        "page": settings_page(now.organization, timezone.now() + now.organization.ahead),
        "history": now,
        "status": selectors.status(record, now, view),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        "form_page": "settings",
    }
    template = "accounts/settings.html" + ("#live" if request.htmx else "")
    return render(request, template, context, status=status)
