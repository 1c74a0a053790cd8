"""Where the settings of an effective policy come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from accounts.organization.management_policies.settings import Operator, Path, Scalar, Value
from accounts.organization.state import PolicyId, TargetId


@dataclass(frozen=True, slots=True)
class Source:
    """A policy where it is attached."""

    target_id: TargetId
    level_name: str
    policy_id: PolicyId
    policy_name: str

    def __str__(self) -> str:
        return f"{self.policy_name} at {self.level_name}"


class Fate(Enum):
    """What becomes of what a policy writes. Only ``TAKEN`` counts; none of the others is an error."""

    TAKEN = "taken"
    FORBIDDEN = "forbidden"
    """A level above does not allow the operator here."""
    CLOSED = "closed"
    """A level above lets nobody add names to the container."""
    LATER = "later"
    """The setting has one value, and a policy attached here earlier has assigned it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One operator at one path of one policy; or, with ``operator`` None, only a child control there.

    ``allowed_below`` is what the policy lets lower levels do here, None if it says nothing. ``by`` is the
    policy because of which the part is ignored.
    """

    source: Source
    path: Path
    operator: Operator | None
    value: Value | None
    allowed_below: frozenset[Operator] | None
    fate: Fate = Fate.TAKEN
    by: Source | None = None

    @property
    def is_ignored(self) -> bool:
        return self.fate is not Fate.TAKEN


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a setting, and the policy that brought it."""

    value: Scalar
    source: Source


@dataclass(frozen=True, slots=True)
class EffectiveValue:
    """``path`` is written as the highest level writes it. ``is_list`` keeps a list of one apart."""

    path: Path
    items: tuple[Item, ...]
    is_list: bool

    @property
    def value(self) -> Value:
        if self.is_list:
            return tuple(item.value for item in self.items)
        return self.items[0].value
