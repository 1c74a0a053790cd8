"""Texts with references, as CloudFormation and Terraform write them: identifiers that AWS makes up give
way to what makes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from accounts.organization.state import ManagementPolicy, Organization, Policy

Json = object
_IDENTIFIER: Final = re.compile(r"(?<![\w-])(?:[0-9]{12}|(?:o|r|ou)-[\w-]+)(?![\w-])")


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
