"""The engine's sentences in the language of whoever looks.

The engine says which sentence, with its names and values; how it reads in English stands in the engine's
tables. A catalogue of messages knows it by its key: two that read the same may differ in another language.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext

from policies.engine.explain import Message, render
from policies.engine.explain.english import ENGLISH


def said(message: Message, table: Mapping[str, str] = ENGLISH) -> str:
    """As plain text; what goes into it is not escaped for HTML. ``table`` is how it reads in English."""
    return render(message, {message.id: pgettext(message.id, table[message.id])})
