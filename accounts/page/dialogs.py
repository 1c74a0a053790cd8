"""What each dialog shows. A dialog is loaded when it is opened, and again when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from accounts.organization import operations
from accounts.organization.decisions import Judge
from accounts.organization.errors import AwsError
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import FULL_AWS_ACCESS, Organization, Policy, PolicyType, TargetId
from accounts.page import identity_dialogs
from accounts.page.changes import Effect, effect
from accounts.page.page import destinations
from accounts.page.rooms import attached_policies
from accounts.page.view import View

MOST_FORESEEN = 600
"""In a larger organization a dialog does not foresee the effect of each of its choices."""


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """A policy that is, or could be, attached here. ``effect`` is that of changing it; ``refusal`` is
    why AWS would not."""

    policy: Policy
    is_attached: bool
    elsewhere: tuple[str, ...]
    effect: Effect | None
    refusal: str


def policies(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    target_id = view.at
    scp = PolicyType.SERVICE_CONTROL_POLICY
    attached = organization.attached(target_id, scp)
    customers = (policy for policy in organization.policies.values() if policy.type is scp)
    known = [FULL_AWS_ACCESS, *customers]
    known.sort(key=lambda policy: (policy.id not in attached, policy.name.lower()))
    return {
        "target_id": target_id,
        "target_name": organization.name_of(target_id),
        "is_enabled": organization.is_enabled(scp),
        "attached_count": len(attached),
        "most": IN_FORCE.policy_types[scp].most,
        "choices": tuple(_choice(organization, view, judge, policy, target_id) for policy in known),
        "is_management": target_id == organization.management_account_id,
    }


def _choice(
    organization: Organization, view: View, judge: Judge, policy: Policy, target_id: TargetId
) -> PolicyChoice:
    is_attached = policy.id in organization.attachments.get(target_id, ())
    operation = "organizations.detach_policy" if is_attached else "organizations.attach_policy"
    foreseen, refusal = None, ""
    try:
        after = operations.apply(
            organization, operation, {"policy_id": policy.id, "target_id": target_id}, None
        )
    except AwsError as error:
        refusal = error.message
    else:
        if len(organization.accounts) <= MOST_FORESEEN:
            foreseen = effect(organization, after.organization, view, judge)
    elsewhere = tuple(
        organization.name_of(other)
        for other, ids in organization.attachments.items()
        if other != target_id and policy.id in ids
    )
    return PolicyChoice(policy, is_attached, elsewhere, foreseen, refusal)


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
    return rename(organization, view, judge, data) | {
        "held_accounts": tuple(account.name for account in organization.accounts_of(view.at)),
        "held_units": tuple(unit.name for unit in organization.units_of(view.at)),
    }


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


def policy_types(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    return {
        "root_id": organization.root.id,
        "is_enabled": organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY),
        "attachments": sum(
            len(organization.attached(target_id, PolicyType.SERVICE_CONTROL_POLICY))
            for target_id in organization.attachments
        ),
    }


def plain(organization: Organization, view: View, judge: Judge, data: Mapping[str, str]) -> dict[str, object]:
    return {}


Dialog = Callable[[Organization, View, Judge, Mapping[str, str]], dict[str, object]]

DIALOGS: Mapping[str, Dialog] = {
    "policies": policies,
    "new-unit": new_unit,
    "new-account": new_account,
    "rename": rename,
    "delete": delete,
    "move-unit": move_unit,
    "policy-types": policy_types,
    "reset": plain,
    "help": plain,
    "new-user": identity_dialogs.new_identity,
    "new-group": identity_dialogs.new_identity,
    "new-role": identity_dialogs.new_identity,
    "delete-identity": identity_dialogs.delete_identity,
    "identity-policies": identity_dialogs.identity_policies,
    "memberships": identity_dialogs.memberships,
}
