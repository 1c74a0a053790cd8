"""The faults found so far, and the shapes that every element of a policy is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policies.engine.document import PolicyKind
from policies.engine.faults import FaultCode, Finding
from policies.engine.json_reader import Json, Number, Path, Place
from policies.engine.nearest import nearest

FIRST_VERSION = "2008-10-17"
"""What a document without ``Version`` has. Source: IAM User Guide, "Policy elements: Version"."""

MOST_GUESSES = 10
"""For so many unknown names the nearest known one is looked up: each takes a while, and a text may
hold thousands of them."""


@dataclass(slots=True)
class Collector:
    """Whoever reads goes on after a fault, so that one look finds all of them; what is read then is
    not used."""

    kind: PolicyKind
    text: str
    version: str = FIRST_VERSION
    sids: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    guesses: int = 0

    def fault(
        self, path: Path, code: FaultCode, message: str, *, on_key: bool = False, place: Place | None = None
    ) -> None:
        self.findings.append(Finding(path, code, message, on_key, place))

    def members(self, value: dict[str, Json], path: Path, known: Sequence[str]) -> Mapping[str, Json]:
        """The known members of an object, in the order of ``known``; a fault for every other."""
        for name in value.keys() - set(known):
            message = f"unknown element{self.meant(name, known)}"
            self.fault((*path, name), FaultCode.UNKNOWN_ELEMENT, message, on_key=True)
        return {name: value[name] for name in known if name in value}

    def text_of(self, members: Mapping[str, Json], path: Path, name: str) -> str | None:
        value = members.get(name)
        if name in members and not is_text(value):
            self.fault((*path, name), FaultCode.WRONG_SHAPE, "must be a text in double quotes")
            return None
        return None if value is None else str(value)

    def texts(self, value: Json, path: Path) -> list[tuple[str, Path]]:
        """One text or a list of texts, each with its path."""
        if is_text(value):
            return [(str(value), path)]
        if not isinstance(value, list):
            message = "must be a text in double quotes, or a list of such texts"
            self.fault(path, FaultCode.WRONG_SHAPE, message)
            return []
        if not value:
            self.fault(path, FaultCode.EMPTY_LIST, "the list is empty; name at least one, or * for all")
        for index, item in enumerate(value):
            if not is_text(item):
                self.fault((*path, index), FaultCode.WRONG_SHAPE, "must be a text in double quotes")
        return [(str(item), (*path, index)) for index, item in enumerate(value) if is_text(item)]

    def prohibit(
        self, members: Mapping[str, Json], path: Path, names: Sequence[str], code: FaultCode, why: str
    ) -> None:
        for name in names:
            if name in members:
                self.fault((*path, name), code, why, on_key=True)

    def meant(self, name: Json, known: Sequence[str] | Mapping[str, object]) -> str:
        """``; did you mean …?`` when a known name is near, else the short list of what there is."""
        self.guesses += 1
        if self.guesses <= MOST_GUESSES:
            by_lower = {candidate.lower(): candidate for candidate in known}
            near = nearest(str(name).lower(), by_lower, 1, cutoff=0.75)
            if near:
                return f"; did you mean {by_lower[near[0]]}?"
        return f"; known are {', '.join(known)}" if 2 < len(known) < 10 else ""


def is_text(value: Json) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)
