"""The sandbox's pages. A view translates: request in, one service or selector, template out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from accounts import moments, selectors, services, store
from accounts.companions import companion_of
from accounts.models import OrganizationRecord
from accounts.organization.errors import AwsError
from accounts.organization.state import Organization
from accounts.page import dialogs, finding
from accounts.page.changes import move_preview, try_move
from accounts.page.destinations import found_destinations
from accounts.page.page import page_of
from accounts.page.view import View, view_of
from accounts.views import billing, inside, management, settings
from accounts.views.live import at_address, render_live
from accounts.views.orders import Order, Unclear, carry_out, order_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


@require_safe
def home(request: VisitorRequest) -> HttpResponse:
    """The visitor's own sandbox; a first visit makes one, without any sign-up. The query is the view to open
    it with."""
    record = selectors.latest_sandbox_of(request.visitor)
    if record is None:
        record = services.create_sandbox(request.visitor)
    address = reverse("accounts:organization", args=[record.public_id])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


@require_GET
def claim(request: VisitorRequest, token: str) -> HttpResponse:
    """Opens once what the command line has made; it is the opening browser's from then on. A HEAD, as
    chats send it to preview a link, must not use the link up."""
    try:
        record = services.claim(token, request.visitor)
    except OrganizationRecord.DoesNotExist as error:
        raise Http404("This link has been used, or never was.") from error
    return redirect("accounts:organization", record.public_id)


@require_safe
def organization(request: VisitorRequest, public_id: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True, keeps_covered=True)
    view = view_of(request.GET, store.load(record))
    response = render_organization(request, record, view)
    return at_address(request, response, f"{request.path}?{view.query}")


@require_safe
def preview(request: VisitorRequest, public_id: str, revision: int | None = None) -> HttpResponse:
    """What a move would gain and lose, now or at ``revision``. Nothing is written."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    companion = companion_of(record)
    if companion is not None and not companion.shows_previews:
        raise Http404("No previews here.")
    before = _organization(record, revision)
    context: dict[str, Any] = {"verb": "move" if request.htmx.target == "move-preview" else "drop"}
    try:
        after = try_move(
            before, request.GET.get("account_id", ""), request.GET.get("destination_parent_id", "")
        )
    except AwsError as error:
        context["problem"] = Problem.of(error)
    else:
        view = view_of(QueryDict(request.GET.get("view", "")), before)
        context["preview"] = move_preview(before, after, request.GET["account_id"], view, selectors.judge())
    return render(request, "accounts/_preview.html", context)


@require_safe
def dialog(request: VisitorRequest, public_id: str, name: str, revision: int | None = None) -> HttpResponse:
    record = selectors.organization_of(
        request.visitor, public_id, lets_guests=True, keeps_covered=name == "help"
    )
    return render_dialog(request, record, name, request.GET, revision=revision)


@require_safe
def find(request: VisitorRequest, public_id: str, revision: int | None = None) -> HttpResponse:
    """``words``, beside the fields of the page's view: what is there under these words."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    organization = _organization(record, revision)
    words = request.GET.get("words", "")[:100]
    context = {
        "record": record,
        "revision": revision,
        "is_past": revision is not None,
        "words": words,
        "is_inside": request.GET.get("page") == "inside",
        "kinds": finding.find(organization, view_of(request.GET, organization), words),
    }
    return render(request, "accounts/_found.html", context)


@require_safe
def destinations(request: VisitorRequest, public_id: str, revision: int | None = None) -> HttpResponse:
    """Those of the move dialog that fit ``words``."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    words, here = request.GET.get("words", "")[:100], request.GET.get("source_parent_id", "")
    found = found_destinations(_organization(record, revision), here, words)
    return render(request, "accounts/_destinations.html", {"destinations": found, "words": words})


def _organization(record: OrganizationRecord, revision: int | None) -> Organization:
    """Now, or at a revision of the past."""
    return store.load(record) if revision is None else moments.organization_at(record, revision)


@require_POST
def operate(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Every change of an organization comes through here."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True, keeps_covered=True)
    companion = companion_of(record)
    if companion is not None and companion.refusal:
        return refuse(request, record, Problem(_("Not now"), companion.refusal), 422)
    try:
        order = order_of(request.POST)
        carry_out(record, order, base_revision=order.base_revision, visitor=request.visitor)
    except Unclear as error:
        return refuse(request, record, error.problem, 422)
    except AwsError as error:
        return refuse(request, record, Problem.of(error), 422)
    except services.StaleRevision as error:
        return refuse(request, record, Problem.of_stale(record, error), 409)
    except services.Halted as error:
        return refuse(request, record, Problem.of_halt(error), 422)
    except services.NothingToDo as error:
        return refuse(request, record, Problem(_("Nothing to do"), str(error)), 422)
    return done(request, record, order)


def view_after(request: VisitorRequest, order: Order) -> QueryDict:
    """The view after an operation: what it acted on is selected, and the panel shows what changed."""
    data = QueryDict(request.POST.get("view", ""), mutable=True)
    if account_id := order.parameters.get("account_id"):
        data["at"] = account_id
    data["tab"] = "changed"
    data["drawer"] = data["beside"] = ""
    inside.choose_created(data, order.op, order.parameters)
    return data


def done(request: VisitorRequest, record: OrganizationRecord, order: Order) -> HttpResponse:
    data = view_after(request, order)
    address = address_of_page(request, record, data)
    if not request.htmx:
        return HttpResponseRedirect(address)
    response = render_page(request, record, data)
    response["HX-Replace-Url"] = address
    # A dialog's form aims at the dialog, for the case that it is refused.
    return trigger_client_event(reswap(retarget(response, "#live"), "morph:outerHTML"), "closeDialog")


def refuse(
    request: VisitorRequest, record: OrganizationRecord, problem: Problem, status: int
) -> HttpResponse:
    """Nothing was changed: the page, or the dialog it came from, as it still is, and the reason."""
    name = request.POST.get("dialog", "")
    if name in dialogs.DIALOGS and request.htmx and status == 422:
        response = render_dialog(request, record, name, request.POST, problem=problem, status=status)
        return reswap(retarget(response, "#dialog-slot"), "innerHTML")
    data = QueryDict(request.POST.get("view", ""))
    return render_page(request, record, data, problem=problem, status=status)


def render_page(
    request: VisitorRequest,
    record: OrganizationRecord,
    data: QueryDict,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page that a form was on; ``data`` is its view."""
    show = render_organization
    page = request.POST.get("page")
    if _is_inside(request, record, data):
        show = inside.render_account
    elif page == "management":
        show = management.render_management
    elif page == "settings":
        show = settings.render_settings
    elif page == "billing":
        show = billing.render_billing
    return show(request, record, view_of(data, store.load(record)), problem=problem, status=status)


def address_of_page(request: VisitorRequest, record: OrganizationRecord, data: QueryDict) -> str:
    view = view_of(data, store.load(record))
    if _is_inside(request, record, data):
        return inside.address_of(record, view)
    if request.POST.get("page") == "management":
        return management.address_of(record, view)
    if request.POST.get("page") == "settings":
        return settings.address_of(record, view)
    if request.POST.get("page") == "billing":
        return billing.address_of(record, view)
    return f"{reverse('accounts:organization', args=[record.public_id])}?{view.query}"


def _is_inside(request: VisitorRequest, record: OrganizationRecord, data: QueryDict) -> bool:
    """When the account is gone, the organization is shown instead."""
    return request.POST.get("page") == "inside" and data.get("at") in store.load(record).accounts


def render_organization(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    now = selectors.present(record)
    companion = companion_of(record, view)
    page = page_of(
        now.organization,
        view,
        selectors.judge(),
        before=now.before,
        compared_with=now.compared_with,
        is_covered=companion is not None and companion.covers_verdicts,
    )
    view = replace(view, open=page.tree.opened)
    own = {
        "address": reverse("accounts:organization", args=[record.public_id]),
        "revision": record.revision,
        "page": page,
    }
    template = "accounts/organization.html"
    return render_live(
        request, record, view, now, template, own, problem=problem, status=status, companion=companion
    )


def render_dialog(
    request: VisitorRequest,
    record: OrganizationRecord,
    name: str,
    data: QueryDict,
    *,
    problem: Problem | None = None,
    status: int = 200,
    revision: int | None = None,
) -> HttpResponse:
    """``revision`` is that of a page of the past."""
    if name not in dialogs.DIALOGS:
        raise Http404("No such dialog.")
    organization = _organization(record, revision)
    # A form carries the page's view in one field, a button of the page in its own address.
    view = view_of(QueryDict(data["view"]) if "view" in data else data, organization)
    context = dialogs.DIALOGS[name](organization, view, selectors.judge(), data)
    context |= {
        "record": record,
        "view": view,
        "problem": problem,
        "posted": data,
        "dialog_name": name,
        "is_past": revision is not None,
        "revision": revision,
        "form_page": data["page"] if data.get("page") in ("inside", "management", "settings") else "",
    }
    return render(request, f"accounts/dialogs/{name}.html", context, status=status)
