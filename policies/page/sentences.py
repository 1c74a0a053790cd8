"""The engine's sentences in the language of whoever looks.

The engine says which sentence, with its names and values; how it reads in English stands in the engine's
tables. A catalogue of messages knows it by its key: two that read the same may differ in another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext, pgettext

from policies.engine.document import Statement
from policies.engine.explain import Message, render
from policies.engine.explain.english import ENGLISH


def said(message: Message, table: Mapping[str, str] = ENGLISH) -> str:
    """As plain text; what goes into it is not escaped for HTML. ``table`` is how it reads in English."""
    spoken = replace(
        message, parameters=tuple((name, _name(name, value)) for name, value in message.parameters)
    )
    return render(spoken, {message.id: pgettext(message.id, table[message.id])})


def _name(parameter: str, value: str) -> str:
    """A statement goes by the word for it and its Sid or number; all other names are somebody's own."""
    if parameter != "statement":
        return value
    return gettext("statement %(which)s") % {"which": value.removeprefix("statement ")}


def statement_name(statement: Statement) -> str:
    """Its Sid; else its number, after the word for it."""
    return statement.sid or gettext("statement %(which)s") % {"which": statement.index + 1}
