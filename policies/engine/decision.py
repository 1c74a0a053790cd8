"""What the judge answers: a decision, the rule that made it, and the gates on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policies.engine.document import Condition, Statement
from policies.engine.request import AttachedPolicy, ContextValue, Exemption, Lookup
from policies.engine.truth import Truth


class Decision(Enum):
    ALLOWED = "allowed"
    EXPLICITLY_DENIED = "explicit_deny"
    IMPLICITLY_DENIED = "implicit_deny"
    DEPENDS = "depends"


class GateKind(Enum):
    SERVICE_CONTROL = "service_control"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Rule:
    """The one thing that decided: a statement at a gate, or the gate at which nothing allows.

    ``policy`` and ``statement`` are None for an implicit deny, and for the root user, whom no
    policy needs to allow. ``code`` is stable: ``deny.explicit:scp@Dev/DenyEC2#0``.
    """

    decision: Decision
    gate: GateKind
    target_id: str
    target_name: str
    policy_identifier: str | None = None
    policy_name: str | None = None
    statement: int | None = None
    sid: str | None = None

    @property
    def code(self) -> str:
        """For logs, tests and links; not for people. Without a policy it ends at the gate."""
        gate = "identity" if self.gate is GateKind.IDENTITY else f"scp@{self.target_name}"
        policy = "" if self.policy_name is None else f"/{self.policy_name}#{self.statement}"
        return f"{_CODES[self.decision]}:{gate}{policy}"


_CODES = {
    Decision.ALLOWED: "allow",
    Decision.EXPLICITLY_DENIED: "deny.explicit",
    Decision.IMPLICITLY_DENIED: "deny.implicit",
    Decision.DEPENDS: "depends",
}


class GateVerdict(Enum):
    PASSES = "passes"
    EXPLICITLY_DENIES = "explicitly_denies"
    NOTHING_ALLOWS = "nothing_allows"
    DEPENDS = "depends"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition pair against the request. ``actual`` is what the request had under the key."""

    condition: Condition
    holds: Truth
    actual: ContextValue | Lookup


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A statement against the request, part by part. ``matches`` is the AND of the parts."""

    policy: AttachedPolicy
    statement: Statement
    action: Truth
    resource: Truth
    conditions: tuple[ConditionResult, ...]
    matches: Truth


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate on the way, in teaching order: SCPs root → account, then identity policies."""

    kind: GateKind
    target_id: str
    name: str
    verdict: GateVerdict
    statements: tuple[StatementResult, ...] = ()
    exemption: Exemption | None = None
    is_root_user: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    decision: Decision
    rule: Rule
    gates: tuple[Gate, ...]
