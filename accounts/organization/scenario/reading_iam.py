"""The IAM of one account in a scenario document."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX, managed_policy_arn
from accounts.organization.identifiers import IAM_ID, IamPrefix, Occasion
from accounts.organization.operations.iam.checks import NAME, PATH
from accounts.organization.scenario.shape import Node
from accounts.organization.state import Account, Group, ManagedPolicy, Role, User
from policies.catalogue import managed_policies
from policies.engine.document import PolicyDocument, PolicyKind


def read_iam(node: Node, account: Account, occasion: Occasion) -> Account:
    """``account`` with the policies, groups, users and roles of its ``node``."""
    reader = _Reader(account.id, occasion)
    policies = [reader.managed_policy(child) for child in node.nodes("policies")]
    reader.known_arns = {policy.arn for policy in policies}
    groups = [reader.group(child) for child in node.nodes("groups")]
    reader.known_groups = {group.name for group in groups}
    users = [reader.user(child) for child in node.nodes("users")]
    roles = [reader.role(child) for child in node.nodes("roles")]
    return replace(
        account,
        policies={policy.arn: policy for policy in policies},
        groups={group.name: group for group in groups},
        users={user.name: user for user in users},
        roles={role.name: role for role in roles},
    )


class _Reader:
    """Reads the entities of one account, whose names and identifiers must differ."""

    def __init__(self, account_id: str, occasion: Occasion) -> None:
        self.account_id = account_id
        self.occasion = occasion
        self.known_arns: set[str] = set()
        self.known_groups: set[str] = set()
        self._taken_names: set[tuple[IamPrefix, str]] = set()
        self._taken_ids: set[str] = set()

    def managed_policy(self, node: Node) -> ManagedPolicy:
        name, path, identifier, created = self._head(node, IamPrefix.MANAGED_POLICY)
        policy = ManagedPolicy(
            arn=managed_policy_arn(self.account_id, path, name),
            id=identifier,
            name=name,
            path=path,
            description=node.text("description", ""),
            document=node.policy("document", PolicyKind.IDENTITY),
            created=created,
        )
        node.end()
        return policy

    def group(self, node: Node) -> Group:
        name, path, identifier, created = self._head(node, IamPrefix.GROUP)
        group = Group(name, path, identifier, created, _inline(node), self._attached(node))
        node.end()
        return group

    def user(self, node: Node) -> User:
        name, path, identifier, created = self._head(node, IamPrefix.USER)
        groups = node.texts("groups")
        for group in groups:
            if group not in self.known_groups:
                node.fault("groups", f"{group} is not among the account's groups")
        user = User(
            name=name,
            path=path,
            id=identifier,
            created=created,
            inline=_inline(node),
            attached=self._attached(node),
            groups=groups,
            tags=node.text_by_name("tags"),
        )
        node.end()
        return user

    def role(self, node: Node) -> Role:
        name, path, identifier, created = self._head(node, IamPrefix.ROLE)
        role = Role(
            name=name,
            path=path,
            id=identifier,
            created=created,
            trust=node.policy("trust", PolicyKind.TRUST),
            description=node.text("description", ""),
            inline=_inline(node),
            attached=self._attached(node),
            tags=node.text_by_name("tags"),
        )
        node.end()
        return role

    def _head(self, node: Node, prefix: IamPrefix) -> tuple[str, str, str, datetime]:
        """Name, path, identifier, time of creation: what every entity has."""
        name = node.text("name", pattern=NAME)
        if (prefix, name.lower()) in self._taken_names:
            node.fault("name", "is taken already (case does not count)")
        self._taken_names.add((prefix, name.lower()))
        identifier = node.text("id", "", pattern=IAM_ID[prefix])
        identifier = identifier or self.occasion.iam_id(prefix, f"{self.account_id}/{name}", self._taken_ids)
        if identifier in self._taken_ids:
            node.fault("id", "is taken already")
        self._taken_ids.add(identifier)
        path = node.text("path", "/", pattern=PATH)
        return name, path, identifier, node.time("created", self.occasion.time)

    def _attached(self, node: Node) -> tuple[str, ...]:
        attached = node.texts("attached")
        for arn in attached:
            if arn not in self.known_arns and not _is_aws_managed(arn):
                node.fault("attached", f"{arn} is neither the account's nor one of AWS's that are simulated")
        return attached


def _inline(node: Node) -> dict[str, PolicyDocument]:
    inline = node.policies_by_name("inline", PolicyKind.IDENTITY)
    for name in inline:
        if not NAME.fullmatch(name):
            node.fault("inline", f"{name!r} cannot be the name of a policy")
    return inline


def _is_aws_managed(arn: str) -> bool:
    return arn in managed_policies() or arn.startswith(f"{AWS_MANAGED_POLICY_PREFIX}aws-service-role/")
