"""Attempts: begun, carried on, judged after every operation.

An attempt is played in an organization like any other, on the sandbox's own pages; the lesson stands beside
the tree as its companion.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import history, selectors, services
from accounts.companions import Companion
from accounts.models import Event, OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.page.view import View
from lessons.course.case import Case, Done
from lessons.course.content import course
from lessons.course.exercise import Exercise
from lessons.course.exercise_reading import read_exercise
from lessons.course.grading import Report, grade, started
from lessons.course.lesson import Lesson
from lessons.course.variants import variant_of
from lessons.models import Attempt, Step


@dataclass(frozen=True, slots=True)
class Task:
    """What the card shows: the lesson, the attempt at it, and how far it is."""

    lesson: Lesson | None
    attempt: Attempt
    exercise: Exercise
    report: Report


def begin(
    visitor: Visitor,
    slug: str,
    document: Mapping[str, object],
    name: str,
    names: Mapping[str, str] | None = None,
) -> Attempt:
    """A new attempt of this visitor, in an organization that is as the exercise begins."""
    seed = secrets.token_hex(16)
    exercise = read_exercise(document, names or {})
    start = scenario.to_document(started(exercise.start, seed))
    with transaction.atomic():
        record, _ = services.create_from_document(start, name, visitor, is_sandbox=False)
        return Attempt.objects.create(
            visitor=visitor,
            lesson=slug,
            organization=record,
            document=document,
            names=names or {},
            seed=seed,
        )


def begin_variant(visitor: Visitor, lesson: Lesson) -> Attempt:
    """Likewise, of the lesson in another organization: one's own goals in new surroundings, so that somebody
    who has seen the solution can still reach them unaided. Raises ``NoVariant``."""
    found = variant_of(lesson, secrets.token_hex(16), selectors.judge())
    return begin(visitor, lesson.slug, found.document, lesson.title, found.names)


def latest(visitor: Visitor, slug: str) -> Attempt | None:
    """The attempt to go on with; None if there is none whose organization is still there."""
    if visitor.pk is None:
        return None
    return visitor.attempts.filter(lesson=slug, organization__isnull=False).first()


def address_of(attempt: Attempt) -> str:
    """The page on which it is played, looking at what the exercise is about."""
    assert attempt.organization is not None
    look, names = exercise_of(attempt).look, case_of(attempt.organization).names
    view = {"at": names.account(look.account).id, "as": look.principal, "action": look.action}
    if look.resource is not None:
        view["resource"] = look.resource
    return f"{reverse('accounts:organization', args=[attempt.organization.public_id])}?{urlencode(view)}"


def exercise_of(attempt: Attempt) -> Exercise:
    return _exercise(json.dumps(attempt.document), json.dumps(attempt.names))


@lru_cache(maxsize=256)
def _exercise(document: str, names: str) -> Exercise:
    """Reading one takes some time, and everybody's attempt at a lesson has the same."""
    return read_exercise(json.loads(document), json.loads(names))


def case_of(record: OrganizationRecord) -> Case:
    """Where the organization began, and the operations that stand: neither undone nor before a reset."""
    steps: list[Done] = []
    for entry in history.history(record):
        if entry.is_undone:
            continue
        if entry.event.kind == Event.Kind.RESET:
            break
        after = history.state_at(record, entry.event.revision)
        steps.append(Done(entry.event.operation, entry.event.parameters, after))
    return Case(history.state_at(record, history.START), tuple(reversed(steps)))


def report_on(attempt: Attempt) -> Report:
    """Of an attempt whose organization is still there."""
    assert attempt.organization is not None
    return grade(exercise_of(attempt), case_of(attempt.organization), selectors.judge())


def note_revision(sender: object, record: OrganizationRecord, **_: object) -> None:
    """Judge an attempt after every revision of its organization; ``revised`` calls this."""
    if record.is_sandbox:
        return
    attempt = Attempt.objects.filter(organization=record).first()
    if attempt is None:
        return
    case = case_of(record)
    report = grade(exercise_of(attempt), case, selectors.judge())
    attempt.met = [each.clause.id for each in report.clauses if each.finding.is_met]
    attempt.score = max(attempt.score, report.score)
    attempt.operations = len(case.steps)
    attempt.last_used = timezone.now()
    # What a prediction does to the organization is not yet the learner's own work.
    if report.is_solved and attempt.solved is None and attempt.step == Step.DO:
        attempt.solved = attempt.last_used
    attempt.save(update_fields=["met", "score", "operations", "last_used", "solved"])


def companion_of(record: OrganizationRecord, view: View) -> Companion | None:
    """The lesson beside the organization in which it is played."""
    if record.is_sandbox:
        return None
    attempt = Attempt.objects.filter(organization=record).first()
    if attempt is None:
        return None
    task = Task(_lesson(attempt.lesson), attempt, exercise_of(attempt), report_on(attempt))
    return Companion(
        card="lessons/_card.html",
        bar="lessons/_bar.html",
        content=task,
        covers_verdicts=attempt.step == Step.PREDICT,
        shows_what_would=attempt.solved is not None or attempt.assisted,
    )


def _lesson(slug: str) -> Lesson | None:
    return next((lesson for lesson in course() if lesson.slug == slug), None)
