"""Operations of Organizations that change nothing: an ``Organization`` in, the members of the response out.

They are called as the others, and refuse with the same errors; but no event is kept of them and nothing is
undone, so they are in no table. Lists come in pages (``pages``).

====================  ============================================================================
``entities``          the organization, its root, units and accounts, their tags
``policies``          policies, and where they are attached
``membership``        handshakes, trusted services, delegated administrators
``effective_policy``  what all management policies of a type come to for accounts
====================  ============================================================================
"""

from __future__ import annotations

from accounts.organization.operations.organizations.reads.effective_policy import (
    describe_effective_policy,
    list_accounts_with_invalid_effective_policy,
    list_effective_policy_validation_errors,
)
from accounts.organization.operations.organizations.reads.entities import (
    describe_account,
    describe_create_account_status,
    describe_organization,
    describe_organizational_unit,
    list_accounts,
    list_accounts_for_parent,
    list_children,
    list_create_account_status,
    list_organizational_units_for_parent,
    list_parents,
    list_roots,
    list_tags_for_resource,
)
from accounts.organization.operations.organizations.reads.membership import (
    describe_handshake,
    list_aws_service_access_for_organization,
    list_delegated_administrators,
    list_delegated_services_for_account,
    list_handshakes_for_account,
    list_handshakes_for_organization,
)
from accounts.organization.operations.organizations.reads.policies import (
    describe_policy,
    describe_resource_policy,
    list_policies,
    list_policies_for_target,
    list_targets_for_policy,
)

__all__ = [
    "describe_account",
    "describe_create_account_status",
    "describe_effective_policy",
    "describe_handshake",
    "describe_organization",
    "describe_organizational_unit",
    "describe_policy",
    "describe_resource_policy",
    "list_accounts",
    "list_accounts_for_parent",
    "list_accounts_with_invalid_effective_policy",
    "list_aws_service_access_for_organization",
    "list_children",
    "list_create_account_status",
    "list_delegated_administrators",
    "list_delegated_services_for_account",
    "list_effective_policy_validation_errors",
    "list_handshakes_for_account",
    "list_handshakes_for_organization",
    "list_organizational_units_for_parent",
    "list_parents",
    "list_policies",
    "list_policies_for_target",
    "list_roots",
    "list_tags_for_resource",
    "list_targets_for_policy",
]
