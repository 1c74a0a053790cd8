"""When to ask again about a belief: after 1, 3, 7 and 21 days, each time with fresh questions.

A wrong answer that is like the belief begins the plan anew. After the last step it is done with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

STEPS: Final = tuple(timedelta(days=days) for days in (1, 3, 7, 21))


@dataclass(frozen=True, slots=True)
class Plan:
    """``step`` counts the reviews that went well, ``due`` is the next one; None when all have."""

    misconception: str
    step: int
    due: datetime | None


def planned(misconception: str, now: datetime) -> Plan:
    """From the moment in which the belief showed."""
    return Plan(misconception, 0, now + STEPS[0])


def reviewed(plan: Plan, now: datetime, *, showed_again: bool) -> Plan:
    if showed_again:
        return planned(plan.misconception, now)
    step = plan.step + 1
    return replace(plan, step=step, due=now + STEPS[step] if step < len(STEPS) else None)
