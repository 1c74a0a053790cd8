"""What is wrong with a policy's text, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from policies.engine.document import PolicyDocument
from policies.engine.json_reader import Path, Place, Reading


class FaultCode(Enum):
    """The kinds of faults, by names that stay while the sentences may change."""

    INVALID_JSON = "invalid-json"
    DUPLICATE_KEY = "duplicate-key"
    INVALID_CHARACTER = "invalid-character"
    WRONG_SHAPE = "wrong-shape"
    EMPTY_LIST = "empty-list"
    UNKNOWN_ELEMENT = "unknown-element"
    MISSING_ELEMENT = "missing-element"
    CONFLICTING_ELEMENTS = "conflicting-elements"
    PROHIBITED_ELEMENT = "prohibited-element"
    INVALID_VERSION = "invalid-version"
    INVALID_EFFECT = "invalid-effect"
    INVALID_SID = "invalid-sid"
    DUPLICATE_SID = "duplicate-sid"
    INVALID_ACTION = "invalid-action"
    ACTION_NOT_OF_STS = "action-not-of-sts"
    INVALID_RESOURCE = "invalid-resource"
    REGION_IN_IAM_ARN = "region-in-iam-arn"
    INVALID_PRINCIPAL = "invalid-principal"
    GROUP_AS_PRINCIPAL = "group-as-principal"
    NOT_PRINCIPAL_ALLOWS = "not-principal-allows"
    RCP_ALLOWS = "rcp-allows"
    RCP_EVERY_ACTION = "rcp-every-action"
    RCP_PRINCIPAL = "rcp-principal"
    UNKNOWN_OPERATOR = "unknown-operator"
    UNNAMED_CONDITION_KEY = "unnamed-condition-key"


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` like ``Statement[1].Condition.StringEqual``, counted from 0 and empty for the whole
    document; ``line`` and ``column`` counted from 1, as editors do."""

    path: str
    message: str
    line: int
    column: int
    code: FaultCode

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}"
        return f"{self.path} ({where}): {self.message}" if self.path else f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Remains:
    """What could be read of a text with faults: whatever is not at or below one of the ``faulty`` paths
    stands in ``document`` as in the text. A fault about what is missing is at the path of its statement.
    ``reading`` has the places."""

    document: PolicyDocument
    reading: Reading
    faulty: frozenset[Path]


class PolicySyntaxError(ValueError):
    """The text is no policy of its kind. ``faults`` holds every fault, in document order; ``remains`` is
    None when the text is no JSON."""

    def __init__(self, faults: tuple[Fault, ...], remains: Remains | None = None) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults
        self.remains = remains


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault whose place is looked up later, unless it is known. ``on_key``: the name is at fault,
    not what it names."""

    path: Path
    code: FaultCode
    message: str
    on_key: bool = False
    place: Place | None = None


def placed(findings: Sequence[Finding], reading: Reading) -> Iterator[Fault]:
    """The findings and the reader's own faults, in document order."""
    everything = [
        (fault.place, fault.path, fault.message, FaultCode.DUPLICATE_KEY) for fault in reading.faults
    ]
    for finding in findings:
        places = reading.keys if finding.on_key else reading.values
        place = finding.place or places.get(finding.path, Place(1, 1))
        everything.append((place, finding.path, finding.message, finding.code))
    for place, path, message, code in sorted(everything, key=lambda entry: entry[0]):
        yield fault_at(place, path, message, code)


def fault_at(place: Place, path: Path, message: str, code: FaultCode) -> Fault:
    return Fault(written(path), message, place.line, place.column, code)


def written(path: Path) -> str:
    """``("Statement", 0, "Action")`` as ``Statement[0].Action``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


def place_of(text: str, at: int) -> Place:
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
