"""What stands beside an organization in which a lesson is played, and what may be seen and done there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.companions import Companion
from accounts.models import OrganizationRecord
from accounts.page.view import View
from lessons import attempts
from lessons.classroom import news
from lessons.course.exercise import Preview
from lessons.models import Attempt, Replay, Step
from lessons.page.card import Card, ReplayCard
from lessons.page.classroom.own_account import OwnAccount
from lessons.page.classroom.strip import Strip


def companion_of(record: OrganizationRecord, view: View | None) -> Companion | None:
    if record.acting_for is not None:
        return _of_shared(record)
    if record.is_sandbox:
        return None
    attempt = attempts.played_in(record)
    if attempt is not None:
        return _of_attempt(attempt, record, view)
    replay = Replay.objects.filter(organization=record).select_related("attempt__organization").first()
    return _of_replay(replay, record) if replay is not None else None


def _of_shared(record: OrganizationRecord) -> Companion | None:
    """For a learner in the organization of the class."""
    seats = record.classroom.seats.filter(account_id=record.acting_for, removed=None)
    seat = seats.select_related("classroom__instructor").first()
    if seat is None:
        return None
    card, strip = "lessons/classroom/_own_account.html", Strip(seat)
    return Companion(
        card=card,
        compact=card,
        bar="lessons/classroom/_shared_bar.html",
        content=OwnAccount(seat, record),
        strip="lessons/classroom/_strip.html",
        strip_content=strip,
        topics=lambda: strip.topics,
    )


def _of_attempt(attempt: Attempt, record: OrganizationRecord, view: View | None) -> Companion:
    is_open = attempt.step == Step.PREDICT
    strip = Strip(attempt.seat, attempt) if attempt.seat else None
    return Companion(
        card="lessons/_card.html",
        compact="lessons/_compact.html",
        bar="lessons/_bar.html",
        content=Card(attempt, record, view) if view else None,
        covers_verdicts=is_open,
        refusal=_("First say what you expect. Then it is done for you.") if is_open else "",
        shows_previews=_shows_previews(attempt),
        shows_what_would=attempt.solved is not None or attempt.assisted,
        banner="lessons/building/_preview.html" if attempt.is_preview else "",
        celebrates=attempt.is_unaided and attempt.solved == attempt.last_used,
        strip="lessons/classroom/_strip.html" if strip else "",
        strip_content=strip,
        topics=lambda: strip.topics | {"hints": news.hints_in(record)} if strip else {},
    )


def _shows_previews(attempt: Attempt) -> bool:
    preview = attempts.exercise_of(attempt).preview
    return preview is Preview.ON or (
        preview is Preview.AFTER_PREDICTION and attempt.step in (Step.DO, Step.CHECK)
    )


def _of_replay(replay: Replay, record: OrganizationRecord) -> Companion:
    return Companion(
        card="lessons/_replay.html",
        compact="lessons/_replay.html",
        bar="lessons/_bar.html",
        content=ReplayCard(replay, record),
        refusal=_("This is a copy in which a solution is played. Your own attempt waits unchanged."),
        shows_previews=False,
    )
