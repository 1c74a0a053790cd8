"""One account from inside."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.page.inside import chosen_label, inside_page
from accounts.page.view import Drawer, View, view_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def account(request: VisitorRequest, public_id: str, account_id: str) -> HttpResponse:
    """``?account=`` is another one, which the question asks about instead."""
    record = selectors.organization_of(request.visitor, public_id)
    organization = store.load(record)
    data = request.GET.copy()
    wanted = data.pop("account", [account_id])[-1]
    if account_id not in organization.accounts or wanted not in organization.accounts:
        raise Http404("No such account.")
    data["at"] = wanted
    view = view_of(data, organization)
    if wanted != account_id:
        return redirect(address_of(record, view))
    response = render_account(request, record, view)
    if request.htmx:
        response["HX-Replace-Url"] = address_of(record, view)
    return response


def address_of(record: OrganizationRecord, view: View) -> str:
    return f"{reverse('accounts:account', args=[record.public_id, view.at])}?{view.query}"


def choose_created(data: QueryDict, op: str, parameters: dict[str, str]) -> None:
    """Who has just been created is chosen in the view ``data``."""
    for kind in ("user", "group", "role"):
        if op == f"iam.create_{kind}":
            data["as"] = f"{kind}/{parameters[f'{kind}_name']}"


def render_account(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """``view.at`` is the account."""
    now = selectors.present(record)
    view = replace(view, who=chosen_label(now.organization.accounts[view.at], view.who) or view.who)
    page = inside_page(now.organization, view, selectors.judge(), before=now.before)
    chosen = page.chosen
    context = {
        "record": record,
        "view": view,
        "page": page,
        "chosen": chosen,
        "explanation": page.explanation,
        "history": now,
        "status": selectors.status(record, now, view),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        "form_page": "inside",
    }
    template = "accounts/inside.html" + ("#live" if request.htmx else "")
    return render(request, template, context, status=status)
