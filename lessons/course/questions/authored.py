"""Questions on what is believed about other things than decisions. Written by hand, answered by the engine.

``authored.json`` is an exercise of questions alone. Every wrong choice is that of a misconception.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from lessons.course.exercise import Exercise, Question
from lessons.course.exercise_reading import read_exercise
from lessons.course.questions.items import Item, Option

FILE: Final = "authored.json"


@dataclass(frozen=True)
class AuthoredItem(Item):
    """The answer of an option is the place of its choice in the question."""

    question: Question


@cache
def authored_exercise() -> Exercise:
    text = files("lessons.course.questions").joinpath(FILE).read_text(encoding="utf-8")
    return read_exercise(json.loads(text))


@cache
def authored_items() -> tuple[AuthoredItem, ...]:
    return tuple(map(item_on, authored_exercise().questions))


def item_on(question: Question) -> AuthoredItem:
    options = tuple(Option(number, choice.misconception) for number, choice in enumerate(question.choices))
    right = next(option for option, choice in zip(options, question.choices, strict=True) if choice.is_right)
    wrong = {option.misconception: option.answer for option in options if option.misconception is not None}
    return AuthoredItem(options, right, wrong, question)


def authored_about(misconception: str) -> list[AuthoredItem]:
    return [item for item in authored_items() if misconception in item.wrong]
