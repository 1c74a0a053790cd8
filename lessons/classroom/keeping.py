"""What stays when a class is deleted, and who goes with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Event, Visitor, VisitorKey
from accounts.people.leaving import delete_person
from lessons.models import Attempt, Classroom, Review

_SAYS_NOTHING = (VisitorKey, Review, Event)
"""Rows with which alone somebody has nothing here: what follows from answers, and what is kept for others."""


def give_progress(classroom: Classroom) -> None:
    """What people who can come back have worked at is their own from now on, and no class's."""
    theirs = Q(visitor__user__isnull=False) | Q(visitor__phrase_hash__isnull=False)
    worked_at = Attempt.objects.filter(theirs, seat__classroom=classroom, operations__gt=0)
    Attempt.objects.filter(pk__in=[*worked_at.values_list("pk", flat=True)]).update(
        seat=None, class_step=None, last_said=""
    )


def forget_passers_by(visitors: Iterable[Visitor]) -> None:
    """Those who were here for a class, cannot come back from elsewhere, and have nothing here by now."""
    for visitor in visitors:
        if not visitor.can_come_back and not _has_something(visitor):
            delete_person(visitor)


def _has_something(visitor: Visitor) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: visitor}).exists()
        for relation in Visitor._meta.related_objects
        if relation.related_model not in _SAYS_NOTHING
    )
