"""What judging a goal found, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lessons.course.language import Message
from lessons.course.language.goals import COMPARISONS

MOST_NAMED: Final = 6
"""Of a longer set, so many are named and the rest counted."""

KINDS: Final[Mapping[str, str]] = {
    "account": gettext_noop("There is no account %(name)s."),
    "member account": gettext_noop("%(name)s is no member of the organization."),
    "organizational unit or account": gettext_noop("There is no organizational unit or account %(name)s."),
    "policy": gettext_noop("There is no policy %(name)s."),
    "principal": gettext_noop("There is no principal %(name)s."),
    "access key": gettext_noop("There is no access key %(name)s."),
    "open handshake for": gettext_noop("There is no open handshake for %(name)s."),
}
PARTS: Final[Mapping[str, str]] = {
    "accounts": gettext_noop("The accounts are not as they were at the start."),
    "tree": gettext_noop("The tree is not as it was at the start."),
    "policies": gettext_noop("The policies are not as they were at the start."),
    "attachments": gettext_noop("What is attached is not as it was at the start."),
    "identities": gettext_noop("The users, groups and roles are not as they were at the start."),
    "resources": gettext_noop("The resources are not as they were at the start."),
}


def sentence_of(message: Message) -> str:
    """The sentence for a message; empty for one that needs no words beside its goal."""
    head, _dot, comparison = message.id.partition(".")
    parameters = message.parameters
    if head == "compared":
        return _compared(comparison, parameters["actual"], parameters["wanted"])
    if head == "absent":
        name = {"name": parameters["name"]}
        return _(KINDS.get(str(parameters["kind"]), gettext_noop("There is no %(name)s."))) % name
    if head == "too_much":
        return _("This goal asks more questions than can be answered in time.")
    if head == "newcomer":
        return _("It would not hold for an account that joins later.")
    if head == "part_changed":
        return _(PARTS[str(parameters["part"])])
    return ""


def _compared(comparison: str, actual: Any, wanted: Any) -> str:
    if type(actual) is not type(wanted):
        return ""
    # What holds, and is held against somebody all the same, is what should not be.
    if COMPARISONS[comparison](actual, wanted):
        return _("It is %(actual)s, and should not be.") % {"actual": _written(actual)}
    return SENTENCES[comparison](actual, wanted)


def _named(sentence: str, names: object) -> str:
    return _(sentence) % {"names": _written(names)}


def _equals(actual: object, wanted: object) -> str:
    if isinstance(actual, frozenset) and isinstance(wanted, frozenset):
        missing, too_much = wanted - actual, actual - wanted
        said = [_named(MISSING, missing) if missing else "", _named(TOO_MUCH, too_much) if too_much else ""]
        return " ".join(filter(None, said))
    return _said(EQUALS, actual, wanted)


def _said(sentence: str, actual: object, wanted: object) -> str:
    return _(sentence) % {"actual": _written(actual), "wanted": _written(wanted)}


MISSING: Final = gettext_noop("Missing: %(names)s.")
TOO_MUCH: Final = gettext_noop("Too much: %(names)s.")
AT_LEAST: Final = gettext_noop("It is %(actual)s, and should be at least %(wanted)s.")
AT_MOST: Final = gettext_noop("It is %(actual)s, and should be at most %(wanted)s.")
EQUALS: Final = gettext_noop("It is %(actual)s, and should be %(wanted)s.")

SENTENCES: Final[Mapping[str, Callable[[Any, Any], str]]] = {
    "equals": _equals,
    "includes": lambda actual, wanted: _named(MISSING, wanted - actual),
    "excludes": lambda actual, wanted: _named(TOO_MUCH, wanted & actual),
    "within": lambda actual, wanted: _named(TOO_MUCH, actual - wanted),
    "at_least": lambda actual, wanted: _said(AT_LEAST, actual, wanted),
    "at_most": lambda actual, wanted: _said(AT_MOST, actual, wanted),
}


def _written(value: object) -> str:
    """A text, a number or a set of texts."""
    if isinstance(value, Collection) and not isinstance(value, str):
        names = sorted(map(str, value))
        named = ", ".join(names[:MOST_NAMED])
        if not names:
            return _("nothing")
        if len(names) > MOST_NAMED:
            return _("%(named)s and %(count)s more") % {"named": named, "count": len(names) - MOST_NAMED}
        return named
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
