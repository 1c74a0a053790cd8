"""What a learner of a class has on the screen, for somebody else to look at."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.companions import Companion, companion_of
from accounts.models import OrganizationRecord
from accounts.page.view import View
from lessons.models import Attempt, Seat
from lessons.page.classroom.stage import Stage
from lessons.page.classroom.strip import Strip
from lessons.page.classroom.work import Picture, Work


@dataclass(frozen=True)
class AtTask:
    """The page of a task that was taken up: its organization, and what stands beside it."""

    record: OrganizationRecord
    picture: Picture
    companion: Companion

    @property
    def view(self) -> View:
        return self.picture.view


@dataclass(frozen=True)
class LearnersScreen:
    """``task`` once it was taken up; else where the class is. The instructor's organization covers either,
    where ``strip`` has it."""

    seat: Seat
    stage: Stage
    strip: Strip
    task: AtTask | None


def screen_of(seat: Seat) -> LearnersScreen:
    """As its learner would see it now."""
    stage = Stage(seat.classroom, seat)
    now = stage.now
    found = seat.attempts.filter(class_step=now.step, organization__isnull=False) if now else None
    attempt = found.select_related("organization").first() if found is not None else None
    at_task = _at(attempt) if attempt else None
    return LearnersScreen(seat, stage, Strip(seat, attempt), at_task)


def _at(attempt: Attempt) -> AtTask | None:
    record = attempt.organization
    assert record is not None
    picture = Work(attempt, record.revision).picture
    companion = companion_of(record, picture.view)
    return AtTask(record, picture, companion) if companion else None
