"""What every page of the present organization has around its own part: bar, status, log, refusal."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from accounts import selectors
from accounts.companions import Companion, companion_of
from accounts.models import OrganizationRecord
from accounts.page.view import Drawer, View
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest


def render_live(
    request: VisitorRequest,
    record: OrganizationRecord,
    view: View,
    now: selectors.Present,
    template: str,
    own: dict[str, object],
    *,
    problem: Problem | None = None,
    status: int = 200,
    companion: Companion | None = None,
) -> HttpResponse:
    """The page, or for htmx its live part. ``own`` is what this page shows besides; ``companion``, if it was
    found already."""
    companion = companion or companion_of(record, view)
    is_free = (companion is None or not companion.refusal) and record.acting_for is None
    context = {
        "record": record,
        "view": view,
        "companion": companion,
        "history": now,
        "can_undo": is_free and now.can_undo,
        "can_redo": is_free and now.can_redo,
        "can_reset": is_free and record.revision > 0,
        "status": _status(record, now, view, companion),
        "problem": problem,
        "log": selectors.operation_log(record) if view.drawer is Drawer.LOG else (),
        **own,
    }
    return render(request, template + ("#live" if request.htmx else ""), context, status=status)


def _status(
    record: OrganizationRecord, now: selectors.Present, view: View, companion: Companion | None
) -> selectors.Status:
    """What is covered is not told either, and before anything has happened it is told why nothing can."""
    if companion is None or not companion.refusal:
        told = selectors.status(record, now, view)
        # Who acts for one account goes back over nobody's head.
        return told if record.acting_for is None else replace(told, undoable=False)
    if companion.covers_verdicts or now.event is None:
        return selectors.Status(companion.refusal)
    return replace(selectors.status(record, now, view), undoable=False)


def at_address(request: VisitorRequest, response: HttpResponse, address: str) -> HttpResponse:
    """htmx shall show the address at which the whole page can be had again."""
    if request.htmx:
        response["HX-Replace-Url"] = address
    return response
