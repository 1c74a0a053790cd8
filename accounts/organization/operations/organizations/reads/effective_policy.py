"""What management policies come to, account by account, and where they come to nothing valid.

``time`` is now: everything is worked out anew each time. Source: Organizations API Reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import Invalidity, effective
from accounts.organization.operations.organizations.checks import (
    account_of,
    check_more_than_billing,
    check_target,
    in_organization,
    policy_type_of,
)
from accounts.organization.operations.organizations.reads.pages import MOST, page
from accounts.organization.operations.organizations.structures import (
    Structure,
    account_path,
    account_structure,
)
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import (
    Account,
    AccountId,
    Organization,
    ParentId,
    PolicyId,
    PolicyType,
    TargetId,
)


@in_organization
def describe_effective_policy(
    organization: Organization, *, policy_type: str, target_id: TargetId | None = None, time: datetime
) -> Structure:
    """What all management policies of one type come to for an account; without one, the management account.

    Raises ``InvalidInput`` (``INVALID_ENUM_POLICY_TYPE``, ``TARGET_NOT_SUPPORTED``), ``TargetNotFound``,
    ``EffectivePolicyNotFound``, ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    asked = _merged_type_of(organization, policy_type)
    account_id = organization.management_account_id if target_id is None else target_id
    check_target(organization, account_id)
    if account_id not in organization.accounts:
        raise errors.InvalidInput(
            f"{organization.name_of(account_id)} is no account. Only accounts have effective policies.",
            reason="TARGET_NOT_SUPPORTED",
        )
    found = effective(organization, asked, account_id)
    account = organization.accounts[account_id]
    if found is None:
        raise _not_attached(asked, account)
    if not found.values:
        raise errors.EffectivePolicyNotFound(
            f"The policies of type {policy_type} from the root down to {account.name} set nothing that is "
            "valid."
        )
    return {
        "EffectivePolicy": {
            "PolicyContent": json.dumps(found.settings, ensure_ascii=False),
            "LastUpdatedTimestamp": timestamp(time),
            "TargetId": account_id,
            "PolicyType": policy_type,
        }
    }


@in_organization
def list_accounts_with_invalid_effective_policy(
    organization: Organization,
    *,
    policy_type: str,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """The accounts whose policies of one type are not valid together: what was in force before stays.

    Raises ``InvalidInput`` (``INVALID_ENUM_POLICY_TYPE``), ``EffectivePolicyNotFound`` (the type is not
    enabled), ``ConstraintViolation`` (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    asked = _merged_type_of(organization, policy_type)
    _check_enabled(organization, asked)
    invalid = _invalid_accounts(organization, asked)
    listed = page("Accounts", invalid, partial(account_structure, organization), next_token, max_results)
    return {**listed, "PolicyType": policy_type}


@in_organization
def list_effective_policy_validation_errors(
    organization: Organization,
    *,
    account_id: AccountId,
    policy_type: str,
    time: datetime,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """What is wrong with the policies of one type together, for one account; nothing for a valid one.

    Raises ``InvalidInput`` (``INVALID_ENUM_POLICY_TYPE``), ``AccountNotFound``, ``EffectivePolicyNotFound``
    (the type is not enabled, or no policy of it is attached from the root down), ``ConstraintViolation``
    (``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    """
    asked = _merged_type_of(organization, policy_type)
    account = account_of(organization, account_id)
    _check_enabled(organization, asked)
    found = effective(organization, asked, account_id)
    if found is None:
        raise _not_attached(asked, account)
    listed = page(
        "EffectivePolicyValidationErrors", found.invalidities, _validation_error, next_token, max_results
    )
    return {
        **listed,
        "AccountId": account_id,
        "PolicyType": policy_type,
        "Path": account_path(organization, account_id),
        "EvaluationTimestamp": timestamp(time),
    }


def _merged_type_of(organization: Organization, policy_type: str) -> PolicyType:
    asked = policy_type_of(policy_type)
    if asked.kind is not None:
        raise errors.InvalidInput(
            f"{policy_type} has no effective policy: SCPs and RCPs are not merged, each of them decides.",
            reason="INVALID_ENUM_POLICY_TYPE",
        )
    check_more_than_billing(organization)
    return asked


def _check_enabled(organization: Organization, policy_type: PolicyType) -> None:
    if not organization.is_enabled(policy_type):
        raise errors.EffectivePolicyNotFound(f"Policies of type {policy_type.value} are not enabled.")


def _not_attached(policy_type: PolicyType, account: Account) -> errors.EffectivePolicyNotFound:
    return errors.EffectivePolicyNotFound(
        f"No policy of type {policy_type.value} is attached to {account.name} or to anything above it."
    )


def _invalid_accounts(organization: Organization, policy_type: PolicyType) -> Iterator[Account]:
    """Accounts side by side that have no policy of their own share one answer."""
    answers: dict[tuple[ParentId, tuple[PolicyId, ...]], bool] = {}
    for account in organization.accounts.values():
        alike = (account.parent_id, organization.attached(account.id, policy_type))
        if alike not in answers:
            found = effective(organization, policy_type, account.id)
            answers[alike] = found is not None and bool(found.invalidities)
        if answers[alike]:
            yield account


def _validation_error(invalidity: Invalidity) -> Structure:
    return {
        "ErrorCode": invalidity.code.value,
        "ErrorMessage": invalidity.message,
        "PathToError": ".".join(invalidity.path),
        "ContributingPolicies": list(invalidity.policies),
    }
