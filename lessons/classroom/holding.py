"""What the instructor of a class does. Each is one transaction, and everybody hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.scenario import built_in
from accounts.people import phrase
from lessons import attempts, reviews
from lessons.classroom import keeping, nicknames, sharing
from lessons.classroom.news import tell_everybody, tell_of_seats
from lessons.classroom.packs import MOST_STEPS
from lessons.models import Attempt, Ballot, Classroom, ClassStep, HelpRequest, Seat, Vote
from lessons.models.classroom import Showing, kept_until

MOST_LEARNERS: Final = 500
PLAIN: Final = "acme"
"""What an instructor shows in a class that has no task."""
MOST_CLASSES: Final = 200
"""Of one instructor, that are not deleted yet."""


class NotNow(Exception):
    """The class is elsewhere by now: another window may have gone on."""


class TooMany(Exception):
    """More classes, or more steps, than one may have."""


def make(
    instructor: AbstractBaseUser,
    name: str,
    steps: Iterable[ClassStep],
    *,
    visitor: Visitor | None = None,
    **more: object,
) -> Classroom:
    """A new class of these steps, which nobody can enter yet. ``more`` are fields of ``Classroom``;
    ``visitor`` is the instructor's, for the organization in which they show things.

    Raises ``TooMany``.
    """
    found = list(steps)
    if len(found) > MOST_STEPS or Classroom.objects.filter(instructor=instructor).count() >= MOST_CLASSES:
        raise TooMany
    with transaction.atomic():
        classroom = Classroom.objects.create(instructor=instructor, name=name, **more)
        for position, step in enumerate(found, start=1):
            step.classroom, step.position = classroom, position
        ClassStep.objects.bulk_create(found)
        if visitor is not None:
            classroom.organization = _organization_for(classroom, visitor)
            classroom.save(update_fields=["organization"])
    return classroom


def _organization_for(classroom: Classroom, visitor: Visitor) -> OrganizationRecord:
    """As the first task begins, so that what is shown is what learners will meet."""
    for step in classroom.steps.exclude(document={}):
        exercise = attempts.read_again(step.document, {})
        return attempts.organization_for(exercise, classroom.public_id, classroom.name, visitor)
    record, _ = services.create_from_document(built_in(PLAIN), classroom.name, visitor, is_sandbox=False)
    return record


def open_doors(classroom: Classroom) -> None:
    with _changing(classroom):
        classroom.opened = classroom.opened or timezone.now()
        classroom.save(update_fields=["opened"])


def open_step(step: ClassStep) -> None:
    """Everybody goes on to this step; the one before it closes. What it asks is put to the vote."""
    with _changing(step.classroom) as now:
        step.classroom.steps.exclude(pk=step.pk).filter(closed=None).exclude(opened=None).update(closed=now)
        Vote.objects.filter(step__classroom=step.classroom, closed=None).exclude(step=step).update(closed=now)
        step.opened, step.closed = step.opened or now, None
        step.save(update_fields=["opened", "closed"])
        _show(step.classroom, Showing.STEP)
        if step.kind == ClassStep.Kind.VOTE and not step.votes.exists():
            _put(step, 1)


def close_step(step: ClassStep) -> None:
    with _changing(step.classroom) as now:
        _refuse_unless(step.is_open)
        step.closed = now
        step.save(update_fields=["closed"])
        step.votes.filter(closed=None).update(closed=now)


def add_step(classroom: Classroom, step: ClassStep, after: ClassStep | None = None) -> ClassStep:
    """One more, right ``after`` another, or at the end. Raises ``TooMany``."""
    with _changing(classroom):
        if classroom.steps.count() >= MOST_STEPS:
            raise TooMany
        before = after or classroom.steps.last()
        step.classroom, step.position = classroom, before.position + 1 if before else 1
        classroom.steps.filter(position__gte=step.position).update(position=F("position") + 1)
        step.save()
    return step


# Votes


def close_vote(vote: Vote) -> None:
    """From now on no ballot is taken, and none can be changed."""
    with _changing(vote.step.classroom) as now:
        _refuse_unless(vote.is_open)
        vote.closed = now
        vote.save(update_fields=["closed"])


def show_distribution(vote: Vote) -> None:
    """Show how many chose what; not yet what is right."""
    with _changing(vote.step.classroom) as now:
        _refuse_unless(not vote.is_open)
        vote.shown = vote.shown or now
        vote.save(update_fields=["shown"])
        _show(vote.step.classroom, Showing.DISTRIBUTION)


def tell_answer(vote: Vote) -> None:
    with _changing(vote.step.classroom) as now:
        _refuse_unless(not vote.is_open)
        if vote.told is None:
            reviews.notice_all(_beliefs_shown_in(vote.step), now)
        vote.told = vote.told or now
        vote.save(update_fields=["told"])
        _show(vote.step.classroom, Showing.ANSWER)


def _beliefs_shown_in(step: ClassStep) -> Iterable[tuple[int, str]]:
    """Of the learners, in any round: who has changed their mind believed it a moment ago."""
    wrong = Ballot.objects.filter(vote__step=step, is_right=False, seat__removed=None, seat__belief="")
    return wrong.exclude(seat__visitor=None).values_list("seat__visitor", "misconception").distinct()


def ask_again(step: ClassStep) -> Vote:
    """The same question once more, after people have talked."""
    with _changing(step.classroom):
        last = step.votes.last()
        _refuse_unless(step.is_open and last is not None and not last.is_open)
        assert last is not None
        return _put(step, last.round + 1)


def _put(step: ClassStep, round_: int) -> Vote:
    _show(step.classroom, Showing.VOTE)
    return Vote.objects.create(step=step, round=round_)


# The room


def pause(classroom: Classroom, is_paused: bool) -> None:
    """Everybody looks up: they can read, and change nothing."""
    change(classroom, is_paused=is_paused)


def lead(classroom: Classroom, is_led: bool) -> None:
    """*Follow me*: learners see the instructor's organization, and where the instructor is in it. Who stepped
    out the last time follows again."""
    with transaction.atomic():
        change(classroom, is_led=is_led)
        if is_led:
            classroom.seats.filter(is_away=True).update(is_away=False)


def look_at(classroom: Classroom, look: Mapping[str, str]) -> None:
    """The instructor looks elsewhere in the organization: what follows, follows."""
    if classroom.look != look:
        change(classroom, look=dict(look))


def show(classroom: Classroom, showing: Showing) -> None:
    """On the projector."""
    change(classroom, showing=showing)


def project(classroom: Classroom, attempt: Attempt, revision: int) -> None:
    """A learner's work at this revision, on the projector, without the name."""
    with _changing(classroom):
        _refuse_unless(attempt.seat is not None and attempt.seat.classroom_id == classroom.pk)
        classroom.projected, classroom.projected_revision = attempt, revision
        classroom.showing = Showing.WORK
        classroom.save(update_fields=["projected", "projected_revision", "showing"])


def change(classroom: Classroom, **settings: object) -> None:
    """The scoreboard, nicknames on the projector, teams …, in the middle of a class."""
    with _changing(classroom):
        for name, value in settings.items():
            setattr(classroom, name, value)
        classroom.save(update_fields=list(settings))


def end(classroom: Classroom) -> None:
    """Its code works no more. What was done in it is deleted later."""
    with _changing(classroom) as now:
        classroom.ended = classroom.ended or now
        classroom.code = None
        classroom.is_led = classroom.is_paused = False
        fields = ["ended", "code", "is_led", "is_paused"]
        classroom.save(update_fields=fields)
        classroom.steps.filter(closed=None).exclude(opened=None).update(closed=now)
        Vote.objects.filter(step__classroom=classroom, closed=None).update(closed=now)


def delete(classroom: Classroom) -> None:
    """With the organizations that were made for it, and all that was done in them; but what was worked at by
    people who can come back is theirs."""
    with transaction.atomic():
        if classroom.ended is None:
            end(classroom)
        learners = [*Visitor.objects.filter(seats__classroom=classroom)]
        keeping.give_progress(classroom)
        made = OrganizationRecord.objects.filter(
            Q(attempt__seat__classroom=classroom) | Q(replay__attempt__seat__classroom=classroom)
        )
        for record in [*made, *filter(None, [classroom.organization])]:
            record.delete()
        classroom.delete()
        keeping.forget_passers_by(learners)


# Seats


def rename(seat: Seat, nickname: str) -> None:
    """Raises ``nicknames.BadNickname``."""
    with _changing(seat.classroom):
        seat.nickname = nicknames.checked(nickname, seat.classroom, seat)
        seat.save(update_fields=["nickname"])
        tell_of_seats(seat.classroom)


def remove(seat: Seat) -> None:
    """They do not come back in under any name. What they did is not shown any more."""
    with _changing(seat.classroom) as now:
        seat.removed = seat.removed or now
        seat.save(update_fields=["removed"])
        tell_of_seats(seat.classroom)
        sharing.take_account(seat)
        seat.help_requests.filter(ended=None).update(ended=now, end=HelpRequest.End.WITHDRAWN)


def helped(seat: Seat) -> None:
    """They leave the queue; nothing to do for who is not in it."""
    with _changing(seat.classroom) as now:
        seat.help_requests.filter(ended=None).update(ended=now, end=HelpRequest.End.HELPED)


def new_words(seat: Seat) -> tuple[str, ...]:
    """A recovery phrase for a learner who has lost theirs, to be read aloud; the former one works no more.

    Only of who has no name and password: those come back by them. Raises ``NotNow``.
    """
    with transaction.atomic():
        visitor = Visitor.objects.select_for_update().filter(seats=seat, user=None).first()
        if visitor is None or seat.removed is not None:
            raise NotNow
        return phrase.give_phrase(visitor)


@contextmanager
def _changing(classroom: Classroom) -> Iterator[datetime]:
    """A transaction in which nobody else changes the class. Raises ``NotNow`` for one that has ended."""
    with transaction.atomic():
        classroom.refresh_from_db(from_queryset=Classroom.objects.select_for_update())
        _refuse_unless(classroom.ended is None)
        # A class that nobody ends is over some time after what its instructor did last.
        if not classroom.is_rehearsal:
            classroom.delete_after = kept_until()
        classroom.save(update_fields=["delete_after"])
        yield timezone.now()
        tell_everybody(classroom)


def _show(classroom: Classroom, showing: Showing) -> None:
    classroom.showing = showing
    classroom.save(update_fields=["showing"])


def _refuse_unless(is_possible: bool) -> None:
    if not is_possible:
        raise NotNow
