"""The way through a lesson with one hand, from the first line to the last question."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from lessons import attempts
from lessons.course.case import Action
from lessons.course.content import lesson_of
from lessons.course.exercise import Exercise, Prediction, Question
from lessons.models import Attempt
from tests.browser.playing.deed import Deed
from tests.browser.playing.inside import INSIDE
from tests.browser.playing.membership import MEMBERSHIP
from tests.browser.playing.organization import ORGANIZATION
from tests.browser.playing.walker import Walker

IN_THE_PAGE = {**ORGANIZATION, **INSIDE, **MEMBERSHIP}


@dataclass(frozen=True)
class Player(Walker):
    """In a lesson that has just begun."""

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.get()

    @property
    def exercise(self) -> Exercise:
        return attempts.exercise_of(self.attempt)

    @property
    def card(self) -> Locator:
        return self.page.locator("#task")

    def go_on(self) -> None:
        self.hand.press(self.card.locator("#go-on button"))
        self.hand.settle()

    def predict(self, prediction: Prediction) -> None:
        """Rightly."""
        question, then = prediction.question, prediction.then
        form = self.card.locator(f"#predict-{question.id}")
        self.hand.choose(form.locator(f"#choice-{question.id}-{right(question)[0]}"))
        follow_up = form.locator(f"#then-{question.id}-{right(then)[0]}") if then else None
        if follow_up and follow_up.is_visible():
            self.hand.choose(follow_up)
        self.hand.press(form.locator(".go button"))
        expect(self.card.get_by_text("What happened").first).to_be_visible()

    def do(self, action: Action) -> None:
        record = self.attempt.organization
        assert record
        before = record.revision
        IN_THE_PAGE[action.operation](self, Deed.of(action, attempts.case_of(record)))
        self.hand.settle()
        since = record.events.filter(revision__gt=before).values_list("operation", flat=True)
        assert list(since) == [action.operation]

    def prove(self, cells: Collection[str]) -> None:
        """Those of the summary, on the course's page, and back."""
        if not cells:
            return
        self.hand.press(self.page.get_by_role("banner").get_by_role("link", name="Course"))
        for cell in sorted(cells):
            proof = self.page.locator(f"#prove-{cell.replace('/', '-')}")
            self.hand.press(proof)
            expect(proof).to_have_text("Again")
        lesson = lesson_of(self.attempt.lesson)
        self.hand.press(self.page.get_by_role("link", name=f"{lesson.number}. {lesson.title}"))

    def answer(self) -> None:
        """Every question of the lesson, rightly, from its last step on."""
        questions = self.exercise.questions
        self.hand.press(self.card.get_by_role("link", name=re.compile(r"^\d+ questions?$")))
        for question in questions:
            for number in right(question):
                self.hand.choose(self.page.locator(f"[name=choice][value='{number}']"))
            self.hand.press(self.page.get_by_role("button", name="Answer", exact=True))
            expect(self.page.get_by_role("status")).to_have_text("Right.")
            self.hand.press(self.page.get_by_role("link", name="Go on"))
        all_of_them = f"{len(questions)} of {len(questions)} questions answered right"
        expect(self.page.get_by_role("heading", name=all_of_them)).to_be_visible()


def right(question: Question) -> list[int]:
    return [number for number, choice in enumerate(question.choices) if choice.is_right]
