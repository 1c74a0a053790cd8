"""The bill of the organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.organization.billing import teaching_prices
from accounts.page.billing import billing_page
from accounts.page.view import View, view_of
from accounts.views.live import at_address, render_live
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def billing(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?usage=`` is the usage type in the picture."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    view = view_of(request.GET, store.load(record))
    return at_address(request, render_billing(request, record, view), address_of(record, view))


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
    own = {
        "page": billing_page(now.organization, teaching_prices(), today, view.usage_type, view.seek),
        "form_page": "billing",
    }
    template = "accounts/billing.html"
    return render_live(request, record, view, now, template, own, problem=problem, status=status)
