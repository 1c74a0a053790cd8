"""How somebody's work stays theirs: the phrase, the browsers, all of it in one place, and its end."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import VisitorKey
from accounts.people import signing
from accounts.people.limits import TooManyTries
from accounts.people.phrase import NotAPhrase, WrongPhrase, give_phrase, visitor_of_phrase
from accounts.services import make_known
from accounts.visitors import VisitorRequest
from lessons.classroom import sitting
from lessons.models import LtiPlatform
from lessons.signing_forms import EraseForm, PhraseForm


@require_safe
def privacy(request: VisitorRequest) -> HttpResponse:
    told = urlsplit(settings.XAPI_ENDPOINT).hostname or ""
    context = {
        "days": settings.CLASS_KEPT_DAYS,
        "record_store": told,
        "platforms": list(LtiPlatform.objects.filter(is_active=True).order_by("name")),
    }
    return render(request, "lessons/study/privacy.html", context)


@require_POST
def phrase(request: VisitorRequest) -> HttpResponse:
    """A new one, shown this once."""
    make_known(request.visitor)
    words = give_phrase(request.visitor)
    return render(request, "lessons/study/phrase.html", {"words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: VisitorRequest) -> HttpResponse:
    """With a phrase from another browser."""
    form = PhraseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                visitor = visitor_of_phrase(form.cleaned_data["phrase"], request.META["REMOTE_ADDR"])
            except NotAPhrase as error:
                form.add_error("phrase", not_a_phrase(error))
            except WrongPhrase:
                form.add_error("phrase", _("Nobody has this phrase. A newer one may have taken its place."))
            except TooManyTries as error:
                form.add_error(None, too_many(error))
            else:
                signing.enter(request, visitor)
                seat = sitting.running_seat(visitor)
                if seat is not None:
                    return redirect(seat.address)
                messages.success(request, _("Welcome back. Everything is here, as you left it."))
                return redirect("lessons:progress")
        status = 422
    return render(request, "lessons/study/resume.html", {"form": form}, status=status)


@require_POST
def end_browser(request: VisitorRequest, key_id: int) -> HttpResponse:
    """Signs out another browser of this visitor, or this one."""
    key = get_object_or_404(VisitorKey, visitor_id=request.visitor.pk, pk=key_id)
    if key == request.browser.key:
        leave(request)
    else:
        signing.end(key)
        messages.success(request, _("That browser is signed out."))
    return redirect("lessons:progress")


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: VisitorRequest) -> HttpResponse:
    """Everything that is kept of this visitor."""
    asks_proof = request.visitor.pk is not None and request.visitor.user_id is not None
    form = EraseForm(request.POST or None, asks_proof=asks_proof)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid() and asks_proof and not signing.proves(request, form.cleaned_data["proof"]):
                form.add_error("proof", _("This is neither your password nor your phrase."))
        except TooManyTries as error:
            form.add_error(None, too_many(error))
        if form.is_valid():
            signing.erase(request)
            messages.success(request, _("Everything is deleted. Nothing about you is kept."))
            return redirect("lessons:progress")
        status = 422
    return render(request, "lessons/study/erase.html", {"form": form}, status=status)


def leave(request: VisitorRequest) -> None:
    """Sign this browser out, unless nobody could come back to what was made in it."""
    if request.visitor.can_come_back:
        signing.sign_out(request)
        messages.success(request, _("This browser is signed out. What you made is kept."))
    else:
        messages.error(request, _("Make a phrase or sign up first: nobody could come back otherwise."))


def too_many(error: TooManyTries) -> str:
    return ngettext(
        "Too many tries have failed. Try again in %(minutes)d minute.",
        "Too many tries have failed. Try again in %(minutes)d minutes.",
        error.minutes,
    ) % {"minutes": error.minutes}


def not_a_phrase(error: NotAPhrase) -> str:
    if not error.word:
        return _("A phrase has four words.")
    if not error.nearest:
        return _("No phrase has the word “%(word)s”.") % {"word": error.word}
    return _("No phrase has the word “%(word)s”. Did you mean %(nearest)s?") % {
        "word": error.word,
        "nearest": ", ".join(error.nearest),
    }
