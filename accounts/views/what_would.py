"""What would allow this, or deny it: shown inside the explanation, and done."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import selectors, services, store
from accounts.companions import companion_of
from accounts.forms import EditForm
from accounts.models import OrganizationRecord
from accounts.organization.decisions import PrincipalName, Wanted, carry_out
from accounts.organization.errors import AwsError
from accounts.organization.state import Organization
from accounts.page.view import View, principal_here, view_of
from accounts.page.what_would import ask, what_would_of
from accounts.views.orders import Order
from accounts.views.problems import Problem
from accounts.views.sandbox import done, refuse
from accounts.visitors import VisitorRequest


def _not_offered() -> Problem:
    return Problem(
        _("This is not offered"), _("The question has changed meanwhile. Look at its answer again.")
    )


class NotOffered(Exception):
    """No such edit gives what is wanted, or it changes nothing in the organization."""


@require_safe
def what_would(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Loaded when the explanation is open: to try every edit takes longer than to explain."""
    record = _record(request, public_id)
    organization = store.load(record)
    view = view_of(request.GET, organization)
    who = _who(organization, view)
    context = {
        "record": record,
        "view": view,
        "sections": what_would_of(organization, view.at, who, view, selectors.judge()) if who else (),
        "form_page": "inside" if request.GET.get("page") == "inside" else "",
    }
    return render(request, "accounts/_what_would.html", context)


@require_POST
def do_edit(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Everything of one edit, or nothing; undone together.

    The edit is looked for again: what is posted only names it.
    """
    record = _record(request, public_id)
    form = EditForm(request.POST)
    if not form.is_valid():
        return refuse(request, record, _not_offered(), 422)
    data = form.cleaned_data

    def script(draft: services.Draft) -> None:
        view = form.view_in(draft.organization)
        who = _who(draft.organization, view)
        if not who:
            raise NotOffered
        found = ask(
            draft.organization, view.at, who, view, Wanted(data["wanted"]), selectors.judge()
        ).candidate(data["edit"])
        if found is None or not found.edit.steps:
            raise NotOffered
        carry_out(found.edit, draft.apply)

    try:
        services.perform_group(record, script, base_revision=data["base_revision"], visitor=request.visitor)
    except NotOffered:
        return refuse(request, record, _not_offered(), 422)
    except AwsError as error:
        return refuse(request, record, Problem.of(error), 422)
    except services.Halted as error:
        return refuse(request, record, Problem.of_halt(error), 422)
    except services.StaleRevision as error:
        return refuse(request, record, Problem.of_stale(record, error), 409)
    return done(request, record, Order("edit", {}, data["base_revision"]))


def _record(request: VisitorRequest, public_id: str) -> OrganizationRecord:
    """404 where the answer would be the solution of a task."""
    record = selectors.organization_of(request.visitor, public_id)
    companion = companion_of(record)
    if companion is not None and not companion.shows_what_would:
        raise Http404("Not before the task is solved.")
    return record


def _who(organization: Organization, view: View) -> PrincipalName:
    """The principal that the page explains; empty where none is asked about."""
    return principal_here(organization, view.at, view.who) if view.at in organization.accounts else ""
