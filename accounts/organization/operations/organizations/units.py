"""Organizational units. Source: Organizations User Guide, "Managing organizational units"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.organizations.checks import (
    attachments_of_new,
    check_name,
    in_organization,
    is_parent,
    tags_of,
)
from accounts.organization.operations.organizations.structures import unit_structure
from accounts.organization.operations.organizations.tag_policies import UNIT, check_tags
from accounts.organization.operations.outcome import Outcome, with_unit, without
from accounts.organization.operations.tags import Tag
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Organization,
    OrganizationalUnit,
    OrganizationalUnitId,
    ParentId,
)


@in_organization
def create_organizational_unit(
    organization: Organization,
    *,
    parent_id: ParentId,
    name: str,
    tags: Sequence[Tag] = (),
    occasion: Occasion,
) -> Outcome:
    """Make an empty organizational unit; while SCPs are enabled it has ``FullAWSAccess``.

    Raises ``ParentNotFound``, ``DuplicateOrganizationalUnit``, ``InvalidInput``,
    ``ConstraintViolation`` (``OU_DEPTH_LIMIT_EXCEEDED``, ``OU_NUMBER_LIMIT_EXCEEDED``).
    """
    if not is_parent(organization, parent_id):
        raise errors.ParentNotFound(f"No root or organizational unit {parent_id} is in this organization.")
    check_name("The name of an organizational unit", name)
    _check_unique(organization, parent_id, name)
    if len(organization.path(parent_id)) > IN_FORCE.organizational_unit_depth:
        raise errors.ConstraintViolation(
            f"Below the root, organizational units nest {IN_FORCE.organizational_unit_depth} levels deep "
            f"at most, and {organization.name_of(parent_id)} is on the last.",
            reason="OU_DEPTH_LIMIT_EXCEEDED",
        )
    if len(organization.units) >= IN_FORCE.organizational_units:
        raise errors.ConstraintViolation(
            f"An organization has at most {IN_FORCE.organizational_units:,} organizational units.",
            reason="OU_NUMBER_LIMIT_EXCEEDED",
        )
    unit = OrganizationalUnit(
        id=occasion.unit_id(organization.root.id, organization.units),
        name=name,
        parent_id=parent_id,
        tags=tags_of(tags),
    )
    check_tags(organization, UNIT, unit.tags)
    changed = replace(with_unit(organization, unit), attachments=attachments_of_new(organization, unit.id))
    return Outcome(changed, {"OrganizationalUnit": unit_structure(changed, unit)})


@in_organization
def update_organizational_unit(
    organization: Organization, *, organizational_unit_id: OrganizationalUnitId, name: str | None = None
) -> Outcome:
    """Rename; identifier, ARN and everything in the organizational unit stay.

    Raises ``OrganizationalUnitNotFound``, ``DuplicateOrganizationalUnit``, ``InvalidInput``.
    """
    unit = _unit_of(organization, organizational_unit_id)
    if name is not None and name != unit.name:
        check_name("The name of an organizational unit", name)
        _check_unique(organization, unit.parent_id, name)
        unit = replace(unit, name=name)
        organization = with_unit(organization, unit)
    return Outcome(organization, {"OrganizationalUnit": unit_structure(organization, unit)})


@in_organization
def delete_organizational_unit(
    organization: Organization, *, organizational_unit_id: OrganizationalUnitId
) -> Outcome:
    """Delete an empty organizational unit. Its policies are detached and stay in the organization.

    Raises ``OrganizationalUnitNotFound``, ``OrganizationalUnitNotEmpty``. That the policies are
    detached, AWS does not say; nothing else is possible.
    """
    unit = _unit_of(organization, organizational_unit_id)
    inhabitants = [
        *(inner.name for inner in organization.units_of(unit.id)),
        *(account.name for account in organization.accounts_of(unit.id)),
    ]
    if inhabitants:
        raise errors.OrganizationalUnitNotEmpty(
            f"{unit.name} still holds {_listed(inhabitants)}. Move accounts out and delete organizational "
            "units in it first."
        )
    return Outcome(
        replace(
            organization,
            units=without(organization.units, unit.id),
            attachments=without(organization.attachments, unit.id),
        ),
        {},
    )


def _unit_of(organization: Organization, unit_id: OrganizationalUnitId) -> OrganizationalUnit:
    unit = organization.units.get(unit_id)
    if unit is None:
        raise errors.OrganizationalUnitNotFound(f"No organizational unit {unit_id} is in this organization.")
    return unit


def _check_unique(organization: Organization, parent_id: ParentId, name: str) -> None:
    if any(sibling.name == name for sibling in organization.units_of(parent_id)):
        raise errors.DuplicateOrganizationalUnit(
            f"{organization.name_of(parent_id)} already has an organizational unit named {name}."
        )


def _listed(names: Sequence[str], at_most: int = 3) -> str:
    shown = ", ".join(names[:at_most])
    return shown if len(names) <= at_most else f"{shown} and {len(names) - at_most} more"
