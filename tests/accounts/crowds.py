"""acme, grown: many accounts in Dev, which hear the same, and many units beside it."""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.state import Organization, OrganizationalUnit
from tests.organization.world import ACME, DEV, DEV_2, FULL_AWS_ACCESS, ROOT


def crowded(accounts: int, units: int = 0, parent_id: str = DEV) -> Organization:
    """``app-1`` … in ``parent_id``, like dev-2; the empty units ``team-1`` … at the root."""
    grown = {
        account_id: replace(
            ACME.accounts[DEV_2],
            id=account_id,
            name=f"app-{number}",
            email=f"app-{number}@example.com",
            parent_id=parent_id,
        )
        for number in range(1, accounts + 1)
        for account_id in [f"{700_000_000_000 + number}"]
    }
    teams = {
        unit_id: OrganizationalUnit(unit_id, f"team-{number}", ROOT)
        for number in range(1, units + 1)
        for unit_id in [f"ou-{ROOT.removeprefix('r-')}-team{number:04d}"]
    }
    return replace(
        ACME,
        accounts={**ACME.accounts, **grown},
        units={**ACME.units, **teams},
        attachments={**ACME.attachments, **dict.fromkeys((*grown, *teams), (FULL_AWS_ACCESS,))},
    )
