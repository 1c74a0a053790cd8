"""An ``Organization`` to a scenario document that reads back as the same value."""

from __future__ import annotations

from accounts.organization.scenario.around import around
from accounts.organization.scenario.credentials import (
    access_key,
    login_profile,
    mfa_device,
    password_policy,
)
from accounts.organization.scenario.membership import create_account_request, handshake
from accounts.organization.scenario.plain import (
    Members,
    content,
    content_of,
    optional_time,
    present,
    time,
)
from accounts.organization.scenario.resources import resource
from accounts.organization.scenario.shape import FORMAT, VERSION
from accounts.organization.state import (
    Account,
    Group,
    ManagedPolicy,
    ManagementPolicy,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyVersion,
    Role,
    User,
)


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
            **around(organization),
        },
        "root": {
            "id": root.id,
            "name": root.name,
            "policy_types": sorted(policy_type.value for policy_type in root.policy_types),
            "attached": list(organization.attachments.get(root.id, ())),
            **present(tags=dict(root.tags)),
        },
        "policies": [
            *(_policy(policy) for policy in organization.policies.values()),
            *(_policy(policy) for policy in organization.management_policies.values()),
        ],
        "organizational_units": [_unit(organization, unit) for unit in organization.units.values()],
        "accounts": [_account(organization, account) for account in organization.accounts.values()],
        **present(
            outsiders=[_account(organization, account) for account in organization.outsiders.values()],
            handshakes=[handshake(each) for each in organization.handshakes.values()],
            create_account_requests=[
                create_account_request(each) for each in organization.create_account_requests.values()
            ],
        ),
    }


def _policy(policy: Policy | ManagementPolicy) -> Members:
    return {
        "id": policy.id,
        "name": policy.name,
        "description": policy.description,
        "type": policy.type.value,
        "content": content_of(policy.content),
        **present(tags=dict(policy.tags)),
    }


def _unit(organization: Organization, unit: OrganizationalUnit) -> Members:
    return {
        "id": unit.id,
        "name": unit.name,
        "parent_id": unit.parent_id,
        **present(attached=list(organization.attachments.get(unit.id, ())), tags=dict(unit.tags)),
    }


def _account(organization: Organization, account: Account) -> Members:
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        **present(parent_id=account.parent_id),
        "joined": time(account.joined),
        "joined_method": account.joined_method.value,
        "state": account.state.value,
        **present(
            attached=list(organization.attachments.get(account.id, ())),
            tags=dict(account.tags),
            policies=[_managed_policy(policy) for policy in account.policies.values()],
            groups=[_group(group) for group in account.groups.values()],
            users=[_user(user) for user in account.users.values()],
            roles=[_role(role) for role in account.roles.values()],
            resources=[resource(each) for each in account.resources.values()],
            mfa_devices=[mfa_device(device) for device in account.mfa_devices.values()],
            root_access_keys=[access_key(key) for key in account.root_access_keys.values()],
            password_policy=None
            if account.password_policy is None
            else password_policy(account.password_policy),
            alias=account.alias,
            closed=optional_time(account.closed),
            has_root_credentials=account.has_root_credentials,
            usage={usage_type: str(amount) for usage_type, amount in account.usage.items()},
        ),
        **({} if account.can_stand_alone else {"can_stand_alone": False}),
    }


def _managed_policy(policy: ManagedPolicy) -> Members:
    return {
        **_head(policy),
        **present(description=policy.description, tags=dict(policy.tags)),
        "default_version_id": policy.default_version_id,
        "latest": policy.latest,
        "versions": [_version(version) for version in policy.versions.values()],
    }


def _version(version: PolicyVersion) -> Members:
    return {"id": version.id, "created": time(version.created), "document": content(version.document)}


def _group(group: Group) -> Members:
    return {**_head(group), **_grants(group)}


def _user(user: User) -> Members:
    profile = user.login_profile
    return {
        **_head(user),
        **_grants(user),
        **present(
            groups=list(user.groups),
            tags=dict(user.tags),
            boundary=user.boundary,
            access_keys=[access_key(key) for key in user.access_keys.values()],
            login_profile=None if profile is None else login_profile(profile),
        ),
    }


def _role(role: Role) -> Members:
    return {
        **_head(role),
        **present(description=role.description),
        "trust": content(role.trust),
        **_grants(role),
        **present(tags=dict(role.tags), boundary=role.boundary),
        "max_session_duration": role.max_session_duration,
    }


def _head(entity: User | Group | Role | ManagedPolicy) -> Members:
    return {"name": entity.name, "path": entity.path, "id": entity.id, "created": time(entity.created)}


def _grants(identity: User | Group | Role) -> Members:
    inline = {name: content(document) for name, document in identity.inline.items()}
    return present(inline=inline, attached=list(identity.attached))
