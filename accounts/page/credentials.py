"""Credentials of a user or the root user, and the settings of sign-in that an account has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import segno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.organization.decisions import ROOT_USER
from accounts.organization.derived_secrets import codes, secret_access_key, totp_address, totp_secret
from accounts.organization.operations.iam.password_policy import DEFAULT_KINDS, DEFAULT_LENGTH
from accounts.organization.operations.iam.reads import get_account_summary
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    AccessKey,
    AccessKeyStatus,
    Account,
    LoginProfile,
    MfaDevice,
    Organization,
    PasswordPolicy,
    Role,
    User,
)

OLD = 90
"""Days after which AWS advises to rotate an access key."""
ROTATION = (
    gettext_noop("Create a second key."),
    gettext_noop("Use it everywhere instead of the first."),
    gettext_noop("Deactivate the first. If something breaks, activate it again."),
    gettext_noop("Delete the first."),
)
"""Source: IAM User Guide, "Rotate access keys"."""
SUMMARY = {
    gettext_noop("Users"): ("Users", "UsersQuota"),
    gettext_noop("Groups"): ("Groups", "GroupsQuota"),
    gettext_noop("Roles"): ("Roles", "RolesQuota"),
    gettext_noop("Customer managed policies"): ("Policies", "PoliciesQuota"),
    gettext_noop("Versions of them"): ("PolicyVersionsInUse", "PolicyVersionsInUseQuota"),
    gettext_noop("MFA devices in use"): ("MFADevicesInUse", "MFADevices"),
}
"""What of ``GetAccountSummary`` the page shows: a count, and of how many."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """``age`` is in days. ``secret`` is there right after the key was made, else empty."""

    id: str
    is_active: bool
    age: int
    last_used: str
    secret: str

    @property
    def is_old(self) -> bool:
        return self.is_active and self.age > OLD


@dataclass(frozen=True, slots=True)
class Step:
    """One of ``ROTATION``."""

    text: str
    is_next: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """``user_name`` is empty for the root user. ``rotation`` has steps if there is a key to rotate.

    ``free`` are devices that nobody uses yet, any of which can be enabled.
    """

    user_name: str
    keys: tuple[KeyRow, ...]
    can_create_key: bool
    rotation: tuple[Step, ...]
    profile: LoginProfile | None
    devices: tuple[MfaDevice, ...]
    free: tuple[MfaDevice, ...]
    is_root: bool = False
    has_root_credentials: bool = False


def credentials_of(
    account: Account, label: str, *, seed: str, made: str, time: datetime
) -> Credentials | None:
    """None for who has none: a group, a role. ``made`` is the access key that was made last, if that was the
    last thing that happened; ``time`` is the simulated one."""
    kind, _, name = label.partition("/")
    if label == ROOT_USER:
        keys, profile, owner = account.root_access_keys, None, ROOT_USER
        name = ""
    elif kind == "user" and name in account.users:
        user = account.users[name]
        keys, profile, owner = user.access_keys, user.login_profile, label
    else:
        return None
    rows = tuple(_row(key, seed, made, time) for key in keys.values())
    may_have = owner != ROOT_USER or account.has_root_credentials
    devices = account.mfa_devices.values()
    return Credentials(
        user_name=name,
        keys=rows,
        can_create_key=may_have and len(keys) < IN_FORCE.access_keys,
        rotation=tuple(_rotation(tuple(keys.values()))) if keys else (),
        profile=profile,
        devices=tuple(device for device in devices if device.owner == owner),
        free=tuple(device for device in devices if device.owner is None) if may_have else (),
        is_root=owner == ROOT_USER,
        has_root_credentials=account.has_root_credentials,
    )


def _row(key: AccessKey, seed: str, made: str, time: datetime) -> KeyRow:
    used = key.last_used
    return KeyRow(
        id=key.id,
        is_active=key.status is AccessKeyStatus.ACTIVE,
        age=max((time - key.created).days, 0),
        last_used=f"{used.time:%d %b %Y}, {used.service}" if used else _("never"),
        secret=secret_access_key(seed, key.id) if key.id == made else "",
    )


def _rotation(keys: tuple[AccessKey, ...]) -> list[Step]:
    """Which steps are done is seen from the keys alone: the elder is on its way out."""
    if len(keys) < IN_FORCE.access_keys:
        done = 0
    else:
        elder, newer = sorted(keys, key=lambda key: key.created)
        done = 1 if newer.last_used is None else 2
        if elder.status is AccessKeyStatus.INACTIVE:
            done = 3
    return [Step(text, number == done, number < done) for number, text in enumerate(ROTATION)]


# Of a user or role


@dataclass(frozen=True, slots=True)
class Boundary:
    """``is_own``: a customer managed policy, which has an editor."""

    arn: str
    name: str


def boundary_of(identity: User | Role) -> Boundary | None:
    arn = identity.boundary
    return None if arn is None else Boundary(arn, arn.rpartition("/")[2])


# Of the account


@dataclass(frozen=True, slots=True)
class SignIn:
    """``rules`` are those for passwords, in words; ``counts`` what there is, and of how many."""

    address: str
    alias: str
    rules: tuple[str, ...]
    has_policy: bool
    counts: tuple[tuple[str, int, int], ...]


def sign_in_of(organization: Organization, account: Account) -> SignIn:
    summary = get_account_summary(organization, account.id)
    return SignIn(
        address=f"https://{account.alias or account.id}.signin.aws.amazon.com/console",
        alias=account.alias,
        rules=rules(account.password_policy),
        has_policy=account.password_policy is not None,
        counts=tuple((_(words), summary[count], summary[most]) for words, (count, most) in SUMMARY.items()),
    )


def rules(policy: PasswordPolicy | None) -> tuple[str, ...]:
    if policy is None:
        return (
            _("at least %(count)s characters") % {"count": DEFAULT_LENGTH},
            _("%(count)s of: upper case, lower case, digit, symbol") % {"count": DEFAULT_KINDS},
            _("never expires"),
        )
    demands: Mapping[str, bool] = {
        _("an upper-case letter"): policy.require_uppercase_characters,
        _("a lower-case letter"): policy.require_lowercase_characters,
        _("a digit"): policy.require_numbers,
        _("a symbol"): policy.require_symbols,
        _("users change their own"): policy.allow_users_to_change_password,
        _("who is too late is locked out"): policy.hard_expiry,
    }
    numbers = {
        _("expires after %(count)s days"): policy.max_password_age,
        _("differs from the last %(count)s"): policy.password_reuse_prevention,
    }
    return (
        _("at least %(count)s characters") % {"count": policy.minimum_password_length},
        *(words for words, is_demanded in demands.items() if is_demanded),
        *(words % {"count": number} for words, number in numbers.items() if number is not None),
    )


# A virtual device


@dataclass(frozen=True, slots=True)
class Authenticator:
    """What an authenticator app needs. ``picture`` is the QR code as SVG; ``shown`` what the app would show:
    the code before the present one, and that one."""

    secret: str
    picture: str
    shown: tuple[str, ...]


def authenticator(device: MfaDevice, account_name: str, *, seed: str, clock: datetime) -> Authenticator:
    """``clock`` is the real time, which authenticator apps have."""
    code = segno.make(totp_address(seed, device, account_name), error="m", micro=False)
    return Authenticator(
        secret=totp_secret(seed, device),
        # Black on white whatever the theme: apps read it from the screen.
        picture=code.svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True),
        shown=tuple(codes(seed, device, clock, range(-1, 1))),
    )
