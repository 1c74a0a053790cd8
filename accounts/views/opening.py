"""Organizations from elsewhere: a scenario that a link carries, or that another site's form sends."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import forks, uploads
from accounts.organization.scenario import ScenarioError
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest

JSON = "application/json"


# Exempt: other sites may send a scenario here, and nothing is written before its reader says so.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: VisitorRequest) -> HttpResponse:
    """A POST's ``scenario``, or its whole body if that is JSON, is read and reported. With GET the fragment
    of the address may hold one (``#scenario=``), which a script fills in. The query is the view to open with.
    """
    if request.method != "POST":
        return _page(request, request.GET)
    if request.content_type == JSON:
        text = request.body.decode(errors="replace")
    else:
        text = request.POST.get("scenario", "")
    if _is_from_elsewhere(request):
        # Browsers keep their cookies back, and a new one would take the place of the reader's own.
        return _page(request, request.GET, text=text, is_to_be_sent_again=True, csrf_token="")
    view = QueryDict(request.POST["view"]) if "view" in request.POST else request.GET
    try:
        found = _read(text)
    except ScenarioError as error:
        return _refused(request, view, text, error)
    return _page(request, view, text=text, found=found)


@require_POST
def create(request: VisitorRequest) -> HttpResponse:
    """An organization of this visitor's own, with access keys of its own."""
    text, view = request.POST.get("scenario", ""), QueryDict(request.POST.get("view", ""))
    try:
        found = _read(text)
        made = forks.begin(found.document, found.name, request.visitor)
    except ScenarioError as error:
        return _refused(request, view, text, error)
    except forks.TooMany as error:
        problem = Problem(_("No more organizations"), str(error))
        return _page(request, view, text=text, problem=problem, status=422)
    address = reverse("accounts:organization", args=[made.public_id])
    return HttpResponseRedirect(f"{address}?{view.urlencode(safe=':/')}" if view else address)


def _is_from_elsewhere(request: VisitorRequest) -> bool:
    """Whether a page of another site sent this; programs do not say where they are."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) != own


def _read(text: str) -> uploads.Upload:
    file = SimpleUploadedFile("Opened.json", text.encode(errors="replace"), JSON)
    return uploads.read([file], keep_identifiers=True)


def _refused(request: VisitorRequest, view: QueryDict, text: str, error: ScenarioError) -> HttpResponse:
    faults = error.faults[: uploads.MOST_FAULTS]
    return _page(request, view, text=text, faults=faults, fault_count=len(error.faults), status=422)


def _page(request: VisitorRequest, view: QueryDict, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"view_query": view.urlencode(safe=":/"), **more}
    return render(request, "accounts/open.html", context, status=status)
