"""Questions on what is believed about other things than decisions. Written by hand, answered by the engine.

``authored.json`` is an exercise of questions alone. Every wrong choice is that of a misconception.
``authored.de.json`` has its sentences in another language, as the exercises of lessons have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from lessons.course.exercise import Exercise, Question
from lessons.course.exercise_reading import read_exercise
from lessons.course.questions.items import Item, Option
from lessons.course.sentences import in_language
from lessons.course.spoken import ENGLISH, spoken

_HERE: Final = files("lessons.course.questions")


@dataclass(frozen=True)
class AuthoredItem(Item):
    """The answer of an option is the place of its choice in the question."""

    question: Question


def authored_exercise() -> Exercise:
    return _exercise(spoken())


@cache
def _exercise(language: str) -> Exercise:
    document = _json("authored.json")
    sentences = {} if language == ENGLISH else _json(f"authored.{language}.json")
    return read_exercise(in_language(document, sentences))


def _json(name: str) -> Mapping[str, Any]:
    """Empty where there is no such file."""
    file = _HERE.joinpath(name)
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def authored_items() -> tuple[AuthoredItem, ...]:
    return _items(spoken())


@cache
def _items(language: str) -> tuple[AuthoredItem, ...]:
    return tuple(map(item_on, _exercise(language).questions))


def item_on(question: Question) -> AuthoredItem:
    options = tuple(Option(number, choice.misconception) for number, choice in enumerate(question.choices))
    right = next(option for option, choice in zip(options, question.choices, strict=True) if choice.is_right)
    wrong = {option.misconception: option.answer for option in options if option.misconception is not None}
    return AuthoredItem(options, right, wrong, question)


def authored_about(misconception: str) -> list[AuthoredItem]:
    return [item for item in authored_items() if misconception in item.wrong]
