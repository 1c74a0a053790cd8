"""To the learning record store: in small lots, again and again until it has them."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import timezone

from lessons.grades.xapi.statements import VERSION
from lessons.models import Statement

LOT: Final = 50
MOST_TRIES: Final = 20
"""After which a statement is left alone, and its error with it, for the administrator to see."""
PATIENCE: Final = 20
"""Seconds to wait for an answer."""
CONFLICT: Final = 409
"""The store has this id already, with other words: told is told."""


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int
    failed: int
    error: str = ""


def send(most: int = 1000) -> Sent:
    """What waits, the eldest first; it ends at the first lot that the store does not take."""
    sent = 0
    while sent < most:
        waiting = Statement.objects.filter(sent=None, tries__lt=MOST_TRIES).order_by("pk")
        lot = list(waiting[: min(LOT, most - sent)])
        if not lot:
            break
        error = _post(lot)
        if error:
            for each in lot:
                each.tries += 1
                each.error = error[:300]
            Statement.objects.bulk_update(lot, ["tries", "error"])
            return Sent(sent, len(lot), error)
        now = timezone.now()
        for each in lot:
            each.sent, each.error = now, ""
        Statement.objects.bulk_update(lot, ["sent", "error"])
        sent += len(lot)
    return Sent(sent, 0)


def _post(lot: list[Statement]) -> str:
    """What went wrong; empty if nothing did."""
    secret = f"{settings.XAPI_USERNAME}:{settings.XAPI_PASSWORD}".encode()
    request = Request(
        f"{settings.XAPI_ENDPOINT.rstrip('/')}/statements",
        data=json.dumps([each.body for each in lot]).encode(),
        headers={
            "Authorization": f"Basic {b64encode(secret).decode()}",
            "Content-Type": "application/json",
            "X-Experience-API-Version": VERSION,
        },
        method="POST",
    )
    try:
        with urlopen(request, timeout=PATIENCE):
            return ""
    except HTTPError as error:
        return "" if error.code == CONFLICT else f"The store answered {error.code} {error.reason}."
    except (URLError, HTTPException, OSError) as error:
        return f"The store could not be reached: {error}"
