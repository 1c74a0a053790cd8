"""A question of a lesson, as its page shows it."""

from __future__ import annotations

from accounts import selectors
from accounts.organization.decisions.resources import account_of
from lessons.course.exercise import Question
from lessons.models import Answer
from lessons.page.markdown import line
from lessons.page.question import (
    Answered,
    ChoiceView,
    QuestionPage,
    belief_of,
    explained,
    facts_of,
    picture,
)
from lessons.questions import LessonQuestions

WHOLE = 12
"""Accounts of an organization that is shown with all of them."""


def question_page(questions: LessonQuestions, question: Question) -> QuestionPage:
    judge = selectors.judge()
    given = questions.answers.get(question.id)
    organization = questions.case(question).present
    asking = questions.asking(question)
    is_whole = len(organization.accounts) <= WHOLE
    name = account_of(organization, asking.account_id).name if asking else ""
    return QuestionPage(
        ask=line(question.ask),
        who=f"{name}/{asking.label}" if asking else "",
        action=asking.action if asking else "",
        resource=asking.resource or "" if asking else "",
        facts=tuple(facts_of(asking)) if asking else (),
        choices=_choices(question, given),
        is_several=question.several,
        scene=picture(organization, asking, judge, is_answered=given is not None, is_whole=is_whole),
        answered=Answered(
            is_right=given.is_right,
            is_unknown=not given.asking["chosen"],
            belief=belief_of([given.misconception]),
            explanation=explained(asking, judge) if asking else None,
        )
        if given
        else None,
    )


def _choices(question: Question, given: Answer | None) -> tuple[ChoiceView, ...]:
    """Whether one is right, and why, is not told before it is answered."""
    if given is None:
        return tuple(ChoiceView(number, line(choice.text)) for number, choice in enumerate(question.choices))
    chosen = given.asking["chosen"]
    return tuple(
        ChoiceView(
            number,
            line(choice.text),
            because=line(choice.because),
            is_right=choice.is_right,
            is_chosen=number in chosen,
        )
        for number, choice in enumerate(question.choices)
    )
