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
from accounts.organization.state import Account, AccountState, Organization


def after_time(organization: Organization, now: datetime) -> Organization:
    """Everything brought to what it is by ``now``; the same value where nothing was due."""
    for account in organization.accounts.values():
        if account.closed is not None and account.closed + IN_FORCE.closed_accounts_listed <= now:
            organization = without_account(organization, account.id, now)
    return seen_at(organization, now)


def seen_at(organization: Organization, now: datetime) -> Organization:
    """As it looks by ``now``, before anything is done: every account is still there, in its present state.
    The same value where nothing has changed."""
    changed = {
        account.id: present
        for account in organization.accounts.values()
        if (present := _account_at(account, now)) is not account
    }
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


def _account_at(account: Account, now: datetime) -> Account:
    """The very same where nothing has changed."""
    if any(resource.is_gone(now) for resource in account.resources.values()):
        left = {arn: resource for arn, resource in account.resources.items() if not resource.is_gone(now)}
        account = replace(account, resources=left)
    since = account.closed if account.state is AccountState.PENDING_CLOSURE else None
    if since is not None and since + CLOSURE_TAKES <= now:
        return replace(account, state=AccountState.CLOSED)
    return account
