"""Everything that somebody does in an attempt besides operations: predict, go on, ask for a hint, see a
solution. Each is one transaction, and happens only where the attempt is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction

from accounts import history, services
from accounts.models import OrganizationRecord
from accounts.signals import revising
from lessons import attempts
from lessons.course.case import Action
from lessons.course.exercise import Question
from lessons.course.names import Names
from lessons.course.placeholders import resolved
from lessons.models import Answer, Attempt, Replay, Step
from lessons.page.predicting import leads_on, right_choices
from lessons.page.replaying import on_the_way


class OutOfStep(Exception):
    """The attempt is elsewhere by now, or not yet there: another window may have gone on."""


class NoSuchChoice(Exception):
    """What was chosen is none of the choices."""


def go_on(attempt: Attempt, step: str) -> None:
    """From ``step``, which has been read or seen, to the next, in the organization as it began.

    Raises ``OutOfStep``.
    """
    with transaction.atomic():
        _lock(attempt)
        if attempt.step != step or step not in (Step.READ, Step.SEE):
            raise OutOfStep
        exercise = attempts.exercise_of(attempt)
        more = attempts.open_prediction(exercise, attempts.predictions_of(attempt))
        attempt.step = Step.PREDICT if more else Step.DO
        _back_to_the_start(attempt)
        attempt.save(update_fields=["step"])


def predict(
    attempt: Attempt,
    question_id: str,
    choice: int | None,
    then_choice: int | None,
    first_choice: int | None = None,
) -> None:
    """Keep what was predicted and do what it was about, undone together; then one sees it.

    ``then_choice`` answers what is asked afterwards; ``first_choice`` is what was chosen before somebody
    changed their mind. Raises ``OutOfStep`` and ``NoSuchChoice``.
    """
    with transaction.atomic():
        _lock(attempt)
        exercise = attempts.exercise_of(attempt)
        prediction = attempts.open_prediction(exercise, attempts.predictions_of(attempt))
        if attempt.step != Step.PREDICT or prediction is None or prediction.question.id != question_id:
            raise OutOfStep
        _back_to_the_start(attempt)
        chosen = _answer(attempt, prediction.question, choice, first_choice)
        if prediction.then is not None and then_choice is not None and leads_on(prediction, chosen):
            _answer(attempt, prediction.then, then_choice)
        attempt.step = Step.SEE
        attempt.save(update_fields=["step"])
        if prediction.question.actions:
            _perform(_organization(attempt), prediction.question.actions, attempt)


def _answer(attempt: Attempt, question: Question, choice: int | None, first: int | None = None) -> int:
    if choice is None or not 0 <= choice < len(question.choices):
        raise NoSuchChoice
    begin = attempts.case_of(_organization(attempt)).beginning
    Answer.objects.create(
        visitor=attempt.visitor,
        attempt=attempt,
        kind=Answer.Kind.PREDICTION,
        question=question.id,
        choice=choice,
        first_choice=first if first is not None and first < len(question.choices) else None,
        is_right=choice in right_choices(question, begin, attempt.seed),
        misconception=question.choices[choice].misconception or "",
    )
    return choice


def show_hint(attempt: Attempt, number: int) -> None:
    """The next hint; one that is open already stays so. Raises ``OutOfStep``."""
    with transaction.atomic():
        _lock(attempt)
        known = len(attempts.exercise_of(attempt).hints) + 1
        if attempt.step not in (Step.DO, Step.CHECK) or not 1 <= number <= min(attempt.hints + 1, known):
            raise OutOfStep
        attempt.hints = max(attempt.hints, number)
        attempt.save(update_fields=["hints"])


def reveal(attempt: Attempt, solution: int) -> Replay:
    """A copy in which the solution can be played. Before the task is solved, the attempt counts as assisted
    from here on. Raises ``OutOfStep``."""
    with transaction.atomic():
        _lock(attempt)
        is_known = 0 <= solution < len(attempts.exercise_of(attempt).solutions)
        if attempt.step not in (Step.DO, Step.CHECK) or not is_known:
            raise OutOfStep
        if attempt.solved is None and not attempt.assisted:
            attempt.assisted = True
            attempt.save(update_fields=["assisted"])
        replay = attempt.replays.select_related("organization").filter(solution=solution).first()
        if replay is not None:
            _back_to_the_start(replay)
            return replay
        exercise, name = attempts.exercise_of(attempt), _organization(attempt).name
        record = attempts.organization_for(exercise, attempt.seed, name, attempt.visitor)
        return Replay.objects.create(attempt=attempt, solution=solution, organization=record)


def play_on(replay: Replay) -> None:
    """Do the next operation of the solution; nothing if all are done."""
    actions = attempts.exercise_of(replay.attempt).solutions[replay.solution].actions
    with transaction.atomic():
        OrganizationRecord.objects.select_for_update().get(pk=replay.organization_id)
        case = attempts.case_of(replay.organization)
        played = len(on_the_way(case, actions).steps)
        if attempts.is_out_of_date(replay.organization):
            played = 0
        if played == 0:
            _back_to_the_start(replay)
        if played < len(actions):
            _perform(replay.organization, actions[played : played + 1], replay.attempt)


def play_back(replay: Replay) -> None:
    """Take the last operation back; nothing if none is done."""
    with suppress(services.NothingToDo):
        services.undo(replay.organization, base_revision=None, visitor=replay.attempt.visitor)


def _lock(attempt: Attempt) -> None:
    attempt.refresh_from_db(from_queryset=Attempt.objects.select_for_update())
    if attempt.organization is None:
        raise OutOfStep
    # As before an operation: a class that is paused changes nothing.
    revising.send(OrganizationRecord, record=attempt.organization, visitor=attempt.visitor)


def _organization(attempt: Attempt) -> OrganizationRecord:
    assert attempt.organization is not None
    return attempt.organization


def _back_to_the_start(played: Attempt | Replay) -> None:
    """So that nothing of what was tried before can be had back by undoing. Nothing to do at the start."""
    record = played.organization
    assert record is not None
    if attempts.is_out_of_date(record):
        attempts.renew(played)
    elif history.state_of(record) != history.START and attempts.case_of(record).steps:
        services.reset(record, base_revision=None, visitor=record.visitor, is_final=True)


def _perform(record: OrganizationRecord, actions: Sequence[Action], attempt: Attempt) -> None:
    start = history.state_at(record, history.START)

    def script(draft: services.Draft) -> None:
        for action in actions:
            names = Names(start, draft.organization)
            draft.apply(action.operation, **resolved(action.parameters, names))

    services.perform_group(record, script, base_revision=None, visitor=attempt.visitor)
