"""The alias of an account, which stands in its sign-in address instead of its number.

Source: IAM User Guide, "Use an alias for your AWS account ID".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import Outcome, with_account
from accounts.organization.state import AccountId, Organization

ALIAS: Final = re.compile(r"[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]")


def create_account_alias(organization: Organization, *, account_id: AccountId, account_alias: str) -> Outcome:
    """Give the account an alias, which takes the place of the one it has.

    Raises ``ValidationError``, ``EntityAlreadyExists`` (aliases are unique among all accounts of AWS).
    """
    account = account_of(organization, account_id)
    if not ALIAS.fullmatch(account_alias) or re.fullmatch(r"\d{12}", account_alias):
        raise errors.ValidationError(
            "An alias has 3 to 63 lower-case letters, digits and hyphens, of which none stands at the begin, "
            "at the end or beside another; and it is not a number of twelve digits."
        )
    others = (*organization.accounts.values(), *organization.outsiders.values())
    if any(other.alias == account_alias for other in others):
        raise errors.EntityAlreadyExists(f"An account has the alias {account_alias} already.")
    return Outcome(with_account(organization, replace(account, alias=account_alias)), {})


def delete_account_alias(organization: Organization, *, account_id: AccountId, account_alias: str) -> Outcome:
    """Take the alias away. Raises ``NoSuchEntity``."""
    account = account_of(organization, account_id)
    if not account_alias or account.alias != account_alias:
        raise errors.NoSuchEntity(f"{account.name} does not have the alias {account_alias}.")
    return Outcome(with_account(organization, replace(account, alias="")), {})
