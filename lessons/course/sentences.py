"""What learners read of an exercise or of its tickets: the sentences, found and replaced in the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_READ: Final = frozenset({"ask", "because", "hint", "hints", "name", "says", "see", "text", "title"})
_NOT_READ: Final = frozenset({"answer", "cheats", "goal", "look", "operations", "start", "value", "variant"})
"""Members about what is played, whose names stay: a unit is called the same in every language."""


def sentences_of(*documents: Mapping[str, Any]) -> tuple[str, ...]:
    """Each once, in the order of the documents."""
    return tuple(dict.fromkeys(_sentences([*documents])))


def in_language(document: Mapping[str, Any], sentences: Mapping[str, str]) -> Mapping[str, Any]:
    """The document with these in place of its English ones; what is not among them stays."""
    said: Mapping[str, Any] = _replaced(document, sentences)
    return said


def _sentences(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key in _READ and value:
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _sentences(each, key)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name not in _NOT_READ:
                yield from _sentences(member, name)


def _replaced(value: Any, sentences: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, str):
        return sentences.get(value, value) if key in _READ else value
    if isinstance(value, list):
        return [_replaced(each, sentences, key) for each in value]
    if isinstance(value, Mapping):
        return {
            name: member if name in _NOT_READ else _replaced(member, sentences, name)
            for name, member in value.items()
        }
    return value
