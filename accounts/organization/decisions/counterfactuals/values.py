"""An edit, what it changes elsewhere, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from accounts.organization.decisions.circumstances import Circumstances
from policies.engine.decision import Decision, Gate
from policies.engine.explain.messages import Message

Step = tuple[str, Mapping[str, object]]
"""The key of an operation and its parameters."""

MADE_POLICY: Final = "p-made"
"""Stands for the identifier of the policy that an earlier step makes."""


class Wanted(Enum):
    """Which answer is asked for. Whether a Deny is explicit or implicit does not matter to who asks."""

    ALLOWED = "allowed"
    DENIED = "denied"

    def is_met_by(self, decision: Decision) -> bool:
        if self is Wanted.ALLOWED:
            return decision is Decision.ALLOWED
        return decision in (Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED)


class EditKind(Enum):
    ALLOW_BY_IDENTITY = "allow_by_identity"
    ALLOW_AT_LEVEL = "allow_at_level"
    NARROW_DENY = "narrow_deny"
    REMOVE_DENY = "remove_deny"
    LIFT_BOUNDARY = "lift_boundary"
    ALLOW_BY_RESOURCE = "allow_by_resource"
    DENY_BY_IDENTITY = "deny_by_identity"
    DENY_AT_LEVEL = "deny_at_level"
    REMOVE_ALLOW = "remove_allow"
    MOVE_ACCOUNT = "move_account"
    CHANGE_CONTEXT = "change_context"


@dataclass(frozen=True, slots=True)
class Edit:
    """``steps`` are carried out together; without steps the request is another, made in
    ``circumstances``, and the organization stays as it is."""

    kind: EditKind
    says: Message
    steps: tuple[Step, ...] = ()
    circumstances: Circumstances | None = None

    @property
    def key(self) -> str:
        """Names this edit among those of one question at one revision; goes into addresses."""
        return hashlib.sha256(repr(self.says).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit that was tried and gives ``decision``.

    ``other_changes`` counts the (principal, action) pairs, beside the one asked about, that are allowed,
    denied or open now and something else afterwards; ``principals`` and ``accounts`` who has such pairs.
    """

    edit: Edit
    decision: Decision
    other_changes: int = 0
    principals: int = 0
    accounts: int = 0


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """``candidates``: the one with the least other changes first, no two with the same effect.

    ``obstacles`` are the gates that each for itself stand against ``wanted``: more than one, and hardly
    any single edit helps. ``is_so_already``: nothing needs to be changed.
    """

    wanted: Wanted
    decision: Decision
    candidates: tuple[Candidate, ...]
    obstacles: tuple[Gate, ...]

    @property
    def is_so_already(self) -> bool:
        return self.wanted.is_met_by(self.decision)

    @property
    def none_works(self) -> bool:
        """No single edit gives what is wanted."""
        return not (self.candidates or self.is_so_already)

    def candidate(self, key: str) -> Candidate | None:
        return next((each for each in self.candidates if each.edit.key == key), None)


def carry_out(edit: Edit, apply: Callable[..., Mapping[str, Any]]) -> None:
    """Do the steps with ``apply(operation, **parameters)``, which answers as AWS does.

    Raises what the operations raise.
    """
    made = ""
    for operation, parameters in edit.steps:
        known = {name: made if value == MADE_POLICY else value for name, value in parameters.items()}
        response = apply(operation, **known)
        if operation == "organizations.create_policy":
            made = response["Policy"]["PolicySummary"]["Id"]
