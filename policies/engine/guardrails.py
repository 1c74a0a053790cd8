"""What is allowed at most, whoever grants it: SCPs on the path to the caller's account and RCPs on the
path to the resource's, a gate for every level; and the policy of the VPC endpoint on the way.

Policies at one level are a union, levels an intersection; none of the three grants anything.
Sources: Organizations User Guide, "SCP evaluation" and "Resource control policies"; AWS PrivateLink
Guide, "Control access to VPC endpoints using endpoint policies".
"""

from __future__ import annotations

from collections.abc import Iterable

from policies.engine.decision import Gate, GateKind, GateVerdict, StatementResult
from policies.engine.document import Effect
from policies.engine.matching import match_statement
from policies.engine.request import AttachedPolicy, Exemption, Level, Policies, Request
from policies.engine.truth import Truth, some

EXEMPT_NAME = "SCPs"
EXEMPT_FROM_RCPS_NAME = "RCPs"
"""What the one gate is called that stands for all levels where none binds."""

ENDPOINT_NAME = "the VPC endpoint"
"""What the gate of an endpoint is called that has no name."""

NEVER_UNDER_RCPS = frozenset({"kms:retiregrant"})
"""Source: Organizations User Guide, "Resource control policies", what RCPs do not restrict."""


def service_control_gates(levels: tuple[Level, ...] | Exemption, request: Request) -> tuple[Gate, ...]:
    """One gate a level, root first; for whom no SCP binds, one gate that does not apply."""
    if not request.principal.type.is_of_an_account:
        levels = Exemption.NOT_SUBJECT
    if isinstance(levels, Exemption):
        account_id = request.principal.account_id
        return (_exempt_gate(GateKind.SERVICE_CONTROL, account_id, EXEMPT_NAME, levels),)
    return tuple(_service_control_gate(level, request) for level in levels)


def resource_control_gates(policies: Policies, request: Request) -> tuple[Gate, ...]:
    """Likewise for the RCPs; no gate at all where the policies say nothing of RCPs.

    Nothing needs to allow: ``RCPFullAWSAccess`` stands on every level and cannot be detached.
    """
    levels = policies.resource_control
    if isinstance(levels, tuple):
        levels = _why_out_of_reach(request.action, policies.services_with_rcps) or levels
    if isinstance(levels, Exemption):
        account_id = request.resource_account or request.principal.account_id
        return (_exempt_gate(GateKind.RESOURCE_CONTROL, account_id, EXEMPT_FROM_RCPS_NAME, levels),)
    return tuple(_resource_control_gate(level, request) for level in levels or ())


def endpoint_gate(policies: Policies, request: Request) -> Gate | None:
    """None for a request that goes through no VPC endpoint; the policy of one binds every caller."""
    if policies.endpoint is None:
        return None
    statements = match_all(policies.endpoint, request)
    name = endpoint_name(policies.endpoint)
    return Gate(GateKind.VPC_ENDPOINT, name, name, verdict_of(statements), statements)


def endpoint_name(policies: tuple[AttachedPolicy, ...]) -> str:
    return next((policy.attached_to for policy in policies), "") or ENDPOINT_NAME


def _why_out_of_reach(action: str, services: frozenset[str] | None) -> Exemption | None:
    if action.lower() in NEVER_UNDER_RCPS:
        return Exemption.UNSUPPORTED_ACTION
    service = action.lower().partition(":")[0]
    return Exemption.UNSUPPORTED_SERVICE if services is not None and service not in services else None


def _exempt_gate(kind: GateKind, account_id: str, name: str, exemption: Exemption) -> Gate:
    return Gate(kind, account_id, name, GateVerdict.DOES_NOT_APPLY, exemption=exemption)


def _service_control_gate(level: Level, request: Request) -> Gate:
    statements = match_all(level.policies, request)
    return Gate(GateKind.SERVICE_CONTROL, level.target_id, level.name, verdict_of(statements), statements)


def _resource_control_gate(level: Level, request: Request) -> Gate:
    statements = match_all(level.policies, request)
    verdict = verdict_of(statements, allowed_anyway=Truth.YES)
    return Gate(GateKind.RESOURCE_CONTROL, level.target_id, level.name, verdict, statements)


def match_all(
    policies: Iterable[AttachedPolicy], request: Request, *, has_boundary: bool = False
) -> tuple[StatementResult, ...]:
    return tuple(
        [
            match_statement(statement, policy, request, has_boundary=has_boundary)
            for policy in policies
            for statement in policy.document.statements
        ]
    )


def verdict_of(statements: Iterable[StatementResult], *, allowed_anyway: Truth = Truth.NO) -> GateVerdict:
    """What a gate says by itself: no Allow is outvoted here by a Deny that stands at another gate."""
    statements = tuple(statements)
    denies = some(result.matches for result in statements if result.statement.effect is Effect.DENY)
    allows = some(result.matches for result in statements if result.statement.effect is Effect.ALLOW)
    allows = max(allows, allowed_anyway)
    if denies is Truth.YES:
        return GateVerdict.EXPLICITLY_DENIES
    if allows is Truth.NO:
        return GateVerdict.NOTHING_ALLOWS
    if denies is Truth.MAYBE or allows is Truth.MAYBE:
        return GateVerdict.DEPENDS
    return GateVerdict.PASSES
