"""``/healthz``: does this server answer, with its database?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orgsim_site import VERSION


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the version when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable", "version": VERSION}, status=503)
    return JsonResponse({"status": "ok", "version": VERSION})
