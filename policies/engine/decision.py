"""What the judge answers: a decision, the rule that made it, and the gates on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cached_property

from policies.engine.document import Condition, Statement
from policies.engine.refusals import Refusal
from policies.engine.request import AttachedPolicy, ContextValue, Exemption, Lookup
from policies.engine.truth import Truth


class Decision(Enum):
    ALLOWED = "allowed"
    EXPLICITLY_DENIED = "explicit_deny"
    IMPLICITLY_DENIED = "implicit_deny"
    DEPENDS = "depends"


class GateKind(Enum):
    """In teaching order. ``AWS`` is no policy: it stands where AWS itself refuses, whatever policies say."""

    AWS = "aws"
    SERVICE_CONTROL = "service_control"
    RESOURCE_CONTROL = "resource_control"
    VPC_ENDPOINT = "vpc_endpoint"
    PERMISSIONS_BOUNDARY = "permissions_boundary"
    SESSION = "session"
    IDENTITY = "identity"
    RESOURCE = "resource"

    @property
    def is_per_level(self) -> bool:
        """Whether there is one gate for every level of an organization."""
        return self in (GateKind.SERVICE_CONTROL, GateKind.RESOURCE_CONTROL)

    @property
    def short(self) -> str:
        """In one word: ``scp``, ``rcp``, ``endpoint``, ``boundary``, ``session``, ``identity`` …"""
        return _SHORT[self]


_SHORT = {
    GateKind.AWS: "aws",
    GateKind.SERVICE_CONTROL: "scp",
    GateKind.RESOURCE_CONTROL: "rcp",
    GateKind.VPC_ENDPOINT: "endpoint",
    GateKind.PERMISSIONS_BOUNDARY: "boundary",
    GateKind.SESSION: "session",
    GateKind.IDENTITY: "identity",
    GateKind.RESOURCE: "resource",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The one thing that decided: a statement at a gate, or the gate at which nothing allows.

    ``policy`` and ``statement`` are None for an implicit deny, for the root user, whom no policy needs to
    allow, and for what AWS itself refuses. ``code`` is stable: ``deny.explicit:scp@Dev/DenyEC2#0``.
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
        gate = f"{self.gate.short}@{self.target_name}" if self.gate.is_per_level else self.gate.short
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


class Grant(IntEnum):
    """As whom the Principal of a resource's policy means the caller; the higher, the more it grants.

    In the account of the resource this decides who else has to allow.
    Source: IAM User Guide, "Evaluating identity-based policies with resource-based policies".
    """

    NOBODY = 0
    """The caller is not meant; or the policy has no Principal, as an identity policy."""
    ACCOUNT = 1
    """As one of its account, which only delegates."""
    ROLE = 2
    """As a session of its role, or as the federated session of its user."""
    DIRECT = 3
    """By its own ARN, or as everybody."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a statement against a request, each looked at, also after one that fails."""

    action: Truth
    resource: Truth
    conditions: tuple[ConditionResult, ...]


@dataclass(frozen=True)
class StatementResult:
    """A statement against the request. ``matches`` is the AND of its parts.

    Most statements fail by their action, and nobody asks what the rest would have said: ``parts`` are
    looked at when they are asked for. ``grant`` is about statements with a Principal only.
    """

    policy: AttachedPolicy
    statement: Statement
    matches: Truth
    principal: Truth
    grant: Grant
    look_at_parts: Callable[[], Parts] = field(compare=False, repr=False)

    @cached_property
    def parts(self) -> Parts:
        return self.look_at_parts()

    @property
    def action(self) -> Truth:
        return self.parts.action

    @property
    def resource(self) -> Truth:
        return self.parts.resource

    @property
    def conditions(self) -> tuple[ConditionResult, ...]:
        return self.parts.conditions


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate on the way, in teaching order: SCPs root → account, RCPs, VPC endpoint policy, permissions
    boundary, session policies, identity policies, the resource's policy.

    Not ``is_required``: nothing has to allow here, since what the resource's policy grants needs no
    more, or since the resource's policy need not grant; its Deny counts all the same.
    ``refusal`` is at the gate of AWS itself, which is the first, and there only when AWS may refuse.
    """

    kind: GateKind
    target_id: str
    name: str
    verdict: GateVerdict
    statements: tuple[StatementResult, ...] = ()
    exemption: Exemption | None = None
    is_root_user: bool = False
    is_required: bool = True
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    decision: Decision
    rule: Rule
    gates: tuple[Gate, ...]
