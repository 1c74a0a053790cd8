"""A prediction: what is asked, and afterwards what was said beside what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.page.changes import Cause, delta
from accounts.page.explanation import explanation_of
from accounts.page.verdicts import Verdict
from lessons.course.case import Case, play
from lessons.course.exercise import Choice, Look, Prediction, Question
from lessons.course.grading import is_right as is_right_choice
from lessons.course.language import Scope, Witness
from lessons.course.language.asking import Setting, evaluate
from lessons.course.language.goals import Can
from lessons.course.language.terms import Decided
from lessons.course.names import Absent
from lessons.models import Answer
from lessons.page.markdown import blocks, line
from lessons.page.requests import view_on


@dataclass(frozen=True, slots=True)
class Option:
    """``index`` is its place among the choices. ``leads_on``: who chooses it is asked more."""

    index: int
    text: SafeString
    leads_on: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """``then`` is asked of those whose choice leads on; empty if there is nothing more to ask."""

    id: str
    ask: SafeString
    options: tuple[Option, ...]
    then_ask: SafeString | None
    then_options: tuple[Option, ...]
    verb: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of the actions of ``who``: what each rule took or gave, and how many are left of all."""

    who: str
    causes: tuple[Cause, ...]
    left: int
    total: int


@dataclass(frozen=True, slots=True)
class Seen:
    """``happened`` is the right choice; ``verdict`` and ``why`` are the engine's, where a request was asked
    about. ``because`` says what is wrong with the choice, or right."""

    heading: str
    ask: SafeString
    said: SafeString
    then_said: SafeString | None
    happened: SafeString
    then_happened: SafeString | None
    compared: str
    verdict: Verdict | None
    why: str
    because: tuple[SafeString, ...]
    text: SafeString | None
    numbers: Numbers | None


def asked(prediction: Prediction) -> Asked:
    """Nothing in it tells which choice is right."""
    question, then = prediction.question, prediction.then
    return Asked(
        id=question.id,
        ask=blocks(question.ask),
        options=tuple(
            Option(index, line(choice.text), leads_on(prediction, index))
            for index, choice in enumerate(question.choices)
        ),
        then_ask=line(then.ask) if then else None,
        then_options=tuple(
            Option(index, line(choice.text), leads_on=False)
            for index, choice in enumerate(then.choices if then else ())
        ),
        verb=_verb(question),
    )


def leads_on(prediction: Prediction, choice: int) -> bool:
    """Whether who chooses it is asked more: after a yes, nothing about the rule that stops it."""
    then = prediction.then
    if then is None:
        return False
    asks_what_stops_it = isinstance(then.answer, Decided) and then.answer.by_rule
    return not asks_what_stops_it or prediction.question.choices[choice].value != "yes"


def _verb(question: Question) -> str:
    operations = {action.operation for action in question.actions}
    if not operations:
        return _("Answer")
    if operations == {"organizations.move_account"}:
        return _("Answer and move")
    if operations == {"organizations.attach_policy"}:
        return _("Answer and attach")
    return _("Answer and do it")


def right_choices(question: Question, begin: Case, seed: str) -> tuple[int, ...]:
    """By what the engine says, not by what the author wrote. ``begin``: nothing is done yet."""
    return tuple(
        index
        for index, choice in enumerate(question.choices)
        if is_right_choice(question, choice, begin, selectors.judge(), seed)
    )


def seen(
    prediction: Prediction,
    answers: Mapping[str, Answer],
    begin: Case,
    seed: str,
    look: Look,
    *,
    heading: str,
    text: str,
) -> Seen:
    """What came of a prediction that was answered in ``answers``, by the questions' ids. ``heading`` and
    ``text`` are the lesson's."""
    question, then = prediction.question, prediction.then
    case = play(begin, question.actions, seed)
    said = _choice(question, answers)
    happened = _right(question, begin, seed)
    then_said = _choice(then, answers) if then else None
    then_happened = _right(then, begin, seed) if then else None
    witness = witness_of(question, case)
    verdict, why = None, ""
    if witness is not None and witness.account_id in case.present.accounts:
        view = view_on(witness, case.present)
        explanation = explanation_of(case.present, view.at, witness.label, view, selectors.judge())
        verdict, why = explanation.verdict, explanation.sentence
    told = dict.fromkeys(each.because for each in (said, then_said, happened, then_happened) if each)
    return Seen(
        heading=heading or happened.text,
        ask=blocks(question.ask),
        said=line(said.text) if said else line(_("I do not know")),
        then_said=line(then_said.text) if then_said else None,
        happened=line(happened.text),
        then_happened=line(then_happened.text) if then_happened else None,
        compared=_compared(said == happened, then_said is None or then_said == then_happened),
        verdict=verdict,
        why=why,
        because=tuple(line(each) for each in told if each),
        text=blocks(prediction.see or text) if prediction.see or text else None,
        numbers=_numbers(case, witness or looked_at(look, case)),
    )


def _compared(is_right: bool, is_right_then: bool) -> str:
    if not is_right:
        return _("Not as you said.")
    return _("As you said.") if is_right_then else _("As you said, but for another reason.")


def witness_of(question: Question, case: Case) -> Witness | None:
    """The request that the question is about; None if it is about something else, or of somebody who is not
    there."""
    answer = question.answer
    if question.look is not None:
        return looked_at(question.look, case)
    if isinstance(answer, Can | Decided) and "*" not in answer.action:
        return _asked_for(case, answer.principal, answer.action, answer.setting)
    return None


def looked_at(look: Look, case: Case) -> Witness | None:
    """The request at which the page looks, likewise."""
    return _asked_for(case, f"{look.account}/{look.principal}", look.action, Setting(look.resource))


def _asked_for(case: Case, principal: str, action: str, setting: Setting) -> Witness | None:
    try:
        return evaluate(Scope(case, selectors.judge()), principal, action, setting)[1]
    except Absent:
        return None


def _choice(question: Question, answers: Mapping[str, Answer]) -> Choice | None:
    answer = answers.get(question.id)
    if answer is None or answer.choice is None or answer.choice >= len(question.choices):
        return None
    return question.choices[answer.choice]


def _right(question: Question, begin: Case, seed: str) -> Choice:
    return question.choices[right_choices(question, begin, seed)[0]]


def _numbers(case: Case, witness: Witness | None) -> Numbers | None:
    """None where nothing has changed for whoever the question is about."""
    if witness is None or witness.account_id not in case.start.accounts:
        return None
    judge = selectors.judge()
    try:
        then, now = (
            judge.permissions(each, witness.account_id, witness.label, witness.circumstances)
            for each in (case.start, case.present)
        )
    except KeyError:  # who was not there before has lost nothing
        return None
    change = delta(then, now)
    if change.is_nothing:
        return None
    who = f"{case.present.name_of(witness.account_id)}/{witness.label}"
    return Numbers(who, change.causes, now.allowed.bit_count(), now.universe.bit_count())
