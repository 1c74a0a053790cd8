"""Learning platforms at the door: see ``lessons.lti``. Without any of them there is nothing here."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.roles import Role, sign_in_address
from accounts.visitors import VisitorRequest
from lessons.lti import arriving, choosing, keys, scores
from lessons.lti.launch import Launch
from lessons.models import LtiLink, LtiPlatform, LtiUser

FRAMES = ("iframe", "frame", "embed", "object")


def _answers_refusals(view: Any) -> Any:
    @wraps(view)
    def answering(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not LtiPlatform.objects.filter(is_active=True).exists():
            raise Http404("No learning platform is registered.")
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except arriving.Refused as refused:
            # In a frame it must be seen, too: there is nothing on it to be clicked by mistake.
            return _page(request, "problem", {"refused": refused}, status=refused.status, frames=["*"])
        return response

    return answering


@require_safe
@_answers_refusals
def jwks(request: VisitorRequest) -> HttpResponse:
    """What platforms check our signatures with."""
    keys.key()
    return JsonResponse(keys.public_keys())


# Exempt: a platform's page sends this, and nothing is done in anybody's name.
@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_answers_refusals
def login(request: VisitorRequest) -> HttpResponse:
    """In a frame it is a link to itself in a window of its own; but what is chosen for a course goes back to
    the frame, and is chosen in it."""
    sent = request.POST if request.method == "POST" else request.GET
    platform = arriving.platform_of(sent.get("iss", ""), sent.get("client_id", ""))
    target = sent.get("target_link_uri", "")
    is_framed = request.headers.get("Sec-Fetch-Dest") in FRAMES
    if is_framed and urlsplit(target).path != reverse("lessons:lti_choose"):
        names = ("iss", "client_id", "login_hint", "lti_message_hint", "lti_deployment_id", "target_link_uri")
        here = {name: sent[name] for name in names if name in sent}
        return _page(request, "window", {"address": f"?{urlencode(here)}"}, frames=["*"])
    begun = arriving.begin(
        platform,
        login_hint=sent.get("login_hint", ""),
        message_hint=sent.get("lti_message_hint", ""),
        redirect_uri=request.build_absolute_uri(reverse("lessons:lti_launch")),
    )
    response = redirect(begun.address)
    response.set_cookie(
        begun.cookie,
        begun.secret,
        max_age=int(arriving.AT_THE_DOOR.total_seconds()),
        path=reverse("lessons:lti_login").removesuffix("login/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


# Exempt: a platform's page sends this; what it sends is signed, and good once.
@csrf_exempt
@xframe_options_exempt
@require_POST
@_answers_refusals
def launch(request: VisitorRequest) -> HttpResponse:
    """Cookies do not come with what another site posts: for them the browser goes on to ``enter``."""
    row, sent = arriving.receive(request.POST.get("state", ""), request.POST.get("id_token", ""))
    if sent.wants_choice:
        return _choices(request, row.platform, sent)
    return redirect("lessons:lti_enter", arriving.keep(row, sent))


@require_safe
@_answers_refusals
def choose(request: VisitorRequest) -> HttpResponse:
    """Only a name, by which a platform says at the login that it wants something chosen."""
    raise arriving.Refused(_("Start this from your learning platform."), status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@_answers_refusals
def enter(request: VisitorRequest, ticket: str) -> HttpResponse:
    """Posted with ``who``, ``me`` or ``other``: whether it is they who are signed in here."""
    row, sent = arriving.kept(ticket, request.COOKIES)
    platform = row.platform
    link = arriving.link_of(platform, sent)
    who = request.POST.get("who", "")
    if arriving.needs_asking(request, platform, sent) and who not in ("me", "other"):
        context = {
            "launch": sent,
            "platform": platform,
            "sign_in": sign_in_address(Role.INSTRUCTOR, request.path),
            "called": request.visitor.user.get_username() if request.visitor.user_id else "",
        }
        return render(request, "lessons/lti/who.html", context)
    user = arriving.become(request, platform, sent, is_same=who == "me")
    return _go(user, sent, link)


def _go(user: LtiUser, sent: Launch, link: LtiLink) -> HttpResponse:
    """Where the link leads. The platform's instructor gets to the class by being signed in as the class's."""
    if not sent.is_teaching:
        score = arriving.note_learner(link, user)
        if link.classroom is not None:
            seat = arriving.sit_down(link, user.visitor)
            scores.note(score)
            return redirect(seat.address)
        scores.note(score)
    elif link.classroom is not None:
        return redirect("lessons:class", link.classroom.public_id)
    if link.lesson:
        return redirect("lessons:lesson", link.lesson)
    return redirect("lessons:course")


def _choices(request: VisitorRequest, platform: LtiPlatform, sent: Launch) -> HttpResponse:
    if not sent.is_teaching:
        raise arriving.Refused(_("Only who teaches a course puts something into it."))
    address = request.build_absolute_uri(reverse("lessons:lti_launch"))
    origin = _origin(sent.return_url)
    context = {"choices": choosing.choices_for(platform, sent, address), "address": sent.return_url}
    frames = sorted({_origin(each) for each in (sent.return_url, platform.issuer, platform.login_url)} - {""})
    return _page(request, "choose", context, frames=frames, forms=[origin])


def _page(
    request: VisitorRequest,
    name: str,
    context: dict[str, Any],
    *,
    frames: list[str],
    forms: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """For the frame of a platform, which keeps our cookies back: no new one takes the place of theirs."""
    response = render(request, f"lessons/lti/{name}.html", {**context, "csrf_token": ""}, status=status)
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    response._csp_replace = {  # type: ignore[attr-defined]
        "frame-ancestors": frames,
        "form-action": forms or ["'none'"],
    }
    return response


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""
