"""Attempts: begun, carried on, judged after every operation.

An attempt is played in an organization like any other, on the sandbox's own pages; the lesson stands beside
the tree as its companion.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import history, selectors, services, store
from accounts.forks import TooMany
from accounts.models import Event, OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.organization.state import Organization
from accounts.page.log import sentence
from accounts.page.view import view_of
from lessons.course.case import Case, Done
from lessons.course.exercise import Exercise, Prediction
from lessons.course.exercise_reading import read_exercise
from lessons.course.grading import Checked, Report, grade, started
from lessons.course.language import Finding, Witness
from lessons.course.lesson import Lesson
from lessons.course.spoken import spoken
from lessons.course.variants import NoVariant, variant_of
from lessons.library import lesson_called
from lessons.models import Answer, Attempt, ExerciseVersion, Proof, Replay, Step
from lessons.page.predicting import looked_at, witness_of
from lessons.page.requests import address_on, view_on
from lessons.signals import judged

A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 20
"""Of one lesson, begun by one visitor: each is an organization whole, and is worked out first."""
MOST_TRIES: Final = 30
"""Kept of one lesson."""

JUDGED: Final = ("met", "missed", "score", "operations", "last_used", "last_said")
"""The columns that every operation writes."""
_IN_RECORD: Final = Attempt._meta.get_field("organization").remote_field
_findings: Final[store.ByRevision[tuple[Finding, ...]]] = store.ByRevision(2048)
"""Of an attempt's clauses, in their order: what they say depends on the language, what is found does not."""
_steps: Final[store.ByRevision[tuple[Done, ...]]] = store.ByRevision(1024)
"""By the revision that they lead to: one more operation is one more step."""


def begin_lesson(visitor: Visitor, lesson: Lesson) -> Attempt:
    """A first attempt: of a lesson whose tasks are drawn, everybody has one of their own."""
    if lesson.tickets is not None:
        with suppress(NoVariant):
            return begin_variant(visitor, lesson)
    return begin(visitor, lesson.slug, lesson.document, lesson.title)


def begin_again(visitor: Visitor, lesson: Lesson) -> Attempt:
    """In another organization, if there is one for this lesson; what was done before stays as it is, until
    it is one of too many. Raises ``TooMany``."""
    _make_room(visitor, lesson.slug)
    try:
        return begin_variant(visitor, lesson)
    except NoVariant:
        return begin(visitor, lesson.slug, lesson.document, lesson.title)


def _make_room(visitor: Visitor, slug: str) -> None:
    """For one try more. Of those that were left longest ago only what was solved is remembered."""
    if visitor.pk is None:
        return
    tries = visitor.attempts.filter(lesson=slug, seat=None, is_preview=False)
    if tries.filter(started__gte=timezone.now() - A_DAY).count() >= MOST_A_DAY:
        raise TooMany(
            _("You have begun this lesson %(number)d times within a day. Go on with the last one for now.")
            % {"number": MOST_A_DAY}
        )
    for attempt in tries.filter(organization__isnull=False).order_by("-last_used", "-pk")[MOST_TRIES - 1 :]:
        OrganizationRecord.objects.filter(Q(attempt=attempt) | Q(replay__attempt=attempt)).delete()
        if attempt.solved is None:
            attempt.delete()


def begin(
    visitor: Visitor,
    slug: str,
    document: Mapping[str, object],
    name: str,
    names: Mapping[str, str] | None = None,
    seed: str | None = None,
) -> Attempt:
    """A new attempt of this visitor, in an organization that is as the exercise begins."""
    seed = seed or secrets.token_hex(16)
    exercise = read_again(document, names or {})
    with transaction.atomic():
        record = organization_for(exercise, seed, name, visitor)
        return Attempt.objects.create(
            visitor=visitor,
            lesson=slug,
            version=ExerciseVersion.objects.filter(slug=slug).first(),
            organization=record,
            document=document,
            names=names or {},
            seed=seed,
            started=record.created,
        )


def organization_for(exercise: Exercise, seed: str, name: str, visitor: Visitor) -> OrganizationRecord:
    """As the exercise begins, and begins now."""
    now = timezone.now()
    start = scenario.to_document(started(exercise.start, seed, now))
    return services.create_from_document(start, name, visitor, is_sandbox=False, created=now)[0]


def is_out_of_date(record: OrganizationRecord) -> bool:
    """Whether something that waited for an answer at the start has expired by now."""
    waiting = history.state_at(record, history.START).handshakes.values()
    return any(not each.state.is_final and each.expires <= timezone.now() for each in waiting)


def renew(played: Attempt | Replay) -> None:
    """Begin in a new organization, made as the old one was."""
    attempt, old = getattr(played, "attempt", played), played.organization
    assert old is not None
    played.organization = organization_for(exercise_of(attempt), attempt.seed, old.name, attempt.visitor)
    played.save(update_fields=["organization"])
    old.delete()


def begin_variant(visitor: Visitor, lesson: Lesson) -> Attempt:
    """Likewise, of the lesson in another organization: one's own goals in new surroundings, so that somebody
    who has seen the solution can still reach them unaided. It can be made again from the attempt's seed.
    Raises ``NoVariant``."""
    seed = secrets.token_hex(16)
    found = variant_of(lesson, seed, selectors.judge())
    return begin(visitor, lesson.slug, found.document, lesson.title, found.names, seed)


def latest(visitor: Visitor, slug: str) -> Attempt | None:
    """The attempt to go on with, of one's own and of no class; None if there is none whose organization is
    still there."""
    if visitor.pk is None:
        return None
    own = visitor.attempts.filter(lesson=slug, seat=None, is_preview=False, organization__isnull=False)
    return own.order_by("-last_used", "-pk").first()


def address_of(attempt: Attempt) -> str:
    """The page on which it is played, looking at what the step that it is at is about."""
    assert attempt.organization is not None
    case = case_of(attempt.organization)
    witness = _asked_of(attempt, case)
    view = view_on(witness, case.present) if witness else view_of({}, case.present)
    return address_on(attempt.organization, view)


def _asked_of(attempt: Attempt, case: Case) -> Witness | None:
    """At the task, what the first open goal lacks. None if nobody is there to ask for it."""
    exercise = exercise_of(attempt)
    witness = None
    if attempt.step == Step.DO:
        first = report_on(attempt, case).first_unmet
        witness = first.finding.against if first else None
    elif attempt.step in (Step.PREDICT, Step.SEE):
        answers = predictions_of(attempt)
        answered = [each for each in exercise.predictions if each.question.id in answers]
        is_open = attempt.step == Step.PREDICT
        asked = open_prediction(exercise, answers) if is_open else next(reversed(answered), None)
        witness = witness_of(asked.question, case) if asked else None
    if witness is None or witness.account_id not in case.present.accounts:
        witness = looked_at(exercise.look, case)
    return witness if witness and witness.account_id in case.present.accounts else None


def first_open_goal(attempt: Attempt) -> str:
    """Its identifier: the first clause that did not hold when the attempt was judged last; empty if none."""
    known: list[dict[str, str]] = attempt.document["clauses"]
    return next((each["id"] for each in known if each["id"] not in attempt.met), "")


def exercise_of(attempt: Attempt) -> Exercise:
    """In the language that is spoken, where its lesson is translated."""
    edition = attempt.edition, spoken()
    if attempt.exercise is None or attempt.exercise[0] != edition:
        exercise = spoken_exercise(attempt.lesson, attempt.document, attempt.names)
        attempt.exercise = edition, exercise
    return attempt.exercise[1]


def spoken_exercise(
    slug: str, document: Mapping[str, object], names: Mapping[str, str] | None = None
) -> Exercise:
    """A document of the lesson that is called so, in the language that is spoken."""
    lesson = lesson_called(slug)
    return read_again(lesson.spoken(document) if lesson else document, names or {})


def read_again(document: Mapping[str, object], names: Mapping[str, str]) -> Exercise:
    """Reading one takes some time, and everybody's attempt at a lesson has the same."""
    return _read(json.dumps(document), json.dumps(names))


@lru_cache(maxsize=256)
def _read(document: str, names: str) -> Exercise:
    return read_exercise(json.loads(document), json.loads(names))


def case_of(record: OrganizationRecord, present: Organization | None = None) -> Case:
    """Where the organization began, and the operations that stand: neither undone nor before a reset.
    ``present`` is its value now, if it is at hand."""
    steps = _steps.made(record, record.revision, lambda: _steps_of(record, present or store.load(record)))
    proofs = Proof.objects.filter(visitor=record.visitor_id).values_list("cell", flat=True)
    start = history.state_at(record, history.START)
    return Case(start, steps, frozenset(proofs), record.created)


def _steps_of(record: OrganizationRecord, present: Organization) -> tuple[Done, ...]:
    event = history.latest_event(record)
    if event is None or event.state == history.START:
        return ()
    if event.kind == Event.Kind.OPERATION:
        before = _steps.get(record, event.before) if event.before != history.START else ()
        if before is not None:
            return (*before, Done(event.operation, event.parameters, present))
    return _steps.get(record, event.state) or steps_to(record, event.state)


def steps_to(record: OrganizationRecord, state: int) -> tuple[Done, ...]:
    """The operations that led to the state of this revision, from the start or the last reset on."""
    events = {event.revision: event for event in record.events.filter(revision__lte=state)}
    standing: list[Event] = []
    while state != history.START and events[state].kind != Event.Kind.RESET:
        standing.append(events[state])
        state = events[state].before
    steps: list[Done] = []
    organization = history.state_at(record, state)
    for event in reversed(standing):
        known = store.cached(record, event.revision)
        organization = known or store.replay(record, event, organization)
        steps.append(Done(event.operation, event.parameters, organization))
    return tuple(steps)


def case_at(record: OrganizationRecord, revision: int, now: Case | None = None) -> Case:
    """As it was at a revision; ``now`` is ``case_of`` the newest, if it is at hand. Raises ``KeyError`` for a
    revision that never was."""
    now = now or case_of(record)
    if revision == record.revision:
        return now
    event = record.events.filter(revision=revision).first()
    if event is None and revision != history.START:
        raise KeyError(revision)
    return replace(now, steps=steps_to(record, history.START if event is None else event.state))


def report_on(attempt: Attempt, now: Case | None = None, revision: int | None = None) -> Report:
    """Of an attempt whose organization is still there, as it is or was at ``revision``; ``now`` is
    ``case_of`` it, if it is at hand. Each revision is judged once, by the operation that made it or whoever
    looks at it first."""
    assert attempt.organization is not None
    record, exercise = attempt.organization, exercise_of(attempt)
    case, at = now or case_of(record), record.revision if revision is None else revision

    def found() -> tuple[Finding, ...]:
        judged = case_at(record, at, case)
        return tuple(each.finding for each in grade(exercise, judged, selectors.judge()).clauses)

    findings = _findings.made(record, at, found, case.proofs, attempt.edition)
    return Report(tuple(map(Checked, exercise.clauses, findings)))


def steps_of(exercise: Exercise) -> tuple[Step, ...]:
    """In their order; where nothing is predicted, nothing is to be seen."""
    if exercise.predictions:
        return tuple(Step)
    return (Step.READ, Step.DO, Step.CHECK)


def predictions_of(attempt: Attempt) -> dict[str, Answer]:
    """What was predicted in this attempt, by the questions' ids."""
    found = attempt.answers.filter(kind=Answer.Kind.PREDICTION)
    return {answer.question: answer for answer in found}


def open_prediction(exercise: Exercise, answers: Mapping[str, Answer]) -> Prediction | None:
    """The first that is not answered yet."""
    return next((each for each in exercise.predictions if each.question.id not in answers), None)


def played_in(record: OrganizationRecord) -> Attempt | None:
    """The attempt whose organization this is, with its class. It is asked for once, until the record is read
    anew: as it is before every operation."""
    if record.is_sandbox:
        return None
    if not _IN_RECORD.is_cached(record):
        try:
            attempt = Attempt.objects.select_related("seat__classroom").get(organization=record)
        except Attempt.DoesNotExist:
            _IN_RECORD.set_cached_value(record, None)
        else:
            attempt.organization = record
    return _IN_RECORD.get_cached_value(record)


def note_revision(
    sender: object, record: OrganizationRecord, organization: Organization, **_: object
) -> None:
    """Judge an attempt after every revision of its organization; ``revised`` calls this."""
    attempt = played_in(record)
    if attempt is not None:
        # Not yet remembered: that happens when the transaction is through.
        _judge(attempt, case_of(record, organization))


def note_proof(sender: object, instance: Proof, **_: object) -> None:
    """A goal may ask for proofs of the comparison. Saving a ``Proof`` calls this."""
    for attempt in instance.visitor.attempts.filter(solved=None, step=Step.DO, organization__isnull=False):
        if "proved" in json.dumps(attempt.document["clauses"]):
            _judge(attempt, case_of(attempt.organization))


def _judge(attempt: Attempt, case: Case) -> None:
    report = report_on(attempt, case)
    attempt.met = [each.clause.id for each in report.clauses if each.finding.is_met]
    attempt.missed = {
        each.clause.id: attempt.missed.get(each.clause.id, 0) + 1
        for each in report.clauses
        if not each.finding.is_met
    }
    attempt.score = max(attempt.score, report.score)
    attempt.operations = len(case.steps)
    attempt.last_used, attempt.case = timezone.now(), case
    # What a prediction does to the organization is not yet the learner's own work.
    written = JUDGED
    if report.is_solved and attempt.solved is None and attempt.step == Step.DO:
        attempt.solved = attempt.last_used
        attempt.step = Step.CHECK
        written += ("solved", "step")
    if attempt.seat is not None:
        attempt.last_said = _said(case, attempt.seat.classroom.language)
    attempt.save(update_fields=written)
    judged.send(Attempt, attempt=attempt)


def _said(case: Case, language: str) -> str:
    """What was done last, in the language of the class: its instructor reads it."""
    if not case.steps:
        return ""
    done, before = case.steps[-1], case.steps[-2].organization if len(case.steps) > 1 else case.start
    with override(language or None):
        return sentence(done.operation, done.parameters, before, done.organization)[:200]
