"""The language in which a policy is put into words: English, as long as nobody speaks another.

Whoever serves pages says how a text reads in the language of the reader; what is printed stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable

_translate: Callable[[str], str] = str


def speak(translate: Callable[[str], str]) -> Callable[[str], str]:
    """``translate`` turns an English text into the one that is spoken, each time one is said. Returns what
    did it so far."""
    global _translate
    before, _translate = _translate, translate
    return before


def gettext(text: str) -> str:
    return _translate(text)


def gettext_noop(text: str) -> str:
    """Marks a text of a table, which is translated when it is said."""
    return text
