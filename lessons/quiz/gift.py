"""Moodle's GIFT format. Source: Moodle documentation, "GIFT format"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, tostring

from lessons.quiz.items import QuizChoice, QuizItem
from lessons.quiz.markup import body_of, inline, text_of

_SPECIAL: Final = re.compile(r"[\\~=#{}:]")
WHOLE: Final = 100


def gift_of(items: Sequence[QuizItem]) -> str:
    """A question each, with a blank line between: none has one inside."""
    return "\n\n".join(map(_question, items)) + "\n"


def _question(item: QuizItem) -> str:
    lines = [f"::{_escaped(text_of(item.title))}::[html]{_html(body_of(item))} {{"]
    lines += [f"\t{_mark(item, choice)}{_choice(choice)}" for choice in item.choices]
    return "\n".join([*lines, "}"])


def _choice(choice: QuizChoice) -> str:
    # As a paragraph no text begins with a sign that would be read as a mark.
    because = f"#{_html(inline(choice.because, 'p'))}" if choice.because else ""
    return _html(inline(choice.text, "p")) + because


def _mark(item: QuizItem, choice: QuizChoice) -> str:
    """One right answer is "="; of several each has its share, and each wrong one takes as much away."""
    if not item.is_several:
        return "=" if choice.is_right else "~"
    alike = sum(each.is_right == choice.is_right for each in item.choices)
    share = f"{WHOLE / alike:.5f}".rstrip("0").rstrip(".")
    return f"~%{share}%" if choice.is_right else f"~%-{share}%"


def _html(element: Element) -> str:
    return _escaped(" ".join(tostring(element, encoding="unicode", method="html").split()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
