"""The text of a management policy to ``Settings``, every fault with its place.

Sources: Organizations User Guide, "Inheritance operators", and the syntax page of each type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from accounts.organization.management_policies.grammar import Anything, Entry, Section, Value
from accounts.organization.management_policies.grammars import GRAMMARS
from accounts.organization.management_policies.settings import (
    ALL,
    CHILD_CONTROL,
    EVERY_OPERATOR,
    NONE,
    Node,
    Operator,
    Path,
    Scalar,
    Settings,
)
from accounts.organization.management_policies.settings import Value as Written
from accounts.organization.state import PolicyType
from policies.engine import json_reader
from policies.engine.faults import FaultCode, Finding, PolicySyntaxError, fault_at, placed
from policies.engine.json_reader import Json, JsonSyntaxError, Number, Place, Reading, read_with_places
from policies.engine.nearest import nearest

OPERATORS: Final = {operator.value: operator for operator in Operator}
KNOWN: Final = (*OPERATORS, CHILD_CONTROL)


@lru_cache(maxsize=1024)
def parse_settings(text: str, policy_type: PolicyType) -> Settings:
    """What ``text`` says. Raises ``PolicySyntaxError`` with every fault, in the order of the text."""
    if not text.strip():
        message = f"there is nothing here; {_beginning(policy_type)}"
        raise PolicySyntaxError((fault_at(Place(1, 1), (), message, FaultCode.INVALID_JSON),))
    try:
        reading = read_with_places(text)
    except JsonSyntaxError as error:
        found = error.fault
        fault = fault_at(found.place, found.path, found.message, FaultCode.INVALID_JSON)
        raise PolicySyntaxError((fault,)) from None
    walk = _Walk(reading)
    walk.top(policy_type)
    faults = tuple(placed(walk.findings, reading))
    if faults:
        raise PolicySyntaxError(faults)
    return Settings(tuple(walk.nodes))


def _beginning(policy_type: PolicyType) -> str:
    grammar = GRAMMARS.get(policy_type)
    name = next(iter(grammar.members)) if grammar else "..."
    return f'a policy of this type begins with {{ "{name}": {{'


@dataclass(slots=True)
class _Walk:
    reading: Reading
    nodes: list[Node] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def top(self, policy_type: PolicyType) -> None:
        value = self.reading.value
        if not isinstance(value, dict):
            self.fault((), FaultCode.WRONG_SHAPE, "must be an object, in braces: { … }")
            return
        if not any(name for name in value if not name.startswith("@@")):
            self.fault((), FaultCode.MISSING_ELEMENT, f"says nothing; {_beginning(policy_type)}")
        self.section((), value, GRAMMARS.get(policy_type, Anything()))
        if policy_type is PolicyType.TAG_POLICY:
            self.tag_keys()

    def entry(self, path: Path, value: Json, entry: Entry) -> None:
        name = path[-1]
        if not isinstance(value, dict):
            written = '{ "@@assign": … }' if not isinstance(entry, Section) else "{ … }"
            message = f"{name} must be an object, in braces: {written}"
            self.fault(path, FaultCode.WRONG_SHAPE, message)
        elif isinstance(entry, Value) or (isinstance(entry, Anything) and OPERATORS.keys() & value.keys()):
            self.value(path, value, entry)
        else:
            self.section(path, value, entry)

    def section(self, path: Path, value: dict[str, Json], entry: Section | Anything) -> None:
        allowed_below = self.child_control(path, value)
        if allowed_below is not None:
            self.nodes.append(Node(path, allowed_below=allowed_below))
        for name, inner in value.items():
            below = (*path, name)
            if name in OPERATORS:
                message = f"{name} takes a setting, but here stand other names; write it inside one of them"
                self.fault(below, FaultCode.WRONG_SHAPE, message, on_key=True)
            elif name.startswith("@@"):
                self.unknown_operator(below)
            elif isinstance(entry, Anything):
                self.entry(below, inner, entry)
            elif (known := entry.entry(name)) is None:
                message = f'there is no "{name}" here{self.meant(name, entry)}'
                self.fault(below, FaultCode.UNKNOWN_ELEMENT, message, on_key=True)
            else:
                self.entry(below, inner, known)
        if isinstance(entry, Section) and entry.one_of and set(entry.one_of) <= value.keys():
            both = " and ".join(entry.one_of)
            message = f"{both} exclude each other; keep one of them"
            self.fault((*path, entry.one_of[1]), FaultCode.CONFLICTING_ELEMENTS, message, on_key=True)

    def meant(self, name: str, section: Section) -> str:
        near = nearest(name.lower(), section.members, 1, cutoff=0.6)
        return f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(section.members)}"

    def value(self, path: Path, value: dict[str, Json], entry: Value | Anything) -> None:
        operations: dict[Operator, Written] = {}
        for name, inner in value.items():
            below = (*path, name)
            if name in OPERATORS:
                written = self.written(below, inner, entry, OPERATORS[name])
                if written is not None:
                    operations[OPERATORS[name]] = written
            elif name.startswith("@@"):
                self.unknown_operator(below)
            else:
                message = (
                    f'"{name}" is no operator; {path[-1]} is a setting, which takes {", ".join(OPERATORS)}'
                )
                self.fault(below, FaultCode.UNKNOWN_ELEMENT, message, on_key=True)
        if not value:
            self.fault(path, FaultCode.MISSING_ELEMENT, f'{path[-1]} says nothing; write {{ "@@assign": … }}')
        ordered = tuple((each, operations[each]) for each in Operator if each in operations)
        self.nodes.append(Node(path, ordered, self.child_control(path, value)))

    def written(self, path: Path, value: Json, entry: Value | Anything, operator: Operator) -> Written | None:
        """What stands behind an operator; None after a fault."""
        setting = path[-2]
        many = isinstance(entry, Value) and entry.many
        single = isinstance(entry, Value) and not entry.many
        if operator is not Operator.ASSIGN and single:
            message = f"{setting} has one value, which can only be assigned: @@assign"
            self.fault(path, FaultCode.WRONG_SHAPE, message, on_key=True)
            return None
        if isinstance(value, list):
            if single:
                self.fault(path, FaultCode.WRONG_SHAPE, f"{setting} has one value: a text, not a list")
                return None
            items = tuple(self.scalar((*path, at), item, entry) for at, item in enumerate(value))
            # Twice the same is once.
            return tuple(dict.fromkeys(item for item in items if item is not None))
        if many or operator is not Operator.ASSIGN:
            self.fault(path, FaultCode.WRONG_SHAPE, f'{operator.value} takes a list here: ["…"]')
            return None
        return self.scalar(path, value, entry)

    def scalar(self, path: json_reader.Path, value: Json, entry: Value | Anything) -> Scalar | None:
        if not isinstance(value, str | bool):
            self.fault(path, FaultCode.WRONG_SHAPE, "must be a text in double quotes")
            return None
        if isinstance(value, str) and not isinstance(value, Number) and isinstance(entry, Value):
            complaint = entry.complaint(value)
            if complaint:
                self.fault(path, FaultCode.WRONG_SHAPE, f'"{value[:80]}" {complaint}')
        elif isinstance(entry, Value) and entry.choices:
            self.fault(path, FaultCode.WRONG_SHAPE, entry.complaint(str(value)) or "must be a text")
        return value

    def child_control(self, path: Path, value: dict[str, Json]) -> frozenset[Operator] | None:
        if CHILD_CONTROL not in value:
            return None
        here, names = (*path, CHILD_CONTROL), value[CHILD_CONTROL]
        if not isinstance(names, list) or not names:
            self.fault(here, FaultCode.WRONG_SHAPE, f'takes a list: ["{ALL}"], ["{NONE}"] or operators')
            return None
        allowed: set[Operator] = set()
        for at, name in enumerate(names):
            if name in (ALL, NONE):
                if len(names) > 1:
                    message = f"{name} stands alone; delete it or the others"
                    self.fault((*here, at), FaultCode.CONFLICTING_ELEMENTS, message)
                allowed |= EVERY_OPERATOR if name == ALL else set()
            elif isinstance(name, str) and name in OPERATORS:
                allowed.add(OPERATORS[name])
            else:
                message = f"must be {ALL}, {NONE}, {', '.join(OPERATORS)}"
                self.fault((*here, at), FaultCode.UNKNOWN_OPERATOR, message)
        return frozenset(allowed)

    def unknown_operator(self, path: Path) -> None:
        name = path[-1]
        if name == CHILD_CONTROL:
            return
        near = nearest(name.lower(), KNOWN, 1, cutoff=0.5)
        meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(KNOWN)}"
        self.fault(path, FaultCode.UNKNOWN_OPERATOR, f"{name} is no operator; {meant}", on_key=True)

    def tag_keys(self) -> None:
        """A policy key and the ``tag_key`` under it are the same but for case."""
        for node in self.nodes:
            if len(node.path) != 3 or node.path[2] != "tag_key":
                continue
            for operator, value in node.operations:
                if isinstance(value, str) and value.lower() != node.path[1].lower():
                    message = (
                        f'"{value[:80]}" must be "{node.path[1]}" but for upper and lower case: the policy '
                        "key that it stands under"
                    )
                    self.fault((*node.path, operator.value), FaultCode.CONFLICTING_ELEMENTS, message)

    def fault(self, path: json_reader.Path, code: FaultCode, message: str, *, on_key: bool = False) -> None:
        self.findings.append(Finding(path, code, message, on_key))
