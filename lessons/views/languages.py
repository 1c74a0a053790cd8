"""The language of a class, for learners who have chosen none for themselves."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from accounts.visitors import VisitorRequest
from lessons.models import Classroom


def in_its_language(
    request: VisitorRequest, classroom: Classroom, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """What ``answer`` says in the language of the class. It stays theirs on every other page, and they can
    choose another; who had chosen one before is answered in that."""
    language = classroom.language
    if not language or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return answer()
    with translation.override(language):
        response = answer()
    response.headers.setdefault("Content-Language", language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
