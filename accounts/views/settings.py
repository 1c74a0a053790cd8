"""The organization's settings: membership, features, trusted services, delegation, time."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.page.membership import settings_page
from accounts.page.view import View, view_of
from accounts.views.live import at_address, render_live
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def settings(request: VisitorRequest, public_id: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    view = view_of(request.GET, store.load(record))
    return at_address(request, render_settings(request, record, view), address_of(record, view))


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
    own = {
        "page": settings_page(now.organization, timezone.now() + now.organization.ahead),
        "form_page": "settings",
    }
    template = "accounts/settings.html"
    return render_live(request, record, view, now, template, own, problem=problem, status=status)
