"""What comes about by itself as time goes by: handshakes expire, accounts close and are gone.

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


def account_at(account: Account, now: datetime) -> Account | None:
    """As it is by ``now``; None once its closure is for good."""
    if account.closed is None:
        return account
    if account.closed + IN_FORCE.closed_accounts_listed <= now:
        return None
    if account.state is AccountState.PENDING_CLOSURE and account.closed + CLOSURE_TAKES <= now:
        return replace(account, state=AccountState.CLOSED)
    return account


def after_time(organization: Organization, now: datetime) -> Organization:
    """Everything brought to what it is by ``now``."""
    accounts = {}
    for account in organization.accounts.values():
        present = account_at(account, now)
        if present is not None:
            accounts[account.id] = present
    gone = [account_id for account_id in organization.accounts if account_id not in accounts]
    for account_id in gone:
        organization = without_account(organization, account_id, now)
    return replace(
        organization,
        accounts=accounts,
        handshakes={key: handshake_at(each, now) for key, each in organization.handshakes.items()},
    )
