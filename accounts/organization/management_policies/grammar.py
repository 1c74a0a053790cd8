"""What a policy of each type may write where.

Sources: Organizations User Guide, "Tag policy syntax", "AI services opt-out policy syntax", "Backup
policy syntax", "Declarative policy syntax", "Chat applications policy syntax"; read in autumn 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Complaint = str
"""What is wrong with a value, to go on after its name; empty when it is fine."""


@dataclass(frozen=True, slots=True)
class Value:
    """A setting. ``many``: it takes a list; only then may it be appended to and removed from."""

    many: bool = False
    choices: tuple[str, ...] = ()
    check: Callable[[str], Complaint] | None = None

    def complaint(self, text: str) -> Complaint:
        if self.choices and text not in self.choices:
            return f"must be {_either(self.choices)}, written exactly so"
        return self.check(text) if self.check else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A container. ``others`` is what a name that is not in ``members`` holds; without it there are no
    others. ``one_of`` are members that exclude each other."""

    members: Mapping[str, Entry] = field(default_factory=dict)
    others: Entry | None = None
    one_of: tuple[str, ...] = ()

    def entry(self, name: str) -> Entry | None:
        return self.members.get(name, self.others)


@dataclass(frozen=True, slots=True)
class Anything:
    """What this simulator knows no more of than the inheritance operators: any names, any values."""


Entry = Value | Section | Anything


def _either(choices: tuple[str, ...]) -> str:
    if len(choices) == 1:
        return choices[0]
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


ONE = Value()
SEVERAL = Value(many=True)
SWITCH = Value(choices=("enabled", "disabled"))
