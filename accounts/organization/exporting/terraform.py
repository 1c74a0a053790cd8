"""The organization for Terraform. Source: documentation of the provider hashicorp/aws."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from accounts.organization.exporting.hcl import Block, Expression, Value, block, escaped, json_of
from accounts.organization.exporting.templates import (
    buildable,
    linked_services,
    names_of,
    own_roles,
    policies_of,
    replaced,
)
from accounts.organization.state import AWS_MANAGED, Account, Group, Organization, Role, User

ORGANIZATION = "aws_organizations_organization.Organization"
Members = dict[str, Value | Block]
HEAD = """\
# Made by orgsim. Run it with credentials of the management account. The IAM of the other accounts is made in
# the role that CreateAccount makes there. Left out: credentials, resources of services, the bill, tags of the
# root. An SCP may deny what is made here: attach it last.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
}

data "aws_caller_identity" "current" {
}
"""


def terraform(organization: Organization) -> str:
    """A ``.tf`` file."""
    return "\n".join((HEAD, *_Configuration(buildable(organization)).blocks()))


class _Configuration:
    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._names = names_of(organization)

    def blocks(self) -> Iterator[str]:
        yield from self._organizations()
        for account in self._organization.accounts.values():
            holds = (account.policies, account.groups, account.users, account.roles, account.password_policy)
            if account.alias or any(holds):
                yield from self._account(account)

    def _organizations(self) -> Iterator[str]:
        organization = self._organization
        yield _resource(
            "aws_organizations_organization",
            "Organization",
            feature_set=organization.feature_set.value,
            enabled_policy_types=sorted(each.value for each in organization.root.policy_types),
            aws_service_access_principals=list(organization.trusted_services),
        )
        for unit in organization.units.values():
            yield _resource(
                "aws_organizations_organizational_unit",
                self._names[unit.id],
                name=self._text(unit.name),
                parent_id=self._text(unit.parent_id),
                tags=self._tags(unit.tags),
            )
        for account in organization.accounts.values():
            if account.id != organization.management_account_id:
                yield _resource(
                    "aws_organizations_account",
                    self._names[account.id],
                    name=self._text(account.name),
                    email=self._text(account.email),
                    parent_id=self._text(account.parent_id),
                    tags=self._tags(account.tags),
                )
        for policy in policies_of(organization):
            yield _resource(
                "aws_organizations_policy",
                self._names[policy.id],
                name=self._text(policy.name),
                description=self._text(policy.description) if policy.description else "",
                type=policy.type.value,
                content=self._json(policy.content),
                tags=self._tags(policy.tags),
            )
        yield from self._attachments()
        for account_id, services in organization.delegated_administrators.items():
            for number, service in enumerate(services, 1):
                yield _resource(
                    "aws_organizations_delegated_administrator",
                    f"{self._names[account_id]}Administrator{number}",
                    account_id=self._text(account_id),
                    service_principal=self._text(service),
                )
        if (delegation := organization.resource_policy) is not None:
            yield _resource(
                "aws_organizations_resource_policy",
                "Delegation",
                content=self._json(delegation.document.text),
                tags=self._tags(delegation.tags),
            )

    def _attachments(self) -> Iterator[str]:
        number = 0
        for target_id, attached in self._organization.attachments.items():
            for policy_id in attached:
                if policy_id not in AWS_MANAGED:
                    number += 1
                    yield _resource(
                        "aws_organizations_policy_attachment",
                        f"Attachment{number}",
                        policy_id=Expression(f"aws_organizations_policy.{self._names[policy_id]}.id"),
                        target_id=self._text(target_id),
                    )

    def _account(self, account: Account) -> Iterator[str]:
        provider: Members = {}
        if account.id != self._organization.management_account_id:
            name = self._names[account.id]
            role = self._text(f"arn:aws:iam::{account.id}:role/OrganizationAccountAccessRole")
            yield block("provider", "aws", members={"alias": name, "assume_role": Block({"role_arn": role})})
            provider = {"provider": Expression(f"aws.{name}")}
        yield from self._iam(account, provider)

    def _iam(self, account: Account, provider: Members) -> Iterator[str]:
        prefix = self._names[account.id]
        policies = {arn: f"{prefix}Policy{number}" for number, arn in enumerate(account.policies, 1)}
        groups = {name: f"{prefix}Group{number}" for number, name in enumerate(account.groups, 1)}

        def arn_of(arn: str) -> Expression:
            return Expression(f"aws_iam_policy.{policies[arn]}.arn") if arn in policies else self._text(arn)

        if account.alias:
            yield _resource(
                "aws_iam_account_alias", f"{prefix}Alias", **provider, account_alias=self._text(account.alias)
            )
        if (rules := account.password_policy) is not None:
            said = {name: getattr(rules, name) for name in rules.__slots__}
            yield _resource("aws_iam_account_password_policy", f"{prefix}Passwords", **provider, **said)
        for policy in account.policies.values():
            yield _resource(
                "aws_iam_policy",
                policies[policy.arn],
                **provider,
                name=self._text(policy.name),
                path=self._text(policy.path),
                description=self._text(policy.description) if policy.description else "",
                policy=self._json(policy.document.text),
                tags=self._tags(policy.tags),
            )
        for group in account.groups.values():
            name = groups[group.name]
            yield _resource("aws_iam_group", name, **provider, **self._head(group))
            yield from self._grants("group", name, group, provider, arn_of)
        for number, user in enumerate(account.users.values(), 1):
            name = f"{prefix}User{number}"
            yield _resource(
                "aws_iam_user",
                name,
                **provider,
                **self._head(user),
                permissions_boundary=arn_of(user.boundary) if user.boundary else "",
                tags=self._tags(user.tags),
            )
            if user.groups:
                yield _resource(
                    "aws_iam_user_group_membership",
                    f"{name}Groups",
                    **provider,
                    user=Expression(f"aws_iam_user.{name}.name"),
                    groups=[Expression(f"aws_iam_group.{groups[each]}.name") for each in user.groups],
                )
            yield from self._grants("user", name, user, provider, arn_of)
        for number, service in enumerate(linked_services(account), 1):
            name = f"{prefix}LinkedRole{number}"
            yield _resource("aws_iam_service_linked_role", name, **provider, aws_service_name=service)
        is_management = account.id == self._organization.management_account_id
        for number, role in enumerate(own_roles(account, is_management=is_management), 1):
            name = f"{prefix}Role{number}"
            yield _resource(
                "aws_iam_role",
                name,
                **provider,
                **self._head(role),
                description=self._text(role.description) if role.description else "",
                assume_role_policy=self._json(role.trust.text),
                max_session_duration=role.max_session_duration,
                permissions_boundary=arn_of(role.boundary) if role.boundary else "",
                tags=self._tags(role.tags),
            )
            yield from self._grants("role", name, role, provider, arn_of)

    def _head(self, identity: User | Group | Role) -> Members:
        return {"name": self._text(identity.name), "path": self._text(identity.path)}

    def _grants(
        self,
        kind: str,
        name: str,
        identity: User | Group | Role,
        provider: Members,
        arn_of: Callable[[str], Expression],
    ) -> Iterator[str]:
        whose: Members = {**provider, kind: Expression(f"aws_iam_{kind}.{name}.name")}
        for number, (policy_name, document) in enumerate(identity.inline.items(), 1):
            yield _resource(
                f"aws_iam_{kind}_policy",
                f"{name}Policy{number}",
                **whose,
                name=self._text(policy_name),
                policy=self._json(document.text),
            )
        for number, arn in enumerate(identity.attached, 1):
            yield _resource(
                f"aws_iam_{kind}_policy_attachment",
                f"{name}Attachment{number}",
                **whose,
                policy_arn=arn_of(arn),
            )

    def _reference(self, identifier: str) -> str | None:
        organization = self._organization
        if identifier == organization.root.id:
            return f"{ORGANIZATION}.roots[0].id"
        if identifier == organization.id:
            return f"{ORGANIZATION}.id"
        if identifier == organization.management_account_id:
            return "data.aws_caller_identity.current.account_id"
        if identifier in organization.units:
            return f"aws_organizations_organizational_unit.{self._names[identifier]}.id"
        if identifier in organization.accounts:
            return f"aws_organizations_account.{self._names[identifier]}.id"
        return None

    def _text(self, text: str) -> Expression:
        """With references in the place of identifiers that AWS makes up."""
        if (whole := self._reference(text)) is not None:
            return Expression(whole)

        def reference(identifier: str) -> str | None:
            found = self._reference(identifier)
            return None if found is None else f"${{{found}}}"

        written, _ = replaced(text, escaped, reference)
        return Expression(f'"{written}"')

    def _json(self, text: str) -> Expression:
        return json_of(self._referring(json.loads(text)))

    def _referring(self, value: object) -> Value:
        if isinstance(value, dict):
            return {self._text(name): self._referring(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._referring(item) for item in value]
        if isinstance(value, str):
            return self._text(value)
        assert value is None or isinstance(value, int | float)
        return value

    def _tags(self, tags: Mapping[str, str]) -> Value:
        return {self._text(key): self._text(value) for key, value in tags.items()}


def _resource(kind: str, label: str, /, **members: Value | Block) -> str:
    """What is empty is left out, but not what is false, which may not be the default."""
    said = {key: value for key, value in members.items() if value or isinstance(value, bool)}
    return block("resource", kind, label, members=said)
