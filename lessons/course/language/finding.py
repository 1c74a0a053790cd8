"""What judging a goal finds: whether it holds, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.organization.decisions import Circumstances, PrincipalName
from accounts.organization.state import AccountId
from policies.engine.decision import Decision
from policies.engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Witness:
    """A request, and what is decided on it: where somebody can see why a goal is not met."""

    account_id: AccountId
    label: PrincipalName
    action: str
    decision: Decision
    resource: str | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)
    was: Decision | None = None
    """What was decided at the start, for goals that compare."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by its identifier, with what stands in it: ``lessons.page.sentences`` has the words."""

    id: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """``against`` speaks against yes, ``in_favour`` against no; ``not`` lets them change places."""

    truth: Truth
    against: Witness | None = None
    in_favour: Witness | None = None
    message: Message | None = None

    @property
    def is_met(self) -> bool:
        return self.truth is Truth.YES

    def __invert__(self) -> Finding:
        return Finding(~self.truth, self.in_favour, self.against, self.message)
