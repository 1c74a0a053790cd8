"""The operations of ``iam.amazonaws.com``, inside one account. Source: IAM API Reference.

IAM knows the account from the caller's credentials; here ``account_id`` says it.
"""

from __future__ import annotations

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
from accounts.organization.operations.iam.managed_policies import create_policy, delete_policy
from accounts.organization.operations.iam.roles import (
    attach_role_policy,
    create_role,
    delete_role,
    delete_role_policy,
    detach_role_policy,
    put_role_policy,
    tag_role,
    untag_role,
    update_assume_role_policy,
)
from accounts.organization.operations.iam.users import (
    attach_user_policy,
    create_user,
    delete_user,
    delete_user_policy,
    detach_user_policy,
    put_user_policy,
    tag_user,
    untag_user,
)

__all__ = [
    "add_user_to_group",
    "attach_group_policy",
    "attach_role_policy",
    "attach_user_policy",
    "create_group",
    "create_policy",
    "create_role",
    "create_user",
    "delete_group",
    "delete_group_policy",
    "delete_policy",
    "delete_role",
    "delete_role_policy",
    "delete_user",
    "delete_user_policy",
    "detach_group_policy",
    "detach_role_policy",
    "detach_user_policy",
    "put_group_policy",
    "put_role_policy",
    "put_user_policy",
    "remove_user_from_group",
    "tag_role",
    "tag_user",
    "untag_role",
    "untag_user",
    "update_assume_role_policy",
]
