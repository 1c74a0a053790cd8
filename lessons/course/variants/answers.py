"""Numbers that the engine says otherwise in a variant: how many levels, accounts, decisions.

A right answer that is a number follows the engine, and so do the sentences with it that say it in digits. An
answer in words does not, and such a variant is not sound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.case import Case, Refused, play
from lessons.course.checking import questions_of
from lessons.course.exercise import Question
from lessons.course.exercise_reading import read_exercise
from lessons.course.grading import answer_to, started
from lessons.course.language import TooMuch
from lessons.course.names import Absent


def answered_anew(
    document: Mapping[str, Any], names: Mapping[str, str], judge: Judge, seed: str
) -> dict[str, Any]:
    """The document, right numbers in the place of those that are wrong in this variant."""
    whole: dict[str, Any] = json.loads(json.dumps(document))
    exercise = read_exercise(whole, names)
    try:
        start = started(exercise.start, seed)
    except (Refused, Absent):
        return whole
    for question, written in zip(questions_of(exercise), _written(whole), strict=True):
        number = _number(question, start, judge, seed)
        for choice in written["choices"]:
            if choice.get("right") and number is not None and type(choice["value"]) is int:
                _correct(choice, number)
    return whole


def _written(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same questions, as JSON."""
    for prediction in document.get("predictions", ()):
        yield prediction["question"]
        if "then" in prediction:
            yield prediction["then"]
    yield from document.get("questions", ())


def _number(question: Question, start: Organization, judge: Judge, seed: str) -> int | None:
    """What the engine answers; None if that is no number, or differs from choice to choice."""
    if any(choice.actions for choice in question.choices):
        return None
    try:
        answer = answer_to(question, play(Case(start), question.actions, seed), judge)
    except (Refused, Absent, TooMuch):
        return None
    return answer if isinstance(answer, int) else None


def _correct(choice: dict[str, Any], number: int) -> None:
    old = choice["value"]
    if old == number:
        return
    said = re.compile(rf"(?<![\d,]){old:,}(?![\d,])|(?<!\d){old}(?!\d)")
    if not said.search(choice["text"]):
        return
    choice["value"] = number
    for member in ("text", "because"):
        choice[member] = said.sub(f"{number:,}", choice.get(member, ""))
