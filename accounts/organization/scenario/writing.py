"""An ``Organization`` to a scenario document that reads back as the same value."""

from __future__ import annotations

import json
from datetime import datetime

from accounts.organization.scenario.shape import FORMAT, VERSION, text_of
from accounts.organization.state import (
    Account,
    Group,
    ManagedPolicy,
    Organization,
    OrganizationalUnit,
    Policy,
    Role,
    User,
)
from policies.engine.document import PolicyDocument

Members = dict[str, object]


def to_document(organization: Organization) -> Members:
    """The document of ``organization``: plain JSON, everything in it said, nothing empty."""
    root = organization.root
    return {
        "format": FORMAT,
        "version": VERSION,
        "organization": {
            "id": organization.id,
            "management_account_id": organization.management_account_id,
            "feature_set": organization.feature_set.value,
        },
        "root": {
            "id": root.id,
            "name": root.name,
            "policy_types": sorted(policy_type.value for policy_type in root.policy_types),
            "attached": list(organization.attachments.get(root.id, ())),
        },
        "policies": [_policy(policy) for policy in organization.policies.values()],
        "organizational_units": [_unit(organization, unit) for unit in organization.units.values()],
        "accounts": [_account(organization, account) for account in organization.accounts.values()],
    }


def _policy(policy: Policy) -> Members:
    return {
        "id": policy.id,
        "name": policy.name,
        "description": policy.description,
        "type": policy.type.value,
        "content": _content(policy.document),
    }


def _unit(organization: Organization, unit: OrganizationalUnit) -> Members:
    return {
        "id": unit.id,
        "name": unit.name,
        "parent_id": unit.parent_id,
        **_present(attached=list(organization.attachments.get(unit.id, ())), tags=dict(unit.tags)),
    }


def _account(organization: Organization, account: Account) -> Members:
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "parent_id": account.parent_id,
        "joined": _time(account.joined),
        "joined_method": account.joined_method.value,
        "state": account.state.value,
        **_present(
            attached=list(organization.attachments.get(account.id, ())),
            tags=dict(account.tags),
            policies=[_managed_policy(policy) for policy in account.policies.values()],
            groups=[_group(group) for group in account.groups.values()],
            users=[_user(user) for user in account.users.values()],
            roles=[_role(role) for role in account.roles.values()],
        ),
    }


def _managed_policy(policy: ManagedPolicy) -> Members:
    return {
        **_head(policy),
        **_present(description=policy.description),
        "document": _content(policy.document),
    }


def _group(group: Group) -> Members:
    return {**_head(group), **_grants(group)}


def _user(user: User) -> Members:
    return {**_head(user), **_grants(user), **_present(groups=list(user.groups), tags=dict(user.tags))}


def _role(role: Role) -> Members:
    return {
        **_head(role),
        **_present(description=role.description),
        "trust": _content(role.trust),
        **_grants(role),
        **_present(tags=dict(role.tags)),
    }


def _head(entity: User | Group | Role | ManagedPolicy) -> Members:
    return {"name": entity.name, "path": entity.path, "id": entity.id, "created": _time(entity.created)}


def _grants(identity: User | Group | Role) -> Members:
    inline = {name: _content(document) for name, document in identity.inline.items()}
    return _present(inline=inline, attached=list(identity.attached))


def _content(document: PolicyDocument) -> object:
    """The policy as a JSON object, or its text where the object would not give that text again."""
    content: object = json.loads(document.text)
    return content if text_of(content) == document.text else document.text


def _time(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def _present(**members: object) -> Members:
    return {name: value for name, value in members.items() if value}
