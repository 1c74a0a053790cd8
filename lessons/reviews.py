"""Which beliefs are asked about again, and when. See ``lessons.course.questions.review``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from accounts import selectors
from accounts.models import Visitor
from lessons import rounds
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.course.questions.authored import authored_about
from lessons.course.questions.pool import about
from lessons.course.questions.review import Plan, planned, reviewed
from lessons.models import Answer, Review
from lessons.rounds import Asked

QUESTIONS: Final = 2
"""Of one review."""


def notice(visitor: Visitor, misconception: str, now: datetime) -> Review:
    """A belief has shown: its plan begins, or begins anew."""
    plan = planned(misconception, now)
    review, _ = Review.objects.update_or_create(
        visitor=visitor,
        misconception=misconception,
        defaults={"step": plan.step, "due": plan.due, "noticed": now},
    )
    return review


def notice_all(shown: Iterable[tuple[int, str]], now: datetime) -> None:
    """What a whole class has shown: visitors by their keys, and the belief of each."""
    plans_ = [
        (visitor, planned(belief, now)) for visitor, belief in sorted(set(shown)) if belief in MISCONCEPTIONS
    ]
    Review.objects.bulk_create(
        [
            Review(
                visitor_id=visitor,
                misconception=plan.misconception,
                step=plan.step,
                due=plan.due,
                noticed=now,
            )
            for visitor, plan in plans_
        ],
        update_conflicts=True,
        unique_fields=["visitor", "misconception"],
        update_fields=["step", "due", "noticed"],
    )


def note_answer(sender: object, instance: Answer, created: bool, **_: Any) -> None:
    """A wrong answer in a lesson shows its belief; a check and a review judge by all of their answers.
    ``post_save`` calls this."""
    in_a_lesson = instance.kind in (Answer.Kind.PREDICTION, Answer.Kind.QUESTION)
    if not created or not in_a_lesson or instance.misconception not in MISCONCEPTIONS:
        return
    if instance.attempt is not None and instance.attempt.is_preview:
        return
    known = Review.objects.filter(visitor=instance.visitor, misconception=instance.misconception).first()
    # Work that is brought along from elsewhere may be older than what is known here.
    if known is None or known.noticed < instance.time:
        notice(instance.visitor, instance.misconception, instance.time)


def drop(visitor: Visitor, misconception: str) -> None:
    """Somebody says that they do not believe it."""
    Review.objects.filter(visitor_id=visitor.pk, misconception=misconception).delete()


def plans(visitor: Visitor) -> Sequence[Review]:
    """Those that are not done with, the first due first."""
    if visitor.pk is None:
        return ()
    return tuple(visitor.reviews.exclude(due=None).order_by("due", "pk"))


@dataclass(frozen=True)
class Round:
    """One review of a belief: a few fresh questions. ``review`` is its plan; None once the round is over."""

    visitor: Visitor
    code: str
    misconception: str
    review: Review | None
    answers: Sequence[Answer]

    @cached_property
    def next(self) -> Asked | None:
        if self.review is None or len(self.answers) >= QUESTIONS:
            return None
        fresh = self._questions
        return fresh[len(self.answers)] if len(self.answers) < len(fresh) else None

    def asked_again(self, answer: Answer) -> Asked | None:
        return rounds.asked_again(answer, self.code, None)

    @property
    def _questions(self) -> list[Asked]:
        """Those written by hand come in turn, so that the next review asks the others first."""
        authored = authored_about(self.misconception)
        if authored:
            first = (self.review.step if self.review else 0) * QUESTIONS % len(authored)
            return [Asked(item) for item in [*authored[first:], *authored[:first]]]
        return [
            Asked(each.item, each.world) for each in about(self.misconception, self.code, selectors.judge())
        ]


def code_of(review: Review) -> str:
    """Of the round in which this step of a plan is asked."""
    assert review.due is not None
    return f"{review.misconception}-{review.step}-{int(review.due.timestamp())}"


def round_of(visitor: Visitor, code: str, now: datetime) -> Round | None:
    """A round that is due, or that is over; None for neither."""
    misconception = code.partition("-")[0]
    answers = rounds.answers_in(visitor, Answer.Kind.REVIEW, code)
    current = next((each for each in plans(visitor) if each.misconception == misconception), None)
    if current is not None and (code_of(current) != code or current.due > now):
        current = None
    if misconception not in MISCONCEPTIONS or (current is None and not answers):
        return None
    return Round(visitor, code, misconception, current, answers)


def answer(current: Round, chosen: list[int], now: datetime) -> Answer:
    """To its next question. After the last the plan goes on. Raises ``rounds.UnknownChoice``."""
    asked, review = current.next, current.review
    assert asked is not None
    assert review is not None
    number = len(current.answers) + 1
    made = rounds.keep(current.visitor, Answer.Kind.REVIEW, current.code, number, asked, chosen)
    given = [*current.answers, made]
    if len(given) >= QUESTIONS:
        plan = Plan(review.misconception, review.step, review.due)
        plan = reviewed(plan, now, showed_again=any(_shows(each, review.misconception) for each in given))
        review.step, review.due = plan.step, plan.due
        review.save(update_fields=["step", "due"])
    return made


def _shows(answer: Answer, misconception: str) -> bool:
    option = rounds.option_of(answer)
    return option is not None and misconception in rounds.told(answer).shown_by(option)
