"""The merge, level by level. Source: Organizations User Guide, "Inheritance operators"."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.organization.management_policies.parts import EffectiveValue, Fate, Item, Part, Source
from accounts.organization.management_policies.settings import (
    EVERY_OPERATOR,
    Node,
    Operator,
    Path,
    Settings,
    Value,
)
from accounts.organization.state import PolicyType, TargetId


@dataclass(frozen=True, slots=True)
class Attached:
    source: Source
    settings: Settings


@dataclass(frozen=True, slots=True)
class Limit:
    """What lower levels may do at a path; ``source`` was the last to take something away."""

    allowed: frozenset[Operator]
    source: Source


@dataclass(slots=True)
class Merge:
    """Changes while policies are taken in, root first and each level in order of attachment. All keys are
    paths as ``_key`` writes them.

    A child control binds the levels below its own, so a level's controls wait until the next begins. They
    hold at their own path only: AWS's lock of a whole policy repeats them at every depth.
    """

    policy_type: PolicyType
    values: dict[Path, EffectiveValue] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _names: dict[Path, str] = field(default_factory=dict)
    _limits: dict[Path, Limit] = field(default_factory=dict)
    _assigned: dict[Path, Source] = field(default_factory=dict)
    _emptied: set[Path] = field(default_factory=set)
    _target_id: TargetId = ""
    _controls: list[tuple[Path, frozenset[Operator], Source]] = field(default_factory=list)

    def take(self, attached: Attached) -> None:
        """Take in one policy: the next of its level, or the first of the next level below."""
        if attached.source.target_id != self._target_id:
            self._begin_level(attached.source.target_id)
        for node in attached.settings.nodes:
            if self._node(node, attached.source) and node.allowed_below is not None:
                self._controls.append((self._key(node.path), node.allowed_below, attached.source))

    def _begin_level(self, target_id: TargetId) -> None:
        for key, allowed, source in self._controls:
            self._limit(key, allowed, source)
        self._target_id, self._controls, self._assigned = target_id, [], {}

    def finish(self) -> None:
        """Leave out a list of which everything was removed, as AWS does; one assigned empty stays."""
        for key in sorted(self._emptied):
            gone = self.values.pop(key)
            self.warnings.append(f"Nothing is left of {'.'.join(gone.path)}, so it is not set at all.")

    def _node(self, node: Node, source: Source) -> bool:
        """Whether the node is let in at all."""
        key = self._key(node.path)
        operations = node.operations or ((None, None),)
        closed = [self._closed(key, operator) for operator, _ in operations]
        is_in = not all(closed)
        if is_in:
            self._name(node.path, source)
        for (operator, value), limit in zip(operations, closed, strict=True):
            fate, by = self._fate(key, operator, value, limit)
            self.parts.append(Part(source, node.path, operator, value, node.allowed_below, fate, by))
            if fate is Fate.TAKEN and operator is not None and value is not None:
                self._do(key, operator, value, source)
        return is_in

    def _fate(
        self, key: Path, operator: Operator | None, value: Value | None, closed: Limit | None
    ) -> tuple[Fate, Source | None]:
        if closed is not None:
            return Fate.CLOSED, closed.source
        limit = self._limits.get(key)
        if limit is not None and operator is not None and operator not in limit.allowed:
            return Fate.FORBIDDEN, limit.source
        first = self._assigned.get(key)
        if operator is Operator.ASSIGN and first is not None and not isinstance(value, tuple):
            return Fate.LATER, first
        return Fate.TAKEN, None

    def _do(self, key: Path, operator: Operator, value: Value, source: Source) -> None:
        listed = isinstance(value, tuple)
        items = tuple(Item(each, source) for each in (value if isinstance(value, tuple) else (value,)))
        before = self.values[key].items if key in self.values else ()
        if operator is Operator.ASSIGN and key in self._assigned:
            # AWS does not say what two lists that are assigned at one level come to; nothing gets lost.
            self.warnings.append(
                f"{source} assigns {'.'.join(self._shown(key))}, which {self._assigned[key]} has assigned: "
                "its values are added."
            )
            operator = Operator.APPEND
        if operator is Operator.ASSIGN:
            self._assigned[key] = source
            after = items
        elif operator is Operator.APPEND:
            present = {item.value for item in before}
            after = (*before, *(item for item in items if item.value not in present))
        else:
            unwanted = {item.value for item in items}
            after = tuple(item for item in before if item.value not in unwanted)
        self.values[key] = EffectiveValue(self._shown(key), after, listed)
        self._emptied.discard(key)
        if not after and operator is Operator.REMOVE:
            self._emptied.add(key)

    def _closed(self, key: Path, operator: Operator | None) -> Limit | None:
        """The limit of a container that lets no new name in by ``operator``, if this would be a new name or
        stand in one. A child control alone needs a container that is open to anything."""
        for length in range(1, len(key) + 1):
            if key[:length] in self._names:
                continue
            limit = self._limits.get(key[: length - 1])
            if limit and not (operator in limit.allowed if operator else limit.allowed):
                return limit
        return None

    def _limit(self, key: Path, allowed: frozenset[Operator], source: Source) -> None:
        known = self._limits.get(key)
        before = known.allowed if known else EVERY_OPERATOR
        if known and allowed - before:
            self.warnings.append(
                f"{source} wants to allow more at {'.'.join(self._shown(key))} than {known.source} does; "
                "a limit only gets tighter."
            )
        if not known or before - allowed:
            self._limits[key] = Limit(before & allowed, source)

    # Names

    def _key(self, path: Path) -> Path:
        """Policy keys of tag policies meet whatever their case."""
        if self.policy_type is PolicyType.TAG_POLICY and len(path) > 1:
            return (path[0], path[1].lower(), *path[2:])
        return path

    def _name(self, path: Path, source: Source) -> None:
        """Remember that the path and all above it are there, and how they are written."""
        key = self._key(path)
        for length in range(1, len(key) + 1):
            known = self._names.setdefault(key[:length], path[length - 1])
            if known != path[length - 1]:
                warning = (
                    f"{source} writes {path[length - 1]} where {known} stands above. AWS's documentation "
                    "does not agree with itself on whether these are one; here they are."
                )
                if warning not in self.warnings:
                    self.warnings.append(warning)

    def _shown(self, key: Path) -> Path:
        return tuple(self._names[key[:length]] for length in range(1, len(key) + 1))
