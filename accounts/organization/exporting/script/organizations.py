"""AWS Organizations in the script: the tree first, policies last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from accounts.organization.exporting.script.shell import Shell, comment, tag_list
from accounts.organization.exporting.templates import policies_of
from accounts.organization.state import (
    AWS_MANAGED,
    FULL_ACCESS,
    Account,
    Organization,
    OrganizationalUnit,
    ParentId,
    TargetId,
)


class Organizations:
    """``accounts`` are those that are to be built."""

    def __init__(self, organization: Organization, accounts: Sequence[Account], shell: Shell) -> None:
        self._organization = organization
        self._accounts = accounts
        self._shell = shell

    def tree(self) -> Iterator[str]:
        """The organization, its units and accounts."""
        yield self._shell.kept(
            self._organization.management_account_id, "Account", "sts", "get-caller-identity"
        )
        if self._organization.is_deleted:
            return
        yield from self._root()
        yield from self._units()
        yield from self._make_accounts()

    def policies(self) -> Iterator[str]:
        """Policies of every type, what is attached where, and who else is trusted."""
        if self._organization.is_deleted:
            return
        yield from self._make_policies()
        yield from self._attachments()
        yield from self._services()

    def _root(self) -> Iterator[str]:
        organization, do = self._organization, self._do
        yield from ("", comment("The organization"))
        yield f"{do('create-organization', feature_set=organization.feature_set.value)} >/dev/null"
        yield self._kept(organization.id, "Organization.Id", "describe-organization")
        yield self._kept(organization.root.id, "'Roots[0].Id'", "list-roots")
        for policy_type in sorted(each.value for each in organization.root.policy_types):
            enable = do("enable-policy-type", root_id=organization.root.id, policy_type=policy_type)
            yield f"{enable} >/dev/null"
        yield from self._tag(organization.root.id, organization.root.tags)

    def _units(self) -> Iterator[str]:
        yield from ("", comment("Organizational units"))
        children: dict[ParentId, list[OrganizationalUnit]] = defaultdict(list)
        for unit in self._organization.units.values():
            children[unit.parent_id].append(unit)
        parents = [self._organization.root.id]
        for parent_id in parents:
            for unit in children[parent_id]:
                create = "create-organizational-unit"
                query = "OrganizationalUnit.Id"
                yield self._kept(unit.id, query, create, parent_id=parent_id, name=unit.name)
                yield from self._tag(unit.id, unit.tags)
                parents.append(unit.id)

    def _make_accounts(self) -> Iterator[str]:
        yield from ("", comment("Accounts"))
        root_id = self._organization.root.id
        for account in self._accounts:
            if account.id != self._organization.management_account_id:
                create = self._do("create-account", account_name=account.name, email=account.email)
                yield f"request=$({create} --query=CreateAccountStatus.Id --output=text)"
                yield f'{self._shell.variables[account.id]}=$(created "$request")'
            if account.parent_id != root_id:
                yield self._do(
                    "move-account",
                    account_id=account.id,
                    source_parent_id=root_id,
                    destination_parent_id=account.parent_id,
                )
            yield from self._tag(account.id, account.tags)

    def _make_policies(self) -> Iterator[str]:
        yield from ("", comment("Policies"))
        for policy in policies_of(self._organization):
            create = self._do(
                "create-policy",
                name=policy.name,
                type=policy.type.value,
                content=policy.content,
                description=policy.description,
            )
            if not policy.description:
                create += " --description="  # the CLI asks for one, if only an empty one
            query = "--query=Policy.PolicySummary.Id --output=text"
            yield f"{self._shell.variables[policy.id]}=$({create} {query})"
            yield from self._tag(policy.id, policy.tags)

    def _attachments(self) -> Iterator[str]:
        yield from (
            "",
            comment(
                "What is attached where. Full access goes last, since one policy must be attached always"
            ),
        )
        organization = self._organization
        targets = [organization.root.id, *organization.units, *(account.id for account in self._accounts)]
        enabled = [FULL_ACCESS[each].id for each in FULL_ACCESS if organization.is_enabled(each)]
        for target_id in targets:
            attached = organization.attachments.get(target_id, ())
            for policy_id in attached:
                if policy_id not in AWS_MANAGED:
                    yield self._do("attach-policy", policy_id=policy_id, target_id=target_id)
            for policy_id in enabled:
                if policy_id not in attached:
                    yield self._do("detach-policy", policy_id=policy_id, target_id=target_id)

    def _services(self) -> Iterator[str]:
        yield from ("", comment("Trusted services, delegated administrators, the delegation policy"))
        for service in self._organization.trusted_services:
            yield self._do("enable-aws-service-access", service_principal=service)
        for account_id, services in self._organization.delegated_administrators.items():
            for service in services:
                register = "register-delegated-administrator"
                yield self._do(register, account_id=account_id, service_principal=service)
        if (policy := self._organization.resource_policy) is not None:
            put = self._do("put-resource-policy", content=policy.document.text, tags=tag_list(policy.tags))
            yield f"{put} >/dev/null"

    def _do(self, operation: str, **options: object) -> str:
        return self._shell.command("organizations", operation, **options)

    def _kept(self, identifier: str, query: str, operation: str, **options: object) -> str:
        return self._shell.kept(identifier, query, "organizations", operation, **options)

    def _tag(self, target_id: TargetId, tags: Mapping[str, str]) -> Iterator[str]:
        if tags:
            yield self._do("tag-resource", resource_id=target_id, tags=tag_list(tags))
