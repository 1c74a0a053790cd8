"""The draft of an exercise: what ``lessons.course.building.drafting.DRAFT`` has, and how far the builder is.

``start_revision`` is the revision of the start's organization at which it was said to be the start, None
before. ``is_chosen``: the instructor has chosen clauses; before that they are what is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from lessons.course.building.drafting import DRAFT
from lessons.models import BuiltExercise

OF_BUILDER: Final[Mapping[str, Any]] = {"start_revision": None, "is_chosen": False}


def whole(draft: Mapping[str, Any]) -> dict[str, Any]:
    """With every member, and each clause with its weight; nothing in it is shared with another draft."""
    made = deepcopy({**DRAFT, **OF_BUILDER, **draft})
    for clause in made["clauses"]:
        clause.setdefault("weight", 1)
    return made


@contextmanager
def editing(exercise: BuiltExercise) -> Iterator[dict[str, Any]]:
    """The newest draft, to change in place. It is kept when the block ends, unless that raises."""
    with transaction.atomic():
        row = BuiltExercise.objects.select_for_update().get(pk=exercise.pk)
        draft = whole(row.draft)
        yield draft
        row.draft, row.changed = draft, timezone.now()
        row.save(update_fields=["draft", "changed"])
    exercise.draft, exercise.changed = row.draft, row.changed
