"""Statements that wait to be sent: written with what they tell of, or not at all."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from lessons.grades.xapi import statements
from lessons.models import Attempt, Ballot, Statement


def note_work(sender: object, attempt: Attempt, **_: object) -> None:
    """A task was judged; ``judged`` and ``rejudged`` call this."""
    if not settings.XAPI_ENDPOINT or attempt.seat is None or attempt.seat.classroom.is_rehearsal:
        return
    _keep(statements.begun(attempt, settings.XAPI_SITE))
    if attempt.solved is not None:
        _keep(statements.solved(attempt, settings.XAPI_SITE))


def note_ballot(sender: object, instance: Ballot, **_: object) -> None:
    """Saving a ``Ballot`` calls this."""
    if settings.XAPI_ENDPOINT and not instance.seat.classroom.is_rehearsal:
        _keep(statements.answered(instance, settings.XAPI_SITE))


def _keep(statement: dict[str, Any]) -> None:
    Statement.objects.get_or_create(identifier=statement["id"], defaults={"body": statement})
