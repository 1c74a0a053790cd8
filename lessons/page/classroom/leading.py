"""What stands beside the instructor's own organization of a class: on the wall, and followed by learners."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl

from django.urls import reverse

from accounts.companions import Companion
from accounts.models import OrganizationRecord
from accounts.page.view import View
from lessons.classroom import news
from lessons.models import Classroom
from lessons.models.classroom import Showing


@dataclass(frozen=True)
class Leading:
    """``view`` is where in the organization the instructor is."""

    classroom: Classroom
    view: View

    @property
    def is_on_wall(self) -> bool:
        return self.classroom.showing == Showing.TREE

    @property
    def is_watched(self) -> bool:
        """Whether anybody sees where the instructor looks."""
        return self.classroom.is_led or self.is_on_wall

    @property
    def query(self) -> str:
        return self.view.without_type.query

    @property
    def has_moved(self) -> bool:
        """Whether those who watch look elsewhere yet."""
        return bool(self.classroom.look != look_of(self.view))

    @property
    def place(self) -> str:
        """Another one for each view, short enough for an identifier."""
        return sha256(self.query.encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        """Of the class's private window."""
        return reverse("lessons:class", args=[self.classroom.public_id])


def look_of(view: View) -> dict[str, str]:
    """The fields of the view, by which ``view_of`` finds it again."""
    return dict(parse_qsl(view.without_type.query))


def companion_of(record: OrganizationRecord, view: View | None) -> Companion | None:
    """Of the organization in which the instructor of a class shows things."""
    classroom = Classroom.objects.filter(organization=record, ended=None).first()
    if classroom is None:
        return None
    return Companion(
        card="lessons/teach/_leading.html",
        compact="lessons/teach/_leading.html",
        bar="lessons/teach/_leading_bar.html",
        content=Leading(classroom, view) if view else None,
        topics=lambda: {"class": news.topic_of(classroom)},
    )
