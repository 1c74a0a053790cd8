"""Everybody in an account and every policy. Source: IAM API Reference, ``GetAccountAuthorizationDetails``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from accounts.organization.arns import group_arn, role_arn, user_arn
from accounts.organization.operations.iam.checks import account_of, shown_tags
from accounts.organization.operations.iam.entities import carriers
from accounts.organization.operations.iam.granting import shown_boundary
from accounts.organization.operations.outcome import timestamp
from accounts.organization.state import (
    Account,
    AccountId,
    Group,
    ManagedPolicy,
    Organization,
    Role,
    User,
)
from policies.catalogue import managed_policies
from policies.engine.document import PolicyDocument

Details = dict[str, object]


def get_account_authorization_details(
    organization: Organization, account_id: AccountId
) -> Mapping[str, object]:
    """The members as the AWS CLI prints them: policy documents are JSON values, not text.

    AWS's managed policies are there if somebody carries them. Raises ``AccessDenied``.
    """
    account = account_of(organization, account_id)
    return {
        "UserDetailList": [_user(account_id, user) for user in account.users.values()],
        "GroupDetailList": [_group(account_id, group) for group in account.groups.values()],
        "RoleDetailList": [_role(account_id, role) for role in account.roles.values()],
        "Policies": [
            *(_policy(account, policy) for policy in account.policies.values()),
            *(_aws_policy(account, arn) for arn in _aws_arns(account)),
        ],
        "IsTruncated": False,
    }


def _user(account_id: AccountId, user: User) -> Details:
    details: Details = {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.id,
        "Arn": user_arn(account_id, user.path, user.name),
        "CreateDate": timestamp(user.created),
        "GroupList": list(user.groups),
        "AttachedManagedPolicies": _attached(user.attached),
        "Tags": shown_tags(user.tags),
    }
    return details | _inline("UserPolicyList", user.inline) | _boundary(user.boundary)


def _group(account_id: AccountId, group: Group) -> Details:
    return {
        "Path": group.path,
        "GroupName": group.name,
        "GroupId": group.id,
        "Arn": group_arn(account_id, group.path, group.name),
        "CreateDate": timestamp(group.created),
        "GroupPolicyList": _named(group.inline),
        "AttachedManagedPolicies": _attached(group.attached),
    }


def _role(account_id: AccountId, role: Role) -> Details:
    return {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.id,
        "Arn": role_arn(account_id, role.path, role.name),
        "CreateDate": timestamp(role.created),
        "AssumeRolePolicyDocument": _json(role.trust),
        "InstanceProfileList": [],
        "RolePolicyList": _named(role.inline),
        "AttachedManagedPolicies": _attached(role.attached),
        "Tags": shown_tags(role.tags),
        "RoleLastUsed": {},
    } | _boundary(role.boundary)


def _policy(account: Account, policy: ManagedPolicy) -> Details:
    *_, newest = policy.versions.values()
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        **_uses(account, policy.arn),
        "IsAttachable": True,
        "Description": policy.description,
        "CreateDate": timestamp(policy.created),
        "UpdateDate": timestamp(newest.created),
        "PolicyVersionList": [
            {
                "Document": _json(version.document),
                "VersionId": version.id,
                "IsDefaultVersion": version.id == policy.default_version_id,
                "CreateDate": timestamp(version.created),
            }
            for version in reversed([*policy.versions.values()])
        ],
    }


def _aws_policy(account: Account, arn: str) -> Details:
    """Without what the catalogue does not tell: its identifier, and when it was made."""
    policy = managed_policies()[arn]
    time = policy.updated.strftime("%Y-%m-%dT00:00:00Z")
    version = {
        "Document": _json(policy.document),
        "VersionId": policy.version,
        "IsDefaultVersion": True,
        "CreateDate": time,
    }
    return {
        "PolicyName": policy.name,
        "Arn": arn,
        "Path": policy.path,
        "DefaultVersionId": policy.version,
        **_uses(account, arn),
        "IsAttachable": True,
        "UpdateDate": time,
        "PolicyVersionList": [version],
    }


def _aws_arns(account: Account) -> list[str]:
    """Those that somebody carries, or that bound somebody, each once."""
    bounded: list[User | Role] = [*account.users.values(), *account.roles.values()]
    identities: list[User | Group | Role] = [*bounded, *account.groups.values()]
    carried = [arn for identity in identities for arn in identity.attached]
    carried += [identity.boundary for identity in bounded if identity.boundary is not None]
    return [arn for arn in dict.fromkeys(carried) if arn in managed_policies()]


def _uses(account: Account, arn: str) -> Details:
    held = carriers(account, arn)
    bounding = sum(len(names) for kind, names in held.items() if kind.startswith("permissions boundaries"))
    return {
        "AttachmentCount": sum(map(len, held.values())) - bounding,
        "PermissionsBoundaryUsageCount": bounding,
    }


def _attached(arns: Iterable[str]) -> list[Details]:
    return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in arns]


def _named(inline: Mapping[str, PolicyDocument]) -> list[Details]:
    return [{"PolicyName": name, "PolicyDocument": _json(document)} for name, document in inline.items()]


def _inline(member: str, inline: Mapping[str, PolicyDocument]) -> Details:
    """AWS leaves this out of a user who has none, though not out of a group or role."""
    return {member: _named(inline)} if inline else {}


def _boundary(arn: str | None) -> Details:
    return {} if arn is None else {"PermissionsBoundary": shown_boundary(arn)}


def _json(document: PolicyDocument) -> object:
    return json.loads(document.text)
