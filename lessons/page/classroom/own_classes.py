"""The classes of an instructor, where they begin: what is running, and what is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Q

from lessons.models import Classroom

SHOWN: Final = 8
"""Classes that are over, before one asks for all."""


@dataclass(frozen=True, slots=True)
class OwnClasses:
    """``running`` has those that wait for their first learner, too, the newest first; ``past`` what ended
    last first. Each bears the number of its ``learners``."""

    running: tuple[Classroom, ...]
    past: tuple[Classroom, ...]

    @property
    def latest(self) -> tuple[Classroom, ...]:
        return self.past[:SHOWN]

    @property
    def earlier(self) -> tuple[Classroom, ...]:
        return self.past[SHOWN:]


def classes_of(instructor: AbstractBaseUser) -> OwnClasses:
    """In one query."""
    own = Classroom.objects.filter(instructor=instructor)
    counted = [*own.annotate(learners=Count("seats", filter=Q(seats__removed=None)))]
    ended = {each.pk: each.ended for each in counted if each.ended}
    return OwnClasses(
        running=tuple(each for each in counted if each.pk not in ended),
        past=tuple(
            sorted((each for each in counted if each.pk in ended), key=lambda each: ended[each.pk])[::-1]
        ),
    )
