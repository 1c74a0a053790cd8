"""What is deleted by itself: classes that are over, sandboxes that nobody uses, people who do not come back.

``manage.py forget`` does it; so does every worker of the server, once a day, for who has not set that up.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform
from typing import Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connections, transaction
from django.utils import timezone

from accounts import services
from accounts.models import Visitor
from accounts.people import forgetting
from accounts.visitors import COOKIE_AGE
from lessons.classroom import holding, sharing
from lessons.classroom.news import tell_everybody, tell_of_seats
from lessons.models import Classroom, Regrading, Statement
from lessons.models.classroom import Showing

UNUSED: Final = timedelta(days=30)
"""Of a sandbox to which nobody can come back."""
A_DAY: Final = 24 * 60 * 60
SOON: Final = (5 * 60, 15 * 60)
"""Seconds after a worker began: not while it starts, and not in all of them at once."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each are gone."""

    classes: int
    sandboxes: int
    people: int


def forget(unused_days: int = UNUSED.days) -> Forgotten:
    """All that is due. Twice at once does no harm."""
    now = timezone.now()
    Statement.objects.filter(made__lt=now - timedelta(days=settings.CLASS_KEPT_DAYS)).delete()
    return Forgotten(
        classes=forget_classes(now),
        sandboxes=services.delete_abandoned_sandboxes(now - timedelta(days=unused_days)),
        people=forgetting.forget(now - COOKIE_AGE),
    )


def forget_classes(now: datetime) -> int:
    """Those whose time is over. One that nobody has ever entered holds nothing of anybody: it is its
    instructor's, and stays."""
    count = 0
    # One at a time, so that people at work need not wait for all of them.
    for key in Classroom.objects.filter(delete_after__lte=now).exclude(opened=None).values_list("pk"):
        with transaction.atomic():
            due = Classroom.objects.select_for_update().filter(pk=key[0], delete_after__lte=now).first()
            if due is not None:
                holding.delete(due)
                count += 1
    return count


def note_leaving(sender: object, visitor: Visitor, user: AbstractBaseUser | None, **_: object) -> None:
    """No class shows or counts them any more; a class goes with its instructor. ``leaving`` calls this."""
    for classroom in Classroom.objects.filter(instructor=user) if user is not None else ():
        holding.delete(classroom)
    _forget_results(visitor)
    for seat in visitor.seats.select_related("classroom__organization__visitor"):
        classroom = seat.classroom
        sharing.take_account(seat)
        if classroom.projected is not None and classroom.projected.visitor_id == visitor.pk:
            Classroom.objects.filter(pk=classroom.pk, showing=Showing.WORK).update(showing=Showing.LOBBY)
        tell_of_seats(classroom)
        tell_everybody(classroom)


def _forget_results(visitor: Visitor) -> None:
    """What stood before a task was judged again."""
    keys = {str(key) for key in visitor.attempts.values_list("pk", flat=True)}
    for regrading in Regrading.objects.filter(step__attempts__visitor=visitor).distinct():
        for kept in (regrading.before["attempts"], regrading.changes):
            for key in keys & kept.keys():
                del kept[key]
        regrading.save(update_fields=["before", "changes"])


async def forget_daily() -> None:
    """For as long as the server runs."""
    await asyncio.sleep(uniform(*SOON))
    while True:
        try:
            await sync_to_async(_forget_in_a_thread, thread_sensitive=False)()
        except Exception:
            logger.exception("What is due was not forgotten; once more tomorrow.")
        await asyncio.sleep(A_DAY)


def _forget_in_a_thread() -> None:
    try:
        forget()
    finally:
        connections.close_all()
