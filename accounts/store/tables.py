"""Which part of an ``Organization`` is a row of which table.

A value is a handful of ordered lists; ``differing_lists`` names those that two values do not share,
each as mappings from a key to a part. What both hold in common is skipped by identity, so that a
move among ten thousand accounts looks at one.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.db import models

from accounts.models import (
    Account,
    Group,
    GroupMembership,
    OrganizationalUnit,
    OrganizationRecord,
    Role,
    User,
)
from accounts.organization import arns, state
from policies.engine.document import PolicyDocument
from policies.models import Attachment, InlinePolicy, Policy, PolicyType

Key = Hashable
"""The values of a table's ``key``: alone if there is one, else as a tuple."""


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` are the look-ups that name a row within one organization; the first narrows a search.

    ``owner`` leads to the organization. Where rows may not share a name, ``name`` is its column.
    """

    model: type[models.Model]
    owner: str
    key: tuple[str, ...]
    name: str | None = None

    def of(self, record: OrganizationRecord) -> dict[str, object]:
        """The filter for one organization's rows."""
        return {self.owner: record.public_id if self.owner == "scope" else record}


UNITS = Table(OrganizationalUnit, "organization", ("identifier",), name="name")
ACCOUNTS = Table(Account, "organization", ("identifier",), name="email")
GROUPS = Table(Group, "account__organization", ("account__identifier", "name"))
USERS = Table(User, "account__organization", ("account__identifier", "name"))
ROLES = Table(Role, "account__organization", ("account__identifier", "name"))
MEMBERSHIPS = Table(
    GroupMembership,
    "user__account__organization",
    ("user__account__identifier", "user__name", "group__name"),
)
POLICIES = Table(Policy, "scope", ("identifier",), name="name")
INLINE_POLICIES = Table(InlinePolicy, "scope", ("owner", "name"))
ATTACHMENTS = Table(Attachment, "scope", ("target", "policy_identifier"))

TABLES = (UNITS, ACCOUNTS, GROUPS, USERS, ROLES, MEMBERSHIPS, POLICIES, INLINE_POLICIES, ATTACHMENTS)
"""A row refers only to rows of its own table or of one before it."""


class Reference(NamedTuple):
    """Stands in a column for the row that it refers to."""

    table: Table
    key: Key


Columns = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing:
    """One ordered list of an organization, before and after. ``columns`` gives a part's row."""

    table: Table
    before: Mapping[Key, Any]
    after: Mapping[Key, Any]
    columns: Callable[[Key, Any], Columns]


def differing_lists(before: state.Organization, after: state.Organization) -> Iterator[Listing]:
    if before.units is not after.units:
        yield Listing(UNITS, before.units, after.units, partial(_unit, after.root.id))
    if before.accounts is not after.accounts:
        yield Listing(ACCOUNTS, before.accounts, after.accounts, partial(_account, after.root.id))
        for account_id, now in after.accounts.items():
            was = before.accounts.get(account_id)
            if was is not now:
                yield from _iam_lists(account_id, was, now)
        for account_id, was in before.accounts.items():
            if account_id not in after.accounts:
                yield from _iam_lists(account_id, was, None)
    if before.policies is not after.policies:
        yield Listing(POLICIES, before.policies, after.policies, _policy)
    if before.attachments is not after.attachments:
        yield Listing(
            ATTACHMENTS, _attachments(before.attachments), _attachments(after.attachments), _attachment
        )


def _iam_lists(
    account_id: state.AccountId, was: state.Account | None, now: state.Account | None
) -> Iterator[Listing]:
    sides = [_Iam(account_id, account) if account else _Iam(account_id) for account in (was, now)]
    account = Reference(ACCOUNTS, account_id)
    for table, part, columns in (
        (GROUPS, "groups", _entity),
        (USERS, "users", _user),
        (ROLES, "roles", _role),
    ):
        before, after = (side.entities(part) for side in sides)
        yield Listing(table, before, after, partial(columns, account))
    before, after = (side.memberships() for side in sides)
    yield Listing(MEMBERSHIPS, before, after, _membership)
    before, after = (side.policies() for side in sides)
    yield Listing(POLICIES, before, after, _managed_policy)
    before, after = (side.inline_policies() for side in sides)
    yield Listing(INLINE_POLICIES, before, after, _inline_policy)
    before, after = (side.attachments() for side in sides)
    yield Listing(ATTACHMENTS, before, after, _attachment)


@dataclass(frozen=True, slots=True)
class _Iam:
    """The lists of one account; all are empty where there is no such account."""

    account_id: state.AccountId
    account: state.Account | None = None

    def entities(self, part: str) -> dict[Key, Any]:
        entities = getattr(self.account, part) if self.account else {}
        return {(self.account_id, name): entity for name, entity in entities.items()}

    def memberships(self) -> dict[Key, Any]:
        users = self.account.users.values() if self.account else ()
        return {(self.account_id, user.name, group): None for user in users for group in user.groups}

    def policies(self) -> Mapping[Key, Any]:
        return self.account.policies if self.account else {}

    def inline_policies(self) -> dict[Key, Any]:
        return {
            (owner, name): document
            for owner, entity in self._owners()
            for name, document in entity.inline.items()
        }

    def attachments(self) -> dict[Key, Any]:
        return _attachments({owner: entity.attached for owner, entity in self._owners()})

    def _owners(self) -> Iterator[tuple[str, state.User | state.Group | state.Role]]:
        if self.account is None:
            return
        for group in self.account.groups.values():
            yield arns.group_arn(self.account_id, group.path, group.name), group
        for user in self.account.users.values():
            yield arns.user_arn(self.account_id, user.path, user.name), user
        for role in self.account.roles.values():
            yield arns.role_arn(self.account_id, role.path, role.name), role


def _parent(root_id: str, parent_id: state.ParentId) -> Reference | None:
    return None if parent_id == root_id else Reference(UNITS, parent_id)


def _unit(root_id: str, key: Key, unit: state.OrganizationalUnit) -> Columns:
    return {
        "identifier": unit.id,
        "parent": _parent(root_id, unit.parent_id),
        "name": unit.name,
        "tags": unit.tags,
    }


def _account(root_id: str, key: Key, account: state.Account) -> Columns:
    return {
        "identifier": account.id,
        "parent": _parent(root_id, account.parent_id),
        "name": account.name,
        "email": account.email,
        "joined": account.joined,
        "joined_method": account.joined_method.value,
        "state": account.state.value,
        "tags": account.tags,
    }


def _entity(account: Reference, key: Key, entity: state.User | state.Group | state.Role) -> Columns:
    return {
        "account": account,
        "identifier": entity.id,
        "name": entity.name,
        "path": entity.path,
        "created": entity.created,
    }


def _user(account: Reference, key: Key, user: state.User) -> Columns:
    return _entity(account, key, user) | {"tags": user.tags}


def _role(account: Reference, key: Key, role: state.Role) -> Columns:
    return _entity(account, key, role) | {
        "trust": role.trust.text,
        "description": role.description,
        "tags": role.tags,
    }


def _membership(key: tuple[str, str, str], _: None) -> Columns:
    account_id, user, group = key
    return {"user": Reference(USERS, (account_id, user)), "group": Reference(GROUPS, (account_id, group))}


def _policy(key: Key, policy: state.Policy) -> Columns:
    return {
        "identifier": policy.id,
        "type": policy.type.value,
        "name": policy.name,
        "description": policy.description,
        "document": policy.document.text,
    }


def _managed_policy(key: Key, policy: state.ManagedPolicy) -> Columns:
    return {
        "identifier": policy.arn,
        "type": PolicyType.MANAGED_POLICY,
        "name": policy.name,
        "description": policy.description,
        "document": policy.document.text,
        "policy_id": policy.id,
        "path": policy.path,
        "created": policy.created,
    }


def _inline_policy(key: tuple[str, str], document: PolicyDocument) -> Columns:
    owner, name = key
    return {"owner": owner, "name": name, "document": document.text}


def _attachments(attachments: Mapping[str, tuple[str, ...]]) -> dict[Key, None]:
    return {(target, policy): None for target, policies in attachments.items() for policy in policies}


def _attachment(key: tuple[str, str], _: None) -> Columns:
    target, policy = key
    return {"target": target, "policy_identifier": policy}
