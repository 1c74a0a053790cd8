"""Simulated time, which can run ahead of the clock, and what comes about by itself meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from accounts.organization.errors import orgsim as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.due import after_time
from accounts.organization.operations.outcome import Outcome
from accounts.organization.quotas import MOST_AHEAD
from accounts.organization.state import Organization


def pass_time(organization: Organization, *, days: int, occasion: Occasion) -> Outcome:
    """Let ``days`` go by, with all that is due in them: handshakes expire, accounts close and vanish.

    Raises ``InvalidInput`` for less than one day, or for more than ten years in all.
    """
    left = (MOST_AHEAD - organization.ahead).days
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= left:
        raise errors.InvalidInput(f"Between 1 and {left:,} days can pass.")
    step = timedelta(days=days)
    later = replace(organization, ahead=organization.ahead + step)
    return Outcome(after_time(later, occasion.time + step), {})
