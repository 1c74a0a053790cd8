"""What is wrong with a policy's text, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.engine.json_reader import Path, Place, Reading


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` like ``Statement[1].Condition.StringEqual``, counted from 0 and empty for the whole
    document; ``line`` and ``column`` counted from 1, as editors do."""

    path: str
    message: str
    line: int
    column: int

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}"
        return f"{self.path} ({where}): {self.message}" if self.path else f"{where}: {self.message}"


class PolicySyntaxError(ValueError):
    """The text is no policy of its kind. ``faults`` holds every fault, in document order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault whose place is looked up later, unless it is known. ``on_key``: the name is at fault,
    not what it names."""

    path: Path
    message: str
    on_key: bool = False
    place: Place | None = None


def placed(findings: Sequence[Finding], reading: Reading) -> Iterator[Fault]:
    """The findings and the reader's own faults, in document order."""
    everything = [(fault.place, fault.path, fault.message) for fault in reading.faults]
    for finding in findings:
        places = reading.keys if finding.on_key else reading.values
        place = finding.place or places.get(finding.path, Place(1, 1))
        everything.append((place, finding.path, finding.message))
    for place, path, message in sorted(everything, key=lambda entry: entry[0]):
        yield fault_at(place, path, message)


def fault_at(place: Place, path: Path, message: str) -> Fault:
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return Fault(written.removeprefix("."), message, place.line, place.column)


def place_of(text: str, at: int) -> Place:
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
