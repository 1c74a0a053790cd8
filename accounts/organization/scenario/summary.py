"""How much there is of an organization, in one line."""

from __future__ import annotations

from typing import Final

from accounts.organization.state import Organization

WORDS: Final = (
    ("account", "accounts"),
    ("organizational unit", "organizational units"),
    ("policy", "policies"),
    ("group", "groups"),
    ("user", "users"),
    ("role", "roles"),
)
"""Of one, and of several."""


def summary(organization: Organization) -> str:
    """``4 accounts, 3 organizational units, 2 policies, 1 group, 3 users, 1 role``."""
    return ", ".join(f"{count:,} {word}" for count, word in counts(organization))


def counts(organization: Organization) -> tuple[tuple[int, str], ...]:
    """How many of what, with the word that fits the number; what is none is not said, except of accounts."""
    accounts = organization.accounts.values()
    numbers = (
        len(accounts),
        len(organization.units),
        len(organization.policies) + len(organization.management_policies),
        sum(len(account.groups) for account in accounts),
        sum(len(account.users) for account in accounts),
        sum(len(account.roles) for account in accounts),
    )
    return tuple(
        (number, one if number == 1 else many)
        for number, (one, many) in zip(numbers, WORDS, strict=True)
        if number or one == "account"
    )
