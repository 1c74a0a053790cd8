"""What is allowed at most, whoever grants it: SCPs on the path to the caller's account and RCPs on the
path to the resource's, a gate for every level; and the policy of the VPC endpoint on the way.

Policies at one level are a union, levels an intersection; none of the three grants anything.
Sources: Organizations User Guide, "SCP evaluation" and "Resource control policies"; AWS PrivateLink
Guide, "Control access to VPC endpoints using endpoint policies".
"""

from __future__ import annotations

from collections.abc import Iterable

from policies.engine.arn import SEGMENTS
from policies.engine.decision import Gate, GateKind, GateVerdict, StatementResult
from policies.engine.document import Effect
from policies.engine.matching import match_statement
from policies.engine.request import (
    AttachedPolicy,
    Exemption,
    Level,
    Lookup,
    Policies,
    Principal,
    Request,
    is_service_linked_role,
)
from policies.engine.truth import Truth

EXEMPT_NAME = "SCPs"
EXEMPT_FROM_RCPS_NAME = "RCPs"
"""What the one gate is called that stands for all levels where none binds."""

KEY_ALIASES = "kms:ResourceAliases"
AWS_ALIAS = "alias/aws/"
"""Source: KMS Developer Guide, "Aliases" and "Condition keys"."""

ENDPOINT_NAME = "the VPC endpoint"
"""What the gate of an endpoint is called that has no name."""

NEVER_UNDER_RCPS = frozenset({"kms:retiregrant"})
"""Source: Organizations User Guide, "Resource control policies", what RCPs do not restrict."""


def service_control_gates(levels: tuple[Level, ...] | Exemption, request: Request) -> tuple[Gate, ...]:
    """One gate a level, root first; for whom no SCP binds, one gate that does not apply."""
    levels = service_control_over(request.principal, levels)
    if isinstance(levels, Exemption):
        account_id = request.principal.account_id
        return (_exempt_gate(GateKind.SERVICE_CONTROL, account_id, EXEMPT_NAME, levels),)
    return tuple(_service_control_gate(level, request) for level in levels)


def service_control_over(
    principal: Principal, levels: tuple[Level, ...] | Exemption
) -> tuple[Level, ...] | Exemption:
    """The levels that bind this caller, or why none does."""
    if not principal.type.is_of_an_account:
        return Exemption.NOT_SUBJECT
    if principal.is_service_linked_role and not isinstance(levels, Exemption):
        return Exemption.SERVICE_LINKED_ROLE
    return levels


def resource_control_gates(policies: Policies, request: Request) -> tuple[Gate, ...]:
    """Likewise for the RCPs; no gate at all where the policies say nothing of RCPs.

    Nothing needs to allow: ``RCPFullAWSAccess`` stands on every level and cannot be detached.
    """
    levels = policies.resource_control
    if isinstance(levels, tuple):
        levels = why_out_of_reach(request, policies.services_with_rcps) or levels
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


def why_out_of_reach(request: Request, services: frozenset[str] | None) -> Exemption | None:
    """Why no RCP binds the request, whatever RCPs are attached. ``services``: those that support RCPs."""
    action = request.action.lower()
    if action in NEVER_UNDER_RCPS:
        return Exemption.UNSUPPORTED_ACTION
    if services is not None and action.partition(":")[0] not in services:
        return Exemption.UNSUPPORTED_SERVICE
    if request.principal.is_service_linked_role or is_service_linked_role(_named(request)):
        return Exemption.SERVICE_LINKED_ROLE
    return Exemption.AWS_MANAGED_KEY if _is_of_aws_managed_key(request) else None


def _is_of_aws_managed_key(request: Request) -> bool:
    """The ARN of a key does not say whose it is; its aliases do, as those of AWS begin like no other."""
    if not request.action.lower().startswith("kms:") or not (named := _named(request)):
        return False
    aliases = request.context.get(KEY_ALIASES)
    known = () if isinstance(aliases, Lookup) else (aliases,) if isinstance(aliases, str) else aliases
    name = named.split(":", SEGMENTS - 1)[-1]
    return any(alias.startswith(AWS_ALIAS) for alias in (name, *known))


def _named(request: Request) -> str:
    """The one resource that the request names; empty where it may be one of several."""
    return request.resource if isinstance(request.resource, str) else ""


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
    denies, allows = Truth.NO, allowed_anyway
    for result in statements:
        if result.matches is not Truth.NO:
            if result.statement.effect is Effect.DENY:
                denies = max(denies, result.matches)
            else:
                allows = max(allows, result.matches)
    if denies is Truth.YES:
        return GateVerdict.EXPLICITLY_DENIES
    if allows is Truth.NO:
        return GateVerdict.NOTHING_ALLOWS
    if denies is Truth.MAYBE or allows is Truth.MAYBE:
        return GateVerdict.DEPENDS
    return GateVerdict.PASSES
