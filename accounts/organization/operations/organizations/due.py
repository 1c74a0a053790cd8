"""What comes about by itself as time goes by: handshakes expire, accounts close and are gone,
and so are keys and secrets whose deletion was waited for.

Sources: Organizations User Guide, "Quotas and service limits", "Closing a member account"; Organizations
API Reference, ``CloseAccount``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.operations.organizations.handshake_states import handshake_at
from accounts.organization.operations.organizations.parting import without_account
from accounts.organization.quotas import CLOSURE_TAKES, IN_FORCE
from accounts.organization.state import Account, AccountId, AccountState, Organization

Closing = list[tuple[Account, datetime]]
"""Accounts that are being closed, or are closed, and since when."""


def after_time(organization: Organization, now: datetime) -> Organization:
    """Everything brought to what it is by ``now``; the same value where nothing was due."""
    closing = _closing(organization)
    for account, since in closing:
        if since + IN_FORCE.closed_accounts_listed <= now:
            organization = without_account(organization, account.id, now)
    left = [(account, since) for account, since in closing if account.id in organization.accounts]
    return _seen(organization, left, now)


def seen_at(organization: Organization, now: datetime) -> Organization:
    """As it looks by ``now``, before anything is done: every account is still there, in its present state.
    The same value where nothing has changed."""
    return _seen(organization, _closing(organization), now)


def _closing(organization: Organization) -> Closing:
    """Looked for once: of many accounts few are being closed, and every operation asks."""
    accounts = organization.accounts.values()
    return [(account, account.closed) for account in accounts if account.closed is not None]


def _seen(organization: Organization, closing: Closing, now: datetime) -> Organization:
    changed = _without_what_is_gone(organization, now)
    for account, since in closing:
        if account.state is AccountState.PENDING_CLOSURE and since + CLOSURE_TAKES <= now:
            changed[account.id] = replace(changed.get(account.id, account), state=AccountState.CLOSED)
    over = {
        each.id: handshake_at(each, now)
        for each in organization.handshakes.values()
        if not each.state.is_final and each.expires <= now
    }
    if not changed and not over:
        return organization
    return replace(
        organization,
        accounts={**organization.accounts, **changed},
        handshakes={**organization.handshakes, **over},
    )


def _without_what_is_gone(organization: Organization, now: datetime) -> dict[AccountId, Account]:
    """The accounts in which a key or a secret has waited long enough for its deletion."""
    changed = {}
    for account in organization.accounts.values():
        if account.resources and any(resource.is_gone(now) for resource in account.resources.values()):
            left = {arn: each for arn, each in account.resources.items() if not each.is_gone(now)}
            changed[account.id] = replace(account, resources=left)
    return changed
