"""Everybody's credentials, one line each. Source: IAM User Guide, "Generate credential reports".

AWS makes a report anew at most every four hours; here it is always of this moment.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from accounts.organization.arns import root_user_arn, user_arn
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.iam.entities import devices_of
from accounts.organization.operations.iam.mfa_devices import ROOT_USER
from accounts.organization.state import AccessKey, AccessKeyStatus, Account, AccountId, Organization, User

COLUMNS: Final = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    *(
        f"access_key_{number}_{what}"
        for number in (1, 2)
        for what in ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
    ),
    *(f"cert_{number}_{what}" for number in (1, 2) for what in ("active", "last_rotated")),
    "additional_credentials_info",
)
TRUE: Final = "TRUE"
FALSE: Final = "FALSE"
ROOT_ACCOUNT: Final = "<root_account>"
NOT_APPLICABLE: Final = "N/A"
NO_INFORMATION: Final = "no_information"
NOT_SUPPORTED: Final = "not_supported"
_NO_CERTIFICATES: Final = (FALSE, NOT_APPLICABLE) * 2
_FORMULA: Final = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """``values`` in the order of ``COLUMNS``."""

    values: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.values[COLUMNS.index(column)]


def credential_lines(organization: Organization, account_id: AccountId) -> tuple[CredentialLine, ...]:
    """The root user first, then every user. Raises ``AccessDenied``."""
    account = account_of(organization, account_id)
    return (_root_user(account), *(_user(account, user) for user in account.users.values()))


def get_credential_report(organization: Organization, account_id: AccountId) -> str:
    """``Content``, as CSV. Raises ``AccessDenied``.

    A user may be called ``=1+1``. So that no spreadsheet computes that, it gets an apostrophe before it,
    which AWS's report does not have.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in credential_lines(organization, account_id):
        writer.writerow(f"'{value}" if value.startswith(_FORMULA) else value for value in line.values)
    return text.getvalue()


def _root_user(account: Account) -> CredentialLine:
    """When its password was changed, and when it must be, AWS does not tell."""
    has_password = account.has_root_credentials
    return CredentialLine(
        (
            ROOT_ACCOUNT,
            root_user_arn(account.id),
            _time(account.joined),
            _flag(has_password),
            NO_INFORMATION if has_password else NOT_APPLICABLE,
            NOT_SUPPORTED,
            NOT_SUPPORTED,
            _flag(bool(devices_of(account, ROOT_USER))),
            *_keys(account.root_access_keys.values()),
            *_NO_CERTIFICATES,
            "",
        )
    )


def _user(account: Account, user: User) -> CredentialLine:
    return CredentialLine(
        (
            user.name,
            user_arn(account.id, user.path, user.name),
            _time(user.created),
            *_password(account, user),
            _flag(bool(devices_of(account, f"user/{user.name}"))),
            *_keys(user.access_keys.values()),
            *_NO_CERTIFICATES,
            "",
        )
    )


def _password(account: Account, user: User) -> tuple[str, str, str, str]:
    profile, policy = user.login_profile, account.password_policy
    if profile is None:
        return (FALSE, *(NOT_APPLICABLE,) * 3)
    rotation = NOT_APPLICABLE
    if policy is not None and policy.max_password_age is not None:
        rotation = _time(profile.changed + timedelta(days=policy.max_password_age))
    used = NO_INFORMATION if profile.last_used is None else _time(profile.last_used)
    return TRUE, used, _time(profile.changed), rotation


def _keys(keys: Iterable[AccessKey]) -> Iterator[str]:
    """Five columns for each of two keys, whether they are there or not."""
    shown = list(keys)
    for number in range(2):
        if number >= len(shown):
            yield from (FALSE, *(NOT_APPLICABLE,) * 4)
            continue
        key = shown[number]
        yield _flag(key.status is AccessKeyStatus.ACTIVE)
        yield _time(key.created)
        used = key.last_used
        yield from (NOT_APPLICABLE,) * 3 if used is None else (_time(used.time), used.region, used.service)


def _time(time: datetime) -> str:
    """As the report writes it: ``2026-09-26T14:00:00+00:00``."""
    return time.isoformat(timespec="seconds")


def _flag(value: bool) -> str:
    return TRUE if value else FALSE
