"""The organization as a CloudFormation template, and the IAM of one account as another: a stack is of one
account. Source: CloudFormation Template Reference, ``AWS::Organizations::*``, ``AWS::IAM::*``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from accounts.organization.exporting.templates import (
    Json,
    buildable,
    linked_services,
    names_of,
    own_roles,
    policies_of,
    replaced,
)
from accounts.organization.scenario.plain import Members, present
from accounts.organization.state import Account, Group, Organization, Role, User

VERSION = "2010-09-09"
ABOUT = (
    "An organization. CloudFormation has nothing for policy types (enable them first), trusted services, "
    "delegated administrators and tags of the root. The IAM of an account is another template."
)


def cloudformation(organization: Organization) -> str:
    """Units, accounts and policies, for a stack of the management account."""
    return _template(ABOUT, _Resources(buildable(organization)).all())


def cloudformation_of_account(organization: Organization, account: Account) -> str:
    """Its managed policies, groups, users and roles; all identifiers as they are."""
    is_management = account.id == organization.management_account_id
    return _template(f"The IAM of {account.name}, without credentials", _iam(account, is_management))


def _template(description: str, resources: Members) -> str:
    head = {"AWSTemplateFormatVersion": VERSION, "Description": description, "Resources": resources}
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"


class _Resources:
    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._names = names_of(organization)

    def all(self) -> Members:
        organization = self._organization
        feature_set = organization.feature_set.value
        resources = {"Organization": _resource("Organizations::Organization", {"FeatureSet": feature_set})}
        for unit in organization.units.values():
            members: Members = {
                "Name": unit.name,
                "ParentId": self._reference(unit.parent_id),
                **_tags(unit.tags),
            }
            resources[self._names[unit.id]] = _resource("Organizations::OrganizationalUnit", members)
        for account in organization.accounts.values():
            if account.id != organization.management_account_id:
                members = {
                    "AccountName": account.name,
                    "Email": account.email,
                    "ParentIds": [self._reference(account.parent_id)],
                    **_tags(account.tags),
                }
                # Deleting the stack must not close accounts.
                kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
                resources[self._names[account.id]] = {
                    **_resource("Organizations::Account", members),
                    **kept,
                }
        targets: dict[str, list[Json]] = defaultdict(list)
        for target_id, attached in organization.attachments.items():
            for policy_id in attached:
                targets[policy_id].append(self._reference(target_id))
        for policy in policies_of(organization):
            members = {
                "Name": policy.name,
                "Type": policy.type.value,
                "Content": self._substituted(json.loads(policy.content)),
                **present(Description=policy.description, TargetIds=targets[policy.id]),
                **_tags(policy.tags),
            }
            resources[self._names[policy.id]] = _resource("Organizations::Policy", members)
        if (delegation := organization.resource_policy) is not None:
            content = self._substituted(json.loads(delegation.document.text))
            resources["DelegationPolicy"] = _resource(
                "Organizations::ResourcePolicy", {"Content": content, **_tags(delegation.tags)}
            )
        return dict(resources)

    def _reference(self, identifier: str) -> Json:
        if identifier == self._organization.root.id:
            return {"Fn::GetAtt": ["Organization", "RootId"]}
        if identifier == self._organization.management_account_id:
            return {"Ref": "AWS::AccountId"}
        return {"Ref": self._names[identifier]}

    def _inside_text(self, identifier: str) -> str | None:
        if identifier == self._organization.root.id:
            return "${Organization.RootId}"
        if identifier == self._organization.management_account_id:
            return "${AWS::AccountId}"
        name = self._names.get(identifier)
        return None if name is None else f"${{{name}}}"

    def _substituted(self, value: Json) -> Json:
        if isinstance(value, dict):
            return {name: self._substituted(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._substituted(item) for item in value]
        if not isinstance(value, str):
            return value
        # ``${!`` is a policy variable's ``${``, which Fn::Sub leaves alone.
        text, found = replaced(value, lambda literal: literal.replace("${", "${!"), self._inside_text)
        return {"Fn::Sub": text} if found else value


def _iam(account: Account, is_management: bool) -> Members:
    policies = {arn: f"ManagedPolicy{number}" for number, arn in enumerate(account.policies, 1)}
    groups = {name: f"Group{number}" for number, name in enumerate(account.groups, 1)}
    resources: Members = {}

    def reference(arn: str) -> Json:
        return {"Ref": policies[arn]} if arn in policies else arn

    def grants(identity: User | Group | Role) -> Members:
        return present(
            Policies=[
                {"PolicyName": name, "PolicyDocument": json.loads(document.text)}
                for name, document in identity.inline.items()
            ],
            ManagedPolicyArns=[reference(arn) for arn in identity.attached],
        )

    def boundary(identity: User | Role) -> Members:
        return {} if identity.boundary is None else {"PermissionsBoundary": reference(identity.boundary)}

    for policy in account.policies.values():
        members: Members = {
            "ManagedPolicyName": policy.name,
            "Path": policy.path,
            "PolicyDocument": json.loads(policy.document.text),
            **present(Description=policy.description),
        }
        resources[policies[policy.arn]] = _resource("IAM::ManagedPolicy", members)
    for group in account.groups.values():
        members = {"GroupName": group.name, "Path": group.path, **grants(group)}
        resources[groups[group.name]] = _resource("IAM::Group", members)
    for number, user in enumerate(account.users.values(), 1):
        members = {
            "UserName": user.name,
            "Path": user.path,
            **present(Groups=[{"Ref": groups[name]} for name in user.groups if name in groups]),
            **grants(user),
            **boundary(user),
            **_tags(user.tags),
        }
        resources[f"User{number}"] = _resource("IAM::User", members)
    for number, service in enumerate(linked_services(account), 1):
        resources[f"LinkedRole{number}"] = _resource("IAM::ServiceLinkedRole", {"AWSServiceName": service})
    for number, role in enumerate(own_roles(account, is_management=is_management), 1):
        members = {
            "RoleName": role.name,
            "Path": role.path,
            "AssumeRolePolicyDocument": json.loads(role.trust.text),
            "MaxSessionDuration": role.max_session_duration,
            **present(Description=role.description),
            **grants(role),
            **boundary(role),
            **_tags(role.tags),
        }
        resources[f"Role{number}"] = _resource("IAM::Role", members)
    return resources


def _resource(name: str, properties: Members) -> Members:
    return {"Type": f"AWS::{name}", "Properties": properties}


def _tags(tags: Mapping[str, str]) -> Members:
    return present(Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
