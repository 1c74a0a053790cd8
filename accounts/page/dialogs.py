"""What each dialog shows. A dialog is loaded when it is opened, and again when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from accounts.page import (
    credential_dialogs,
    identity_dialogs,
    membership_dialogs,
    policy_dialogs,
    resource_dialog,
)
from accounts.page.destinations import destinations
from accounts.page.rooms import attached_policies
from accounts.page.view import View


def new_unit(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    here = view.at if view.at not in organization.accounts else organization.accounts[view.at].parent_id
    return {"parents": destinations(organization, ""), "parent_id": data.get("parent_id", here)}


def new_account(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    return {"root_name": organization.root.name}


def rename(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    return {
        "name": organization.name_of(view.at),
        "is_account": view.at in organization.accounts,
    }


def delete(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """``held`` names what a unit holds, which keeps it from being deleted."""
    accounts = ", ".join(account.name for account in organization.accounts_of(view.at))
    units = ", ".join(unit.name for unit in organization.units_of(view.at))
    if accounts and units:
        held = _("%(accounts)s and %(units)s") % {"accounts": accounts, "units": units}
    else:
        held = accounts or units
    return rename(organization, view, judge, data) | {"held": held}


def move_unit(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """``organizational_unit_id`` when a unit was dragged, else the selected one."""
    unit_id = data.get("organizational_unit_id") or view.at
    unit = organization.units.get(unit_id)
    if unit is None:
        return {"unit": None}
    inside = {other for other in organization.units if unit_id in organization.path(other)}
    places = [place for place in destinations(organization, unit.parent_id) if place.id not in inside]
    return {
        "unit": unit,
        "parent_name": organization.name_of(unit.parent_id),
        "destinations": places,
        "destination_id": data.get("destination_parent_id", ""),
        "policies": tuple(policy.name for policy in attached_policies(organization, unit_id)),
        "accounts": tuple(
            account.name for account in organization.accounts.values() if account.parent_id in inside
        ),
        "units": tuple(organization.units[other].name for other in inside if other != unit_id),
    }


def plain(organization: Organization, view: View, judge: Judge, data: Mapping[str, str]) -> dict[str, object]:
    return {}


Dialog = Callable[[Organization, View, Judge, Mapping[str, str]], dict[str, object]]

DIALOGS: Mapping[str, Dialog] = {
    "policies": policy_dialogs.policies,
    "new-unit": new_unit,
    "new-account": new_account,
    "rename": rename,
    "tags": membership_dialogs.tags,
    "invite": plain,
    "delete-organization": plain,
    "delete": delete,
    "move-unit": move_unit,
    "policy-types": policy_dialogs.policy_types,
    "reset": plain,
    "help": plain,
    "new-user": identity_dialogs.new_identity,
    "new-group": identity_dialogs.new_identity,
    "new-role": identity_dialogs.new_identity,
    "delete-identity": identity_dialogs.delete_identity,
    "identity-policies": identity_dialogs.identity_policies,
    "memberships": identity_dialogs.memberships,
    "resource": resource_dialog.resource,
    **credential_dialogs.DIALOGS,
}
