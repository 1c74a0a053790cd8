"""One account from inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import selectors, store
from accounts.models import Event, OrganizationRecord
from accounts.organization.operations.iam.reads import get_credential_report
from accounts.organization.state import Organization, Role, User
from accounts.page.credentials import boundary_of, credentials_of, sign_in_of
from accounts.page.identity_dialogs import chosen_identity
from accounts.page.inside import InsidePage, chosen_label, inside_page
from accounts.page.view import View, view_of
from accounts.selectors import Status
from accounts.views.live import at_address, render_live
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def account(request: VisitorRequest, public_id: str, account_id: str) -> HttpResponse:
    """``?account=`` is another one, which the question asks about instead."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    view = view_here(request, store.load(record), account_id)
    if view.at != account_id:
        return redirect(address_of(record, view))
    return at_address(request, render_account(request, record, view), address_of(record, view))


def view_here(request: VisitorRequest, organization: Organization, account_id: str) -> View:
    """The view inside the account, or inside ``?account=``; 404 if either is not there."""
    data = request.GET.copy()
    wanted = data.pop("account", [account_id])[-1]
    if account_id not in organization.accounts or wanted not in organization.accounts:
        raise Http404("No such account.")
    data["at"] = wanted
    view = view_of(data, organization)
    # Of another account the question is the same, whoever is there to answer it.
    return looking_at(organization, view) if wanted == account_id else view


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
    view = looking_at(now.organization, view)
    page = inside_page(
        now.organization, view, selectors.judge(), before=now.before, compared_with=now.compared_with
    )
    event, made = now.event, ""
    if event and event.kind == Event.Kind.OPERATION and event.operation == "iam.create_access_key":
        made = event.response["AccessKey"]["AccessKeyId"]
    time = timezone.now() + now.organization.ahead
    own = {
        **context_of(now.organization, page, reverse("accounts:organization", args=[record.public_id])),
        **credentials_context(now.organization, view, seed=record.seed, made=made, time=time),
        "address": reverse("accounts:account", args=[record.public_id, view.at]),
    }
    if now.event is None:
        own["status"] = Status(_("Choose somebody to see what they may do, and why."))
    template = "accounts/inside.html"
    return render_live(request, record, view, now, template, own, problem=problem, status=status)


def looking_at(organization: Organization, view: View) -> View:
    """With who is chosen in the account."""
    return replace(view, who=chosen_label(organization.accounts[view.at], view.who) or view.who)


def context_of(organization: Organization, page: InsidePage, tree_address: str) -> dict[str, object]:
    """``tree_address`` is the organization's, at the same revision; there ``elsewhere`` shows the account."""
    _, identity = chosen_identity(page.account, page.chosen.label if page.chosen else "")
    bounded = identity if isinstance(identity, User | Role) else None
    return {
        "page": page,
        "chosen": page.chosen,
        "form_page": "inside",
        "tree_address": tree_address,
        "elsewhere": f"{tree_address}?{page.up.query}",
        "can_be_bound": bounded is not None,
        "tags": bounded.tags if bounded else {},
        "boundary": boundary_of(bounded) if bounded else None,
        "role": identity if isinstance(identity, Role) else None,
    }


def credentials_context(
    organization: Organization, view: View, *, seed: str, made: str, time: datetime
) -> dict[str, object]:
    """Of who is chosen, and of the account: nothing of a closed one. ``made`` is the access key that has just
    been made, whose secret is shown; ``time`` is the simulated one."""
    account = organization.accounts[view.at]
    if not account.state.is_usable:
        return {}
    return {
        "credentials": credentials_of(account, view.who, seed=seed, made=made, time=time),
        "sign_in": sign_in_of(organization, account),
    }


@require_safe
def credential_report(request: VisitorRequest, public_id: str, account_id: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id)
    organization = store.load(record)
    if account_id not in organization.accounts or not organization.accounts[account_id].state.is_usable:
        raise Http404("No such account.")
    report = get_credential_report(organization, account_id)
    name = f"credential-report-{account_id}.csv"
    return HttpResponse(
        report,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
