"""Questions whose answer the engine gives, and whose wrong answers are what misconceptions say. Nobody marks
anything as right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
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
from lessons.course.placeholders import resolved
from lessons.course.questions.items import VERDICTS, item_of
from lessons.models import BuiltExercise
from policies.engine.decision import Decision

KINDS: Final = ("predictions", "questions")
"""Asked before the task, or after it."""
MOST_PLACES: Final = 8
"""To choose from, where a question is about where an account goes."""


class Form(Enum):
    """What is asked of a request: what AWS decides, whether it is allowed, or in which units it would be,
    of which any number may be right."""

    DECISION = "decision"
    CAN = "can"
    WHERE = "where"


class NoAnswer(Exception):
    """The engine has none: AWS refuses what is done first, somebody is not there, or it depends."""


class TooManyQuestions(Exception):
    """As many as an exercise has, before its task or afterwards."""


class AlwaysTheSame(NoAnswer):
    """It is allowed everywhere, or nowhere."""


@dataclass(frozen=True, slots=True)
class First:
    """What is done before the question is asked: an account moves, or a policy is attached or detached;
    nothing if ``what`` is empty."""

    what: str = ""
    where: str = ""
    detaches: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """``principal`` as in ``dev-1/role/Admin``; ``resource`` is an ARN, empty where it does not matter."""

    principal: str
    action: str
    resource: str = ""


@dataclass(frozen=True)
class Answered:
    """What the engine says. ``beliefs`` are the misconceptions by the decision that they come to, one each.
    ``asking`` is the request, in the organization in which it is asked."""

    actions: tuple[Action, ...]
    truth: Decision
    beliefs: Mapping[Decision, str]
    asking: Asking

    @property
    def is_allowed(self) -> bool:
        return self.truth is Decision.ALLOWED


@dataclass(frozen=True)
class Choice:
    """``value`` is what the engine's answer is compared with, after ``actions``. ``says`` is what the choice
    is about: a decision, yes or no, the name of a unit. ``found`` is what holds there, and ``belief`` the
    misconception by which somebody takes this choice for right."""

    says: Decision | bool | str
    value: str
    is_right: bool
    found: Answered
    belief: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question that is not in words yet. ``actions`` are done before it is asked."""

    form: Form
    who: Who
    actions: tuple[Action, ...]
    choices: tuple[Choice, ...]


def asked(bench: Bench, form: Form, who: Who, first: First) -> Asked:
    """About the start, after ``first``. Raises ``NoAnswer``."""
    if bench.start is None:
        raise NoAnswer
    actions = _actions(bench.start, first)
    if form is Form.WHERE:
        return Asked(form, who, actions, _places(bench.start, who, actions))
    found = _answered(bench.start, who, actions)
    choices = _yes_and_no(found) if form is Form.CAN else tuple(_verdicts(found))
    return Asked(form, who, actions, choices)


def _answered(start: Organization, who: Who, actions: tuple[Action, ...]) -> Answered:
    judge = selectors.judge()
    try:
        case = play(Case(start), actions, SEED)
        account_id, label = case.names.principal(who.principal)
        resource = resolved(who.resource, case.names) or None
    except (Refused, Absent) as error:
        raise NoAnswer(str(error)) from error
    before = start if actions else None
    asking = Asking(case.present, account_id, label, who.action, resource, before=before)
    truth = asking.truth(judge)
    if truth is Decision.DEPENDS:
        raise NoAnswer
    item = item_of(asking, judge, SEED)
    beliefs: dict[Decision, str] = {}
    for option in item.options if item else ():
        if option.misconception and isinstance(option.answer, Decision):
            beliefs.setdefault(option.answer, option.misconception)
    return Answered(actions, truth, beliefs, asking)


def _verdicts(found: Answered) -> Iterator[Choice]:
    for decision in VERDICTS:
        is_right = decision is found.truth
        belief = "" if is_right else found.beliefs.get(decision, "")
        yield Choice(decision, decision.value, is_right, found, belief)


def _yes_and_no(found: Answered) -> tuple[Choice, Choice]:
    yes = "" if found.is_allowed else found.beliefs.get(Decision.ALLOWED, "")
    denied = (found.beliefs[each] for each in VERDICTS[1:] if each in found.beliefs)
    no = next(denied, "") if found.is_allowed else ""
    return (
        Choice(True, "yes", found.is_allowed, found, yes),
        Choice(False, "no", not found.is_allowed, found, no),
    )


def _places(start: Organization, who: Who, before: tuple[Action, ...]) -> tuple[Choice, ...]:
    """The units, and the root, in each of which its account may be."""
    account, _slash, _label = who.principal.partition("/")
    try:
        case = play(Case(start), before, SEED)
        here = case.present.accounts[case.names.account(account).id].parent_id
    except (Refused, Absent, KeyError) as error:
        raise NoAnswer(str(error)) from error
    present = case.present
    called = Counter(unit.name for unit in present.units.values())
    unlike = [each.id for each in present.units.values() if called[each.name] == 1]
    choices = []
    for place in [present.root.id, *unlike][:MOST_PLACES]:
        name = present.name_of(place)
        moves = () if place == here else (_moving(account, present.name_of(here), name),)
        found = _answered(start, who, (*before, *moves))
        belief = "" if found.is_allowed else found.beliefs.get(Decision.ALLOWED, "")
        choices.append(Choice(name, "yes", found.is_allowed, found, belief, moves))
    if len({each.is_right for each in choices}) < 2:
        raise AlwaysTheSame
    return tuple(choices)


def _actions(start: Organization, first: First) -> tuple[Action, ...]:
    if not first.what or not first.where:
        return ()
    destination = f"{{{{id {first.where}}}}}"
    account = _account(start, first.what)
    if account is not None:
        return (_moving(first.what, start.name_of(account.parent_id), first.where),)
    operation = "detach_policy" if first.detaches else "attach_policy"
    what = {"policy_id": f"{{{{id {first.what}}}}}", "target_id": destination}
    return (Action(f"organizations.{operation}", what),)


def _moving(account: str, source: str, destination: str) -> Action:
    parameters = {
        "account_id": f"{{{{id {account}}}}}",
        "source_parent_id": f"{{{{id {source}}}}}",
        "destination_parent_id": f"{{{{id {destination}}}}}",
    }
    return Action("organizations.move_account", parameters)


def _account(start: Organization, name: str) -> Account | None:
    return next((each for each in start.accounts.values() if each.name == name), None)


Words = Callable[[Choice], Mapping[str, Any]]
"""The ``text`` of a choice, and its ``because``."""


def add(exercise: BuiltExercise, kind: str, asked: Asked, ask: str, words: Words) -> None:
    """``ask`` are the words of the question. Raises ``TooManyQuestions``."""
    with editing(exercise) as draft:
        if len(draft[kind]) >= MOST_OF_A_KIND:
            raise TooManyQuestions
        taken = {each["id"] for each in questions_of(draft)}
        question: dict[str, Any] = {
            "id": next(f"asked-{number}" for number in range(1, 999) if f"asked-{number}" not in taken),
            "ask": ask,
            "operations": _written(asked.actions),
            "answer": _goal(asked),
            "choices": [_choice(each, words) for each in asked.choices],
        }
        if asked.form is Form.WHERE:
            question["several"] = True
        new = {"question": question, "see": ""} if kind == "predictions" else question
        draft[kind] = [*draft[kind], new]


def _goal(asked: Asked) -> dict[str, Any]:
    account, _slash, label = asked.who.principal.partition("/")
    head = "decision" if asked.form is Form.DECISION else "can"
    goal: dict[str, Any] = {head: [f"{{{{{account}}}}}/{label}", asked.who.action]}
    return goal | ({"on": asked.who.resource} if asked.who.resource else {})


def _written(actions: Sequence[Action]) -> list[dict[str, Any]]:
    return [{"operation": each.operation, "parameters": dict(each.parameters)} for each in actions]


def _choice(choice: Choice, words: Words) -> dict[str, Any]:
    written: dict[str, Any] = {**words(choice), "value": choice.value}
    if choice.actions:
        written["operations"] = _written(choice.actions)
    if choice.is_right:
        written["right"] = True
    elif choice.belief:
        written["misconception"] = choice.belief
    return written


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
            if not any(right) or (sum(right) > 1 and not question.get("several")):
                continue
            for choice, holds in zip(question["choices"], right, strict=True):
                if bool(choice.pop("right", False)) != holds:
                    # The reason was for the other answer.
                    choice["because"] = ""
                if holds:
                    choice["right"] = True
                    choice.pop("misconception", None)
