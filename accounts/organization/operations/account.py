"""The operation of ``account.amazonaws.com`` that the simulator has.

Source: AWS Account Management Reference Guide, "Update your account name".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from accounts.organization.errors import account as errors
from accounts.organization.operations.outcome import Outcome, with_account
from accounts.organization.state import AccountId, AccountState, Organization

NAME: Final = re.compile(r"[ -;=?-~]{1,50}")


def put_account_name(organization: Organization, *, account_id: AccountId, account_name: str) -> Outcome:
    """Rename an account. Its identifier stays, and so does all that is attached to it or in it.

    Two accounts may have the same name. Raises ``AccessDenied``, ``Validation``.
    """
    account = organization.accounts.get(account_id)
    if account is None:
        raise errors.AccessDenied(f"No account {account_id} is in this organization.")
    if account.state is AccountState.CLOSED:
        raise errors.AccessDenied(f"{account.name} is closed and can no longer be renamed.")
    if not NAME.fullmatch(account_name) or account_name.isspace():
        raise errors.Validation(
            "An account name has 1 to 50 plain letters, digits, spaces and punctuation marks (printable "
            "ASCII without < and >)."
        )
    return Outcome(with_account(organization, replace(account, name=account_name)), {})
