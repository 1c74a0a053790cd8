"""Something in a class is new. Whoever watches hears a number, and fetches what it shows.

Topics are ``class:<public id>``, what everybody sees, and ``dashboard:<public id>``, what its instructor
sees besides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F

from accounts import live
from lessons.models import Classroom


def topic_of(classroom: Classroom) -> live.Topic:
    return f"class:{classroom.public_id}"


def dashboard_of(classroom: Classroom) -> live.Topic:
    return f"dashboard:{classroom.public_id}"


def register() -> None:
    """Tell the pages that watch a class where its numbers are."""
    live.register("class", lambda keys: _numbers("revision", keys))
    live.register("dashboard", lambda keys: _numbers("activity", keys))


def _numbers(field: str, public_ids: Collection[str]) -> Mapping[str, int]:
    found = Classroom.objects.filter(public_id__in=public_ids)
    return dict(found.values_list("public_id", field))


def tell_everybody(classroom: Classroom) -> None:
    """What everybody sees has changed: with the transaction that is under way."""
    Classroom.objects.filter(pk=classroom.pk).update(revision=F("revision") + 1, activity=F("activity") + 1)
    classroom.refresh_from_db(fields=["revision", "activity"])
    live.changed(topic_of(classroom))
    live.changed(dashboard_of(classroom))


def tell_instructor(classroom: Classroom) -> None:
    """What only the dashboard shows has changed.

    After the transaction, so that two hundred learners at work do not wait for one row.
    """
    transaction.on_commit(lambda: _stir(classroom))


def _stir(classroom: Classroom) -> None:
    with transaction.atomic():
        Classroom.objects.filter(pk=classroom.pk).update(activity=F("activity") + 1)
        live.changed(dashboard_of(classroom))
