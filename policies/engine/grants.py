"""Who has to allow: the gates of the caller and of the resource, and the paths that lead through them.

A path is a set of requirements that are enough together. The main one asks the caller's own policies,
and the resource's where it has a say; in the resource's account there are two shortcuts besides, for
a caller whom the resource's policy names well enough.
Source: IAM User Guide, "Policy evaluation logic", "Evaluating identity-based policies with
resource-based policies" and "Cross-account policy evaluation logic".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policies.engine.arn import SEGMENTS, arn_pattern, loosened, pattern_with_gaps
from policies.engine.decision import Gate, GateKind, Grant, StatementResult
from policies.engine.document import Effect
from policies.engine.guardrails import match_all, verdict_of
from policies.engine.request import (
    AnyResource,
    AttachedPolicy,
    Policies,
    Principal,
    PrincipalType,
    Request,
    ResourcePattern,
)
from policies.engine.truth import Truth, every, some

ROOT_USER_NAME = "root user"

_WITH_BOUNDARY = (PrincipalType.USER, PrincipalType.ROLE_SESSION, PrincipalType.FEDERATED_USER)


@dataclass(frozen=True, slots=True)
class Grants:
    """The caller's gates and the resource's, None where there is no such policy.

    A federated session to which no policy was passed has nothing of its user's permissions: its session
    gate lets nothing through. But that does not limit what a resource's policy grants to it.
    """

    boundary: Gate | None
    session: Gate | None
    identity: Gate | None
    resource: Gate | None
    has_session_policies: bool

    @property
    def gates(self) -> tuple[Gate, ...]:
        """In teaching order."""
        every_gate = (self.boundary, self.session, self.identity, self.resource)
        return tuple(gate for gate in every_gate if gate is not None)


class Requirement(NamedTuple):
    """An Allow matches at ``gate``; in a resource's policy, one that means the caller ``at_least`` so."""

    gate: Gate
    at_least: Grant = Grant.NOBODY

    @property
    def holds(self) -> Truth:
        if self.gate.is_root_user:
            return Truth.YES
        return some([result.matches for result in self._allows()])

    def first(self, truth: Truth) -> StatementResult:
        return next(result for result in self._allows() if result.matches is truth)

    def _allows(self) -> Iterator[StatementResult]:
        return (
            result
            for result in self.gate.statements
            if result.statement.effect is Effect.ALLOW and result.grant >= self.at_least
        )


class Path(NamedTuple):
    """``requirements`` in the order of their gates; ``grantor`` is the one that grants, others limit."""

    requirements: tuple[Requirement, ...]
    grantor: Requirement

    @property
    def holds(self) -> Truth:
        return every(requirement.holds for requirement in self.requirements)


def grants(policies: Policies, request: Request) -> Grants:
    boundary = boundary_of(request.principal, policies)
    session = session_policies_of(request.principal, policies)
    is_of_an_account = request.principal.type.is_of_an_account
    return Grants(
        boundary=_callers_gate(GateKind.PERMISSIONS_BOUNDARY, boundary, request),
        session=_callers_gate(GateKind.SESSION, session, request),
        identity=_identity_gate(policies, request) if is_of_an_account else None,
        resource=_resource_gate(policies, request, has_boundary=boundary is not None),
        has_session_policies=policies.session is not None,
    )


def boundary_of(principal: Principal, policies: Policies) -> tuple[AttachedPolicy, ...] | None:
    """The permissions boundary, for whom it can limit."""
    return policies.boundary if principal.type in _WITH_BOUNDARY else None


def session_policies_of(principal: Principal, policies: Policies) -> tuple[AttachedPolicy, ...] | None:
    """The session policies, for who has a session; a federated one without any is left with nothing."""
    if principal.type is PrincipalType.FEDERATED_USER:
        return policies.session or ()
    return policies.session if principal.type is PrincipalType.ROLE_SESSION else None


def paths(found: Grants, request: Request) -> tuple[Path, ...]:
    """The main path first, then the shortcuts, the narrower first."""
    resource = found.resource
    if found.identity is None:
        assert resource is not None
        only = Requirement(resource, Grant.DIRECT)
        return (Path((only,), only),)
    boundary = () if found.boundary is None else (Requirement(found.boundary),)
    session = () if found.session is None else (Requirement(found.session),)
    identity = Requirement(found.identity)
    if resource is None:
        return (Path((*boundary, *session, identity), identity),)
    said = (Requirement(resource, Grant.ACCOUNT),) if resource.is_required else ()
    main = Path((*boundary, *session, identity, *said), identity)
    if request.is_cross_account:
        return (main,)
    to_role = Requirement(resource, Grant.ROLE)
    directly = Requirement(resource, Grant.DIRECT)
    passed = session if found.has_session_policies else ()
    return main, Path((*boundary, *passed, to_role), to_role), Path((directly,), directly)


def says_yes_itself(request: Request) -> bool:
    """Whether the resource is a role to assume or a KMS key: there an identity policy alone is not enough.

    Source: IAM User Guide, "Policy evaluation logic"; KMS Developer Guide, "Key policies in AWS KMS".
    """
    owner = _WITH_POLICIES_THAT_SAY_YES.get(request.action.partition(":")[0].lower())
    if owner is None:
        return False
    if isinstance(request.resource, ResourcePattern):
        pattern = arn_pattern((f"arn:*:{owner.service}:*:*:{owner.kind}*",))
        return pattern is not None and pattern.may_match(loosened(pattern_with_gaps(request.resource.text)))
    named = (request.resource,) if isinstance(request.resource, str) else request.resource.formats
    return any(_is_of(owner, arn.split(":", SEGMENTS - 1)) for arn in named)


class _Owner(NamedTuple):
    """Of policies that say yes themselves: ``kind`` begins the last segment of its ARN."""

    service: str
    kind: str


def _is_of(owner: _Owner, arn: Sequence[str]) -> bool:
    return len(arn) == SEGMENTS and arn[2] == owner.service and arn[5].startswith(owner.kind)


_WITH_POLICIES_THAT_SAY_YES = {"sts": _Owner("iam", "role/"), "kms": _Owner("kms", "key/")}
"""By the service of the action."""


def short_name(principal: Principal) -> str:
    """``root user``, ``user/john`` or ``role/Admin``: the caller in the words of the page."""
    if principal.type is PrincipalType.ROOT_USER:
        return ROOT_USER_NAME
    if not principal.type.is_of_an_account:
        return "anonymous" if principal.type is PrincipalType.ANONYMOUS else principal.arn
    kind, _, path = principal.arn.split(":", 5)[5].partition("/")
    if principal.type is PrincipalType.ROLE_SESSION:
        return f"role/{path.split('/')[0] if kind == 'assumed-role' else path.split('/')[-1]}"
    return f"{kind}/{path.split('/')[-1]}"


def _callers_gate(
    kind: GateKind, policies: tuple[AttachedPolicy, ...] | None, request: Request
) -> Gate | None:
    if policies is None:
        return None
    principal = request.principal
    statements = match_all(policies, request)
    return Gate(kind, principal.arn, short_name(principal), verdict_of(statements), statements)


def _identity_gate(policies: Policies, request: Request) -> Gate:
    principal = request.principal
    is_root_user = principal.type is PrincipalType.ROOT_USER
    statements = match_all(policies.identity, request)
    verdict = verdict_of(statements, allowed_anyway=Truth.YES if is_root_user else Truth.NO)
    return Gate(
        GateKind.IDENTITY,
        principal.arn,
        short_name(principal),
        verdict,
        statements,
        is_root_user=is_root_user,
    )


def _name_of(resource: str | AnyResource | ResourcePattern) -> str:
    if isinstance(resource, ResourcePattern):
        return resource.text
    return resource if isinstance(resource, str) else "*"


def _resource_gate(policies: Policies, request: Request, *, has_boundary: bool) -> Gate | None:
    """There where the resource has a policy, and where it would have to have one."""
    needs_one = request.is_cross_account or not request.principal.type.is_of_an_account
    if policies.resource is None and not needs_one:
        return None
    name = _name_of(request.resource)
    statements = match_all(policies.resource or (), request, has_boundary=has_boundary)
    return Gate(
        GateKind.RESOURCE,
        name,
        name,
        verdict_of(statements),
        statements,
        is_required=needs_one or says_yes_itself(request),
    )
