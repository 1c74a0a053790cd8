"""The null character, which nobody types, and for which PostgreSQL has no place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NULL: Final = "\x00"
WITH_FORMS: Final = frozenset({"lessons.views.signing", "lessons.views.study"})
"""Whose forms refuse it with words of their own."""


class NullsMiddleware:
    """The school's views read many fields straight from the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Raises ``BadRequest``."""
        if view.__module__.startswith("lessons.") and view.__module__ not in WITH_FORMS:
            fields = chain(request.GET.lists(), request.POST.lists())
            if any(NULL in value for _name, values in fields for value in values):
                raise BadRequest("A field holds a null character.")
