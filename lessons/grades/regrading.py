"""Judging a task again by a better version of its exercise: what was done is replayed, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts import selectors
from lessons import attempts
from lessons.classroom.news import tell_everybody
from lessons.course.building.recording import NotWritable, actions_of
from lessons.course.case import Case, Refused, play
from lessons.course.exercise import Exercise
from lessons.course.grading import Report, grade, started
from lessons.course.names import Absent
from lessons.grades.book import percent
from lessons.library import lesson_called
from lessons.models import Attempt, ClassStep, ExerciseVersion, Regrading, Step
from lessons.signals import rejudged

MOST: Final = 500
"""Attempts of one task."""
MOST_STEPS: Final = 40
"""Operations of one attempt after each of which it is judged; of a longer one only its last forty."""


class TooMany(Exception):
    """More attempts than one regrading takes."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt would have come to. ``because`` names the first goal that is judged otherwise, at
    revision ``at``; ``fits`` is False for work that cannot be replayed where the new version begins."""

    attempt: Attempt
    score: float
    solved_at: int | None
    met: tuple[str, ...]
    because: str = ""
    at: int = 0
    fits: bool = True

    @property
    def before(self) -> int:
        return percent(self.attempt.score)

    @property
    def after(self) -> int:
        return percent(self.score)

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def is_other(self) -> bool:
        was_solved = self.attempt.solved is not None
        return self.change != 0 or was_solved != (self.solved_at is not None)


@dataclass(frozen=True)
class Trial:
    """Nothing is applied yet."""

    step: ClassStep
    document: Mapping[str, Any]
    version: ExerciseVersion | None
    results: tuple[Result, ...]

    @property
    def changed(self) -> tuple[Result, ...]:
        return tuple(each for each in self.results if each.fits and each.is_other)

    @property
    def unfitting(self) -> tuple[Result, ...]:
        return tuple(each for each in self.results if not each.fits)

    @property
    def unchanged(self) -> int:
        return len(self.results) - len(self.changed) - len(self.unfitting)


def newer_of(step: ClassStep) -> tuple[Mapping[str, Any], ExerciseVersion | None] | None:
    """The newest version of a task's exercise; None where there is none newer."""
    if step.version is not None:
        newest = step.version.exercise.newest
        document = dict(newest.document) if newest else {}
    else:
        lesson, newest = lesson_called(step.lesson), None
        document = dict(lesson.document) if lesson and lesson.tickets is None else {}
    document |= {"predictions": []} if document else {}
    return (document, newest) if document and document != step.document else None


def attempt_again(step: ClassStep, document: Mapping[str, Any], version: ExerciseVersion | None) -> Trial:
    """What every attempt at this task would come to. Raises ``TooMany``."""
    found = step.attempts.filter(organization__isnull=False, is_preview=False, seat__removed=None)
    if found.count() > MOST:
        raise TooMany
    exercise = attempts.read_again(document, {})
    results = tuple(_result(each, exercise) for each in found.select_related("organization", "seat"))
    return Trial(step, document, version, results)


def apply(trial: Trial, *, keeps_better: bool, tells_learners: bool) -> Regrading:
    """Every attempt goes on under the new version; the results that change are written."""
    now = timezone.now()
    with transaction.atomic():
        step = ClassStep.objects.select_for_update().get(pk=trial.step.pk)
        kept: dict[str, dict[str, Any]] = {}
        changes: dict[str, dict[str, Any]] = {}
        for result in trial.results:
            if not result.fits:
                continue
            attempt = Attempt.objects.select_for_update().get(pk=result.attempt.pk)
            kept[str(attempt.pk)] = _state(attempt)
            is_worse = result.change < 0 or (attempt.solved is not None and result.solved_at is None)
            if result.is_other and not (keeps_better and is_worse):
                changes[str(attempt.pk)] = {
                    "before": result.before,
                    "after": result.after,
                    "because": result.because,
                }
                _write(attempt, result)
            attempt.document, attempt.version = dict(trial.document), trial.version
            attempt.edition += 1
            attempt.save()
            rejudged.send(Attempt, attempt=attempt)
        before = {"document": step.document, "version": step.version_id, "attempts": kept}
        step.document, step.version = dict(trial.document), trial.version
        step.save(update_fields=["document", "version"])
        tell_everybody(step.classroom)
        return Regrading.objects.create(
            step=step,
            version=trial.version,
            before=before,
            changes=changes,
            tells_learners=tells_learners,
            applied=now,
        )


def undo(regrading: Regrading) -> None:
    """Have the results back that stood before, and what was done since judged as before."""
    with transaction.atomic():
        regrading.refresh_from_db(from_queryset=Regrading.objects.select_for_update())
        if regrading.undone is not None:
            return
        step, before = regrading.step, regrading.before
        for attempt in step.attempts.select_for_update().filter(pk__in=map(int, before["attempts"])):
            was = before["attempts"][str(attempt.pk)]
            attempt.score, attempt.met, attempt.missed = was["score"], was["met"], was["missed"]
            attempt.solved, attempt.step = _moment(was["solved"]), was["step"]
            attempt.document, attempt.version_id = before["document"], before["version"]
            attempt.edition += 1
            attempt.save()
            rejudged.send(Attempt, attempt=attempt)
        step.document, step.version_id = before["document"], before["version"]
        step.save(update_fields=["document", "version"])
        regrading.undone = timezone.now()
        regrading.save(update_fields=["undone"])
        tell_everybody(step.classroom)


def _state(attempt: Attempt) -> dict[str, Any]:
    return {
        "score": attempt.score,
        "met": attempt.met,
        "missed": attempt.missed,
        "solved": attempt.solved.isoformat() if attempt.solved else None,
        "step": attempt.step,
    }


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _write(attempt: Attempt, result: Result) -> None:
    attempt.score, attempt.met = result.score, list(result.met)
    attempt.missed = {}
    if result.solved_at is None:
        attempt.solved, attempt.step = None, Step.DO
    elif attempt.solved is None:
        attempt.solved, attempt.step = attempt.last_used, Step.CHECK


def _result(attempt: Attempt, exercise: Exercise) -> Result:
    assert attempt.organization is not None
    case = attempts.case_of(attempt.organization)
    try:
        again = _replayed(attempt, case, exercise)
    except (Refused, Absent, NotWritable):
        return Result(attempt, attempt.score, None, tuple(attempt.met), fits=False)
    reports = _reports(exercise, again)
    score = max(report.score for report in reports)
    first = next((number for number, report in enumerate(reports) if report.is_solved), None)
    deciding = len(reports) - 1 if first is None else first
    met = tuple(each.clause.id for each in reports[deciding].clauses if each.finding.is_met)
    because = _otherwise(attempts.exercise_of(attempt), exercise, case, reports, deciding)
    passed = max(0, len(again.steps) - MOST_STEPS)
    solved_at = None if first is None else first + passed
    return Result(attempt, score, solved_at, met, because, deciding + passed)


def _replayed(attempt: Attempt, case: Case, exercise: Exercise) -> Case:
    """The same organization where the start is the same; else what was done, done again in the new one."""
    old = attempts.exercise_of(attempt)
    if (old.start.scenario, old.start.actions) == (exercise.start.scenario, exercise.start.actions):
        return case
    start = started(exercise.start, attempt.seed, attempt.started)
    return play(Case(start, proofs=case.proofs, begun=attempt.started), actions_of(case), attempt.seed)


def _reports(exercise: Exercise, case: Case) -> Sequence[Report]:
    """After each operation, the start first."""
    judge = selectors.judge()
    prefixes = [*case.prefixes()][-MOST_STEPS - 1 :]
    return [grade(exercise, prefix, judge) for prefix in prefixes]


def _otherwise(old: Exercise, new: Exercise, case: Case, reports: Sequence[Report], deciding: int) -> str:
    """The text of the first goal that the new version judges otherwise, or has besides."""
    prefixes = [*case.prefixes()][-MOST_STEPS - 1 :]
    if deciding >= len(prefixes):
        return ""
    before = {each.clause.id: each for each in grade(old, prefixes[deciding], selectors.judge()).clauses}
    for each in reports[deciding].clauses:
        known = before.get(each.clause.id)
        if known is None or known.finding.is_met != each.finding.is_met:
            return each.clause.text
    gone = set(before) - {each.clause.id for each in reports[deciding].clauses}
    return next((before[name].clause.text for name in sorted(gone)), "")
