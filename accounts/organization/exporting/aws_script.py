"""The organization as a script of ``aws`` commands that builds it anew.

Identifiers are AWS's to make up: the script keeps each in a variable, and puts them into policies, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from accounts.organization.exporting.shell import Shell, comment
from accounts.organization.exporting.templates import policies_of
from accounts.organization.state import (
    AWS_MANAGED,
    FULL_ACCESS,
    Account,
    AccountState,
    Group,
    Organization,
    Role,
    TargetId,
    User,
)

HEAD: Final = """\
#!/usr/bin/env bash
# Run it with credentials of an administrator of the account that is to be the management account, and that is
# in no organization yet. Needs the AWS CLI. Set AWS_ENDPOINT_URL to build it elsewhere than in AWS.
set -euo pipefail
shopt -s inherit_errexit
export AWS_PAGER=""

# Makes an account, waits until it is there, prints its number.
create_account() {
  local request state
  request=$(aws organizations create-account --account-name="$1" --email="$2" \\
    --query=CreateAccountStatus.Id --output=text)
  while :; do
    state=$(aws organizations describe-create-account-status --create-account-request-id="$request" \\
      --query=CreateAccountStatus.State --output=text)
    case "$state" in
      SUCCEEDED) break ;;
      FAILED) echo "$1 could not be created" >&2; return 1 ;;
      *) sleep 5 ;;
    esac
  done
  aws organizations describe-create-account-status --create-account-request-id="$request" \\
    --query=CreateAccountStatus.AccountId --output=text
}

# Acts in another account from here on, in the role that create-account makes there.
enter() {
  local keys
  keys=$(aws sts assume-role --role-arn="arn:aws:iam::$1:role/OrganizationAccountAccessRole" \\
    --role-session-name=orgsim --output=text \\
    --query='Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$keys"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}
"""
MADE_BY_AWS: Final = "OrganizationAccountAccessRole"


def aws_script(organization: Organization) -> str:
    """For bash. Everything but what is named at its end, which no command makes, or which is secret."""
    accounts = [
        account
        for account in organization.accounts.values()
        if account.state in (AccountState.ACTIVE, AccountState.PENDING_CLOSURE)
    ]
    script = _Script(organization, accounts)
    return "\n".join((HEAD, *script.lines()))


class _Script:
    def __init__(self, organization: Organization, accounts: list[Account]) -> None:
        self._organization = organization
        self._accounts = accounts
        self._variables = {
            organization.id: "organization",
            organization.root.id: "root",
            organization.management_account_id: "management",
            **{unit_id: f"unit_{number}" for number, unit_id in enumerate(organization.units, 1)},
            **{
                account.id: f"account_{number}"
                for number, account in enumerate(accounts, 1)
                if account.id != organization.management_account_id
            },
            **{
                policy_id: f"policy_{number}"
                for number, policy_id in enumerate(
                    (*organization.policies, *organization.management_policies), 1
                )
            },
        }
        self._shell = Shell(self._variables)

    def lines(self) -> Iterator[str]:
        yield from self._root()
        yield from self._units()
        yield from self._make_accounts()
        yield from self._policies()
        yield from self._attachments()
        yield from self._services()
        # Trust policies can only name users that are there.
        for account in self._accounts:
            yield from self._inside(account, [*self._identities(account)])
        for account in self._accounts:
            yield from self._inside(account, [*self._roles(account)])
        yield from self._left_out()

    def _root(self) -> Iterator[str]:
        feature_set = self._organization.feature_set.value
        yield comment("The organization")
        yield self._do("organizations", "create-organization", feature_set=feature_set) + " >/dev/null"
        describe = self._shell.command("organizations", "describe-organization", output="text")
        yield f"organization=$({describe} --query=Organization.Id)"
        yield f"management=$({describe} --query=Organization.MasterAccountId)"
        roots = self._shell.command("organizations", "list-roots", output="text")
        yield f"root=$({roots} --query='Roots[0].Id')"
        for policy_type in sorted(each.value for each in self._organization.root.policy_types):
            yield (
                self._do(
                    "organizations",
                    "enable-policy-type",
                    root_id=self._organization.root.id,
                    policy_type=policy_type,
                )
                + " >/dev/null"
            )
        yield from self._tag(self._organization.root.id, dict(self._organization.root.tags))

    def _units(self) -> Iterator[str]:
        yield ""
        yield comment("Organizational units")
        made = {self._organization.root.id}
        left = dict(self._organization.units)
        while left:
            for unit in [unit for unit in left.values() if unit.parent_id in made]:
                yield self._kept(
                    unit.id,
                    "OrganizationalUnit.Id",
                    "create-organizational-unit",
                    parent_id=unit.parent_id,
                    name=unit.name,
                )
                yield from self._tag(unit.id, dict(unit.tags))
                made.add(unit.id)
                del left[unit.id]

    def _make_accounts(self) -> Iterator[str]:
        yield ""
        yield comment("Accounts")
        root_id = self._organization.root.id
        for account in self._accounts:
            if account.id != self._organization.management_account_id:
                name, email = self._shell.quoted(account.name), self._shell.quoted(account.email)
                yield f"{self._variables[account.id]}=$(create_account {name} {email})"
            if account.parent_id != root_id:
                yield self._do(
                    "organizations",
                    "move-account",
                    account_id=account.id,
                    source_parent_id=root_id,
                    destination_parent_id=account.parent_id,
                )
            yield from self._tag(account.id, dict(account.tags))

    def _policies(self) -> Iterator[str]:
        yield ""
        yield comment("Policies")
        for policy in policies_of(self._organization):
            create = self._do(
                "organizations",
                "create-policy",
                name=policy.name,
                type=policy.type.value,
                content=policy.content,
            )
            # The CLI asks for a description, if only an empty one.
            description = self._shell.quoted(policy.description)
            query = "--query=Policy.PolicySummary.Id --output=text"
            yield f"{self._variables[policy.id]}=$({create} --description={description} {query})"
            yield from self._tag(policy.id, dict(policy.tags))

    def _attachments(self) -> Iterator[str]:
        yield ""
        yield comment(
            "What is attached where. Full access goes last, since one policy must always be attached"
        )
        organization = self._organization
        targets = [organization.root.id, *organization.units, *(account.id for account in self._accounts)]
        enabled = [FULL_ACCESS[each].id for each in FULL_ACCESS if organization.is_enabled(each)]
        for target_id in targets:
            attached = organization.attachments.get(target_id, ())
            for policy_id in attached:
                if policy_id not in AWS_MANAGED:
                    yield self._do("organizations", "attach-policy", policy_id=policy_id, target_id=target_id)
            for policy_id in enabled:
                if policy_id not in attached:
                    yield self._do("organizations", "detach-policy", policy_id=policy_id, target_id=target_id)

    def _services(self) -> Iterator[str]:
        yield ""
        yield comment("Trusted services, delegated administrators, the delegation policy")
        for service in self._organization.trusted_services:
            yield self._do("organizations", "enable-aws-service-access", service_principal=service)
        for account_id, services in self._organization.delegated_administrators.items():
            for service in services:
                yield self._do(
                    "organizations",
                    "register-delegated-administrator",
                    account_id=account_id,
                    service_principal=service,
                )
        if (policy := self._organization.resource_policy) is not None:
            yield (
                self._do("organizations", "put-resource-policy", content=policy.document.text) + " >/dev/null"
            )

    # IAM

    def _inside(self, account: Account, commands: list[str]) -> Iterator[str]:
        """In a subshell, so that what comes next acts in the management account again."""
        if not commands:
            return
        yield ""
        yield comment(f"Inside {account.name}")
        yield "("
        if account.id != self._organization.management_account_id:
            yield f'  enter "${self._variables[account.id]}"'
        yield from (f"  {command}" for command in commands)
        yield ")"

    def _identities(self, account: Account) -> Iterator[str]:
        """Managed policies, groups and users."""
        for policy in account.policies.values():
            first, *others = policy.versions.values()
            yield (
                self._do(
                    "iam",
                    "create-policy",
                    policy_name=policy.name,
                    path=policy.path,
                    description=policy.description,
                    policy_document=first.document.text,
                    tags=_tags(dict(policy.tags)),
                )
                + " >/dev/null"
            )
            for version in others:
                create = self._do(
                    "iam",
                    "create-policy-version",
                    policy_arn=policy.arn,
                    policy_document=version.document.text,
                    set_as_default=True if version.id == policy.default_version_id else None,
                )
                yield f"{create} >/dev/null"
        for group in account.groups.values():
            create = self._do("iam", "create-group", group_name=group.name, path=group.path)
            yield f"{create} >/dev/null"
            yield from self._grants("group", group)
        for user in account.users.values():
            create = self._do(
                "iam",
                "create-user",
                user_name=user.name,
                path=user.path,
                permissions_boundary=user.boundary,
                tags=_tags(dict(user.tags)),
            )
            yield f"{create} >/dev/null"
            for name in user.groups:
                yield self._do("iam", "add-user-to-group", user_name=user.name, group_name=name)
            yield from self._grants("user", user)

    def _roles(self, account: Account) -> Iterator[str]:
        for role in account.roles.values():
            if role.is_service_linked:
                service = role.path.split("/")[2]
                create = self._do("iam", "create-service-linked-role", aws_service_name=service)
                yield f"{create} >/dev/null"
                continue
            if role.name == MADE_BY_AWS and account.id != self._organization.management_account_id:
                continue
            create = self._do(
                "iam",
                "create-role",
                role_name=role.name,
                path=role.path,
                description=role.description,
                assume_role_policy_document=role.trust.text,
                max_session_duration=role.max_session_duration,
                permissions_boundary=role.boundary,
                tags=_tags(dict(role.tags)),
            )
            yield f"{create} >/dev/null"
            yield from self._grants("role", role)

    def _grants(self, kind: str, identity: User | Group | Role) -> Iterator[str]:
        whose = {f"{kind}_name": identity.name}
        for name, document in identity.inline.items():
            yield self._do(
                "iam", f"put-{kind}-policy", **whose, policy_name=name, policy_document=document.text
            )
        for arn in identity.attached:
            yield self._do("iam", f"attach-{kind}-policy", **whose, policy_arn=arn)

    def _left_out(self) -> Iterator[str]:
        yield ""
        organization, accounts = self._organization, self._organization.accounts.values()
        counts = {
            "accounts that are closed or suspended": len(accounts) - len(self._accounts),
            "accounts outside of the organization": len(organization.outsiders),
            "handshakes": len(organization.handshakes),
            "access keys": sum(len(user.access_keys) for each in accounts for user in each.users.values()),
            "MFA devices": sum(len(account.mfa_devices) for account in accounts),
            "resources": sum(len(account.resources) for account in accounts),
        }
        named = [f"{count:,} {what}" for what, count in counts.items() if count]
        if named:
            yield comment(f"Not made by this script: {', '.join(named)}.")

    # Words

    def _do(self, service: str, operation: str, **options: object) -> str:
        return self._shell.command(service, operation, **options)

    def _kept(self, identifier: str, query: str, operation: str, **options: object) -> str:
        """A command whose answer holds the new identifier, which its variable keeps."""
        create = self._do("organizations", operation, **options)
        return f"{self._variables[identifier]}=$({create} --query={query} --output=text)"

    def _tag(self, target_id: TargetId, tags: dict[str, str]) -> Iterator[str]:
        if tags:
            yield self._do("organizations", "tag-resource", resource_id=target_id, tags=_tags(tags))


def _tags(tags: dict[str, str]) -> str:
    """As JSON, which the CLI takes everywhere: its shorthand cannot say every text."""
    return json.dumps([{"Key": key, "Value": value} for key, value in tags.items()]) if tags else ""
