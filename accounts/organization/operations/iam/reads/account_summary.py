"""How much an account holds of each thing, and may hold. Source: IAM API Reference, ``GetAccountSummary``."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.iam.entities import devices_of
from accounts.organization.operations.iam.mfa_devices import ROOT_USER
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import AccountId, Organization


def get_account_summary(organization: Organization, account_id: AccountId) -> Mapping[str, int]:
    """``SummaryMap``. What is not simulated (certificates, providers, instance profiles) counts 0.

    ``AccountMFAEnabled`` and its kin are 1 or 0 and speak of the root user. Raises ``AccessDenied``.
    """
    account = account_of(organization, account_id)
    quotas = IN_FORCE
    policies = account.policies.values()
    devices = account.mfa_devices.values()
    return {
        "Users": len(account.users),
        "UsersQuota": quotas.users,
        "Groups": len(account.groups),
        "GroupsQuota": quotas.groups,
        "Roles": len(account.roles),
        "RolesQuota": quotas.roles,
        "Policies": len(policies),
        "PoliciesQuota": quotas.managed_policies,
        "PolicyVersionsInUse": sum(len(policy.versions) for policy in policies),
        "PolicyVersionsInUseQuota": 10_000,
        "VersionsPerPolicyQuota": quotas.versions_of_managed_policy,
        "PolicySizeQuota": quotas.managed_policy_size,
        "UserPolicySizeQuota": quotas.inline_size_of_user,
        "GroupPolicySizeQuota": quotas.inline_size_of_group,
        "RolePolicySizeQuota": quotas.inline_size_of_role,
        "AssumeRolePolicySizeQuota": quotas.trust_policy_size,
        "AttachedPoliciesPerUserQuota": quotas.policies_attached_to_user,
        "AttachedPoliciesPerGroupQuota": quotas.policies_attached_to_group,
        "AttachedPoliciesPerRoleQuota": quotas.policies_attached_to_role,
        "GroupsPerUserQuota": quotas.groups_of_user,
        "AccessKeysPerUserQuota": quotas.access_keys,
        "MFADevices": len(devices),
        "MFADevicesInUse": sum(device.owner is not None for device in devices),
        "AccountMFAEnabled": int(bool(devices_of(account, ROOT_USER))),
        "AccountAccessKeysPresent": int(bool(account.root_access_keys)),
        "AccountPasswordPresent": int(account.has_root_credentials),
        "AccountSigningCertificatesPresent": 0,
        "ServerCertificates": 0,
        "ServerCertificatesQuota": 20,
        "SigningCertificatesPerUserQuota": 2,
        "InstanceProfiles": 0,
        "InstanceProfilesQuota": 1_000,
        "Providers": 0,
        "GlobalEndpointTokenVersion": 1,
    }
