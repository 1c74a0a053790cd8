"""The null character, which nobody types, and for which PostgreSQL has no place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NULL = "\x00"


class NullsMiddleware:
    """The school's views read many fields straight from the request. Django's forms, which the others use,
    refuse it with words of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Raises ``BadRequest``."""
        if view.__module__.startswith("lessons."):
            fields = chain(request.GET.lists(), request.POST.lists())
            if any(NULL in value for _name, values in fields for value in values):
                raise BadRequest("A field holds a null character.")
