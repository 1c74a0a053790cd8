"""What AWS prints of an organization: files by name, as somebody would save them.

Written from the response syntax in the API references, and apart from the code that reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from accounts.organization.arns import group_arn, role_arn, user_arn
from accounts.organization.state import Account, Organization, PolicyType
from policies.engine.document import PolicyDocument

Json = dict[str, object]


def printed(organization: Organization) -> dict[str, bytes]:
    answers = {**_organization(organization), **_targets(organization)}
    for account in organization.accounts.values():
        answers[f"{account.id}/get-account-authorization-details"] = _details(account)
        roles = [
            {
                "RoleName": role.name,
                "Arn": role_arn(account.id, role.path, role.name),
                "Description": role.description,
                "MaxSessionDuration": role.max_session_duration,
            }
            for role in account.roles.values()
        ]
        answers[f"{account.id}/list-roles"] = {"Roles": roles}
    return {f"{name}.json": json.dumps(answer).encode() for name, answer in answers.items()}


def _organization(organization: Organization) -> dict[str, Json]:
    answers: dict[str, Json] = {
        "describe-organization": {
            "Organization": {
                "Id": organization.id,
                "MasterAccountId": organization.management_account_id,
                "FeatureSet": organization.feature_set.value,
            }
        },
        "list-roots": {
            "Roots": [
                {
                    "Id": organization.root.id,
                    "Name": organization.root.name,
                    "PolicyTypes": [
                        {"Type": each.value, "Status": "ENABLED"} for each in organization.root.policy_types
                    ],
                }
            ]
        },
        "list-accounts": {
            "Accounts": [
                {
                    "Id": account.id,
                    "Name": account.name,
                    "Email": account.email,
                    "Status": "ACTIVE",
                    "State": account.state.value,
                    "JoinedMethod": account.joined_method.value,
                    "JoinedTimestamp": account.joined.timestamp(),
                }
                for account in organization.accounts.values()
            ]
        },
        "list-aws-service-access-for-organization": {
            "EnabledServicePrincipals": [
                {"ServicePrincipal": service, "DateEnabled": since.timestamp()}
                for service, since in organization.trusted_services.items()
            ]
        },
        "list-delegated-administrators": {
            "DelegatedAdministrators": [
                {"Id": account_id} for account_id in organization.delegated_administrators
            ]
        },
    }
    for policy in (*organization.policies.values(), *organization.management_policies.values()):
        summary = {
            "Id": policy.id,
            "Name": policy.name,
            "Description": policy.description,
            "Type": policy.type.value,
        }
        described = {"Policy": {"PolicySummary": summary, "Content": policy.content}}
        answers[f"describe-policy-{policy.id}"] = described
        answers[f"list-tags-for-resource-{policy.id}"] = _tags(policy.tags)
    for account_id, services in organization.delegated_administrators.items():
        answers[f"list-delegated-services-for-account-{account_id}"] = {
            "DelegatedServices": [
                {"ServicePrincipal": service, "DelegationEnabledDate": since.isoformat()}
                for service, since in services.items()
            ]
        }
    if (policy := organization.resource_policy) is not None:
        summary = {"Id": policy.id}
        answers["describe-resource-policy"] = {
            "ResourcePolicy": {"ResourcePolicySummary": summary, "Content": policy.document.text}
        }
    return answers


def _targets(organization: Organization) -> dict[str, Json]:
    """Of the root, the units and the accounts: their children, tags and policies."""
    answers: dict[str, Json] = {}
    tags = {
        organization.root.id: organization.root.tags,
        **{unit.id: unit.tags for unit in organization.units.values()},
        **{account.id: account.tags for account in organization.accounts.values()},
    }
    for target_id, its_tags in tags.items():
        answers[f"list-tags-for-resource-{target_id}"] = _tags(its_tags)
        for policy_type in PolicyType:
            attached = [
                organization.any_policy(each) for each in organization.attached(target_id, policy_type)
            ]
            if attached:
                answers[f"list-policies-for-target-{policy_type.value}-{target_id}"] = {
                    "Policies": [
                        {
                            "Id": policy.id,
                            "Name": policy.name,
                            "Description": policy.description,
                            "Type": policy_type.value,
                            "AwsManaged": policy.aws_managed,
                        }
                        for policy in attached
                    ]
                }
        if target_id not in organization.accounts:
            answers[f"list-children-{target_id}"] = {
                "Children": [
                    {"Id": account.id, "Type": "ACCOUNT"} for account in organization.accounts_of(target_id)
                ]
            }
    # One parent after the other would give another order than the one in which they were made.
    for unit in organization.units.values():
        answers[f"list-organizational-units-for-parent-{unit.id}-{unit.parent_id}"] = {
            "OrganizationalUnits": [{"Id": unit.id, "Name": unit.name}]
        }
    return answers


def _details(account: Account) -> Json:
    return {
        "UserDetailList": [
            {
                "Path": user.path,
                "UserName": user.name,
                "UserId": user.id,
                "Arn": user_arn(account.id, user.path, user.name),
                "CreateDate": user.created.isoformat(),
                "UserPolicyList": _inline(user.inline),
                "GroupList": list(user.groups),
                "AttachedManagedPolicies": _attached(user.attached),
                **_boundary(user.boundary),
                **_tags(user.tags),
            }
            for user in account.users.values()
        ],
        "GroupDetailList": [
            {
                "Path": group.path,
                "GroupName": group.name,
                "GroupId": group.id,
                "Arn": group_arn(account.id, group.path, group.name),
                "CreateDate": group.created.isoformat(),
                "GroupPolicyList": _inline(group.inline),
                "AttachedManagedPolicies": _attached(group.attached),
            }
            for group in account.groups.values()
        ],
        "RoleDetailList": [
            {
                "Path": role.path,
                "RoleName": role.name,
                "RoleId": role.id,
                "Arn": role_arn(account.id, role.path, role.name),
                "CreateDate": role.created.isoformat(),
                "AssumeRolePolicyDocument": _document(role.trust),
                "InstanceProfileList": [],
                "RolePolicyList": _inline(role.inline),
                "AttachedManagedPolicies": _attached(role.attached),
                **_boundary(role.boundary),
                **_tags(role.tags),
            }
            for role in account.roles.values()
        ],
        "Policies": [
            {
                "PolicyName": policy.name,
                "PolicyId": policy.id,
                "Arn": policy.arn,
                "Path": policy.path,
                "DefaultVersionId": policy.default_version_id,
                "Description": policy.description,
                "CreateDate": policy.created.isoformat(),
                "PolicyVersionList": [
                    {
                        "Document": _document(version.document),
                        "VersionId": version.id,
                        "IsDefaultVersion": version.id == policy.default_version_id,
                        "CreateDate": version.created.isoformat(),
                    }
                    for version in reversed(policy.versions.values())
                ],
            }
            for policy in account.policies.values()
        ],
        "IsTruncated": False,
    }


def _document(document: PolicyDocument) -> object:
    """The CLI prints an object; what its exact text was is lost."""
    return json.loads(document.text)


def _inline(inline: Mapping[str, PolicyDocument]) -> list[Json]:
    return [{"PolicyName": name, "PolicyDocument": _document(document)} for name, document in inline.items()]


def _attached(arns: tuple[str, ...]) -> list[Json]:
    return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in arns]


def _boundary(arn: str | None) -> Json:
    if arn is None:
        return {}
    return {"PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}}


def _tags(tags: Mapping[str, str]) -> Json:
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
