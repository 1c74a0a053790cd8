"""JSON text to values that remember where they stood, with faults a learner understands.

``read`` is for text that is fine, which nearly all is: the standard library's reader, which refuses
what our own reader refuses. ``read_with_places`` is for text with a fault somewhere: it reads once
more, slower, keeps the line and column of every key and value, and says what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

MAX_CHARACTERS = 1_000_000
"""Far beyond any quota of AWS; it only protects the server."""
MAX_VALUES = 20_000
"""The longest document that AWS takes anywhere, of 40,000 characters, could just hold as many."""
MAX_DEPTH = 32
"""A policy needs six."""
MAX_NUMBER_CHARACTERS = 100


class Number(str):
    """A JSON number as it was written, since policies only ever compare its text or parse it."""

    __slots__ = ()


Json = None | bool | str | Number | list["Json"] | dict[str, "Json"]

Path = tuple[str | int, ...]
"""Keys and indices from the top of the document to a value."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something begins, counted from 1 as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class JsonFault:
    """``path`` leads to the value in which the reader was when it met the fault."""

    path: Path
    message: str
    place: Place


class JsonSyntaxError(ValueError):
    """The text is not JSON, or more JSON than is reasonable. Reading stopped at ``fault``."""

    def __init__(self, fault: JsonFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class NotPlain(ValueError):
    """``read`` met something that only ``read_with_places`` can explain."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with the places of its parts. A duplicate key is in ``faults``; its first value counts."""

    value: Json
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    faults: tuple[JsonFault, ...]


def read(text: str) -> Json:
    """The value of ``text``; ``NotPlain`` for whatever ``read_with_places`` finds a fault in."""
    if len(text) > MAX_CHARACTERS or _MAY_BE_SURROGATE.search(text) or text.count(",") > MAX_VALUES:
        raise NotPlain
    try:
        return _DECODER.decode(text)  # type: ignore[no-any-return]
    except (ValueError, RecursionError):
        raise NotPlain from None


def read_with_places(text: str) -> Reading:
    """The value of ``text`` with all places. Raises ``JsonSyntaxError``."""
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text):,} characters; more than {MAX_CHARACTERS:,} are not even read"
        raise JsonSyntaxError(JsonFault((), message, Place(1, 1)))
    reader = _Reader(text)
    value = reader.document()
    return Reading(value, reader.values, reader.keys, tuple(reader.faults))


_MAY_BE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise NotPlain
    return mapping


def _refuse_constant(_: str) -> NoReturn:
    raise NotPlain


def _number(source: str) -> Number:
    if len(source) > MAX_NUMBER_CHARACTERS:
        raise NotPlain
    return Number(source)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_number, parse_float=_number, parse_constant=_refuse_constant
)

_WHITE_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN_STRING = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_FOREIGN_WORDS = {"True": "true", "False": "false", "None": "null", "TRUE": "true", "FALSE": "false"}


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    line: int = 1
    line_start: int = 0
    measured: int = 0
    count: int = 0
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    faults: list[JsonFault] = field(default_factory=list)

    def document(self) -> Json:
        if self.text.startswith("\ufeff"):
            self.fail((), "the text begins with an invisible byte order mark; delete it")
        self.skip_white_space()
        if self.at == len(self.text):
            self.fail(
                (), 'there is nothing here; a policy begins with { "Version": "2012-10-17", "Statement": ['
            )
        value = self.value(())
        self.skip_white_space()
        if self.at < len(self.text):
            self.fail((), "the policy ended before this; delete what follows its last bracket")
        return value

    def value(self, path: Path) -> Json:
        if len(path) > MAX_DEPTH:
            self.fail((), f"nested deeper than {MAX_DEPTH} brackets; a policy needs no more than six")
        self.values[path] = self.place()
        self.count += 1
        if self.count > MAX_VALUES:
            self.fail(path, f"more than {MAX_VALUES:,} values are not even read; delete from here on")
        character = self.peek()
        if character == "{":
            return self.object(path)
        if character == "[":
            return self.array(path)
        if character == '"':
            return self.string(path)
        if character and character in "-0123456789":
            return self.number(path)
        return self.literal(path)

    def object(self, path: Path) -> dict[str, Json]:
        opened = self.place()
        self.at += 1
        members: dict[str, Json] = {}
        self.skip_white_space()
        while self.peek() != "}":
            key, place = self.key(path, opened)
            inner = (*path, key)
            if self.peek() != ":":
                self.fail(inner, f'expected a colon after "{key}"', opened=opened)
            self.at += 1
            self.skip_white_space()
            if key in members:
                self.faults.append(JsonFault(inner, f'"{key}" stands here twice; keep one of them', place))
                self.skim(inner)
            else:
                self.keys[inner] = place
                members[key] = self.value(inner)
            self.separator(path, "}", opened)
        self.at += 1
        return members

    def key(self, path: Path, opened: Place) -> tuple[str, Place]:
        place = self.place()
        if self.peek() != '"':
            found = _WORD.match(self.text, self.at)
            if found:
                self.fail(path, f'names stand in double quotes: write "{found.group()}"')
            self.fail(path, 'expected a name in double quotes, such as "Effect"', opened=opened)
        key = self.string(path)
        self.skip_white_space()
        return key, place

    def skim(self, path: Path) -> None:
        """Read a value past without remembering its places: those of the first one stay."""
        values, keys = self.values, self.keys
        self.values, self.keys = {}, {}
        self.value(path)
        self.values, self.keys = values, keys

    def array(self, path: Path) -> list[Json]:
        opened = self.place()
        self.at += 1
        items: list[Json] = []
        self.skip_white_space()
        while self.peek() != "]":
            if not self.peek():
                self.fail(path, "", opened=opened)
            items.append(self.value((*path, len(items))))
            self.separator(path, "]", opened)
        self.at += 1
        return items

    def separator(self, path: Path, closing: str, opened: Place) -> None:
        """Step over the comma between two entries, or stop at the closing bracket."""
        self.skip_white_space()
        if self.peek() == closing:
            return
        if self.peek() != ",":
            found = self.peek()
            if found and found in "]}":
                opening = _OPENING[closing]
                self.fail(
                    path, f"{found} does not close the {opening} of line {opened.line}; that takes {closing}"
                )
            self.fail(path, f"expected a comma or {closing} before this", opened=opened)
        comma = self.place()
        self.at += 1
        self.skip_white_space()
        if self.peek() == closing:
            self.fail(path, "no comma after the last entry; delete it", place=comma)

    def string(self, path: Path) -> str:
        opened = self.place()
        self.at += 1
        pieces: list[str] = []
        while True:
            plain = _PLAIN_STRING.match(self.text, self.at)
            assert plain is not None
            pieces.append(plain.group())
            self.at = plain.end()
            character = self.peek()
            if character == '"':
                self.at += 1
                return "".join(pieces)
            if character == "\\":
                pieces.append(self.escape(path))
            elif not character or character in "\n\r":
                self.fail(
                    path,
                    'the text that begins here is not closed on its line; add the missing "',
                    place=opened,
                )
            elif character == "\t":
                self.fail(path, "a tab inside a text; write \\t")
            else:
                self.fail(path, f"the character U+{ord(character):04X} may not stand inside a text")

    def escape(self, path: Path) -> str:
        start = self.place()
        letter = self.text[self.at + 1 : self.at + 2]
        if letter in _ESCAPES:
            self.at += 2
            return _ESCAPES[letter]
        if letter != "u":
            self.fail(path, f"\\{letter} means nothing in JSON; a backslash itself is written \\\\")
        code = self.code_unit(path, start)
        if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.at):
            low = self.code_unit(path, start)
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= code < 0xE000:
            self.fail(path, "\\u followed by half of a character; its other half is missing", place=start)
        return chr(code)

    def code_unit(self, path: Path, start: Place) -> int:
        digits = _HEX.match(self.text, self.at + 2)
        if digits is None:
            self.fail(path, "\\u needs four hexadecimal digits, as in \\u00e9", place=start)
        self.at = digits.end()
        return int(digits.group(), 16)

    def number(self, path: Path) -> Number:
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            self.fail(path, "a minus sign without a number" + self.infinity())
        following = self.text[found.end() : found.end() + 1]
        if following and (following.isalnum() or following in "._+-"):
            self.fail(path, "this is not a number; put text in double quotes")
        if len(found.group()) > MAX_NUMBER_CHARACTERS:
            self.fail(path, f"a number of more than {MAX_NUMBER_CHARACTERS} characters")
        self.at = found.end()
        return Number(found.group())

    def infinity(self) -> str:
        return "; JSON knows no Infinity" if self.text.startswith("Infinity", self.at + 1) else ""

    def literal(self, path: Path) -> bool | None:
        found = _WORD.match(self.text, self.at)
        word = found.group() if found else ""
        if word not in _LITERALS:
            self.fail(path, self.why_no_value(word))
        self.at += len(word)
        return _LITERALS[word]

    def why_no_value(self, word: str) -> str:
        character = self.peek()
        if word in ("NaN", "Infinity"):
            return f"JSON knows no {word}"
        if word in _FOREIGN_WORDS:
            return f"JSON writes {_FOREIGN_WORDS[word]}, not {word}"
        if word:
            return f'text stands in double quotes: write "{word}"'
        if not character:
            return "the text ends here, but a value should follow"
        if character in "'‘’“”„":
            return 'JSON takes the straight double quotes " only'
        if character in "/#":
            return "JSON has no comments; delete this"
        if character in "}],:":
            return f"a value is missing before this {character}"
        return f"{character} begins no JSON value"

    def skip_white_space(self) -> None:
        found = _WHITE_SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def place(self) -> Place:
        """The place of the next character. Places are asked for in order, so lines are counted once."""
        breaks = self.text.count("\n", self.measured, self.at)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rindex("\n", self.measured, self.at) + 1
        self.measured = self.at
        return Place(self.line, self.at - self.line_start + 1)

    def fail(
        self, path: Path, message: str, *, place: Place | None = None, opened: Place | None = None
    ) -> NoReturn:
        """Stop here. With ``opened``, a text that ends too early is told by its open bracket instead."""
        if opened is not None and not self.peek():
            message = f"the text ends here, but the bracket of line {opened.line} is not closed"
        raise JsonSyntaxError(JsonFault(path, message, place or self.place()))


_OPENING = {"}": "{", "]": "["}
