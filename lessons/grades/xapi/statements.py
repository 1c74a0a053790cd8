"""Statements of xAPI 1.0.3. Their ids follow from what they tell, so that telling twice is telling once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from lessons.models import Attempt, Ballot, Seat

VERSION: Final = "1.0.3"
VERBS: Final = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES: Final = "http://adlnet.gov/expapi/activities/"


def begun(attempt: Attempt, site: str) -> dict[str, Any]:
    """A task of a class was taken up. ``site`` is where activities and accounts are at home."""
    return _statement("initialized", attempt.seat, _task(attempt, site), attempt.started, site)


def solved(attempt: Attempt, site: str) -> dict[str, Any]:
    """Of an attempt that is solved. Who had seen the solution has completed it, and passed nothing."""
    assert attempt.solved is not None
    verb = "completed" if attempt.assisted else "passed"
    result: dict[str, Any] = {
        "completion": True,
        "score": {"scaled": round(attempt.score, 4)},
        "duration": f"PT{max(0, int((attempt.solved - attempt.started).total_seconds()))}S",
    }
    if not attempt.assisted:
        result["success"] = True
    made = _statement(verb, attempt.seat, _task(attempt, site), attempt.solved, site)
    return {**made, "result": result}


def answered(ballot: Ballot, site: str) -> dict[str, Any]:
    """A vote, as it was cast; a ballot that is changed is another answer."""
    vote = ballot.vote
    place = f"{site}/activities/classes/{vote.step.classroom.public_id}/votes/{vote.pk}"
    activity = _activity(place, vote.step.title, "cmi.interaction")
    activity["definition"] |= {"interactionType": "choice"}
    made = _statement("answered", ballot.seat, activity, ballot.cast, site)
    return {**made, "result": {"success": ballot.is_right, "response": str(ballot.choice)}}


def _task(attempt: Attempt, site: str) -> dict[str, Any]:
    title = attempt.class_step.title if attempt.class_step else attempt.lesson
    return _activity(f"{site}/activities/lessons/{attempt.lesson}", title, "simulation")


def _activity(identifier: str, name: str, kind: str) -> dict[str, Any]:
    definition = {"name": {"en": name}, "type": ACTIVITIES + kind}
    return {"objectType": "Activity", "id": identifier, "definition": definition}


def _statement(
    verb: str, seat: Seat | None, activity: dict[str, Any], time: datetime, site: str
) -> dict[str, Any]:
    assert seat is not None
    # A seat is nobody outside of its class: no nickname, no account, nothing that two classes share.
    who = {"objectType": "Agent", "account": {"homePage": site, "name": f"seat-{seat.pk}"}}
    told = f"{site}/{seat.pk}/{verb}/{activity['id']}/{time.isoformat()}"
    group = _activity(f"{site}/activities/classes/{seat.classroom.public_id}", seat.classroom.name, "course")
    return {
        "id": str(uuid5(NAMESPACE_URL, told)),
        "actor": who,
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": activity,
        "context": {"contextActivities": {"parent": [group]}, "platform": "orgsim"},
        "timestamp": time.isoformat(),
    }
