"""The organization, its root, units and accounts, and how they hang together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.checks import account_of, in_organization, is_parent
from accounts.organization.operations.organizations.reads.pages import MOST, page
from accounts.organization.operations.organizations.structures import (
    Structure,
    account_structure,
    create_account_status,
    organization_structure,
    root_structure,
    unit_structure,
)
from accounts.organization.operations.organizations.tags import tagged
from accounts.organization.state import (
    AccountId,
    CreateAccountState,
    Organization,
    OrganizationalUnitId,
    ParentId,
)


@in_organization
def describe_organization(organization: Organization) -> Structure:
    return {"Organization": organization_structure(organization)}


@in_organization
def describe_account(organization: Organization, *, account_id: AccountId) -> Structure:
    """Raises ``AccountNotFound``."""
    return {"Account": account_structure(organization, account_of(organization, account_id))}


@in_organization
def describe_organizational_unit(
    organization: Organization, *, organizational_unit_id: OrganizationalUnitId
) -> Structure:
    """Raises ``OrganizationalUnitNotFound``."""
    unit = organization.units.get(organizational_unit_id)
    if unit is None:
        raise errors.OrganizationalUnitNotFound(
            f"No organizational unit {organizational_unit_id} is in this organization."
        )
    return {"OrganizationalUnit": unit_structure(organization, unit)}


@in_organization
def describe_create_account_status(
    organization: Organization, *, create_account_request_id: str
) -> Structure:
    """Raises ``CreateAccountStatusNotFound``."""
    request = organization.create_account_requests.get(create_account_request_id)
    if request is None:
        raise errors.CreateAccountStatusNotFound(
            f"No request {create_account_request_id} to create an account is in this organization."
        )
    return {"CreateAccountStatus": create_account_status(request)}


@in_organization
def list_create_account_status(
    organization: Organization,
    *,
    states: Sequence[str] = (),
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """All, or those in one of ``states``. Raises ``InvalidInput``."""
    if unknown := [state for state in states if state not in CreateAccountState.__members__]:
        raise errors.InvalidInput(f"{unknown[0]} is no state of a request.", reason="INVALID_ENUM")
    wanted = [
        request
        for request in organization.create_account_requests.values()
        if not states or request.state.value in states
    ]
    return page("CreateAccountStatuses", wanted, create_account_status, next_token, max_results)


@in_organization
def list_roots(
    organization: Organization, *, next_token: str | None = None, max_results: int = MOST
) -> Structure:
    return page("Roots", [organization], root_structure, next_token, max_results)


@in_organization
def list_accounts(
    organization: Organization, *, next_token: str | None = None, max_results: int = MOST
) -> Structure:
    accounts = organization.accounts.values()
    return page("Accounts", accounts, partial(account_structure, organization), next_token, max_results)


@in_organization
def list_accounts_for_parent(
    organization: Organization,
    *,
    parent_id: ParentId,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Those directly in it. Raises ``ParentNotFound``."""
    _check_parent(organization, parent_id)
    accounts = organization.accounts_of(parent_id)
    return page("Accounts", accounts, partial(account_structure, organization), next_token, max_results)


@in_organization
def list_organizational_units_for_parent(
    organization: Organization,
    *,
    parent_id: ParentId,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Those directly in it. Raises ``ParentNotFound``."""
    _check_parent(organization, parent_id)
    units = organization.units_of(parent_id)
    return page("OrganizationalUnits", units, partial(unit_structure, organization), next_token, max_results)


@in_organization
def list_children(
    organization: Organization,
    *,
    parent_id: ParentId,
    child_type: str,
    next_token: str | None = None,
    max_results: int = MOST,
) -> Structure:
    """Identifiers of the accounts, or of the units, directly in it.

    Raises ``ParentNotFound``, ``InvalidInput`` (``INVALID_ENUM``).
    """
    _check_parent(organization, parent_id)
    if child_type == "ACCOUNT":
        children = [account.id for account in organization.accounts_of(parent_id)]
    elif child_type == "ORGANIZATIONAL_UNIT":
        children = [unit.id for unit in organization.units_of(parent_id)]
    else:
        raise errors.InvalidInput("ChildType is ACCOUNT or ORGANIZATIONAL_UNIT.", reason="INVALID_ENUM")
    return page(
        "Children", children, lambda child: {"Id": child, "Type": child_type}, next_token, max_results
    )


@in_organization
def list_parents(
    organization: Organization, *, child_id: str, next_token: str | None = None, max_results: int = MOST
) -> Structure:
    """The one parent. The root has none, and is no child. Raises ``ChildNotFound``."""
    if child_id not in organization.units and child_id not in organization.accounts:
        raise errors.ChildNotFound(f"No organizational unit or account {child_id} is in this organization.")
    parent_id = organization.path(child_id)[-2]
    kind = "ROOT" if parent_id == organization.root.id else "ORGANIZATIONAL_UNIT"
    return page("Parents", [parent_id], lambda each: {"Id": each, "Type": kind}, next_token, max_results)


@in_organization
def list_tags_for_resource(
    organization: Organization, *, resource_id: str, next_token: str | None = None
) -> Structure:
    """In pages of a size that AWS chooses. Raises ``TargetNotFound``."""
    tags = tagged(organization, resource_id).items()
    return page("Tags", tags, lambda tag: {"Key": tag[0], "Value": tag[1]}, next_token, MOST)


def _check_parent(organization: Organization, parent_id: ParentId) -> None:
    if not is_parent(organization, parent_id):
        raise errors.ParentNotFound(f"No root or organizational unit {parent_id} is in this organization.")
