"""JSON as it comes from outside: files that somebody uploads, or hands to a command."""

from __future__ import annotations

import codecs
import json
from typing import Final, NoReturn

MOST_DEPTH: Final = 64
"""Of objects and lists inside each other. A scenario needs about a dozen."""


class NotJsonError(ValueError):
    """What came is not JSON, or holds what no organization can; the message says where and what."""


def json_of(content: bytes) -> object:
    """The one value that ``content`` holds. Raises ``NotJsonError``."""
    values = json_values(content)
    if len(values) != 1:
        raise NotJsonError("holds several values; there must be one" if values else "is empty")
    return values[0]


def is_object(text: str) -> bool:
    """Whether ``text`` is one JSON object, as the content of every policy is."""
    try:
        return isinstance(json_of(text.encode()), dict)
    except (NotJsonError, UnicodeEncodeError):
        return False


def json_values(content: bytes) -> list[object]:
    """All values of ``content``, which may stand one after the other, as when outputs are appended to one
    file. UTF-8; or UTF-16 with its mark, as Windows PowerShell writes. Raises ``NotJsonError``."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJsonError(f"byte {error.start} is not {'UTF-16' if is_wide else 'UTF-8'}") from None
    values: list[object] = []
    position = _skip_space(text, 0)
    while position < len(text):
        try:
            value, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise NotJsonError(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
        except RecursionError:
            raise NotJsonError(_TOO_DEEP) from None
        except ValueError as error:  # an absurdly long number, NaN, Infinity
            raise NotJsonError(str(error)) from None
        _check(value)
        values.append(value)
        position = _skip_space(text, position)
    return values


_TOO_DEEP = f"is nested deeper than {MOST_DEPTH} levels"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _check(value: object) -> None:
    """Walks without recursion: what is too deep for Python's stack must not get as far as that."""
    level: list[object] = [value]
    for _ in range(MOST_DEPTH):
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                below.extend(each)
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
            elif isinstance(each, str):
                _check_text(each)
        if not below:
            return
        level = below
    raise NotJsonError(_TOO_DEEP)


def _check_text(text: str) -> None:
    """JSON can escape what no file and no database takes."""
    if "\0" in text:
        raise NotJsonError("holds the character U+0000")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise NotJsonError("holds half a character (a lone surrogate)")
