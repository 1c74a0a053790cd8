"""Parameters of the simulator's operations on usage and discounts."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from accounts.forms.fields import identifier, optional_or_none

BILLING: Mapping[str, Mapping[str, forms.Field]] = {
    "orgsim.set_usage": {
        "account_id": identifier("account"),
        "usage_type": identifier("usage type"),
        "quantity": identifier("quantity"),
    },
    "orgsim.set_availability_zone": {
        "account_id": identifier("account"),
        "availability_zone": identifier("zone"),
    },
    "orgsim.set_reserved_instances": {
        "account_id": identifier("account"),
        "usage_type": identifier("usage type"),
        "instance_count": forms.IntegerField(),
        "availability_zone": optional_or_none(),
    },
    "orgsim.set_savings_plan": {
        "account_id": identifier("account"),
        "commitment": identifier("commitment"),
    },
    "orgsim.add_credit": {
        "account_id": identifier("account"),
        "credit_amount": identifier("amount"),
        "expires": identifier("last day"),
        "eligible_service": optional_or_none(),
    },
    "orgsim.remove_credit": {"credit_number": forms.IntegerField()},
    **{
        f"orgsim.set_{what}_sharing": {
            "account_id": identifier("account"),
            "sharing": identifier("setting"),
        }
        for what in ("discount", "credit")
    },
}
