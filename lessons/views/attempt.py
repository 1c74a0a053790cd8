"""What one does in an attempt besides operations. Every answer leads back to the page of its organization."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import forks, store
from accounts.models import OrganizationRecord
from accounts.page.view import view_of
from accounts.views.problems import Problem
from accounts.views.sandbox import render_organization
from accounts.visitors import VisitorRequest
from lessons import attempts, doing
from lessons.models import Attempt, Replay
from lessons.page.requests import address_on


@require_POST
def go_on(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``from`` is the step that has been read, or seen."""
    attempt = _attempt(request, public_id)
    try:
        doing.go_on(attempt, request.POST.get("from", ""))
    except doing.OutOfStep:
        return _elsewhere(request, attempt)
    return redirect(attempts.address_of(attempt))


@require_POST
def predict(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``question``, ``choice`` and, where it leads on, ``then`` count the choices from 0."""
    attempt = _attempt(request, public_id)
    choice, then, first = (_number(request.POST.get(name)) for name in ("choice", "then", "first"))
    try:
        doing.predict(attempt, request.POST.get("question", ""), choice, then, first)
    except doing.OutOfStep:
        return _elsewhere(request, attempt)
    except doing.NoSuchChoice:
        problem = Problem(_("First your answer"), _("Choose what you expect; a guess is fine."))
        return _page(request, attempt, problem, 422)
    return redirect(attempts.address_of(attempt))


@require_POST
def hint(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``number`` counts from 1."""
    attempt = _attempt(request, public_id)
    try:
        doing.show_hint(attempt, _number(request.POST.get("number")) or 0)
    except doing.OutOfStep:
        return _elsewhere(request, attempt)
    return _back(request, _record(attempt))


@require_POST
def reveal(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``solution`` counts from 0."""
    attempt = _attempt(request, public_id)
    number = _number(request.POST.get("solution"))
    try:
        replay = doing.reveal(attempt, -1 if number is None else number)
    except doing.OutOfStep:
        return _elsewhere(request, attempt)
    return redirect("accounts:organization", replay.organization.public_id)


@require_POST
def to_sandbox(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The organization as it is now, in a sandbox, where everything goes."""
    record = _record(_attempt(request, public_id))
    try:
        made = forks.fork(record, record.revision, request.visitor)
    except forks.TooMany as error:
        return _page(request, _attempt(request, public_id), Problem(_("No more sandboxes"), str(error)), 422)
    return redirect("accounts:organization", made.public_id)


@require_POST
def play(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The next operation of the solution; ``back`` takes the last one back."""
    replay = Replay.objects.filter(
        organization__public_id=public_id, organization__in=OrganizationRecord.objects.of(request.visitor)
    ).first()
    if replay is None:
        raise Http404("No such replay.")
    (doing.play_back if "back" in request.POST else doing.play_on)(replay)
    return _back(request, replay.organization)


def _attempt(request: VisitorRequest, public_id: str) -> Attempt:
    """Somebody else's is as absent as one that never was."""
    attempt = Attempt.objects.filter(
        organization__public_id=public_id, organization__in=OrganizationRecord.objects.of(request.visitor)
    ).first()
    if attempt is None:
        raise Http404("No such attempt.")
    return attempt


def _record(attempt: Attempt) -> OrganizationRecord:
    assert attempt.organization is not None
    return attempt.organization


def _back(request: VisitorRequest, record: OrganizationRecord) -> HttpResponse:
    """To the page as it was looked at."""
    view = view_of(QueryDict(request.POST.get("view", "")), store.load(record))
    return HttpResponseRedirect(address_on(record, view))


def _elsewhere(request: VisitorRequest, attempt: Attempt) -> HttpResponse:
    problem = Problem(_("This lesson is elsewhere"), _("Here is where you are in it. Nothing was changed."))
    return _page(request, attempt, problem, 409)


def _page(request: VisitorRequest, attempt: Attempt, problem: Problem, status: int) -> HttpResponse:
    record = _record(attempt)
    view = view_of(QueryDict(request.POST.get("view", "")), store.load(record))
    return render_organization(request, record, view, problem=problem, status=status)


def _number(typed: str | None) -> int | None:
    is_number = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 4
    return int(typed) if typed is not None and is_number else None
