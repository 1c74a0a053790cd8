"""The SCPs along the path root → organizational units → account, a gate for every level.

Policies at one level are a union, levels an intersection; SCPs grant nothing.
Source: Organizations User Guide, "SCP evaluation".
"""

from __future__ import annotations

from collections.abc import Iterable

from policies.engine.decision import Gate, GateKind, GateVerdict, StatementResult
from policies.engine.document import Effect
from policies.engine.matching import match_statement
from policies.engine.request import AttachedPolicy, Exemption, Level, Request
from policies.engine.truth import Truth, some

EXEMPT_NAME = "SCPs"
"""What the one gate is called that stands for all levels where no SCP binds."""


def service_control_gates(levels: tuple[Level, ...] | Exemption, request: Request) -> tuple[Gate, ...]:
    """One gate a level, root first; for whom no SCP binds, one gate that does not apply."""
    if isinstance(levels, Exemption):
        return (
            Gate(
                GateKind.SERVICE_CONTROL,
                target_id=request.principal.account_id,
                name=EXEMPT_NAME,
                verdict=GateVerdict.DOES_NOT_APPLY,
                exemption=levels,
            ),
        )
    return tuple(_level_gate(level, request) for level in levels)


def _level_gate(level: Level, request: Request) -> Gate:
    statements = match_all(level.policies, request)
    return Gate(GateKind.SERVICE_CONTROL, level.target_id, level.name, verdict_of(statements), statements)


def match_all(policies: Iterable[AttachedPolicy], request: Request) -> tuple[StatementResult, ...]:
    return tuple(
        match_statement(statement, policy, request)
        for policy in policies
        for statement in policy.document.statements
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
