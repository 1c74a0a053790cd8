"""Accounts in the organization: made, moved, closed.

Sources: Organizations User Guide, "Managing accounts", and Organizations API Reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import (
    EMAIL,
    account_of,
    attachments_of_new,
    check_all_features,
    check_length,
    in_organization,
    is_parent,
    tags_of,
)
from accounts.organization.operations.organizations.first_roles import access_role, with_service_linked_role
from accounts.organization.operations.organizations.handshake_states import is_open
from accounts.organization.operations.organizations.structures import create_account_status
from accounts.organization.operations.organizations.tag_policies import ACCOUNT, check_tags
from accounts.organization.operations.outcome import Outcome, with_account
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import CLOSURE_TAKES, IN_FORCE
from accounts.organization.state import (
    Account,
    AccountId,
    AccountState,
    CreateAccountRequest,
    CreateAccountState,
    HandshakeAction,
    JoinedMethod,
    Organization,
    ParentId,
)

ACCOUNT_NAME: Final = re.compile(r"[ -~]+")
ROLE_NAME: Final = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
DELIVERABLE: Final = re.compile(
    r"""(?!\.)[^"'()<>\[\]:,\\|%&]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?""", re.ASCII | re.IGNORECASE
)
"""What AWS asks of an address besides its shape, which it finds out later."""


@in_organization
def create_account(
    organization: Organization,
    *,
    email: str,
    account_name: str,
    role_name: str = "OrganizationAccountAccessRole",
    iam_user_access_to_billing: str = "ALLOW",
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make an account directly under the root; AWS has no other place for a new one.

    It gets the role ``role_name``, an administrator that trusts the management account, and the
    service-linked role of Organizations, but no payment method of its own. AWS works on it for minutes;
    here it is there at once, or has failed at once (``EMAIL_ALREADY_EXISTS``, ``INVALID_EMAIL``): that is
    no error, and the response says so, as ``DescribeCreateAccountStatus`` will.

    Raises ``InvalidInput``, ``ConstraintViolation`` (``ACCOUNT_NUMBER_LIMIT_EXCEEDED``,
    ``MAX_TAG_LIMIT_EXCEEDED``). Source: "Creating a member account".
    """
    check_account_name(account_name)
    check_email(email)
    if not ROLE_NAME.fullmatch(role_name) or role_name.startswith("AWSServiceRoleFor"):
        raise errors.InvalidInput(
            f"{role_name} cannot name the role: 1 to 64 letters, digits and + = , . @ _ - are allowed, and "
            "names that begin with AWSServiceRoleFor belong to AWS.",
            reason="INVALID_ROLE_NAME",
        )
    if iam_user_access_to_billing not in ("ALLOW", "DENY"):
        raise errors.InvalidInput("IamUserAccessToBilling is ALLOW or DENY.", reason="INVALID_ENUM")
    invited = sum(
        each.action is HandshakeAction.INVITE and is_open(each, occasion.time)
        for each in organization.handshakes.values()
    )
    if len(organization.accounts) + invited >= IN_FORCE.accounts:
        raise errors.ConstraintViolation(
            f"An organization has at most {IN_FORCE.accounts:,} accounts, closed ones and open invitations "
            "included.",
            reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        )
    account_id = occasion.account_id({**organization.accounts, **organization.outsiders})
    given = tags_of(tags)
    check_tags(organization, ACCOUNT, given)
    request = CreateAccountRequest(
        id=occasion.create_account_request_id(account_id),
        account_name=account_name,
        state=CreateAccountState.FAILED,
        requested=occasion.time,
        completed=occasion.time,
        failure_reason=_failure_reason(organization, email),
    )
    if not request.failure_reason:
        request = replace(request, state=CreateAccountState.SUCCEEDED, account_id=account_id)
        account = Account(
            id=account_id,
            name=account_name,
            email=email,
            parent_id=organization.root.id,
            joined=occasion.time,
            joined_method=JoinedMethod.CREATED,
            tags=given,
            roles={role_name: access_role(organization, account_id, role_name, occasion)},
            can_stand_alone=False,
        )
        organization = replace(
            with_account(organization, with_service_linked_role(account, occasion)),
            attachments=attachments_of_new(organization, account_id),
        )
    requests = {**organization.create_account_requests, request.id: request}
    return Outcome(
        replace(organization, create_account_requests=requests),
        {"CreateAccountStatus": create_account_status(request)},
    )


@in_organization
def move_account(
    organization: Organization,
    *,
    account_id: AccountId,
    source_parent_id: ParentId,
    destination_parent_id: ParentId,
) -> Outcome:
    """Move an account, also the management account, to another parent.

    Policies attached directly to the account travel with it; those it inherits change at once.

    Raises ``AccountNotFound``, ``SourceParentNotFound``, ``DestinationParentNotFound``,
    ``DuplicateAccount``. For a source that exists but is not the account's parent AWS's documents
    name no error; ``SourceParentNotFound`` says it best.
    """
    account = account_of(organization, account_id)
    if not is_parent(organization, source_parent_id):
        raise errors.SourceParentNotFound(
            f"No root or organizational unit {source_parent_id} is in this organization."
        )
    if not is_parent(organization, destination_parent_id):
        raise errors.DestinationParentNotFound(
            f"No root or organizational unit {destination_parent_id} is in this organization."
        )
    if account.parent_id != source_parent_id:
        raise errors.SourceParentNotFound(
            f"{account.name} is in {organization.name_of(account.parent_id)}, "
            f"not in {organization.name_of(source_parent_id)}."
        )
    if account.parent_id == destination_parent_id:
        raise errors.DuplicateAccount(
            f"{account.name} already is in {organization.name_of(destination_parent_id)}."
        )
    return Outcome(with_account(organization, replace(account, parent_id=destination_parent_id)), {})


@in_organization
def close_account(organization: Organization, *, account_id: AccountId, occasion: Occasion) -> Outcome:
    """Begin to close a member account: ``PENDING_CLOSURE``, and when some time has passed ``CLOSED``.

    It stays in its place, listed and counted, but nobody can use it; after 90 days it is gone for good.

    Raises ``AccountNotFound``, ``AccountAlreadyClosed``, ``Conflict`` (its closure has begun),
    ``ConstraintViolation`` (``CANNOT_CLOSE_MANAGEMENT_ACCOUNT``,
    ``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``, ``CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED``,
    ``CLOSE_ACCOUNT_QUOTA_EXCEEDED``). Source: "Closing a member account".
    """
    account = account_of(organization, account_id)
    if account_id == organization.management_account_id:
        raise errors.ConstraintViolation(
            f"{account.name} is the management account. It can be closed only when the organization is gone.",
            reason="CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
        )
    check_all_features(
        organization,
        errors.ConstraintViolation(
            "Only an organization with all features enabled closes its member accounts.",
            reason="ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
        ),
    )
    if account.state is AccountState.CLOSED:
        raise errors.AccountAlreadyClosed(f"{account.name} is closed already.")
    if account.state is AccountState.PENDING_CLOSURE:
        raise errors.Conflict(f"{account.name} is being closed.")
    _check_closures(organization, occasion.time)
    closing = replace(account, state=AccountState.PENDING_CLOSURE, closed=occasion.time)
    return Outcome(with_account(organization, closing), {})


def _check_closures(organization: Organization, now: datetime) -> None:
    ages = [now - account.closed for account in organization.accounts.values() if account.closed is not None]
    if sum(age < CLOSURE_TAKES for age in ages) >= IN_FORCE.accounts_being_closed:
        raise errors.ConstraintViolation(
            f"{IN_FORCE.accounts_being_closed} accounts are being closed, as many as can be at a time. Wait "
            "until one is closed.",
            reason="CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
        )
    a_fifth = (len(organization.accounts) - 1) // 5
    most = min(max(IN_FORCE.closures_of_30_days, a_fifth), IN_FORCE.most_closures_of_30_days)
    if sum(age < timedelta(days=30) for age in ages) >= most:
        raise errors.ConstraintViolation(
            f"{most:,} accounts have been closed in the last 30 days, as many as can be.",
            reason="CLOSE_ACCOUNT_QUOTA_EXCEEDED",
        )


def _failure_reason(organization: Organization, email: str) -> str:
    """Why AWS would not make the account after all; empty when it would."""
    if not DELIVERABLE.fullmatch(email):
        return "INVALID_EMAIL"
    address = email.lower()
    everybody = chain(organization.accounts.values(), organization.outsiders.values())
    return "EMAIL_ALREADY_EXISTS" if any(each.email.lower() == address for each in everybody) else ""


def check_email(email: str) -> None:
    check_length("An e-mail address", email, shortest=6, longest=64)
    if not EMAIL.fullmatch(email):
        raise errors.InvalidInput(f"{email} is not an e-mail address.", reason="INVALID_PATTERN")


def check_account_name(name: str) -> None:
    check_length("An account name", name, shortest=1, longest=50)
    if not ACCOUNT_NAME.fullmatch(name) or name.isspace():
        raise errors.InvalidInput(
            "An account name is made of plain letters, digits, spaces and punctuation (printable ASCII).",
            reason="INVALID_PATTERN",
        )
