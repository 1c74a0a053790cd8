"""The IAM of one account in a scenario document."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX, managed_policy_arn
from accounts.organization.identifiers import IAM_ID, IamPrefix, Occasion
from accounts.organization.operations.iam.checks import NAME, PATH
from accounts.organization.quotas import IN_FORCE
from accounts.organization.scenario.credentials import read_access_keys, read_login_profile
from accounts.organization.scenario.shape import Node
from accounts.organization.state import Account, Group, ManagedPolicy, PolicyVersion, Role, User
from policies.catalogue import managed_policies
from policies.engine.document import PolicyDocument, PolicyKind

VERSION_ID = re.compile(r"v[1-9][0-9]{0,5}")
SHORTEST_MAXIMUM, LONGEST_MAXIMUM = 3_600, 43_200
"""Of a role's sessions, in seconds. Source: IAM API Reference, ``MaxSessionDuration``."""
_NO_VERSION = PolicyVersion(
    "v1", PolicyDocument(PolicyKind.IDENTITY, "", "", None, ()), datetime.fromtimestamp(0, UTC)
)


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
        versions, default, latest = _versions(node, created)
        policy = ManagedPolicy(
            arn=managed_policy_arn(self.account_id, path, name),
            id=identifier,
            name=name,
            path=path,
            description=node.text("description", ""),
            created=created,
            versions=versions,
            default_version_id=default,
            latest=latest,
            tags=node.text_by_name("tags"),
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
        profile = node.optional_node("login_profile")
        user = User(
            name=name,
            path=path,
            id=identifier,
            created=created,
            inline=_inline(node),
            attached=self._attached(node),
            groups=groups,
            tags=node.text_by_name("tags"),
            boundary=self._boundary(node),
            access_keys=read_access_keys(node, "access_keys"),
            login_profile=None if profile is None else read_login_profile(profile),
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
            boundary=self._boundary(node),
            max_session_duration=node.integer(
                "max_session_duration", SHORTEST_MAXIMUM, least=SHORTEST_MAXIMUM, most=LONGEST_MAXIMUM
            ),
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
            self._check_known(node, "attached", arn)
        return attached

    def _boundary(self, node: Node) -> str | None:
        boundary = node.optional_text("boundary")
        if boundary is not None:
            self._check_known(node, "boundary", boundary)
        return boundary

    def _check_known(self, node: Node, member: str, arn: str) -> None:
        if arn not in self.known_arns and not _is_aws_managed(arn):
            node.fault(member, f"{arn} is neither the account's nor one of AWS's that are simulated")


def _versions(node: Node, created: datetime) -> tuple[dict[str, PolicyVersion], str, int]:
    """The versions by identifier, the default's identifier, the greatest number ever given.

    A policy with one version may have its ``document`` instead.
    """
    if not node.has("versions"):
        only = PolicyVersion("v1", node.policy("document", PolicyKind.IDENTITY), created)
        return {only.id: only}, only.id, 1
    versions = {}
    for child in node.nodes("versions"):
        version = PolicyVersion(
            id=child.text("id", pattern=VERSION_ID),
            document=child.policy("document", PolicyKind.IDENTITY),
            created=child.time("created"),
        )
        child.end()
        if version.id in versions:
            child.fault("id", "is taken already")
        versions[version.id] = version
    if not 1 <= len(versions) <= IN_FORCE.versions_of_managed_policy:
        node.fault("versions", f"must be 1 to {IN_FORCE.versions_of_managed_policy}")
    default = node.text("default_version_id", "v1")
    if default not in versions:
        node.fault("default_version_id", f"{default} is not among the versions")
        versions.setdefault(default, _NO_VERSION)
    greatest = max((int(id_[1:]) for id_ in versions if VERSION_ID.fullmatch(id_)), default=1)
    latest = node.integer("latest", greatest, least=1, most=1_000_000)
    if latest < greatest:
        node.fault("latest", f"is less than the number of v{greatest}")
    return versions, default, latest


def _inline(node: Node) -> dict[str, PolicyDocument]:
    inline = node.policies_by_name("inline", PolicyKind.IDENTITY)
    for name in inline:
        if not NAME.fullmatch(name):
            node.fault("inline", f"{name!r} cannot be the name of a policy")
    return inline


def _is_aws_managed(arn: str) -> bool:
    return arn in managed_policies() or arn.startswith(f"{AWS_MANAGED_POLICY_PREFIX}aws-service-role/")
