"""Walking a document and collecting every fault with its place, instead of stopping at the first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, TypeGuard, TypeVar

from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy

FORMAT: Final = "orgsim-scenario"
VERSION: Final = 1

Choice = TypeVar("Choice", bound=Enum)


@dataclass(frozen=True, slots=True)
class ScenarioFault:
    """``path`` leads to the place: ``accounts[3].users[0].inline.StartStop``."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class ScenarioError(ValueError):
    """The document is not an organization. ``faults`` are all that were found, in document order."""

    def __init__(self, faults: list[ScenarioFault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


def text_of(content: object) -> str:
    """The text of a policy that a document holds as a JSON object."""
    return json.dumps(content, indent=2, ensure_ascii=False)


def is_text(value: object) -> TypeGuard[str]:
    """JSON can escape half a character (``\\ud800``), which no file and no database takes."""
    if not isinstance(value, str):
        return False
    # Nearly every text is ASCII, which Python knows without looking at each character.
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


@lru_cache(maxsize=4096)
def parsed(text: str, kind: PolicyKind) -> PolicyDocument:
    """Most accounts have the same few policies, as have most organizations. Raises ``PolicySyntaxError``."""
    return parse_policy(text, kind)


@lru_cache(maxsize=1024)
def _laid_out(line: str) -> str:
    """``text_of`` what stands on one line. To write it on one takes a fraction of the time."""
    return text_of(json.loads(line))


_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,9})?")


class Reading:
    """One reading of one document: its faults so far."""

    def __init__(self) -> None:
        self.faults: list[ScenarioFault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(ScenarioFault(path, message))

    def amount(self, path: str, content: object) -> Decimal:
        if content is ...:
            return Decimal(0)  # and noted as missing
        if not isinstance(content, str) or not _AMOUNT.fullmatch(content):
            self.fault(path, 'must be an amount as text, such as "12.50"')
            return Decimal(0)
        return Decimal(content)

    def policy(self, path: str, content: object, kind: PolicyKind) -> PolicyDocument:
        """``content`` is the policy as an object, or its exact text."""
        unreadable = PolicyDocument(kind, text="", version="", id=None, statements=())
        if content is ...:
            return unreadable  # and noted as missing
        if not isinstance(content, str | dict):
            self.fault(path, "must be a policy: a JSON object, or its text")
            return unreadable
        text = content if isinstance(content, str) else _laid_out(json.dumps(content, ensure_ascii=False))
        if not is_text(text):
            self.fault(path, "holds half a character")
            return unreadable
        try:
            return parsed(text, kind)
        except PolicySyntaxError as error:
            for fault in error.faults:
                self.fault(f"{path}.{fault.path}" if fault.path else path, fault.message)
            return unreadable


class Node:
    """A JSON object of the document. Getters note a fault and answer something of the right type.

    A getter with a ``default`` takes a missing member for that; without, the member must be there.
    ``...`` stands for what is missing.
    """

    def __init__(self, reading: Reading, value: object, path: str) -> None:
        self.reading = reading
        self.path = path
        self.members: Mapping[str, object] = value if isinstance(value, dict) else {}
        self._is_object = isinstance(value, dict)
        self._read: set[str] = set()
        if not self._is_object and value is not ...:
            self.fault(None, "must be an object")

    def fault(self, member: str | None, message: str) -> None:
        self.reading.fault(self.place(member), message)

    def place(self, member: str | None) -> str:
        return ".".join(step for step in (self.path, member) if step)

    def value(self, member: str, default: object = ...) -> object:
        self._read.add(member)
        if member in self.members:
            return self.members[member]
        if default is ... and self._is_object:
            self.fault(member, "is missing")
        return default

    def text(self, member: str, default: str | None = None, *, pattern: re.Pattern[str] | None = None) -> str:
        value = self.value(member, ... if default is None else default)
        if value is ...:
            return ""
        if not is_text(value):
            self.fault(member, "must be text")
            return ""
        if member in self.members and pattern is not None and not pattern.fullmatch(value):
            self.fault(member, f"{value!r} does not have the form {pattern.pattern}")
        return value

    def choice(self, member: str, default: Choice) -> Choice:
        value = self.value(member, default.value)
        try:
            return type(default)(value)
        except ValueError:
            choices = ", ".join(choice.value for choice in type(default))
            self.fault(member, f"must be one of {choices}")
            return default

    def time(self, member: str, default: datetime | None = None) -> datetime:
        value = self.value(member, ... if default is None else default)
        if isinstance(value, datetime):  # the default
            return value
        fallback = datetime.fromtimestamp(0, UTC)
        if value is ...:
            return fallback
        try:
            time = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            self.fault(member, "must be a time with its zone, such as 2026-01-05T09:00:00Z")
            return fallback
        return time

    def optional_time(self, member: str) -> datetime | None:
        """Missing is None."""
        return self.time(member) if self.has(member) else None

    def optional_text(self, member: str, *, pattern: re.Pattern[str] | None = None) -> str | None:
        """Missing is None."""
        return self.text(member, pattern=pattern) if self.has(member) else None

    def has(self, member: str) -> bool:
        """Whether it is there, which it need not be."""
        self._read.add(member)
        return member in self.members

    def boolean(self, member: str, default: bool) -> bool:
        value = self.value(member, default)
        if isinstance(value, bool):
            return value
        self.fault(member, "must be true or false")
        return default

    def integer(self, member: str, default: int | None = None, *, least: int, most: int) -> int:
        value = self.value(member, ... if default is None else default)
        if value is ...:
            return least
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(member, f"must be a whole number from {least:,} to {most:,}")
            return least
        return value

    def optional_integer(self, member: str, *, least: int, most: int) -> int | None:
        """Missing is None."""
        return self.integer(member, least=least, most=most) if self.has(member) else None

    def amount(self, member: str) -> Decimal:
        """A quantity or a sum of money, not below zero: written as text, since JSON's numbers are rounded."""
        return self.reading.amount(self.place(member), self.value(member))

    def amounts_by_name(self, member: str) -> dict[str, Decimal]:
        """An object of amounts; missing is empty."""
        value = self.value(member, {})
        if not isinstance(value, dict) or not all(map(is_text, value)):
            self.fault(member, "must be an object of amounts")
            return {}
        return {
            name: self.reading.amount(f"{self.place(member)}.{name}", amount)
            for name, amount in value.items()
        }

    def times_by_name(self, member: str) -> dict[str, datetime]:
        """An object whose values are times; missing is empty."""
        node = Node(self.reading, self.value(member, {}), self.place(member))
        return {name: node.time(name) for name in node.members if is_text(name)}

    def texts(self, member: str) -> tuple[str, ...]:
        """A list of different texts; missing is empty."""
        value = self.value(member, [])
        if not isinstance(value, list) or not all(map(is_text, value)):
            self.fault(member, "must be a list of texts")
            return ()
        if len(set(value)) < len(value):
            self.fault(member, "names something twice")
        return tuple(dict.fromkeys(value))

    def text_by_name(self, member: str) -> dict[str, str]:
        """An object whose values are texts; missing is empty."""
        value = self.value(member, {})
        if not isinstance(value, dict) or not all(map(is_text, (*value, *value.values()))):
            self.fault(member, "must be an object of texts")
            return {}
        return dict(value)

    def policy(self, member: str, kind: PolicyKind) -> PolicyDocument:
        return self.reading.policy(self.place(member), self.value(member), kind)

    def policies_by_name(self, member: str, kind: PolicyKind) -> dict[str, PolicyDocument]:
        """An object of policies; missing is empty."""
        value = self.value(member, {})
        if not isinstance(value, dict):
            self.fault(member, "must be an object of policies by name")
            return {}
        return {
            name: self.reading.policy(f"{self.place(member)}.{name}", content, kind)
            for name, content in value.items()
        }

    def optional_node(self, member: str) -> Node | None:
        """Missing is None."""
        return self.node(member) if self.has(member) else None

    def node(self, member: str) -> Node:
        return Node(self.reading, self.value(member), self.place(member))

    def nodes(self, member: str) -> Iterator[Node]:
        """A list of objects; missing is empty."""
        value = self.value(member, [])
        if not isinstance(value, list):
            self.fault(member, "must be a list")
            return
        for index, item in enumerate(value):
            yield Node(self.reading, item, f"{self.place(member)}[{index}]")

    def end(self) -> None:
        """Note every member that nobody read."""
        for member in self.members:
            if member not in self._read:
                self.fault(member, "is not known here")
