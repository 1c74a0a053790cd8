"""What learners see while they follow: the instructor's organization, and where the instructor is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts import selectors, store
from accounts.models import OrganizationRecord
from accounts.organization.state import Organization
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.view import View, principal_here
from lessons.models import Classroom
from lessons.page.classroom.work import Picture, picture_of


@dataclass(frozen=True)
class Mirror:
    """Of ``classroom``, whose instructor shows ``record``. Nothing in it leads to the organization itself."""

    classroom: Classroom
    record: OrganizationRecord

    @cached_property
    def organization(self) -> Organization:
        return store.load(self.record)

    @cached_property
    def picture(self) -> Picture:
        return picture_of(self.organization, self.classroom.look)

    @property
    def view(self) -> View:
        return self.picture.view

    @property
    def at(self) -> str:
        """The name of what the instructor has chosen."""
        return self.organization.name_of(self.view.at)

    @cached_property
    def explanation(self) -> Explanation | None:
        """Why, where an account is chosen in which somebody can be asked about."""
        if self.view.at not in self.organization.accounts:
            return None
        who = principal_here(self.organization, self.view.at, self.view.who)
        if not who:
            return None
        return explanation_of(self.organization, self.view.at, who, self.view, selectors.judge())


def mirror_of(classroom: Classroom) -> Mirror | None:
    """None while nobody leads, or there is nothing to show."""
    record = classroom.organization if classroom.is_led else None
    return Mirror(classroom, record) if record is not None else None
