"""Something in a class is new. Whoever watches hears a number, and fetches what it shows.

============================= =====================================================================
``class:<public id>``         a revision: what everybody sees
``dashboard:<public id>``     a revision: what its instructor sees besides
``seats:<public id>``         a revision: who sits in it, under which name and in which team
``joined:<public id>``        how many sit in it
``voted:<public id>``         how many have answered what is being asked
``hints:<organization's id>`` how many hints are open in the attempt that is played there
============================= =====================================================================

Nobody says so when another one has joined or voted, which would tell two hundred of each of two hundred: the
poller counts them with its rounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Count, F, Q

from accounts import live
from accounts.models import OrganizationRecord
from lessons.models import Attempt, Classroom, Seat, Vote


def topic_of(classroom: Classroom) -> live.Topic:
    return f"class:{classroom.public_id}"


def dashboard_of(classroom: Classroom) -> live.Topic:
    return f"dashboard:{classroom.public_id}"


def seats_of(classroom: Classroom) -> live.Topic:
    return f"seats:{classroom.public_id}"


def joined_in(classroom: Classroom) -> live.Topic:
    return f"joined:{classroom.public_id}"


def voted_in(classroom: Classroom) -> live.Topic:
    return f"voted:{classroom.public_id}"


def hints_in(record: OrganizationRecord) -> live.Topic:
    return f"hints:{record.public_id}"


def register() -> None:
    """Tell the pages that watch a class where its numbers are."""
    live.register("class", lambda keys: _numbers("revision", keys))
    live.register("dashboard", lambda keys: _numbers("activity", keys))
    live.register("seats", lambda keys: _numbers("seating", keys))
    live.register("joined", _joined)
    live.register("voted", _voted)
    live.register("hints", _hints)


def _numbers(field: str, public_ids: Collection[str]) -> Mapping[str, int]:
    found = Classroom.objects.filter(public_id__in=public_ids)
    return dict(found.values_list("public_id", field))


def _joined(public_ids: Collection[str]) -> Mapping[str, int]:
    seats = Seat.objects.filter(classroom__public_id__in=public_ids, removed=None)
    return Counter(seats.values_list("classroom__public_id", flat=True))


def _voted(public_ids: Collection[str]) -> Mapping[str, int]:
    asked = Vote.objects.filter(step__classroom__public_id__in=public_ids, closed=None)
    counted = asked.annotate(voted=Count("ballots", filter=Q(ballots__seat__removed=None)))
    return dict(counted.values_list("step__classroom__public_id", "voted"))


def _hints(public_ids: Collection[str]) -> Mapping[str, int]:
    played = Attempt.objects.filter(organization__public_id__in=public_ids)
    return dict(played.values_list("organization__public_id", "hints"))


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


def tell_of_seats(classroom: Classroom) -> None:
    """Somebody came, left or is called otherwise: with the transaction that is under way."""
    Classroom.objects.filter(pk=classroom.pk).update(seating=F("seating") + 1)
    live.changed(seats_of(classroom))


def tell_learner(attempt: Attempt) -> None:
    """Hints have been opened in it: with the transaction that is under way."""
    assert attempt.organization is not None
    live.changed(hints_in(attempt.organization))


def _stir(classroom: Classroom) -> None:
    # No transaction of its own: a notice that is lost with its process is made up for by the next round.
    Classroom.objects.filter(pk=classroom.pk).update(activity=F("activity") + 1)
    live.changed(dashboard_of(classroom))
