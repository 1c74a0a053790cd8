"""Where instructors begin, and how somebody becomes one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import signing
from accounts.people.codes import LONGEST_TYPED
from accounts.people.invitations import (
    Fault,
    InvitationRefused,
    SignUp,
    admit,
    become_instructor,
    tries,
    way_in,
)
from accounts.people.limits import TooManyTries
from accounts.people.roles import Role, RoleMissing, requires, role_of, sign_in_address
from accounts.visitors import VisitorRequest
from lessons.page.classroom.own_classes import classes_of
from lessons.signing_forms import InstructorForm, InvitationForm
from lessons.views.signing import NAME_TAKEN, destination
from lessons.views.study import too_many

REFUSALS: Final = {
    Fault.UNKNOWN: gettext_lazy("There is no invitation with this code. Compare it once more."),
    Fault.REVOKED: gettext_lazy("This invitation was taken back. Ask whoever gave it to you."),
    Fault.USED_UP: gettext_lazy("This invitation has been used already. Ask for a new one."),
    Fault.EXPIRED: gettext_lazy("This invitation has expired. Ask for a new one."),
}


@requires(Role.INSTRUCTOR)
@require_safe
def teach(request: VisitorRequest) -> HttpResponse:
    """The classes and exercises of whoever is signed in."""
    teacher = request.user
    return render(
        request,
        "lessons/teach/home.html",
        {"classes": classes_of(teacher), "exercises": teacher.exercises.filter(archived=None)},
    )


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: VisitorRequest) -> HttpResponse:
    """A new name that teaches, or a learner's, who keeps everything."""
    if role_of(request.user) >= Role.INSTRUCTOR:
        return redirect(destination(request) or "lessons:teach")
    if way_in() is SignUp.CLOSED:
        return render(request, "lessons/teach/closed.html", status=403)
    if request.user.is_authenticated:
        return _join(request)
    if request.visitor.user_id is not None:
        # Known by the cookie, or by a phrase; a role asks for the password.
        return redirect(sign_in_address(Role.INSTRUCTOR, request.get_full_path()))
    return _join_with_a_new_name(request)


def role_missing(request: VisitorRequest, error: RoleMissing) -> HttpResponse:
    """What an address answers that is not for somebody, who is signed in."""
    can_join = error.wanted is Role.INSTRUCTOR and way_in() is not SignUp.CLOSED
    context = {
        "role": error.role,
        "wanted": error.wanted,
        "form": _invitation_form(request) if can_join else None,
        "next": request.get_full_path() if request.method in ("GET", "HEAD") else "",
    }
    return render(request, "lessons/teach/role_missing.html", context, status=403)


def _join(request: VisitorRequest) -> HttpResponse:
    form = _invitation_form(request)
    return _answer(request, "join", form, partial(become_instructor, request))


def _join_with_a_new_name(request: VisitorRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = InstructorForm(posted, initial=_initial(request), asks_code=way_in() is SignUp.INVITATION)

    def do(code: str = "", **rest: str) -> None:
        signing.sign_up(request, **rest, also=partial(admit, code=code), tries=tries(request))

    return _answer(request, "sign_up", form, do)


def _answer(request: VisitorRequest, page: str, form: Form, do: Callable[..., None]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            do(**form.cleaned_data)
        except signing.NameTaken:
            form.add_error("username", NAME_TAKEN)
        except InvitationRefused as error:
            form.add_error("code", REFUSALS[error.fault])
        except TooManyTries as error:
            form.add_error(None, too_many(error))
        else:
            messages.success(request, _("You are an instructor now. What you have learned stays yours."))
            return redirect(destination(request) or "lessons:teach")
    context = {
        "form": form,
        "asks_code": "code" in form.fields,
        "next": destination(request),
        "sign_in": sign_in_address(Role.INSTRUCTOR, request.get_full_path()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"lessons/teach/{page}.html", context, status=status)


def _invitation_form(request: VisitorRequest) -> InvitationForm:
    """Filled in only where it was sent to: another page's form is not this one."""
    is_here = request.method == "POST" and request.resolver_match.view_name == settings.INSTRUCTOR_SIGN_UP_URL
    return InvitationForm(
        request.POST if is_here else None,
        initial=_initial(request),
        asks_code=way_in() is SignUp.INVITATION,
    )


def _initial(request: VisitorRequest) -> dict[str, str]:
    """The code stands in the address that an invitation is sent with."""
    return {"code": request.GET.get("code", "")[:LONGEST_TYPED]}
