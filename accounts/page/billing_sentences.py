"""What the simulator's operations on usage and discounts did, for the log."""

from __future__ import annotations

SENTENCES = {
    "orgsim.set_usage": "{account_id} now uses {quantity} of {usage_type} a month.",
    "orgsim.set_availability_zone": "{account_id} runs its instances in {availability_zone} now.",
    "orgsim.set_reserved_instances": "Instances of {usage_type} reserved by {account_id}: {instance_count}.",
    "orgsim.set_savings_plan": "{account_id} now commits to ${commitment} an hour.",
    "orgsim.add_credit": "{account_id} got a credit of ${credit_amount}.",
    "orgsim.remove_credit": "Credit {credit_number} was removed.",
    "orgsim.set_discount_sharing": "Sharing of discounts with {account_id} is {sharing} now.",
    "orgsim.set_credit_sharing": "Sharing of credits with {account_id} is {sharing} now.",
}
"""By operation, as in ``log``."""
