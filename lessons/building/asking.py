"""Questions whose answer the engine gives, and whose wrong answers are what misconceptions say. Nobody marks
anything as right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accounts import selectors
from accounts.organization.state import Account, Organization
from lessons.building.bench import SEED, Bench
from lessons.building.drafts import editing
from lessons.course.case import Action, Case, Refused, play
from lessons.course.exercise_reading import MOST_OF_A_KIND, CourseError, read_exercise
from lessons.course.grading import is_right
from lessons.course.language import TooMuch
from lessons.course.misconceptions import Asking
from lessons.course.names import Absent
from lessons.course.questions.items import VERDICTS, item_of
from lessons.models import BuiltExercise
from policies.engine.decision import Decision

KINDS: Final = ("predictions", "questions")
"""Asked before the task, or after it."""


class NoAnswer(Exception):
    """The engine has none: AWS refuses what is done first, somebody is not there, or it depends."""


@dataclass(frozen=True, slots=True)
class First:
    """What is done before the question is asked: an account moves, or a policy is attached or detached;
    nothing if ``what`` is empty."""

    what: str = ""
    where: str = ""
    detaches: bool = False


@dataclass(frozen=True)
class Answered:
    """What the engine says. ``beliefs`` are the misconceptions by the decision that they come to, one each.
    ``asking`` is the request, in the organization in which it is asked."""

    actions: tuple[Action, ...]
    truth: Decision
    beliefs: Mapping[Decision, str]
    asking: Asking


def answered(bench: Bench, who: str, action: str, first: First) -> Answered:
    """Of ``dev-1/role/Admin`` at the start, after ``first``. Raises ``NoAnswer``."""
    if bench.start is None:
        raise NoAnswer
    judge = selectors.judge()
    actions = _actions(bench.start, first)
    try:
        case = play(Case(bench.start), actions, SEED)
        account_id, label = case.names.principal(who)
    except (Refused, Absent) as error:
        raise NoAnswer(str(error)) from error
    before = bench.start if actions else None
    asking = Asking(case.present, account_id, label, action, before=before)
    truth = asking.truth(judge)
    if truth is Decision.DEPENDS:
        raise NoAnswer
    item = item_of(asking, judge, SEED)
    beliefs: dict[Decision, str] = {}
    for option in item.options if item else ():
        if option.misconception and isinstance(option.answer, Decision):
            beliefs.setdefault(option.answer, option.misconception)
    return Answered(actions, truth, beliefs, asking)


def _actions(start: Organization, first: First) -> tuple[Action, ...]:
    if not first.what or not first.where:
        return ()
    destination = f"{{{{id {first.where}}}}}"
    account = _account(start, first.what)
    if account is not None:
        parameters = {
            "account_id": f"{{{{id {first.what}}}}}",
            "source_parent_id": f"{{{{id {start.name_of(account.parent_id)}}}}}",
            "destination_parent_id": destination,
        }
        return (Action("organizations.move_account", parameters),)
    operation = "detach_policy" if first.detaches else "attach_policy"
    what = {"policy_id": f"{{{{id {first.what}}}}}", "target_id": destination}
    return (Action(f"organizations.{operation}", what),)


def _account(start: Organization, name: str) -> Account | None:
    return next((each for each in start.accounts.values() if each.name == name), None)


Words = Callable[[Decision, Answered], Mapping[str, Any]]
"""The ``text`` of a choice, and its ``because``."""


def add(
    exercise: BuiltExercise, kind: str, who: str, action: str, ask: str, found: Answered, words: Words
) -> None:
    """A question with a choice for each verdict, of which the engine's is right."""
    account, _slash, label = who.partition("/")
    with editing(exercise) as draft:
        taken = {each["id"] for each in questions_of(draft)}
        question = {
            "id": next(f"asked-{number}" for number in range(1, 999) if f"asked-{number}" not in taken),
            "ask": ask,
            "operations": [
                {"operation": each.operation, "parameters": dict(each.parameters)} for each in found.actions
            ],
            "answer": {"decision": [f"{{{{{account}}}}}/{label}", action]},
            "choices": [_choice(each, found, words) for each in VERDICTS],
        }
        asked = {"question": question, "see": ""} if kind == "predictions" else question
        draft[kind] = [*draft[kind], asked][:MOST_OF_A_KIND]


def _choice(decision: Decision, found: Answered, words: Words) -> dict[str, Any]:
    choice: dict[str, Any] = {**words(decision, found), "value": decision.value}
    if decision is found.truth:
        choice["right"] = True
    elif decision in found.beliefs:
        choice["misconception"] = found.beliefs[decision]
    return choice


def questions_of(draft: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """Those of the predictions first, without what they lead on to."""
    return [each["question"] for each in draft["predictions"]] + draft["questions"]


def remove(exercise: BuiltExercise, question_id: str) -> None:
    with editing(exercise) as draft:
        draft["predictions"] = [
            each for each in draft["predictions"] if each["question"]["id"] != question_id
        ]
        draft["questions"] = [each for each in draft["questions"] if each["id"] != question_id]


def say(exercise: BuiltExercise, question_id: str, ask: str, choices: Sequence[tuple[str, str]]) -> None:
    """The words of a question, and of each choice with its reason. Empty ones stay as they were."""
    with editing(exercise) as draft:
        for question in questions_of(draft):
            if question["id"] != question_id:
                continue
            question["ask"] = ask or question["ask"]
            for choice, (text, because) in zip(question["choices"], choices, strict=False):
                choice["text"], choice["because"] = text or choice["text"], because


def ask_again(bench: Bench) -> None:
    """After the start was changed: what is right is what the engine says now. Where that is none of the
    choices, or the question can no longer be asked, it stays, and publishing says so."""
    if bench.start is None or bench.document is None:
        return
    try:
        exercise = read_exercise(bench.document)
    except CourseError:
        return
    read = {each.question.id: each.question for each in exercise.predictions}
    read |= {each.id: each for each in exercise.questions}
    with editing(bench.exercise) as draft:
        for question in questions_of(draft):
            known = read.get(question["id"])
            try:
                right = [
                    is_right(known, choice, Case(bench.start), selectors.judge(), SEED)
                    for choice in (known.choices if known else ())
                ]
            except (Refused, Absent, TooMuch):
                continue
            if sum(right) != 1:
                continue
            for choice, holds in zip(question["choices"], right, strict=True):
                choice.pop("right", None)
                if holds:
                    choice["right"] = True
                    choice.pop("misconception", None)
