"""``DescribeEffectivePolicy``. Source: Organizations API Reference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import effective
from accounts.organization.operations.organizations.checks import check_target, policy_type_of
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import Organization, TargetId


def describe_effective_policy(
    organization: Organization, *, policy_type: str, target_id: TargetId | None = None, time: datetime
) -> Mapping[str, object]:
    """What all management policies of one type come to for an account; without one, the management account.

    ``time`` is now: the policy is worked out anew each time. Raises ``InvalidInput``
    (``INVALID_ENUM_POLICY_TYPE``, ``TARGET_NOT_SUPPORTED``), ``TargetNotFound``,
    ``EffectivePolicyNotFound``.
    """
    asked = policy_type_of(policy_type)
    if asked.kind is not None:
        raise errors.InvalidInput(
            f"{policy_type} has no effective policy: SCPs and RCPs are not merged, each of them decides.",
            reason="INVALID_ENUM_POLICY_TYPE",
        )
    account_id = organization.management_account_id if target_id is None else target_id
    check_target(organization, account_id)
    if account_id not in organization.accounts:
        raise errors.InvalidInput(
            f"{organization.name_of(account_id)} is no account. Only accounts have effective policies.",
            reason="TARGET_NOT_SUPPORTED",
        )
    found = effective(organization, asked, account_id)
    name = organization.name_of(account_id)
    if found is None:
        raise errors.EffectivePolicyNotFound(
            f"No policy of type {policy_type} is attached to {name} or to anything above it."
        )
    if not found.values:
        raise errors.EffectivePolicyNotFound(
            f"The policies of type {policy_type} from the root down to {name} set nothing that is valid."
        )
    return {
        "EffectivePolicy": {
            "PolicyContent": json.dumps(found.settings, ensure_ascii=False),
            "LastUpdatedTimestamp": timestamp(time),
            "TargetId": account_id,
            "PolicyType": policy_type,
        }
    }
