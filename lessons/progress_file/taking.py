"""Values → rows. Taking a file in twice changes nothing the second time.

What this site has signed is taken as it says. Anything else may have been written by hand: its operations are
done again, and its attempts, which must be at lessons as they are here, are judged by what comes of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import forks, history, selectors
from accounts.logs import CannotReplay, Log, Written, write_anew
from accounts.models import Event, Visitor
from accounts.organization.scenario import ScenarioError
from accounts.services import make_known
from lessons import attempts
from lessons.course.case import Case, Done
from lessons.course.grading import Report, grade
from lessons.models import Answer, Attempt, Proof, Review, Step
from lessons.progress_file.genuine import begins_as_its_lesson, is_lesson_here
from lessons.progress_file.shape import (
    MOST_JUDGED,
    AnswerEntry,
    AttemptEntry,
    Progress,
    ProofEntry,
    ReviewEntry,
)


@dataclass(slots=True)
class Taken:
    """How many of each came in, how many were here already, and what could not come, with its place."""

    organizations: int = 0
    attempts: int = 0
    answers: int = 0
    reviews: int = 0
    proofs: int = 0
    here_already: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    is_ours: bool = True

    @property
    def is_nothing(self) -> bool:
        return not (self.organizations or self.attempts or self.answers or self.reviews or self.proofs)


def take_in(progress: Progress, visitor: Visitor, *, is_rehearsal: bool) -> Taken:
    """All that can come in, for this visitor; a rehearsal says what would, and writes nothing."""
    taken = Taken(is_ours=progress.is_ours)
    was_known = visitor.pk is not None
    with transaction.atomic():
        make_known(visitor)
        # Two uploads at once are taken in one after the other.
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        _Taking(progress, visitor, taken).run()
        if is_rehearsal:
            transaction.set_rollback(True)
    if is_rehearsal and not was_known:
        visitor.pk = None
    return taken


class _Taking:
    def __init__(self, progress: Progress, visitor: Visitor, taken: Taken) -> None:
        self._progress = progress
        self._visitor = visitor
        self._taken = taken

    def run(self) -> None:
        of_attempts = {each.organization for each in self._progress.attempts}
        for place, log in enumerate(self._progress.organizations):
            # Those of attempts come with them.
            if place not in of_attempts and log.is_sandbox:
                self._organization(f"organizations[{place}]", log)
        for place, entry in enumerate(self._progress.attempts):
            self._attempt(f"attempts[{place}]", entry)
        for place, answer in enumerate(self._progress.answers):
            self._answer(f"answers[{place}]", answer, None)
        for review in self._progress.reviews:
            self._review(review)
        for place, proof in enumerate(self._progress.proofs):
            self._proof(f"proofs[{place}]", proof)

    def _organization(self, place: str, log: Log) -> None:
        seed = self._seed_of(log)
        if self._has(log, seed):
            self._taken.here_already += 1
            return
        try:
            forks.expect_room(self._visitor)
        except forks.TooMany as error:
            self._taken.refused.append((place, str(error)))
            return
        if self._written(place, log, seed) is not None:
            self._taken.organizations += 1

    def _written(self, place: str, log: Log, seed: str) -> Written | None:
        try:
            return write_anew(log, self._visitor, seed)
        except ScenarioError as error:
            self._taken.refused.append((f"{place}.start", str(error.faults[0])))
        except CannotReplay as error:
            self._taken.refused.append((f"{place}.events[{error.revision - 1}]", str(error)))
        return None

    def _seed_of(self, log: Log) -> str:
        """The same for one person and one log, so that it is found when it comes again; another for somebody
        else, so that no two organizations of a site go by the same identifiers."""
        material = f"{self._visitor.pk}\n{log.seed}\n{len(log.steps)}"
        return hashlib.sha256(material.encode()).hexdigest()[:32]

    def _has(self, log: Log, seed: str) -> bool:
        own = self._visitor.organizations
        return (
            own.filter(seed=seed).exists() or own.filter(seed=log.seed, revision__gte=len(log.steps)).exists()
        )

    def _attempt(self, place: str, entry: AttemptEntry) -> None:
        known = self._visitor.attempts.filter(
            lesson=entry.lesson, seed=entry.seed, last_used__gte=entry.last_used
        ).first()
        if known is None:
            known = self._new_attempt(place, entry)
        else:
            self._taken.here_already += 1
        if known is not None:
            for number, answer in enumerate(entry.answers):
                self._answer(f"{place}.answers[{number}]", answer, known)

    def _new_attempt(self, place: str, entry: AttemptEntry) -> Attempt | None:
        if not self._progress.is_ours and not is_lesson_here(entry):
            said = _("This lesson is another one here, so nobody can say whether it was solved.")
            self._taken.refused.append((place, said))
            return None
        written = None
        if entry.organization is not None:
            log = self._progress.organizations[entry.organization]
            if not self._progress.is_ours and not begins_as_its_lesson(entry, log):
                said = _("It does not begin as its lesson does, so nobody can say whether it was solved.")
                self._taken.refused.append((place, said))
                return None
            if not self._progress.is_ours and len(log.steps) > MOST_JUDGED:
                said = _("More than %(most)d operations are not judged again.") % {"most": MOST_JUDGED}
                self._taken.refused.append((place, said))
                return None
            written = self._written(f"organizations[{entry.organization}]", log, self._seed_of(log))
        if written is None and not self._progress.is_ours:
            self._taken.refused.append(
                (place, _("Its organization is missing, so nobody can say how far it got."))
            )
            return None
        attempt = Attempt(
            visitor=self._visitor,
            organization=written and written.record,
            lesson=entry.lesson,
            document=entry.document,
            names=entry.names,
            seed=entry.seed,
            step=entry.step,
            hints=entry.hints,
            assisted=entry.assisted,
            met=list(entry.met),
            score=entry.score,
            operations=entry.operations,
            started=entry.started,
            last_used=entry.last_used,
            solved=entry.solved,
        )
        if written is not None and not self._progress.is_ours:
            _judge_again(attempt, written)
        attempt.save()
        self._taken.attempts += 1
        return attempt

    def _answer(self, place: str, entry: AnswerEntry, attempt: Attempt | None) -> None:
        if entry.asking and not self._progress.is_ours:
            self._taken.refused.append(
                (place, _("What the engine asked can only come from a file as it was saved."))
            )
            return
        own = self._visitor.answers.filter(attempt=attempt, question=entry.question, time=entry.time)
        if own.exists():
            self._taken.here_already += 1
            return
        Answer.objects.create(
            visitor=self._visitor,
            attempt=attempt,
            kind=entry.kind,
            question=entry.question,
            asking=entry.asking,
            choice=entry.choice,
            first_choice=entry.first_choice,
            is_right=entry.is_right,
            misconception=entry.misconception,
            time=entry.time,
        )
        self._taken.answers += 1

    def _review(self, entry: ReviewEntry) -> None:
        """The plan that is here goes on, unless the file's began later."""
        known = self._visitor.reviews.filter(misconception=entry.misconception).first()
        if known is not None and known.noticed >= entry.noticed:
            self._taken.here_already += 1
            return
        Review.objects.update_or_create(
            visitor=self._visitor,
            misconception=entry.misconception,
            defaults={"step": entry.step, "due": entry.due, "noticed": entry.noticed},
        )
        self._taken.reviews += 1

    def _proof(self, place: str, entry: ProofEntry) -> None:
        if not self._progress.is_ours:
            self._taken.refused.append((place, _("A proof can only come from a file as it was saved.")))
        elif self._visitor.proofs.filter(cell=entry.cell).exists():
            self._taken.here_already += 1
        else:
            Proof.objects.create(visitor=self._visitor, cell=entry.cell, found=entry.found, time=entry.time)
            self._taken.proofs += 1


def _judge_again(attempt: Attempt, written: Written) -> None:
    """By what came of the operations: now, and when it is said to have been solved."""
    now = _report(attempt, written, len(written.events))
    attempt.met = [each.clause.id for each in now.clauses if each.finding.is_met]
    attempt.score = now.score
    attempt.operations = len(_case(written, len(written.events)).steps)
    if attempt.solved is not None:
        until = sum(event.time <= attempt.solved for event in written.events)
        if _report(attempt, written, until).is_solved:
            attempt.score = 1
        else:
            attempt.solved = None
    steps = attempts.steps_of(attempts.exercise_of(attempt))
    if attempt.step not in steps:
        attempt.step = Step.READ
    elif attempt.step == Step.CHECK and attempt.solved is None:
        attempt.step = Step.DO


def _report(attempt: Attempt, written: Written, revision: int) -> Report:
    return grade(attempts.exercise_of(attempt), _case(written, revision), selectors.judge())


def _case(written: Written, revision: int) -> Case:
    """As ``attempts.case_of``, of what no database has yet to be asked about."""
    steps: list[Done] = []
    state = written.events[revision - 1].state if revision else history.START
    while state != history.START and written.events[state - 1].kind is not Event.Kind.RESET:
        event = written.events[state - 1]
        steps.append(Done(event.operation, event.parameters, written.states[state]))
        state = event.before
    return Case(written.states[history.START], tuple(reversed(steps)), begun=written.record.created)
