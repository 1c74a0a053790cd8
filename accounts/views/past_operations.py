"""Operations at a revision of the past: each becomes the first of a fork, and the future stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts import forks, moments, selectors, services
from accounts.models import OrganizationRecord
from accounts.organization.errors import AwsError
from accounts.organization.operations import as_cli
from accounts.organization.state import Organization
from accounts.page import dialogs, log
from accounts.views import history, sandbox
from accounts.views.orders import HISTORY, Unclear, carry_out, order_of, script_of
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest

MOST_TOLD = 4
"""Of operations done together."""
NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "fork", "dialog")


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be done in a fork, in sentences. ``fields`` is the form, to be sent again with ``fork``."""

    sentences: tuple[str, ...]
    more: int
    effect: str
    command: str
    fields: tuple[tuple[str, str], ...]


@require_POST
def operate(request: VisitorRequest, public_id: str, revision: int) -> HttpResponse:
    """With ``fork=yes`` the fork is made and the operation done in it, both or neither. Without it nothing
    is written: the fork is offered, with what would come of it."""
    record = selectors.organization_of(request.visitor, public_id)
    before = moments.organization_at(record, revision)
    try:
        order = order_of(request.POST)
        if order.op in HISTORY:
            raise Unclear(_("Not in the past"), _("Undo, redo and reset are for the present."))
        if request.POST.get("fork") != "yes":
            draft = services.foresee(before, script_of(order))
            return _offer(request, record, revision, before, draft)
        with transaction.atomic():
            made = forks.fork(record, revision, request.visitor)
            carry_out(made, order, base_revision=None, visitor=request.visitor)
    except Unclear as error:
        return _refuse(request, record, revision, error.problem)
    except AwsError as error:
        return _refuse(request, record, revision, Problem.of(error))
    except forks.TooMany as error:
        return _refuse(request, record, revision, Problem(_("No more forks"), str(error)))
    address = sandbox.address_of_page(request, made, sandbox.view_after(request, order))
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def _offer(
    request: VisitorRequest,
    record: OrganizationRecord,
    revision: int,
    before: Organization,
    draft: services.Draft,
) -> HttpResponse:
    """A dialog over the page; without htmx the page with the offer on top, which is no success: 409."""
    view = history.view_of_past(request.POST.get("view", ""), before)
    told = draft.events[:MOST_TOLD]
    offer = Offer(
        sentences=tuple(
            log.sentence(each.operation, each.parameters, before, draft.organization) for each in told
        ),
        more=len(draft.events) - len(told),
        effect=selectors.effect_words(draft.events[-1], before, draft.organization, view),
        command=as_cli(told[0].operation, told[0].parameters, before),
        fields=tuple(
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NOT_SENT_AGAIN
        ),
    )
    context = {"record": record, "revision": revision, "is_past": True, "offer": offer}
    if request.htmx:
        response = render(request, "accounts/dialogs/fork.html", context)
        return reswap(retarget(response, "#dialog-slot"), "innerHTML")
    return history.render_revision(request, record, revision, view, offer=offer, http_status=409)


def _refuse(
    request: VisitorRequest, record: OrganizationRecord, revision: int, problem: Problem
) -> HttpResponse:
    """Neither fork nor operation: the page, or the dialog it came from, as it still is, and the reason."""
    name = request.POST.get("dialog", "")
    if name in dialogs.DIALOGS and request.htmx:
        response = sandbox.render_dialog(
            request, record, name, request.POST, problem=problem, status=422, revision=revision
        )
        return reswap(retarget(response, "#dialog-slot"), "innerHTML")
    view = history.view_of_past(request.POST.get("view", ""), moments.organization_at(record, revision))
    return history.render_revision(request, record, revision, view, problem=problem, http_status=422)
