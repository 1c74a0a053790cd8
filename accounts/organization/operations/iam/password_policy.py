"""The rules for passwords in an account. Source: IAM User Guide, "Set an account password policy"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import Outcome, with_account
from accounts.organization.state import Account, AccountId, Organization, PasswordPolicy

DEFAULT_LENGTH: Final = 8
DEFAULT_KINDS: Final = 3
"""Of the four kinds of characters, where the account has no policy of its own."""
LONGEST: Final = 128
SYMBOLS: Final = frozenset("!@#$%^&*()_+-=[]{}|'")
LENGTHS: Final = range(6, LONGEST + 1)
AGES: Final = range(1, 1_096)
REMEMBERED: Final = range(1, 25)


def update_account_password_policy(
    organization: Organization,
    *,
    account_id: AccountId,
    minimum_password_length: int = 6,
    require_symbols: bool = False,
    require_numbers: bool = False,
    require_uppercase_characters: bool = False,
    require_lowercase_characters: bool = False,
    allow_users_to_change_password: bool = False,
    max_password_age: int | None = None,
    password_reuse_prevention: int | None = None,
    hard_expiry: bool = False,
) -> Outcome:
    """Set all rules at once. What is not given goes back to its default, so that an update can weaken.

    Passwords that are there stay, though expiry holds for them at once. Raises ``ValidationError``.
    """
    account = account_of(organization, account_id)
    _check("The shortest password", minimum_password_length, LENGTHS, "characters")
    _check("The age at which a password expires", max_password_age, AGES, "days")
    _check("The number of passwords remembered", password_reuse_prevention, REMEMBERED, "passwords")
    policy = PasswordPolicy(
        minimum_password_length=minimum_password_length,
        require_symbols=require_symbols,
        require_numbers=require_numbers,
        require_uppercase_characters=require_uppercase_characters,
        require_lowercase_characters=require_lowercase_characters,
        allow_users_to_change_password=allow_users_to_change_password,
        max_password_age=max_password_age,
        password_reuse_prevention=password_reuse_prevention,
        hard_expiry=hard_expiry,
    )
    return Outcome(with_account(organization, replace(account, password_policy=policy)), {})


def delete_account_password_policy(organization: Organization, *, account_id: AccountId) -> Outcome:
    """Go back to AWS's default rules. Raises ``NoSuchEntity``."""
    account = account_of(organization, account_id)
    if account.password_policy is None:
        raise errors.NoSuchEntity(f"{account.name} has no password policy of its own.")
    return Outcome(with_account(organization, replace(account, password_policy=None)), {})


def check_password(account: Account, user_name: str, password: str) -> None:
    """Raises ``PasswordPolicyViolation``, which says all that is missing."""
    missing = list(_missing(account, password))
    if missing:
        raise errors.PasswordPolicyViolation(f"The password for {user_name} needs {', '.join(missing)}.")


def _missing(account: Account, password: str) -> Iterator[str]:
    """By the account's own policy, or by AWS's default one."""
    policy = account.password_policy
    shortest = policy.minimum_password_length if policy else DEFAULT_LENGTH
    kinds = {
        "an upper-case letter": any("A" <= letter <= "Z" for letter in password),
        "a lower-case letter": any("a" <= letter <= "z" for letter in password),
        "a digit": any("0" <= letter <= "9" for letter in password),
        "a symbol": not SYMBOLS.isdisjoint(password),
    }
    if not shortest <= len(password) <= LONGEST:
        yield f"{shortest} to {LONGEST} characters"
    if password.lower() in (account.name.lower(), account.email.lower()):
        yield "to differ from the name and the e-mail address of the account"
    if policy is None:
        if sum(kinds.values()) < DEFAULT_KINDS:
            yield f"{DEFAULT_KINDS} of: {', '.join(kinds)}"
        return
    demanded = (
        policy.require_uppercase_characters,
        policy.require_lowercase_characters,
        policy.require_numbers,
        policy.require_symbols,
    )
    yield from (
        kind
        for (kind, is_there), is_demanded in zip(kinds.items(), demanded, strict=True)
        if is_demanded and not is_there
    )


def _check(what: str, number: int | None, allowed: range, unit: str) -> None:
    if number is not None and number not in allowed:
        raise errors.ValidationError(f"{what} is {allowed[0]} to {allowed[-1]:,} {unit}.")
