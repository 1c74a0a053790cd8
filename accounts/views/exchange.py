"""In and out: the schema of scenarios."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SCHEMA = files("accounts.organization.scenario").joinpath("scenario.schema.json")


@require_safe
@cache_control(public=True, max_age=3600)
def scenario_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
