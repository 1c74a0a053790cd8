"""What AWS has no operation for: the world around an organization. Never shown as an ``aws`` command."""

from __future__ import annotations

from accounts.organization.operations.orgsim.billing import (
    add_credit,
    remove_credit,
    set_availability_zone,
    set_credit_sharing,
    set_discount_sharing,
    set_reserved_instances,
    set_savings_plan,
    set_usage,
)
from accounts.organization.operations.orgsim.signing_up import complete_sign_up
from accounts.organization.operations.orgsim.time import pass_time

__all__ = [
    "add_credit",
    "complete_sign_up",
    "pass_time",
    "remove_credit",
    "set_availability_zone",
    "set_credit_sharing",
    "set_discount_sharing",
    "set_reserved_instances",
    "set_savings_plan",
    "set_usage",
]
