"""What stands beside the organizations in which an exercise is built: the start, and a recording."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts import history, store
from accounts.companions import Companion
from accounts.models import OrganizationRecord
from accounts.page.view import View
from lessons import attempts
from lessons.models import BuiltExercise, Recording


@dataclass(frozen=True)
class StartCard:
    exercise: BuiltExercise
    record: OrganizationRecord

    @cached_property
    def is_said(self) -> bool:
        """Whether the organization as it is now is the start."""
        said = self.exercise.draft.get("start_revision")
        return said is not None and store.load(self.record) == history.state_at(self.record, said)


@dataclass(frozen=True)
class RecordingCard:
    recording: Recording
    record: OrganizationRecord

    @property
    def exercise(self) -> BuiltExercise:
        return self.recording.exercise

    @cached_property
    def number(self) -> int:
        """Among the solutions, or the cheats, of its exercise."""
        alike = self.exercise.recordings.filter(is_cheat=self.recording.is_cheat)
        return list(alike.values_list("pk", flat=True)).index(self.recording.pk) + 1

    @cached_property
    def operations(self) -> int:
        return len(attempts.case_of(self.record).steps)


def companion_of(record: OrganizationRecord, view: View | None) -> Companion | None:
    exercise = BuiltExercise.objects.filter(start=record).first()
    if exercise is not None:
        return _companion("start", StartCard(exercise, record))
    recording = Recording.objects.filter(organization=record).select_related("exercise").first()
    return _companion("recording", RecordingCard(recording, record)) if recording is not None else None


def _companion(what: str, content: object) -> Companion:
    card = f"lessons/building/beside/_{what}.html"
    return Companion(card=card, compact=card, bar="lessons/building/beside/_bar.html", content=content)
