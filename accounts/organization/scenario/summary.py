"""How much there is of an organization, in one line."""

from __future__ import annotations

from accounts.organization.state import Organization


def summary(organization: Organization) -> str:
    """``4 accounts, 3 organizational units, 2 policies, 1 group, 3 users, 1 role``; what is none is not said,
    except of accounts."""
    accounts = organization.accounts.values()
    counts = [
        (len(accounts), "account", "accounts"),
        (len(organization.units), "organizational unit", "organizational units"),
        (len(organization.policies) + len(organization.management_policies), "policy", "policies"),
        (sum(len(account.groups) for account in accounts), "group", "groups"),
        (sum(len(account.users) for account in accounts), "user", "users"),
        (sum(len(account.roles) for account in accounts), "role", "roles"),
    ]
    return ", ".join(
        f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count or one == "account"
    )
