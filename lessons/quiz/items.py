"""The questions of an exercise as items of a quiz."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts import selectors
from lessons.course.case import Case, Refused
from lessons.course.exercise import Exercise, Question
from lessons.course.grading import is_right, started
from lessons.course.language import TooMuch
from lessons.course.names import Absent
from lessons.course.questions.of_lessons import asking_of, case_after
from lessons.page.lesson_question import WHOLE
from lessons.page.markdown import line
from lessons.page.question import facts_of
from lessons.page.scene import Scene, scene_of

SEED: Final = "quiz"


class NotSo(ValueError):
    """The engine does not say what the key of this question says; or it can no longer be asked."""


@dataclass(frozen=True, slots=True)
class QuizChoice:
    """``text`` and ``because`` are safe HTML of one line."""

    text: str
    because: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class QuizItem:
    """``ask`` is safe HTML of one line, ``facts`` are plain; ``scene`` is the organization when it is asked,
    without verdicts. ``is_several``: any number of choices may be right."""

    title: str
    ask: str
    facts: tuple[str, ...]
    scene: Scene
    choices: tuple[QuizChoice, ...]
    is_several: bool


def items_of(title: str, exercise: Exercise) -> tuple[QuizItem, ...]:
    """Of what is asked before the task, and afterwards, under ``title`` and a number. Raises ``NotSo``."""
    questions = [*_predictions(exercise), *exercise.questions]
    start = Case(started(exercise.start, SEED))
    return tuple(
        _item(f"{title} {number}", question, start) for number, question in enumerate(questions, start=1)
    )


def _predictions(exercise: Exercise) -> Iterator[Question]:
    for prediction in exercise.predictions:
        yield prediction.question
        if prediction.then is not None:
            yield prediction.then


def _item(title: str, question: Question, start: Case) -> QuizItem:
    judge = selectors.judge()
    try:
        key = [is_right(question, choice, start, judge, SEED) for choice in question.choices]
        case = case_after(question, start.present, SEED)
    except (Refused, Absent, TooMuch) as error:
        raise NotSo(question.id) from error
    right = [choice.is_right for choice in question.choices]
    # Of single choices a wrong one may have the right answer, and a wrong reason.
    if any(says and not holds for says, holds in zip(right, key, strict=True)) or (
        question.several and right != key
    ):
        raise NotSo(question.id)
    asking = asking_of(question, case, judge)
    is_whole = len(case.present.accounts) <= WHOLE
    return QuizItem(
        title=title,
        ask=line(question.ask),
        facts=tuple(facts_of(asking)) if asking else (),
        scene=scene_of(case.present, asking, judge, is_covered=True, is_whole=is_whole),
        choices=tuple(
            QuizChoice(line(choice.text), line(choice.because), choice.is_right)
            for choice in question.choices
        ),
        is_several=question.several,
    )
