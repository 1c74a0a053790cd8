"""Texts with references, as CloudFormation and Terraform write them: identifiers that AWS makes up give
way to what makes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from accounts.organization.operations.organizations.first_roles import SERVICE_LINKED_ROLE
from accounts.organization.state import Account, ManagementPolicy, Organization, Policy, Role

Json = object
_IDENTIFIER: Final = re.compile(r"(?<![\w-])(?:[0-9]{12}|(?:o|r|ou)-[\w-]+)(?![\w-])")


MADE_BY_AWS: Final = "OrganizationAccountAccessRole"
"""The role that ``CreateAccount`` makes in each account."""


def buildable(organization: Organization) -> Organization:
    """Without the accounts that are closed, suspended or not active yet."""
    accounts = {each.id: each for each in organization.accounts.values() if each.state.is_usable}
    gone = organization.accounts.keys() - accounts.keys()
    return replace(
        organization,
        accounts=accounts,
        attachments={each: held for each, held in organization.attachments.items() if each not in gone},
        delegated_administrators={
            each: held for each, held in organization.delegated_administrators.items() if each not in gone
        },
    )


def own_roles(account: Account, *, is_management: bool) -> list[Role]:
    """Not those that AWS itself makes."""
    return [
        role
        for role in account.roles.values()
        if not role.is_service_linked and (is_management or role.name != MADE_BY_AWS)
    ]


def linked_services(account: Account) -> list[str]:
    """Services for which it has a service-linked role, without the one of every member."""
    linked = [role for role in account.roles.values() if role.is_service_linked]
    return [role.path.split("/")[2] for role in linked if role.name != SERVICE_LINKED_ROLE]


def names_of(organization: Organization) -> Mapping[str, str]:
    """What each thing is called in a template, by identifier: ``Unit1``. Names of people's own may be any
    text; these are words everywhere."""
    return {
        organization.id: "Organization",
        **{unit_id: f"Unit{number}" for number, unit_id in enumerate(organization.units, 1)},
        **{account_id: f"Account{number}" for number, account_id in enumerate(organization.accounts, 1)},
        **{
            policy_id: f"Policy{number}"
            for number, policy_id in enumerate((*organization.policies, *organization.management_policies), 1)
        },
    }


def policies_of(organization: Organization) -> tuple[Policy | ManagementPolicy, ...]:
    """Policies of every type, without AWS's own."""
    return (*organization.policies.values(), *organization.management_policies.values())


def replaced(
    text: str, literal: Callable[[str], str], reference: Callable[[str], str | None]
) -> tuple[str, bool]:
    """``text`` with ``reference(identifier)`` for each identifier that has one, and ``literal`` of what is
    between. And whether there was any."""
    parts: list[str] = []
    position, found = 0, False
    for match in _IDENTIFIER.finditer(text):
        if (value := reference(match.group())) is not None:
            parts += [literal(text[position : match.start()]), value]
            position, found = match.end(), True
    parts.append(literal(text[position:]))
    return "".join(parts), found
