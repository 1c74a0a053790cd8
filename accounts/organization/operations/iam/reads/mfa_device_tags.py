"""The tags of a virtual MFA device. Source: IAM API Reference, "ListMFADeviceTags"."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.state import AccountId, Organization


def list_mfa_device_tags(
    organization: Organization, account_id: AccountId, serial_number: str
) -> tuple[Mapping[str, str], ...]:
    """``Tags``, by their keys in alphabetical order as AWS sorts them. Raises ``NoSuchEntity``,
    ``AccessDenied``."""
    account = account_of(organization, account_id)
    if serial_number not in account.mfa_devices:
        raise errors.NoSuchEntity(f"{account.name} has no MFA device {serial_number}.")
    tags = account.mfa_devices[serial_number].tags
    return tuple({"Key": key, "Value": tags[key]} for key in sorted(tags))
