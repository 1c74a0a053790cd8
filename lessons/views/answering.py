"""What every page with a question does: reads what was chosen, and opens what it is about in a sandbox."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import forks
from accounts.organization.state import Organization
from accounts.visitors import VisitorRequest
from lessons import sandboxes
from lessons.course.misconceptions import Asking
from lessons.page.round_question import page_of
from lessons.rounds import Asked, Questioning

UNKNOWN = "unknown"
"""Posted beside the choices: I do not know."""
NO_CHOICE = -1


def chosen_in(request: VisitorRequest) -> list[int]:
    """The numbers of the choices; nothing is "I do not know". What is no number is ``NO_CHOICE``, and so is
    choosing nothing at all."""
    if UNKNOWN in request.POST:
        return []
    texts = request.POST.getlist("choice")[:20]
    return [
        int(text) if text.isascii() and text.isdigit() and len(text) < 4 else NO_CHOICE for text in texts
    ] or [NO_CHOICE]


def question_of(
    request: VisitorRequest, current: Questioning, number: int, asked: Asked, *, is_nothing_chosen: bool
) -> dict[str, object]:
    """What the template of a round's question shows, whichever round it is."""
    return {
        "page": page_of(asked, current.answers[number - 1] if number <= len(current.answers) else None),
        "number": number,
        "code": current.code,
        "address": request.path,
        "try_address": f"{request.path}sandbox",
        "is_nothing_chosen": is_nothing_chosen,
    }


def into_sandbox(
    request: VisitorRequest, organization: Organization, asking: Asking | None, name: str
) -> HttpResponse:
    """A new sandbox, looking at what the question asks."""
    try:
        record = sandboxes.open_in_sandbox(request.visitor, organization, name)
    except forks.TooMany as error:
        return render(request, "lessons/no_room.html", {"problem": error}, status=422)
    address = reverse("accounts:organization", args=[record.public_id])
    if asking is None or asking.account_id not in organization.accounts:
        return redirect(address)
    view = {"at": asking.account_id, "as": asking.label, "action": asking.action, "drawer": "explain"}
    if asking.resource is not None:
        view["on"] = asking.resource
    if asking.circumstances.mfa is not None:
        view["mfa"] = asking.circumstances.mfa.value
    return redirect(f"{address}?{urlencode(view)}")
