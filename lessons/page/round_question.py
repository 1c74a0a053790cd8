"""A question that was made, as its page shows it."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext as _

from accounts import selectors
from accounts.organization.decisions.resources import account_of
from accounts.organization.state import Organization
from lessons import rounds
from lessons.course.grading import started
from lessons.course.misconceptions import MISCONCEPTIONS, Asking
from lessons.course.questions.authored import AuthoredItem, authored_exercise
from lessons.course.questions.items import DecisionItem, Option
from lessons.course.questions.of_lessons import asking_of, case_after
from lessons.models import Answer
from lessons.page.lesson_question import page_of_question
from lessons.page.question import (
    Answered,
    ChoiceView,
    QuestionPage,
    belief_of,
    explained,
    facts_of,
    picture,
    reason_of,
    verdict_of,
)
from lessons.rounds import Asked
from policies.engine.decision import Decision

AUTHORED_SEED = "authored"


def page_of(asked: Asked, answer: Answer | None) -> QuestionPage:
    """``answer`` None: it is not given yet."""
    if isinstance(asked.item, AuthoredItem):
        return _authored(asked, asked.item, answer)
    assert isinstance(asked.item, DecisionItem)
    return _decision(asked.item, answer)


def case_of(asked: Asked) -> tuple[Organization, Asking | None]:
    """What to open in a sandbox, and the request to look at there."""
    if isinstance(asked.item, AuthoredItem):
        question = asked.item.question
        present = case_after(question, _start(), AUTHORED_SEED)
        return present.present, asking_of(question, present, selectors.judge())
    assert asked.asking is not None
    return asked.asking.organization, asked.asking


@cache
def _start() -> Organization:
    return started(authored_exercise().start, AUTHORED_SEED)


def _authored(asked: Asked, item: AuthoredItem, answer: Answer | None) -> QuestionPage:
    organization, asking = case_of(asked)
    chosen = None if answer is None else [] if answer.choice is None else [answer.choice]
    return page_of_question(item.question, organization, asking, chosen)


def _decision(item: DecisionItem, answer: Answer | None) -> QuestionPage:
    judge, asking = selectors.judge(), item.asking
    option = rounds.option_of(answer) if answer else None
    name = account_of(asking.organization, asking.account_id).name
    return QuestionPage(
        ask="",
        who=f"{name}/{asking.label}",
        action=asking.action,
        resource=asking.resource or "",
        facts=tuple(facts_of(asking)),
        choices=tuple(
            ChoiceView(
                number,
                _reason(each, item),
                verdict_of(each.answer),
                is_right=answer is not None and each == item.right,
                is_chosen=answer is not None and each == option,
            )
            for number, each in enumerate(item.options)
            if isinstance(each.answer, Decision)
        ),
        is_several=False,
        scene=picture(asking.organization, asking, judge, is_answered=answer is not None, is_whole=False),
        answered=Answered(
            is_right=option == item.right,
            is_unknown=option is None,
            belief=belief_of([option.misconception if option else None]),
            explanation=explained(asking, judge),
        )
        if answer
        else None,
    )


def _reason(option: Option, item: DecisionItem) -> str:
    assert isinstance(option.answer, Decision)
    if option.misconception is None:
        return reason_of(option.answer, item.asking, selectors.judge())
    return _(MISCONCEPTIONS[option.misconception].reason(option.answer))
