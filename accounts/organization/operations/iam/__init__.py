"""The operations of ``iam.amazonaws.com``, inside one account. Source: IAM API Reference.

IAM knows the account from the caller's credentials; here ``account_id`` says it.
"""

from __future__ import annotations

from accounts.organization.operations.iam.access_keys import (
    create_access_key,
    delete_access_key,
    update_access_key,
)
from accounts.organization.operations.iam.account_alias import (
    create_account_alias,
    delete_account_alias,
)
from accounts.organization.operations.iam.groups import (
    add_user_to_group,
    attach_group_policy,
    create_group,
    delete_group,
    delete_group_policy,
    detach_group_policy,
    put_group_policy,
    remove_user_from_group,
)
from accounts.organization.operations.iam.login_profiles import (
    create_login_profile,
    delete_login_profile,
    update_login_profile,
)
from accounts.organization.operations.iam.managed_policies import (
    create_policy,
    delete_policy,
    tag_policy,
    untag_policy,
)
from accounts.organization.operations.iam.mfa_devices import (
    create_virtual_mfa_device,
    deactivate_mfa_device,
    delete_virtual_mfa_device,
    enable_mfa_device,
    resync_mfa_device,
    tag_mfa_device,
    untag_mfa_device,
)
from accounts.organization.operations.iam.password_policy import (
    delete_account_password_policy,
    update_account_password_policy,
)
from accounts.organization.operations.iam.policy_versions import (
    create_policy_version,
    delete_policy_version,
    set_default_policy_version,
)
from accounts.organization.operations.iam.roles import (
    attach_role_policy,
    create_role,
    delete_role,
    delete_role_permissions_boundary,
    delete_role_policy,
    detach_role_policy,
    put_role_permissions_boundary,
    put_role_policy,
    tag_role,
    untag_role,
    update_assume_role_policy,
    update_role,
    update_role_description,
)
from accounts.organization.operations.iam.service_linked_roles import (
    create_service_linked_role,
    delete_service_linked_role,
)
from accounts.organization.operations.iam.users import (
    attach_user_policy,
    create_user,
    delete_user,
    delete_user_permissions_boundary,
    delete_user_policy,
    detach_user_policy,
    put_user_permissions_boundary,
    put_user_policy,
    tag_user,
    untag_user,
)

__all__ = [
    "add_user_to_group",
    "attach_group_policy",
    "attach_role_policy",
    "attach_user_policy",
    "create_access_key",
    "create_account_alias",
    "create_group",
    "create_login_profile",
    "create_policy",
    "create_policy_version",
    "create_role",
    "create_service_linked_role",
    "create_user",
    "create_virtual_mfa_device",
    "deactivate_mfa_device",
    "delete_access_key",
    "delete_account_alias",
    "delete_account_password_policy",
    "delete_group",
    "delete_group_policy",
    "delete_login_profile",
    "delete_policy",
    "delete_policy_version",
    "delete_role",
    "delete_role_permissions_boundary",
    "delete_role_policy",
    "delete_service_linked_role",
    "delete_user",
    "delete_user_permissions_boundary",
    "delete_user_policy",
    "delete_virtual_mfa_device",
    "detach_group_policy",
    "detach_role_policy",
    "detach_user_policy",
    "enable_mfa_device",
    "put_group_policy",
    "put_role_permissions_boundary",
    "put_role_policy",
    "put_user_permissions_boundary",
    "put_user_policy",
    "remove_user_from_group",
    "resync_mfa_device",
    "set_default_policy_version",
    "tag_mfa_device",
    "tag_policy",
    "tag_role",
    "tag_user",
    "untag_mfa_device",
    "untag_policy",
    "untag_role",
    "untag_user",
    "update_access_key",
    "update_account_password_policy",
    "update_assume_role_policy",
    "update_login_profile",
    "update_role",
    "update_role_description",
]
