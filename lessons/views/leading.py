"""The instructor leads from their own organization: who follows sees it, and goes where they go."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST

from accounts import store
from accounts.page.view import View, view_of
from accounts.people.roles import Role, requires
from accounts.visitors import VisitorRequest
from lessons.classroom import holding
from lessons.models import Classroom
from lessons.page.classroom.leading import look_of
from lessons.page.requests import address_on
from lessons.views.classes import ACTS, classroom_of

LEADING: Final = ("lead", "let-go", "show-tree", "show-step")


@requires(Role.INSTRUCTOR)
@require_POST
def lead(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``do`` is one of ``LEADING``, done where ``view`` looks; then back there."""
    classroom = classroom_of(request, public_id)
    do = request.POST.get("do", "")
    if do not in LEADING:
        raise Http404("No such act.")
    view = _view(request, classroom)
    with suppress(holding.NotNow):
        holding.look_at(classroom, look_of(view))
        ACTS[do](request, classroom)
    return _back(classroom, view)


@requires(Role.INSTRUCTOR)
@require_POST
def look(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The instructor looks at ``view``, and so does whoever follows."""
    classroom = classroom_of(request, public_id)
    view = _view(request, classroom)
    with suppress(holding.NotNow):
        holding.look_at(classroom, look_of(view))
    return HttpResponse(status=204) if request.htmx else _back(classroom, view)


def _view(request: VisitorRequest, classroom: Classroom) -> View:
    if classroom.organization is None:
        raise Http404("No organization.")
    return view_of(QueryDict(request.POST.get("view", "")), store.load(classroom.organization))


def _back(classroom: Classroom, view: View) -> HttpResponse:
    assert classroom.organization is not None
    return HttpResponseRedirect(address_on(classroom.organization, view))
