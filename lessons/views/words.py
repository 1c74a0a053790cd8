"""The four words of somebody who sits in a class: shown for as long as they learn there, and kept by their
own browser only, which is known already and could ask for others."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpResponse

from accounts.models import Visitor
from accounts.people.phrase import give_phrase
from accounts.visitors import VisitorRequest

COOKIE: Final = "words"
PATH: Final = "/class/"
A_DAY: Final = 24 * 60 * 60
"""Seconds. Who comes later has written them down, or makes new ones."""


def hand_out(response: HttpResponse, visitor: Visitor) -> None:
    """New ones, unless there is a way to come back: those that somebody has must go on working."""
    if visitor.can_come_back:
        return
    words = give_phrase(visitor)
    response.set_signed_cookie(
        COOKIE,
        " ".join((_made(visitor), *words)),
        max_age=A_DAY,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def words_of(request: VisitorRequest) -> tuple[str, ...]:
    """None that work no more, since others were made elsewhere."""
    made, *words = str(request.get_signed_cookie(COOKIE, default="")).split(" ")
    return tuple(words) if request.visitor.pk is not None and made == _made(request.visitor) else ()


def _made(visitor: Visitor) -> str:
    return visitor.phrase_made.isoformat() if visitor.phrase_made else ""
