"""The dialogs about belonging: tags of whatever belongs to the organization."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.organization.decisions import Judge
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    ManagementPolicy,
    Organization,
    OrganizationalUnit,
    Policy,
    ResourcePolicy,
    Root,
)
from accounts.page.view import View

Tagged = Account | ManagementPolicy | OrganizationalUnit | Policy | ResourcePolicy | Root


def tags(organization: Organization, view: View, judge: Judge, data: Mapping[str, str]) -> dict[str, object]:
    """``resource_id`` names what is selected nowhere, a policy; else it is about what is selected."""
    resource_id = data.get("resource_id") or view.at
    entity = _entity(organization, resource_id)
    return {
        "resource_id": resource_id,
        "name": getattr(entity, "name", _("the delegation policy")) if entity else resource_id,
        "is_account": isinstance(entity, Account),
        "held": entity.tags if entity else {},
        "most": IN_FORCE.tags,
    }


def _entity(organization: Organization, resource_id: str) -> Tagged | None:
    if resource_id == organization.root.id:
        return organization.root
    delegation = organization.resource_policy
    if delegation is not None and resource_id == delegation.id:
        return delegation
    return (
        organization.units.get(resource_id)
        or organization.accounts.get(resource_id)
        or organization.any_policy(resource_id)
    )
