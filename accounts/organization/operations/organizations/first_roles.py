"""The roles that Organizations itself makes in accounts.

Source: Organizations User Guide, "Accessing member accounts", "Service-linked roles".
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from accounts.organization.arns import root_user_arn
from accounts.organization.identifiers import IamPrefix, Occasion
from accounts.organization.state import Account, AccountId, Organization, Role
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy

ADMINISTRATOR_ACCESS: Final = "arn:aws:iam::aws:policy/AdministratorAccess"
SERVICE_LINKED_ROLE: Final = "AWSServiceRoleForOrganizations"
SERVICE_LINKED_ROLE_POLICY: Final = (
    "arn:aws:iam::aws:policy/aws-service-role/AWSOrganizationsServiceTrustPolicy"
)


def access_role(
    organization: Organization, account_id: AccountId, role_name: str, occasion: Occasion
) -> Role:
    """The management account's way into an account that was created in the organization."""
    return Role(
        name=role_name,
        path="/",
        id=occasion.iam_id(IamPrefix.ROLE, f"{account_id}/{role_name}"),
        created=occasion.time,
        trust=_trust({"AWS": root_user_arn(organization.management_account_id)}),
        attached=(ADMINISTRATOR_ACCESS,),
    )


def with_service_linked_role(account: Account, occasion: Occasion) -> Account:
    """``account`` with the role that every member has, made now unless it is there."""
    if SERVICE_LINKED_ROLE in account.roles:
        return account
    role = Role(
        name=SERVICE_LINKED_ROLE,
        path="/aws-service-role/organizations.amazonaws.com/",
        id=occasion.iam_id(IamPrefix.ROLE, f"{account.id}/{SERVICE_LINKED_ROLE}"),
        created=occasion.time,
        trust=_trust({"Service": "organizations.amazonaws.com"}),
        description="Lets AWS Organizations make service-linked roles of services you give trusted access.",
        attached=(SERVICE_LINKED_ROLE_POLICY,),
    )
    return replace(account, roles={**account.roles, role.name: role})


def _trust(principal: dict[str, str]) -> PolicyDocument:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return parse_policy(text, PolicyKind.TRUST)
