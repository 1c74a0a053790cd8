"""The language in which a policy is put into words: English, as long as nobody speaks another.

Whoever serves pages says how a text reads in the language of the reader; what is printed stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """How an English text and a number read in the language that is spoken, each time one is said."""

    text: Callable[[str], str]
    number: Callable[[int], str]


ENGLISH = Voice(str, "{:,}".format)

_voice = ENGLISH


def speak(voice: Voice) -> Voice:
    """Returns what spoke so far."""
    global _voice
    before, _voice = _voice, voice
    return before


def gettext(text: str) -> str:
    return _voice.text(text)


def gettext_noop(text: str) -> str:
    """Marks a text of a table, which is translated when it is said."""
    return text


def grouped(count: int) -> str:
    """``1,234``; in German ``1.234``."""
    return _voice.number(count)
