"""A name and a password: sign up, in, out; another password."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import signing
from accounts.people.limits import TooManyTries
from accounts.people.roles import Role, role_of
from accounts.visitors import VisitorRequest
from lessons.signing_forms import PasswordForm, SignInForm, SignUpForm
from lessons.views.study import leave, too_many

NAME_TAKEN: Final = gettext_lazy("Somebody has this name already. Choose another.")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: VisitorRequest) -> HttpResponse:
    """Claims what was made in this browser."""
    if request.visitor.user_id is not None:
        return redirect("lessons:progress")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign_up(request, **form.cleaned_data)
        except signing.NameTaken:
            form.add_error("username", NAME_TAKEN)
        except TooManyTries as error:
            form.add_error(None, too_many(error))
        else:
            messages.success(
                request, _("You are signed up. Everything you made here is kept under your name.")
            )
            return redirect("lessons:progress")
    return _page(request, "sign_up", form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: VisitorRequest) -> HttpResponse:
    """Brings what was made in this browser along."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign_in(request, **form.cleaned_data)
        except signing.WrongPassword:
            form.add_error(None, _("Name and password do not fit together."))
        except TooManyTries as error:
            form.add_error(None, too_many(error))
        else:
            messages.success(request, _("Welcome back. Everything is here, as you left it."))
            teaches = role_of(request.user) >= Role.INSTRUCTOR
            return redirect(destination(request) or ("lessons:teach" if teaches else "lessons:progress"))
    return _page(request, "sign_in", form, teaching=teaching(request), next=destination(request))


@require_POST
def sign_out(request: VisitorRequest) -> HttpResponse:
    leave(request)
    return redirect("lessons:progress")


@sensitive_post_parameters("proof", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: VisitorRequest) -> HttpResponse:
    """For who has a name; with the present password or, if that is forgotten, the phrase."""
    if request.visitor.user_id is None:
        return redirect("lessons:sign_in")
    form = PasswordForm(request.POST or None, user=request.visitor.user)
    if request.method == "POST" and form.is_valid():
        try:
            is_right = signing.proves(request, form.cleaned_data["proof"])
        except TooManyTries as error:
            form.add_error(None, too_many(error))
        else:
            if is_right:
                signing.change_password(request, form.cleaned_data["password"])
                messages.success(request, _("Your password is changed. Every other browser is signed out."))
                return redirect("lessons:progress")
            form.add_error("proof", _("This is neither your password nor your phrase."))
    return _page(request, "password", form)


def destination(request: VisitorRequest) -> str:
    """Where ``next`` in the address says to go on, if that is a path of this site; else empty."""
    address = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here and address.startswith("/") else ""


def teaching(request: VisitorRequest) -> bool:
    """Whether somebody comes from a page of instructors, or of authors."""
    return request.GET.get("as") in (Role.INSTRUCTOR, Role.AUTHOR)


def _page(request: VisitorRequest, name: str, form: object, **context: object) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"lessons/study/{name}.html", {"form": form, **context}, status=status)
