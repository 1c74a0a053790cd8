"""An answer of AWS, and reading its members one by one.

Names and shapes of members: Organizations API Reference and IAM API Reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from accounts.organization.importing.remarks import Remarks
from accounts.organization.scenario import ScenarioFault
from accounts.organization.scenario.plain import time

_PAGING: Final = frozenset({"NextToken", "Marker", "IsTruncated", "ResponseMetadata"})


@dataclass(frozen=True, slots=True)
class Answer:
    """``source`` is where it comes from. ``subject`` is what was asked about, where the answer itself does
    not say: the parent of a list of children, the account of a list of policies; empty if unknown."""

    source: str
    body: Mapping[str, object]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What turns up on the way: remarks, and faults that leave nothing to import."""

    remarks: Remarks = field(default_factory=Remarks)
    faults: list[ScenarioFault] = field(default_factory=list)


class Item:
    """An object of an answer. Getters note a fault for what has the wrong type, and answer a right one."""

    def __init__(self, findings: Findings, kind: str, value: object, place: str) -> None:
        """``kind`` is the API's name of the structure, for remarks."""
        self.findings = findings
        self.kind = kind
        self.place = place
        self.members: Mapping[str, object] = value if isinstance(value, dict) else {}
        self._read: set[str] = set()
        if not isinstance(value, dict):
            self.fault("", "must be an object")

    def fault(self, member: str, message: str) -> None:
        self.findings.faults.append(ScenarioFault(f"{self.place}{'.' * bool(member)}{member}", message))

    def remark(self, message: str) -> None:
        self.findings.remarks.note(self.place, message)

    def text(self, member: str) -> str:
        """Missing, and null, is empty."""
        self._read.add(member)
        value = self.members.get(member)
        if isinstance(value, str):
            return value
        if value is not None:
            self.fault(member, "must be text")
        return ""

    def has(self, member: str) -> bool:
        return self.members.get(member) is not None

    def time(self, member: str) -> str | None:
        """As scenarios write it. AWS prints seconds since 1970, or ISO 8601."""
        self._read.add(member)
        value = self.members.get(member)
        if value is None:
            return None
        try:
            if isinstance(value, int | float) and not isinstance(value, bool):
                return time(datetime.fromtimestamp(value, UTC))
            moment = datetime.fromisoformat(value if isinstance(value, str) else "")
        except (ValueError, OverflowError, OSError):
            self.fault(member, "must be a time: ISO 8601, or seconds since 1970")
            return None
        return time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    def integer(self, member: str) -> int | None:
        self._read.add(member)
        value = self.members.get(member)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(member, "must be a whole number")
        return None

    def truth(self, member: str) -> bool:
        self._read.add(member)
        return self.members.get(member) is True

    def texts(self, member: str) -> list[str]:
        return [value for value in self._list(member) if isinstance(value, str)]

    def items(self, member: str, kind: str) -> Iterator[Item]:
        """A list of objects; missing is empty."""
        for index, value in enumerate(self._list(member)):
            yield Item(self.findings, kind, value, f"{self.place}.{member}[{index}]")

    def item(self, member: str, kind: str) -> Item:
        self._read.add(member)
        return Item(self.findings, kind, self.members.get(member, {}), f"{self.place}.{member}")

    def value(self, member: str) -> object:
        self._read.add(member)
        return self.members.get(member)

    def tags(self, member: str = "Tags") -> dict[str, str]:
        return {tag.text("Key"): tag.text("Value") for tag in self.items(member, "Tag")}

    def says_nothing_new(self, *members: str) -> None:
        """These follow from others."""
        self._read.update(members)

    def end(self) -> None:
        """Remark on every member that nobody read and that says something."""
        for member, value in self.members.items():
            if member in _PAGING:
                if value and member in ("NextToken", "IsTruncated"):
                    self.remark("is one page of several: were the others read, too?")
            elif member not in self._read and value not in (None, "", [], {}):
                self.remark(f"{self.kind}.{member} is not simulated")

    def _list(self, member: str) -> list[object]:
        self._read.add(member)
        value = self.members.get(member)
        if isinstance(value, list):
            return value
        if value is not None:
            self.fault(member, "must be a list")
        return []
