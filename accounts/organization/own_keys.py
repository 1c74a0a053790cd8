"""Access keys of its own for an organization that begins as another one was.

An access key names one organization and one caller, so no two organizations may have the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accounts.organization.identifiers import Occasion
from accounts.organization.state import AccessKey, Account, Organization


def with_own_access_keys(organization: Organization, occasion: Occasion) -> Organization:
    """Every key, also of accounts outside, gets another identifier and with it another secret; its owner,
    age and status stay."""
    return replace(
        organization,
        accounts=_with_own_keys(organization.accounts, occasion),
        outsiders=_with_own_keys(organization.outsiders, occasion),
    )


def _with_own_keys(accounts: Mapping[str, Account], occasion: Occasion) -> dict[str, Account]:
    return {
        account_id: replace(
            account,
            root_access_keys=_drawn(account, account.root_access_keys, occasion),
            users={
                name: replace(user, access_keys=_drawn(account, user.access_keys, occasion))
                if user.access_keys
                else user
                for name, user in account.users.items()
            },
        )
        for account_id, account in accounts.items()
    }


def _drawn(account: Account, keys: Mapping[str, AccessKey], occasion: Occasion) -> dict[str, AccessKey]:
    # The former identifier, which is unique, tells one key from another; without the seed nobody can
    # say which of them became which.
    drawn = (
        replace(key, id=occasion.access_key_id(f"{account.id} {key_id}")) for key_id, key in keys.items()
    )
    return {key.id: key for key in drawn}
