"""Accounts in the organization: made, moved, removed, closed.

Sources: Organizations User Guide, "Managing accounts", and Organizations API Reference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from accounts.organization.arns import root_user_arn
from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.operations.organizations.checks import (
    account_of,
    attachments_of_new,
    check_all_features,
    check_length,
    is_parent,
    tags_of,
)
from accounts.organization.operations.outcome import Outcome, timestamp, with_account, without
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    AccountId,
    AccountState,
    JoinedMethod,
    Organization,
    ParentId,
    Role,
)
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy

ADMINISTRATOR_ACCESS: Final = "arn:aws:iam::aws:policy/AdministratorAccess"
SERVICE_LINKED_ROLE: Final = "AWSServiceRoleForOrganizations"
SERVICE_LINKED_ROLE_POLICY: Final = (
    "arn:aws:iam::aws:policy/aws-service-role/AWSOrganizationsServiceTrustPolicy"
)
EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
ACCOUNT_NAME: Final = re.compile(r"[ -~]+")
ROLE_NAME: Final = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)


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
    service-linked role of Organizations. AWS works on it for minutes; here it is there at once.

    Raises ``InvalidInput``, ``ConstraintViolation`` (``ACCOUNT_NUMBER_LIMIT_EXCEEDED``) and
    ``AccountCreationFailed`` (``EMAIL_ALREADY_EXISTS``). Source: "Creating a member account".
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
    if len(organization.accounts) >= IN_FORCE.accounts:
        raise errors.ConstraintViolation(
            f"An organization has at most {IN_FORCE.accounts:,} accounts, closed ones included.",
            reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        )
    if any(email.lower() == account.email.lower() for account in organization.accounts.values()):
        raise errors.AccountCreationFailed(
            f"Another AWS account has the e-mail address {email}; each needs its own.",
            reason="EMAIL_ALREADY_EXISTS",
        )
    account = Account(
        id=occasion.account_id(organization.accounts),
        name=account_name,
        email=email,
        parent_id=organization.root.id,
        joined=occasion.time,
        joined_method=JoinedMethod.CREATED,
        tags=tags_of(tags),
    )
    roles = (
        _access_role(organization, account.id, role_name, occasion),
        _service_linked_role(account.id, occasion),
    )
    account = replace(account, roles={role.name: role for role in roles})
    time = timestamp(occasion.time)
    return Outcome(
        replace(
            with_account(organization, account), attachments=attachments_of_new(organization, account.id)
        ),
        {
            "CreateAccountStatus": {
                "Id": occasion.create_account_request_id(account.id),
                "AccountName": account_name,
                "State": "SUCCEEDED",
                "RequestedTimestamp": time,
                "CompletedTimestamp": time,
                "AccountId": account.id,
            }
        },
    )


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


def close_account(organization: Organization, *, account_id: AccountId) -> Outcome:
    """Close a member account. It stays in its place, listed and counted, but nobody can use it.

    AWS takes up to 90 days until it is gone; in the simulator it is ``CLOSED`` at once and stays.

    Raises ``AccountNotFound``, ``AccountAlreadyClosed``, ``ConstraintViolation``
    (``CANNOT_CLOSE_MANAGEMENT_ACCOUNT``, ``ORGANIZATION_NOT_IN_ALL_FEATURES_MODE``).
    Source: "Closing a member account".
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
    return Outcome(with_account(organization, replace(account, state=AccountState.CLOSED)), {})


def remove_account_from_organization(
    organization: Organization, *, account_id: AccountId, occasion: Occasion
) -> Outcome:
    """Let a member account go; it lives on as a standalone account outside the simulation.

    Raises ``AccountNotFound``, ``MasterCannotLeaveOrganization``, ``ConstraintViolation``
    (``WAIT_PERIOD_ACTIVE``; ``ACCOUNT_CANNOT_LEAVE_ORGANIZATION`` for a closed account, for which
    AWS documents no reason). AWS also wants contact and payment data, which here every account has.
    Source: "Removing a member account".
    """
    account = account_of(organization, account_id)
    if account_id == organization.management_account_id:
        raise errors.MasterCannotLeaveOrganization(
            f"{account.name} is the management account, which stays as long as the organization does."
        )
    if account.state is AccountState.CLOSED:
        raise errors.ConstraintViolation(
            f"{account.name} is closed. It leaves the organization by itself, 90 days after its closure.",
            reason="ACCOUNT_CANNOT_LEAVE_ORGANIZATION",
        )
    age = occasion.time - account.joined
    if account.joined_method is JoinedMethod.CREATED and age < IN_FORCE.age_before_removal:
        raise errors.ConstraintViolation(
            f"{account.name} was created less than {IN_FORCE.age_before_removal.days} days ago. "
            "Until then it cannot be removed.",
            reason="WAIT_PERIOD_ACTIVE",
        )
    return Outcome(
        replace(
            organization,
            accounts=without(organization.accounts, account_id),
            attachments=without(organization.attachments, account_id),
        ),
        {},
    )


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


def _access_role(
    organization: Organization, account_id: AccountId, role_name: str, occasion: Occasion
) -> Role:
    """The management account's way in. Source: "Accessing member accounts"."""
    return Role(
        name=role_name,
        path="/",
        id=occasion.iam_id(IamPrefix.ROLE, f"{account_id}/{role_name}"),
        created=occasion.time,
        trust=_trust({"AWS": root_user_arn(organization.management_account_id)}),
        attached=(ADMINISTRATOR_ACCESS,),
    )


def _service_linked_role(account_id: AccountId, occasion: Occasion) -> Role:
    """Source: "Trusted access: service-linked roles"."""
    return Role(
        name=SERVICE_LINKED_ROLE,
        path="/aws-service-role/organizations.amazonaws.com/",
        id=occasion.iam_id(IamPrefix.ROLE, f"{account_id}/{SERVICE_LINKED_ROLE}"),
        created=occasion.time,
        trust=_trust({"Service": "organizations.amazonaws.com"}),
        description="Lets AWS Organizations make service-linked roles of services you give trusted access.",
        attached=(SERVICE_LINKED_ROLE_POLICY,),
    )


def _trust(principal: dict[str, str]) -> PolicyDocument:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return parse_policy(text, PolicyKind.TRUST)
