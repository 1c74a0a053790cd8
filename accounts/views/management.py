"""The effective policies of a root, unit or account."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.page.management import management_page
from accounts.page.view import View, view_of
from accounts.views.live import at_address, render_live
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def management(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?policy_type=`` says of which type, ``?at=`` of what."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    view = view_of(request.GET, store.load(record))
    return at_address(request, render_management(request, record, view), address_of(record, view))


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
    own = {
        "page": management_page(now.organization, view.at, view.management_type),
        "form_page": "management",
    }
    template = "accounts/management.html"
    return render_live(request, record, view, now, template, own, problem=problem, status=status)
