"""The operations of ``organizations.amazonaws.com``. Source: Organizations API Reference."""

from __future__ import annotations

from accounts.organization.operations.organizations.accounts import (
    close_account,
    create_account,
    move_account,
    remove_account_from_organization,
)
from accounts.organization.operations.organizations.attachments import (
    attach_policy,
    detach_policy,
    disable_policy_type,
    enable_policy_type,
)
from accounts.organization.operations.organizations.policies import (
    create_policy,
    delete_policy,
    update_policy,
)
from accounts.organization.operations.organizations.units import (
    create_organizational_unit,
    delete_organizational_unit,
    update_organizational_unit,
)

__all__ = [
    "attach_policy",
    "close_account",
    "create_account",
    "create_organizational_unit",
    "create_policy",
    "delete_organizational_unit",
    "delete_policy",
    "detach_policy",
    "disable_policy_type",
    "enable_policy_type",
    "move_account",
    "remove_account_from_organization",
    "update_organizational_unit",
    "update_policy",
]
