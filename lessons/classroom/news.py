"""Something in a class is new. Whoever watches hears a number, and fetches what it shows."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from lessons.models import Classroom


def tell_everybody(classroom: Classroom) -> None:
    """What everybody sees has changed: with the transaction that is under way."""
    Classroom.objects.filter(pk=classroom.pk).update(revision=F("revision") + 1, activity=F("activity") + 1)
    classroom.refresh_from_db(fields=["revision", "activity"])


def tell_instructor(classroom_id: int) -> None:
    """What only the dashboard shows has changed.

    After the transaction, so that two hundred learners at work do not wait for one row.
    """
    transaction.on_commit(
        lambda: Classroom.objects.filter(pk=classroom_id).update(activity=F("activity") + 1)
    )
