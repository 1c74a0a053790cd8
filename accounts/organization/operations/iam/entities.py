"""One entity of an account: found by its name, or put back changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX
from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import with_account
from accounts.organization.state import (
    Account,
    AccountId,
    Group,
    ManagedPolicy,
    MfaDevice,
    Organization,
    Role,
    User,
)


def find_user(organization: Organization, account_id: AccountId, user_name: str) -> tuple[Account, User]:
    account = account_of(organization, account_id)
    return account, user_of(account, user_name)


def user_of(account: Account, user_name: str) -> User:
    user = account.users.get(user_name)
    if user is None:
        raise errors.NoSuchEntity(f"{account.name} has no user named {user_name}.")
    return user


def find_group(organization: Organization, account_id: AccountId, group_name: str) -> tuple[Account, Group]:
    account = account_of(organization, account_id)
    group = account.groups.get(group_name)
    if group is None:
        raise errors.NoSuchEntity(f"{account.name} has no group named {group_name}.")
    return account, group


def find_role(organization: Organization, account_id: AccountId, role_name: str) -> tuple[Account, Role]:
    account = account_of(organization, account_id)
    role = account.roles.get(role_name)
    if role is None:
        raise errors.NoSuchEntity(f"{account.name} has no role named {role_name}.")
    return account, role


def find_modifiable_role(
    organization: Organization, account_id: AccountId, role_name: str
) -> tuple[Account, Role]:
    account, role = find_role(organization, account_id, role_name)
    if role.is_service_linked:
        raise errors.UnmodifiableEntity(
            f"{role_name} is a service-linked role: only its service changes or deletes it."
        )
    return account, role


def find_policy(
    organization: Organization, account_id: AccountId, policy_arn: str
) -> tuple[Account, ManagedPolicy]:
    """A customer managed policy; AWS's own are nobody else's to change."""
    account = account_of(organization, account_id)
    if policy_arn.startswith(AWS_MANAGED_POLICY_PREFIX):
        raise errors.AccessDenied(f"{policy_arn} is AWS's own; nobody else changes or deletes it.")
    policy = account.policies.get(policy_arn)
    if policy is None:
        raise errors.NoSuchEntity(f"{account.name} has no policy {policy_arn}.")
    return account, policy


def with_user(organization: Organization, account: Account, user: User) -> Organization:
    return with_account(organization, replace(account, users={**account.users, user.name: user}))


def with_group(organization: Organization, account: Account, group: Group) -> Organization:
    return with_account(organization, replace(account, groups={**account.groups, group.name: group}))


def with_role(organization: Organization, account: Account, role: Role) -> Organization:
    return with_account(organization, replace(account, roles={**account.roles, role.name: role}))


def with_policy(organization: Organization, account: Account, policy: ManagedPolicy) -> Organization:
    return with_account(organization, replace(account, policies={**account.policies, policy.arn: policy}))


def with_device(organization: Organization, account: Account, device: MfaDevice) -> Organization:
    devices = {**account.mfa_devices, device.serial_number: device}
    return with_account(organization, replace(account, mfa_devices=devices))


def carriers(account: Account, policy_arn: str) -> Mapping[str, list[str]]:
    """Who carries a managed policy, and whom it bounds: names by what they are, in plural."""
    users, roles = account.users.values(), account.roles.values()
    return {
        "users": [user.name for user in users if policy_arn in user.attached],
        "groups": [group.name for group in account.groups.values() if policy_arn in group.attached],
        "roles": [role.name for role in roles if policy_arn in role.attached],
        "permissions boundaries of users": [user.name for user in users if user.boundary == policy_arn],
        "permissions boundaries of roles": [role.name for role in roles if role.boundary == policy_arn],
    }


def devices_of(account: Account, owner: str) -> list[str]:
    """The serial numbers of the MFA devices that ``owner`` (as ``MfaDevice.owner``) has enabled."""
    return [device.serial_number for device in account.mfa_devices.values() if device.owner == owner]
