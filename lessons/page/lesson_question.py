"""A question of a lesson, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from accounts import selectors
from accounts.organization.decisions.resources import account_of
from accounts.organization.state import Organization
from lessons.course.exercise import Question
from lessons.course.misconceptions import Asking
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
    given = questions.answers.get(question.id)
    # A file of progress may hold anything in the place of what was chosen.
    kept = given.asking.get("chosen") if given else None
    chosen = [each for each in kept if each in range(len(question.choices))] if isinstance(kept, list) else []
    present, asking = questions.case(question).present, questions.asking(question)
    return page_of_question(question, present, asking, chosen if given else None)


def page_of_question(
    question: Question, organization: Organization, asking: Asking | None, chosen: Sequence[int] | None
) -> QuestionPage:
    """``chosen`` are the numbers of choices: none for "I do not know", None while nothing is answered."""
    judge = selectors.judge()
    is_whole = len(organization.accounts) <= WHOLE
    name = account_of(organization, asking.account_id).name if asking else ""
    return QuestionPage(
        ask=line(question.ask),
        who=f"{name}/{asking.label}" if asking else "",
        action=asking.action if asking else "",
        resource=asking.resource or "" if asking else "",
        facts=tuple(facts_of(asking)) if asking else (),
        choices=_choices(question, chosen),
        is_several=question.several,
        scene=picture(organization, asking, judge, is_answered=chosen is not None, is_whole=is_whole),
        answered=None if chosen is None else _answered(question, chosen, asking),
    )


def _answered(question: Question, chosen: Sequence[int], asking: Asking | None) -> Answered:
    right = {number for number, choice in enumerate(question.choices) if choice.is_right}
    # Where each choice does something else, no one request explains them all.
    is_one_request = not any(choice.actions for choice in question.choices)
    return Answered(
        is_right=set(chosen) == right,
        is_unknown=not chosen,
        belief=belief_of([question.choices[each].misconception for each in sorted(set(chosen) - right)]),
        explanation=explained(asking, selectors.judge()) if asking and is_one_request else None,
        partly=_partly(right, set(chosen)) if question.several else "",
    )


def _partly(right: set[int], chosen: set[int]) -> str:
    found, wrong = len(right & chosen), len(chosen - right)
    if not found or chosen == right:
        return ""
    said = ngettext(
        "You found the right answer.",
        "You found %(found)d of %(number)d right answers.",
        len(right),
    ) % {"found": found, "number": len(right)}
    if not wrong:
        return said
    besides = ngettext(
        "%(number)d that you chose is not right.", "%(number)d that you chose are not right.", wrong
    ) % {"number": wrong}
    return f"{said} {besides}"


def _choices(question: Question, chosen: Sequence[int] | None) -> tuple[ChoiceView, ...]:
    """Whether one is right, and why, is not told before it is answered."""
    if chosen is None:
        return tuple(ChoiceView(number, line(choice.text)) for number, choice in enumerate(question.choices))
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
