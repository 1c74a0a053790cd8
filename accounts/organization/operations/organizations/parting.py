"""What remains of an account in the organization that it is no longer in: nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.operations.organizations.handshake_states import without_requests_to
from accounts.organization.operations.outcome import without
from accounts.organization.state import AccountId, Organization


def without_account(organization: Organization, account_id: AccountId, now: datetime) -> Organization:
    """``organization`` after a member account has left it, or is closed for good."""
    left = replace(
        organization,
        accounts=without(organization.accounts, account_id),
        attachments=without(organization.attachments, account_id),
        delegated_administrators=without(organization.delegated_administrators, account_id),
    )
    return without_requests_to(left, account_id, now)
