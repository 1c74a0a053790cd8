"""The past of one organization: any revision to read, to compare, to go on from, and to share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import forks, moments, selectors, snapshots, store
from accounts.models import OrganizationRecord, Snapshot
from accounts.organization import scenario
from accounts.organization.state import Organization
from accounts.page.comparison import comparison
from accounts.page.page import page_of
from accounts.page.view import Drawer, View, view_of
from accounts.selectors import Status
from accounts.views.live import at_address
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest

LONGEST_FRAGMENT = 8_000
"""Characters. Chats and mail programs cut far longer links short."""
MOST_ACCOUNTS_IN_A_LINK = 100
"""More would not fit, and writing their document takes time."""
MOST_DIGITS = 9
"""No organization has more revisions."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """Shown once: its secret is kept nowhere."""

    snapshot: Snapshot
    address: str


# Reading


@require_safe
def go_to(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?revision=`` from the scrubber, to that revision's own address with the same view."""
    record = selectors.organization_of(request.visitor, public_id)
    revision = _revision(request.GET.get("revision"), record)
    query = QueryDict(request.GET.get("view", "")).urlencode(safe=":/")
    address = f"{reverse('accounts:revision', args=[record.public_id, revision])}?{query}"
    # The page of the present can do more: it is left, not morphed.
    if request.htmx and request.GET.get("page") != "past":
        return HttpResponseClientRedirect(f"{address}#revision")
    return HttpResponseRedirect(address)


@require_safe
def revision(request: VisitorRequest, public_id: str, revision: int) -> HttpResponse:
    """The organization as it was. What is done here is done in a fork."""
    record = selectors.organization_of(request.visitor, public_id)
    view = view_of_past(request.GET, moments.organization_at(record, revision))
    return render_revision(request, record, revision, view)


def render_revision(
    request: VisitorRequest,
    record: OrganizationRecord,
    revision: int,
    view: View,
    *,
    http_status: int = 200,
    **more: object,
) -> HttpResponse:
    moment = moments.moment(record, revision)
    page = page_of(
        moment.organization,
        view,
        selectors.judge(),
        before=moment.before,
        compared_with=moment.compared_with,
    )
    said = f"r{revision}: {moment.step.sentence} " + _("What you change here is done in a fork.")
    address = reverse("accounts:revision", args=[record.public_id, revision])
    return render_past(
        request,
        replace(view, open=page.tree.opened),
        revision,
        address,
        http_status,
        page=page,
        record=record,
        status=Status(said),
        days=snapshots.DAYS,
        **more,
    )


@never_cache
@require_safe
def shared(request: VisitorRequest, token: str) -> HttpResponse:
    """What a link shows to anybody: one revision, and nothing of what was before or came after.

    Never cached, so that a revoked link is closed at once.
    """
    snapshot = opened(token)
    organization = moments.organization_at(snapshot.organization, snapshot.revision)
    view = view_of_past(request.GET, organization)
    page = page_of(organization, view, selectors.judge())
    return render_shared(request, replace(view, open=page.tree.opened), snapshot, request.path, page=page)


def opened(token: str) -> Snapshot:
    """404 for a link that is closed, or never was."""
    try:
        return snapshots.opened_by(token)
    except Snapshot.DoesNotExist as error:
        raise Http404("This link was revoked, has expired, or never was.") from error


def render_shared(
    request: VisitorRequest, view: View, snapshot: Snapshot, address: str, **context: Any
) -> HttpResponse:
    """A page of what a link shows."""
    context |= {
        "snapshot": snapshot,
        "name": snapshot.organization.name,
        "status": Status(_("A snapshot: nothing can be changed here.")),
        # Nothing is sent from here, so the reader's browser need not keep a cookie for it.
        "csrf_token": "",
    }
    response = render_past(request, view, snapshot.revision, address, **context)
    response["X-Robots-Tag"] = "noindex"
    return response


def view_of_past(data: QueryDict | str, organization: Organization) -> View:
    """The log belongs to the present."""
    view = view_of(QueryDict(data) if isinstance(data, str) else data, organization)
    return replace(view, drawer=Drawer.CLOSED) if view.drawer is Drawer.LOG else view


def render_past(
    request: VisitorRequest,
    view: View,
    revision: int,
    address: str,
    http_status: int = 200,
    template: str = "accounts/past.html",
    **context: Any,
) -> HttpResponse:
    """A page of the past, or for htmx its live part."""
    context |= {"view": view, "revision": revision, "is_past": True, "address": address}
    template += "#live" if request.htmx else ""
    response = render(request, template, context, status=http_status)
    return at_address(request, response, f"{address}?{view.query}")


@require_safe
def compare(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?from=`` and ``?to=``; the latest operation unless they say otherwise. ``view`` is how one looks."""
    record = selectors.organization_of(request.visitor, public_id)
    newest = _revision(request.GET.get("to", str(record.revision)), record)
    oldest = _revision(request.GET.get("from", str(max(newest - 1, 0))), record)
    before, after = (moments.organization_at(record, each) for each in (oldest, newest))
    view = _carried_view(request, after)
    context = {
        "record": record,
        "view": view,
        "from_revision": oldest,
        "to_revision": newest,
        "comparison": comparison(before, after, view, selectors.judge()),
    }
    return render(request, "accounts/comparison.html", context)


@require_safe
def history(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``?newest=`` begins the list further back."""
    record = selectors.organization_of(request.visitor, public_id)
    return _render_history(request, record)


def _render_history(
    request: VisitorRequest,
    record: OrganizationRecord,
    *,
    problem: Problem | None = None,
    new_link: NewLink | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = _revision(request.GET.get("newest", str(record.revision)), record)
    steps = moments.steps(record, newest)
    context = {
        "record": record,
        "view": _carried_view(request, store.load(record)),
        "newest": newest,
        "newer": min(newest + moments.PAGE_SIZE, record.revision),
        "whole": _link_to_all_of(request, record),
        "steps": steps,
        "older": steps[-1].revision - 1,
        "snapshots": snapshots.listed(record),
        "forks": record.forks.filter(visitor=record.visitor).order_by("-created"),
        "origin": OrganizationRecord.objects.of(request.visitor).filter(pk=record.forked_from_id).first(),
        "days": snapshots.DAYS,
        "problem": problem,
        "new_link": new_link,
    }
    return render(request, "accounts/history.html", context, status=status)


def _carried_view(request: VisitorRequest, organization: Organization) -> View:
    """``view`` is the query string of the page that the reader came from, and will go back to."""
    return view_of_past(request.POST.get("view") or request.GET.get("view", ""), organization)


def _link_to_all_of(request: VisitorRequest, record: OrganizationRecord) -> str:
    """A link that holds the present organization itself, in its fragment; empty for one too large."""
    organization = store.load(record)
    if len(organization.accounts) > MOST_ACCOUNTS_IN_A_LINK:
        return ""
    document = {**scenario.to_document(organization), "name": record.name}
    fragment = scenario.packed(document)
    address = request.build_absolute_uri(reverse("accounts:open"))
    return f"{address}#scenario={fragment}" if len(fragment) <= LONGEST_FRAGMENT else ""


def _revision(typed: str | None, record: OrganizationRecord) -> int:
    """404 for what is no revision of this organization."""
    typed = typed or ""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    if not is_number or int(typed) > record.revision:
        raise Http404("No such revision.")
    return int(typed)


# Doing


@require_POST
def fork(request: VisitorRequest, public_id: str, revision: int) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id)
    moments.organization_at(record, revision)
    try:
        made = forks.fork(record, revision, request.visitor)
    except forks.TooMany as error:
        return _render_history(request, record, problem=Problem(_("No more forks"), str(error)), status=422)
    query = QueryDict(request.POST.get("view", "")).urlencode(safe=":/")
    return HttpResponseRedirect(f"{reverse('accounts:organization', args=[made.public_id])}?{query}")


@require_POST
def share(request: VisitorRequest, public_id: str, revision: int) -> HttpResponse:
    """``days`` is one of those offered. The link is in the answer, and nowhere afterwards."""
    record = selectors.organization_of(request.visitor, public_id)
    moments.organization_at(record, revision)
    days = next((each for each in snapshots.DAYS if str(each) == request.POST.get("days")), None)
    if days is None:
        problem = Problem(_("How long?"), _("Choose for how many days the link works."))
        return _render_history(request, record, problem=problem, status=422)
    try:
        snapshot, token = snapshots.share(record, revision, days=days)
    except forks.TooMany as error:
        return _render_history(request, record, problem=Problem(_("No more links"), str(error)), status=422)
    query = QueryDict(request.POST.get("view", "")).urlencode(safe=":/")
    address = request.build_absolute_uri(reverse("accounts:shared", args=[token]))
    new_link = NewLink(snapshot, f"{address}?{query}" if query else address)
    return _render_history(request, record, new_link=new_link)


def _as_field(request: VisitorRequest) -> str:
    """The view that was posted, as a field of a query string."""
    return urlencode({"view": request.POST.get("view", "")})


@require_POST
def revoke(request: VisitorRequest, public_id: str, snapshot_id: int) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id)
    snapshots.revoke(get_object_or_404(record.snapshots, pk=snapshot_id))
    return redirect(f"{reverse('accounts:history', args=[record.public_id])}?{_as_field(request)}")
