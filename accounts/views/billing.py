"""The bill of the organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.organization.billing import teaching_prices
from accounts.page.billing import billing_page
from accounts.page.view import Drawer, View, view_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def billing(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?usage=`` is the usage type in the picture."""
    record = selectors.organization_of(request.visitor, public_id)
    view = view_of(request.GET, store.load(record))
    response = render_billing(request, record, view)
    if request.htmx:
        response["HX-Replace-Url"] = address_of(record, view)
    return response


def address_of(record: OrganizationRecord, view: View) -> str:
    return f"{reverse('accounts:billing', args=[record.public_id])}?{view.query}"


def render_billing(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    now = selectors.present(record)
    today = (timezone.now() + now.organization.ahead).date()
    context = {
        "record": record,
        "view": view,
        "page": billing_page(now.organization, teaching_prices(), today, view.usage_type),
        "history": now,
        "status": selectors.status(record, now, view),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        "form_page": "billing",
    }
    template = "accounts/billing.html" + ("#live" if request.htmx else "")
    return render(request, template, context, status=status)
