"""What a check has found, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Visitor
from accounts.organization.decisions.resources import account_of
from accounts.organization.state import FULL_AWS_ACCESS
from accounts.page.rooms import attached_policies
from accounts.page.verdicts import Verdict
from lessons import rounds
from lessons.checks import Check
from lessons.course.content import course
from lessons.course.lesson import Lesson
from lessons.course.misconceptions import MISCONCEPTIONS, Asking, Misconception
from lessons.course.questions.authored import authored_items
from lessons.course.questions.items import Option
from lessons.course.questions.review import STEPS
from lessons.models import Answer, Review
from lessons.page.markdown import line
from lessons.page.question import verdict_of
from policies.engine.decision import Decision


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in a table: a verdict, or the text of a choice. Neither: "I do not know"."""

    verdict: Verdict | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``believed`` is what the belief says. ``is_same``: that was said, and for its reason; ``is_alike``:
    that was said for another. ``is_telling``: it is the belief's, and wrong."""

    number: int
    asked: str
    action: str
    about: str
    said: Said
    truth: Said
    believed: Said | None
    is_same: bool
    is_alike: bool
    is_telling: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the plan, so many days after the belief was noticed."""

    days: int
    day: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """``belief`` None: the answers show none. ``plan`` is empty where it was dropped."""

    belief: Misconception | None
    lesson: Lesson | None
    evidence: tuple[Evidence, ...]
    matches: int
    plan: tuple[Due, ...]


def result_of(check: Check, visitor: Visitor) -> Result:
    held = check.diagnosis.held
    belief = MISCONCEPTIONS[held] if held else None
    review = Review.objects.filter(visitor=visitor, misconception=held).first() if held else None
    evidence = tuple(_evidence(check, held))
    return Result(
        belief=belief,
        lesson=next((each for each in course() if belief and each.number == belief.lesson), None),
        evidence=evidence,
        matches=sum(each.is_telling for each in evidence),
        plan=tuple(Due(step.days, review.noticed + step) for step in STEPS) if review else (),
    )


def _evidence(check: Check, held: str | None) -> Iterator[Evidence]:
    for number, answer in enumerate(check.answers, start=1):
        item, option = rounds.told(answer), rounds.option_of(answer)
        believed = item.says(held) if held else None
        again = check.asked_again(answer)
        asking = again.asking if again else None
        yield Evidence(
            number=number,
            asked=account_of(asking.organization, asking.account_id).name if asking else "",
            action=asking.action if asking else "",
            about=_about(asking) if asking else "",
            said=_said(option, answer),
            truth=_said(item.right, answer),
            believed=_said(believed, answer) if believed else None,
            is_same=option is not None and option == believed,
            is_alike=option is not None and believed is not None and option.answer == believed.answer,
            is_telling=held is not None and option is not None and held in item.shown_by(option),
        )


def _said(option: Option | None, answer: Answer) -> Said:
    if option is None:
        return Said()
    if isinstance(option.answer, Decision):
        return Said(verdict_of(option.answer))
    question = next(
        each.question for each in authored_items() if each.question.id == answer.asking["authored"]
    )
    return Said(text=line(question.choices[option.answer].text))


def _about(asking: Asking) -> str:
    """Who asks, and the SCPs on the way that say more than FullAWSAccess."""
    organization = asking.organization
    places = organization.path(asking.account_id) if asking.account_id in organization.accounts else ()
    attached = [
        _("%(policy)s at %(place)s") % {"policy": policy.name, "place": organization.name_of(place)}
        for place in places
        for policy in attached_policies(organization, place)
        if policy.id != FULL_AWS_ACCESS.id
    ]
    return ", ".join([asking.label, *attached])
