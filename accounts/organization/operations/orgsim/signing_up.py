"""What the root user of an account does on AWS's web pages, for which there is no API."""

from __future__ import annotations

from dataclasses import replace

from accounts.organization.errors import orgsim as errors
from accounts.organization.operations.outcome import Outcome, with_account
from accounts.organization.state import AccountId, Organization


def complete_sign_up(organization: Organization, *, account_id: AccountId) -> Outcome:
    """Give a member account what it needs to stand alone: payment method, phone number, support plan.

    Raises ``NotFound``. Source: Organizations User Guide, "Removing a member account".
    """
    account = organization.accounts.get(account_id)
    if account is None:
        raise errors.NotFound(f"No account {account_id} is in this organization.")
    return Outcome(with_account(organization, replace(account, can_stand_alone=True)), {})
