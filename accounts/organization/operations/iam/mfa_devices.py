"""Virtual MFA devices. Source: IAM User Guide, "Assign a virtual MFA device", "Resynchronize MFA devices".

A device's secret is derived (``derived_secrets``), and codes are those of the clock: simulated time may run
ahead, authenticator apps do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from accounts.organization.derived_secrets import codes
from accounts.organization.errors import iam as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam.checks import (
    account_of,
    check_free,
    check_name,
    check_path,
    check_quota,
    with_tags,
)
from accounts.organization.operations.iam.entities import devices_of, user_of, with_device
from accounts.organization.operations.outcome import Outcome, with_account, without
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, AccountId, MfaDevice, Organization

LONGEST_NAME: Final = 226
ROOT_USER: Final = "root user"
"""``MfaDevice.owner`` of the root user's devices."""
CODE: Final = re.compile(r"\d{6}", re.ASCII)
AT_ENABLING: Final = range(-4, 2)
"""By how many steps of half a minute the first of both codes may be off: people type slowly, clocks differ.
AWS does not tell its own limits."""
AT_RESYNC: Final = range(-20, 21)
"""Ten minutes either way: the device's clock has drifted."""


def create_virtual_mfa_device(
    organization: Organization,
    *,
    account_id: AccountId,
    virtual_mfa_device_name: str,
    path: str = "/",
    occasion: Occasion,
) -> Outcome:
    """Make a device that is nobody's yet.

    AWS tells its secret now and never again, as text and as a QR code; the log does not keep it.

    Raises ``ValidationError``, ``EntityAlreadyExists``.
    """
    account = account_of(organization, account_id)
    check_name("virtual MFA device", virtual_mfa_device_name, longest=LONGEST_NAME)
    check_path(path)
    serial = f"arn:aws:iam::{account_id}:mfa{path}{virtual_mfa_device_name}"
    check_free("virtual MFA device", serial, account.mfa_devices)
    device = MfaDevice(serial, occasion.time)
    response = {"VirtualMFADevice": {"SerialNumber": serial}}
    return Outcome(with_device(organization, account, device), response)


def enable_mfa_device(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str | None = None,
    serial_number: str,
    authentication_code1: str,
    authentication_code2: str,
    occasion: Occasion,
) -> Outcome:
    """Assign a device to a user who proves, by two codes in a row, to have it.

    Without a user name: to the root user, for whom AWS has this in the console only.

    Raises ``NoSuchEntity``, ``EntityAlreadyExists`` (it is somebody's), ``LimitExceeded``,
    ``InvalidAuthenticationCode``, ``ValidationError``, ``AccessDenied`` (a root user without credentials).
    """
    account, device = _find(organization, account_id, serial_number)
    owner = _owner(account, user_name)
    if user_name is None and not account.has_root_credentials:
        raise errors.AccessDenied(f"Nobody can sign in as the root user of {account.name}.")
    if device.owner is not None:
        raise errors.EntityAlreadyExists(f"{serial_number} is already in use, by {device.owner}.")
    check_quota(f"MFA devices for {owner}", len(devices_of(account, owner)), IN_FORCE.mfa_devices)
    typed = (authentication_code1, authentication_code2)
    _check_codes(organization, device, typed, AT_ENABLING, occasion)
    return Outcome(
        with_device(organization, account, replace(device, owner=owner, enabled=occasion.time)), {}
    )


def resync_mfa_device(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str | None = None,
    serial_number: str,
    authentication_code1: str,
    authentication_code2: str,
    occasion: Occasion,
) -> Outcome:
    """Set right a device whose clock has drifted. A simulated one's never does, so this only checks codes.

    Raises ``NoSuchEntity``, ``InvalidAuthenticationCode``, ``ValidationError``.
    """
    _, device = _find_enabled(organization, account_id, user_name, serial_number)
    typed = (authentication_code1, authentication_code2)
    _check_codes(organization, device, typed, AT_RESYNC, occasion)
    return Outcome(organization, {})


def deactivate_mfa_device(
    organization: Organization,
    *,
    account_id: AccountId,
    user_name: str | None = None,
    serial_number: str,
) -> Outcome:
    """Take a device from its user, who can sign in without it from now on. Raises ``NoSuchEntity``."""
    account, device = _find_enabled(organization, account_id, user_name, serial_number)
    return Outcome(with_device(organization, account, replace(device, owner=None, enabled=None)), {})


def delete_virtual_mfa_device(
    organization: Organization, *, account_id: AccountId, serial_number: str
) -> Outcome:
    """Delete a device that is nobody's. Raises ``NoSuchEntity``, ``DeleteConflict``."""
    account, device = _find(organization, account_id, serial_number)
    if device.owner is not None:
        raise errors.DeleteConflict(f"{serial_number} is in use, by {device.owner}. Deactivate it first.")
    devices = without(account.mfa_devices, serial_number)
    return Outcome(with_account(organization, replace(account, mfa_devices=devices)), {})


def tag_mfa_device(
    organization: Organization, *, account_id: AccountId, serial_number: str, tags: Sequence[Tag]
) -> Outcome:
    """Add or replace tags. Raises ``NoSuchEntity``, ``InvalidInput``, ``LimitExceeded``."""
    account, device = _find(organization, account_id, serial_number)
    tagged = replace(device, tags=with_tags(device.tags, tags))
    return Outcome(with_device(organization, account, tagged), {})


def untag_mfa_device(
    organization: Organization, *, account_id: AccountId, serial_number: str, tag_keys: Sequence[str]
) -> Outcome:
    """Remove tags; keys the device does not have are passed over. Raises ``NoSuchEntity``."""
    account, device = _find(organization, account_id, serial_number)
    left = replace(device, tags=remove_tags(device.tags, tag_keys))
    return Outcome(with_device(organization, account, left), {})


def _find(organization: Organization, account_id: AccountId, serial_number: str) -> tuple[Account, MfaDevice]:
    account = account_of(organization, account_id)
    device = account.mfa_devices.get(serial_number)
    if device is None:
        raise errors.NoSuchEntity(f"{account.name} has no MFA device {serial_number}.")
    return account, device


def _find_enabled(
    organization: Organization, account_id: AccountId, user_name: str | None, serial_number: str
) -> tuple[Account, MfaDevice]:
    account, device = _find(organization, account_id, serial_number)
    owner = _owner(account, user_name)
    if device.owner != owner:
        raise errors.NoSuchEntity(f"{serial_number} is not a device of {owner}.")
    return account, device


def _owner(account: Account, user_name: str | None) -> str:
    return ROOT_USER if user_name is None else f"user/{user_of(account, user_name).name}"


def _check_codes(
    organization: Organization, device: MfaDevice, typed: tuple[str, str], off_by: range, occasion: Occasion
) -> None:
    """Two codes in a row; the first is at most ``off_by`` steps from now."""
    if not all(CODE.fullmatch(code) for code in typed):
        raise errors.ValidationError("An authentication code has six digits.")
    clock = occasion.time - organization.ahead
    shown = list(codes(occasion.seed, device, clock, range(off_by.start, off_by.stop + 1)))
    if typed not in pairwise(shown):
        raise errors.InvalidAuthenticationCode(
            "These are not two codes in a row of this device. Type one, wait for the next, type that."
        )
