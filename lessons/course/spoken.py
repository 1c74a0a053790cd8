"""The language that is spoken: lessons and questions come in it, where they are translated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

ENGLISH: Final = "en"
_language: Callable[[], str | None] = lambda: ENGLISH  # noqa: E731  (whoever serves pages knows another)


def speak(language: Callable[[], str | None]) -> Callable[[], str | None]:
    """``language`` tells which one to speak, each time a lesson is asked for: the code of its files. Returns
    what told it so far."""
    global _language
    before, _language = _language, language
    return before


def spoken() -> str:
    return _language() or ENGLISH
