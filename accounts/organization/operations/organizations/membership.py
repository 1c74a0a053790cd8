"""How accounts leave the organization, sent away or by themselves.

Source: Organizations User Guide, "Removing a member account", "Leaving an organization".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import account_of, in_organization
from accounts.organization.operations.organizations.parting import without_account
from accounts.organization.operations.outcome import Outcome
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, AccountId, AccountState, JoinedMethod, Organization


@in_organization
def remove_account_from_organization(
    organization: Organization, *, account_id: AccountId, occasion: Occasion
) -> Outcome:
    """Let a member account go. It lives on by itself: no policy binds it, it pays its own bill.

    All that is in it stays, also the management account's way in. Tags of the organization vanish.

    Raises ``AccountNotFound``, ``MasterCannotLeaveOrganization``, ``ConstraintViolation``
    (``WAIT_PERIOD_ACTIVE``, ``CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG``,
    ``MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED``; ``ACCOUNT_CANNOT_LEAVE_ORGANIZATION`` for a closed
    account, for which AWS documents no reason).
    """
    return _left(organization, account_of(organization, account_id), occasion.time)


@in_organization
def leave_organization(
    organization: Organization, *, caller_account_id: AccountId, occasion: Occasion
) -> Outcome:
    """Leave, as a member account by itself. An SCP can deny that; this is what happens when none does.

    Raises ``AWSOrganizationsNotInUse`` for a caller that is in no organization, and as
    ``remove_account_from_organization``.
    """
    caller = organization.accounts.get(caller_account_id)
    if caller is None:
        raise errors.AWSOrganizationsNotInUse(f"Account {caller_account_id} is in no organization.")
    return _left(organization, caller, occasion.time)


def _left(organization: Organization, account: Account, now: datetime) -> Outcome:
    _check_may_leave(organization, account, now)
    alone = replace(account, parent_id="", tags={})
    left = without_account(organization, account.id, now)
    return Outcome(replace(left, outsiders={**left.outsiders, alone.id: alone}), {})


def _check_may_leave(organization: Organization, account: Account, now: datetime) -> None:
    if account.id == organization.management_account_id:
        raise errors.MasterCannotLeaveOrganization(
            f"{account.name} is the management account, which stays as long as the organization does."
        )
    if account.state in (AccountState.CLOSED, AccountState.PENDING_CLOSURE):
        raise errors.ConstraintViolation(
            f"{account.name} is closed. It leaves the organization by itself, "
            f"{IN_FORCE.closed_accounts_listed.days} days after its closure.",
            reason="ACCOUNT_CANNOT_LEAVE_ORGANIZATION",
        )
    if account.joined_method is JoinedMethod.CREATED and now - account.joined < IN_FORCE.age_before_removal:
        raise errors.ConstraintViolation(
            f"{account.name} was created less than {IN_FORCE.age_before_removal.days} days ago. "
            "Until then it cannot leave.",
            reason="WAIT_PERIOD_ACTIVE",
        )
    services = organization.delegated_administrators.get(account.id)
    if services:
        raise errors.ConstraintViolation(
            f"{account.name} is the delegated administrator of {', '.join(services)}. Deregister it first.",
            reason="CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
        )
    if not account.can_stand_alone:
        raise errors.ConstraintViolation(
            f"{account.name} has no payment method of its own. An account that is to stand alone completes "
            "the steps of signing up first.",
            reason="MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
        )
