"""The organization for Terraform, in its JSON syntax.

Sources: Terraform, "JSON Configuration Syntax"; documentation of the provider hashicorp/aws.
"""

from __future__ import annotations

import json
from collections import defaultdict

from accounts.organization.exporting.templates import names_of, policies_of, replaced
from accounts.organization.scenario.plain import Members, present
from accounts.organization.state import AWS_MANAGED, Account, Group, Organization, Role, User

ORGANIZATION = "aws_organizations_organization.Organization"


def terraform(organization: Organization) -> str:
    """A ``.tf.json`` file. IAM of the members is made in the role that ``CreateAccount`` makes there."""
    return json.dumps(_Configuration(organization).all(), indent=2, ensure_ascii=False) + "\n"


class _Configuration:
    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._names = names_of(organization)
        self._resources: dict[str, Members] = defaultdict(dict)

    def all(self) -> Members:
        self._organizations()
        providers: list[Members] = [{}]
        for account in self._organization.accounts.values():
            if any((account.policies, account.groups, account.users, account.roles)):
                provider: Members = {}
                if account.id != self._organization.management_account_id:
                    name = self._names[account.id]
                    role = f"arn:aws:iam::{self._reference(account.id)}:role/OrganizationAccountAccessRole"
                    providers.append({"alias": name, "assume_role": {"role_arn": role}})
                    provider = {"provider": f"aws.{name}"}
                self._iam(account, provider)
        return {
            "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
            "provider": {"aws": providers},
            "data": {"aws_caller_identity": {"current": {}}},
            "resource": dict(self._resources),
        }

    def _organizations(self) -> None:
        organization, resources = self._organization, self._resources
        resources["aws_organizations_organization"]["Organization"] = {
            "feature_set": organization.feature_set.value,
            **present(
                enabled_policy_types=sorted(each.value for each in organization.root.policy_types),
                aws_service_access_principals=list(organization.trusted_services),
            ),
        }
        for unit in organization.units.values():
            resources["aws_organizations_organizational_unit"][self._names[unit.id]] = {
                "name": self._text(unit.name),
                "parent_id": self._reference(unit.parent_id),
                **self._tags(dict(unit.tags)),
            }
        for account in organization.accounts.values():
            if account.id != organization.management_account_id:
                resources["aws_organizations_account"][self._names[account.id]] = {
                    "name": self._text(account.name),
                    "email": self._text(account.email),
                    "parent_id": self._reference(account.parent_id),
                    **self._tags(dict(account.tags)),
                }
        for policy in policies_of(organization):
            resources["aws_organizations_policy"][self._names[policy.id]] = {
                "name": self._text(policy.name),
                "description": self._text(policy.description),
                "type": policy.type.value,
                "content": self._text(policy.content),
                **self._tags(dict(policy.tags)),
            }
        number = 0
        for target_id, attached in organization.attachments.items():
            for policy_id in attached:
                if policy_id in self._names and policy_id not in AWS_MANAGED:
                    number += 1
                    resources["aws_organizations_policy_attachment"][f"Attachment{number}"] = {
                        "policy_id": f"${{aws_organizations_policy.{self._names[policy_id]}.id}}",
                        "target_id": self._reference(target_id),
                    }
        if organization.resource_policy is not None:
            content = self._text(organization.resource_policy.document.text)
            resources["aws_organizations_resource_policy"]["Delegation"] = {"content": content}

    def _iam(self, account: Account, provider: Members) -> None:
        resources, prefix = self._resources, self._names[account.id]
        policies = {arn: f"{prefix}Policy{number}" for number, arn in enumerate(account.policies, 1)}

        def arn_of(arn: str) -> str:
            return f"${{aws_iam_policy.{policies[arn]}.arn}}" if arn in policies else self._text(arn)

        for policy in account.policies.values():
            resources["aws_iam_policy"][policies[policy.arn]] = {
                **provider,
                "name": policy.name,
                "path": policy.path,
                "policy": self._text(policy.document.text),
                **present(description=self._text(policy.description)),
                **self._tags(dict(policy.tags)),
            }
        identities: list[tuple[str, User | Group | Role]] = [
            *(("group", group) for group in account.groups.values()),
            *(("user", user) for user in account.users.values()),
            *(("role", role) for role in account.roles.values() if not role.is_service_linked),
        ]
        for number, (kind, identity) in enumerate(identities, 1):
            name = f"{prefix}{kind.title()}{number}"
            members: Members = {**provider, "name": identity.name, "path": identity.path}
            if isinstance(identity, Role):
                members["assume_role_policy"] = self._text(identity.trust.text)
                members["max_session_duration"] = identity.max_session_duration
                members |= present(description=self._text(identity.description))
            if not isinstance(identity, Group):
                members |= self._tags(dict(identity.tags))
                if identity.boundary is not None:
                    members["permissions_boundary"] = arn_of(identity.boundary)
            resources[f"aws_iam_{kind}"][name] = members
            whose = {**provider, kind: f"${{aws_iam_{kind}.{name}.name}}"}
            for place, (policy_name, document) in enumerate(identity.inline.items(), 1):
                own = {**whose, "name": policy_name, "policy": self._text(document.text)}
                resources[f"aws_iam_{kind}_policy"][f"{name}Policy{place}"] = own
            for place, arn in enumerate(identity.attached, 1):
                attachment = {**whose, "policy_arn": arn_of(arn)}
                resources[f"aws_iam_{kind}_policy_attachment"][f"{name}Attachment{place}"] = attachment
            if isinstance(identity, User) and identity.groups:
                # The groups are named, so Terraform has to be told that they come first.
                depends = [
                    f"aws_iam_group.{prefix}Group{place}"
                    for place, (of_kind, other) in enumerate(identities, 1)
                    if of_kind == "group" and other.name in identity.groups
                ]
                resources["aws_iam_user_group_membership"][f"{name}Groups"] = {
                    **whose,
                    "groups": list(identity.groups),
                    "depends_on": depends,
                }

    def _reference(self, identifier: str) -> str:
        return self._inside_text(identifier) or identifier

    def _inside_text(self, identifier: str) -> str | None:
        organization = self._organization
        if identifier == organization.root.id:
            return f"${{{ORGANIZATION}.roots[0].id}}"
        if identifier == organization.id:
            return f"${{{ORGANIZATION}.id}}"
        if identifier == organization.management_account_id:
            return "${data.aws_caller_identity.current.account_id}"
        if identifier in organization.units:
            return f"${{aws_organizations_organizational_unit.{self._names[identifier]}.id}}"
        if identifier in organization.accounts:
            return f"${{aws_organizations_account.{self._names[identifier]}.id}}"
        return None

    def _text(self, text: str) -> str:
        """Terraform reads ``${`` and ``%{`` in every string; doubled, they are themselves."""
        escaped, _ = replaced(
            text, lambda literal: literal.replace("${", "$${").replace("%{", "%%{"), self._inside_text
        )
        return escaped

    def _tags(self, tags: dict[str, str]) -> Members:
        return present(tags={self._text(key): self._text(value) for key, value in tags.items()})
