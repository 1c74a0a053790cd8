"""Which part of an ``Organization`` is a row of which table.

A value is a handful of ordered lists; ``differing_lists`` names those that two values do not share,
each as mappings from a key to a part, around the places where they differ. What both hold in common
is skipped by identity, so that a move among ten thousand accounts looks at one.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import models

from accounts.models import (
    AccessKey,
    Account,
    CreateAccountRequest,
    Group,
    GroupMembership,
    Handshake,
    MfaDevice,
    OrganizationalUnit,
    OrganizationRecord,
    Resource,
    Role,
    User,
)
from accounts.organization import arns, state
from accounts.organization.scenario import credentials
from policies.engine.document import PolicyDocument
from policies.models import Attachment, InlinePolicy, Policy, PolicyType, PolicyVersion

Part = TypeVar("Part")
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
ACCESS_KEYS = Table(AccessKey, "account__organization", ("account__identifier", "identifier"))
MFA_DEVICES = Table(MfaDevice, "account__organization", ("account__identifier", "serial_number"))
RESOURCES = Table(Resource, "account__organization", ("account__identifier", "arn"))
HANDSHAKES = Table(Handshake, "organization", ("identifier",))
ACCOUNT_REQUESTS = Table(CreateAccountRequest, "organization", ("identifier",))
POLICIES = Table(Policy, "scope", ("identifier",), name="name")
POLICY_VERSIONS = Table(PolicyVersion, "scope", ("policy", "version"))
INLINE_POLICIES = Table(InlinePolicy, "scope", ("owner", "name"))
ATTACHMENTS = Table(Attachment, "scope", ("target", "policy_identifier"))

TABLES = (
    UNITS,
    ACCOUNTS,
    GROUPS,
    USERS,
    ROLES,
    MEMBERSHIPS,
    ACCESS_KEYS,
    MFA_DEVICES,
    RESOURCES,
    HANDSHAKES,
    ACCOUNT_REQUESTS,
    POLICIES,
    POLICY_VERSIONS,
    INLINE_POLICIES,
    ATTACHMENTS,
)
"""A row refers only to rows of its own table or of one before it."""


class Reference(NamedTuple):
    """Stands in a column for the row that it refers to."""

    table: Table
    key: Key


Columns = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing:
    """One ordered list of an organization, before and after. ``columns`` gives a part's row.

    Both may leave out what they begin or end alike with, but for the nearest neighbours of what differs;
    ``whole`` then gives the keys of the list as it is after, all of them.
    """

    table: Table
    before: Mapping[Key, Any]
    after: Mapping[Key, Any]
    columns: Callable[[Key, Any], Columns]
    whole: Callable[[], Iterable[Key]]


def _listing(
    table: Table, before: Mapping[Key, Any], after: Mapping[Key, Any], columns: Callable[[Key, Any], Columns]
) -> Listing:
    return Listing(table, *_around_changes(before, after), columns, lambda: after)


def _around_changes(
    before: Mapping[str, Part], after: Mapping[str, Part]
) -> tuple[dict[str, Part], dict[str, Part]]:
    """Both without what they have in common at either end, except one neighbour on each side.

    Whatever is changed is one place in the middle, mostly; all else would have to be looked at twice.
    """
    most = min(len(before), len(after))
    head = _alike(before.items(), after.items(), most)
    tail = _alike(reversed(before.items()), reversed(after.items()), most - head)
    start = max(head - 1, 0)
    return tuple(dict(islice(each.items(), start, len(each) - max(tail - 1, 0))) for each in (before, after))


def _alike(before: Iterable[tuple[str, Part]], after: Iterable[tuple[str, Part]], most: int) -> int:
    """How many of the first ``most`` are the same in both, up to the first that is not."""
    pairs = zip(before, after, range(most), strict=False)
    return next(
        (place for (key, was), (other, now), place in pairs if was is not now or key != other),
        most,
    )


def differing_lists(before: state.Organization, after: state.Organization) -> Iterator[Listing]:
    if before.units is not after.units:
        yield _listing(UNITS, before.units, after.units, partial(_unit, after.root.id))
    if before.accounts is not after.accounts:
        yield from _account_lists(before.accounts, after.accounts, partial(_account, after.root.id))
    if before.outsiders is not after.outsiders:
        yield from _account_lists(before.outsiders, after.outsiders, _outsider)
    if before.handshakes is not after.handshakes:
        yield _listing(HANDSHAKES, before.handshakes, after.handshakes, _handshake)
    if before.create_account_requests is not after.create_account_requests:
        requests = before.create_account_requests, after.create_account_requests
        yield _listing(ACCOUNT_REQUESTS, *requests, _account_request)
    if before.policies is not after.policies:
        yield _listing(POLICIES, before.policies, after.policies, _policy)
    if before.management_policies is not after.management_policies:
        yield _listing(POLICIES, before.management_policies, after.management_policies, _policy)
    if before.attachments is not after.attachments:
        was, now = _around_changes(before.attachments, after.attachments)
        whole = partial(_attachments, after.attachments)
        yield Listing(ATTACHMENTS, _attachments(was), _attachments(now), _attachment, whole)


def _account_lists(
    before: Mapping[state.AccountId, state.Account],
    after: Mapping[state.AccountId, state.Account],
    columns: Callable[[Key, Any], Columns],
) -> Iterator[Listing]:
    listing = _listing(ACCOUNTS, before, after, columns)
    yield listing
    before, after = listing.before, listing.after
    for account_id, now in after.items():
        was = before.get(account_id)
        if was is not now:
            yield from _iam_lists(account_id, was, now)
    for account_id, was in before.items():
        if account_id not in after:
            yield from _iam_lists(account_id, was, None)


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
        yield _listing(table, before, after, partial(columns, account))
    before, after = (side.memberships() for side in sides)
    yield _listing(MEMBERSHIPS, before, after, _membership)
    before, after = (side.access_keys() for side in sides)
    yield _listing(ACCESS_KEYS, before, after, partial(_access_key, account))
    before, after = (side.entities("mfa_devices") for side in sides)
    yield _listing(MFA_DEVICES, before, after, partial(_mfa_device, account))
    before, after = (side.entities("resources") for side in sides)
    yield _listing(RESOURCES, before, after, partial(_resource, account))
    before, after = (side.policies() for side in sides)
    yield _listing(POLICIES, before, after, _managed_policy)
    before, after = (side.versions() for side in sides)
    yield _listing(POLICY_VERSIONS, before, after, _version)
    before, after = (side.inline_policies() for side in sides)
    yield _listing(INLINE_POLICIES, before, after, _inline_policy)
    before, after = (side.attachments() for side in sides)
    yield _listing(ATTACHMENTS, before, after, _attachment)


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

    def access_keys(self) -> dict[Key, Any]:
        if self.account is None:
            return {}
        owners = {f"user/{user.name}": user.access_keys for user in self.account.users.values()}
        owners["root user"] = self.account.root_access_keys
        return {
            (self.account_id, key.id): _OwnedKey(owner, key)
            for owner, keys in owners.items()
            for key in keys.values()
        }

    def policies(self) -> Mapping[Key, Any]:
        return self.account.policies if self.account else {}

    def versions(self) -> dict[Key, Any]:
        return {
            (arn, version.id): version
            for arn, policy in self.policies().items()
            for version in policy.versions.values()
        }

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
    return {**_outsider(key, account), "parent": _parent(root_id, account.parent_id), "is_outside": False}


def _outsider(key: Key, account: state.Account) -> Columns:
    rules = account.password_policy
    return {
        "identifier": account.id,
        "parent": None,
        "is_outside": True,
        "name": account.name,
        "email": account.email,
        "joined": account.joined,
        "joined_method": account.joined_method.value,
        "state": account.state.value,
        "tags": account.tags,
        "alias": account.alias,
        "closed": account.closed,
        "can_stand_alone": account.can_stand_alone,
        "has_root_credentials": account.has_root_credentials,
        "password_policy": None if rules is None else credentials.password_policy(rules),
        "usage": {usage_type: str(amount) for usage_type, amount in account.usage.items()},
    }


def _handshake(key: Key, handshake: state.Handshake) -> Columns:
    return {
        "identifier": handshake.id,
        "action": handshake.action.value,
        "state": handshake.state.value,
        "recipient": handshake.recipient.id,
        "recipient_type": handshake.recipient.type.value,
        "requested": handshake.requested,
        "expires": handshake.expires,
        "ended": handshake.ended,
        "notes": handshake.notes,
        "tags": handshake.tags,
    }


def _account_request(key: Key, request: state.CreateAccountRequest) -> Columns:
    return {
        "identifier": request.id,
        "account_name": request.account_name,
        "state": request.state.value,
        "requested": request.requested,
        "completed": request.completed,
        "account_id": request.account_id or "",
        "failure_reason": request.failure_reason,
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
    profile = user.login_profile
    return _entity(account, key, user) | {
        "tags": user.tags,
        "boundary": user.boundary or "",
        "login_profile": None if profile is None else credentials.login_profile(profile),
    }


def _role(account: Reference, key: Key, role: state.Role) -> Columns:
    return _entity(account, key, role) | {
        "trust": role.trust.text,
        "description": role.description,
        "tags": role.tags,
        "boundary": role.boundary or "",
        "max_session_duration": role.max_session_duration,
    }


class _OwnedKey(NamedTuple):
    owner: str
    key: state.AccessKey


def _access_key(account: Reference, key: Key, owned: _OwnedKey) -> Columns:
    last_used = owned.key.last_used
    return {
        "account": account,
        "owner": owned.owner,
        "identifier": owned.key.id,
        "created": owned.key.created,
        "status": owned.key.status.value,
        "last_used": None if last_used is None else credentials.last_used(last_used),
    }


def _mfa_device(account: Reference, key: Key, device: state.MfaDevice) -> Columns:
    return {
        "account": account,
        "serial_number": device.serial_number,
        "created": device.created,
        "owner": device.owner or "",
        "enabled": device.enabled,
        "tags": device.tags,
    }


def _resource(account: Reference, key: Key, resource: state.Resource) -> Columns:
    return {
        "account": account,
        "arn": resource.arn,
        "type": resource.type.value,
        "created": resource.created,
        "policy": None if resource.policy is None else resource.policy.text,
        "tags": resource.tags,
        "deletion": resource.deletion,
        "disabled": resource.is_disabled,
    }


def _membership(key: tuple[str, str, str], _: None) -> Columns:
    account_id, user, group = key
    return {"user": Reference(USERS, (account_id, user)), "group": Reference(GROUPS, (account_id, group))}


def _policy(key: Key, policy: state.Policy | state.ManagementPolicy) -> Columns:
    return {
        "identifier": policy.id,
        "type": policy.type.value,
        "name": policy.name,
        "description": policy.description,
        "document": policy.content,
        "tags": policy.tags,
    }


def _managed_policy(key: Key, policy: state.ManagedPolicy) -> Columns:
    return {
        "identifier": policy.arn,
        "type": PolicyType.MANAGED_POLICY,
        "name": policy.name,
        "description": policy.description,
        "tags": policy.tags,
        "policy_id": policy.id,
        "path": policy.path,
        "created": policy.created,
        "default_version": policy.default_version_id,
        "latest_version": policy.latest,
    }


def _version(key: tuple[str, str], version: state.PolicyVersion) -> Columns:
    policy, _ = key
    return {
        "policy": policy,
        "version": version.id,
        "document": version.document.text,
        "created": version.created,
    }


def _inline_policy(key: tuple[str, str], document: PolicyDocument) -> Columns:
    owner, name = key
    return {"owner": owner, "name": name, "document": document.text}


def _attachments(attachments: Mapping[str, tuple[str, ...]]) -> dict[Key, None]:
    return {(target, policy): None for target, policies in attachments.items() for policy in policies}


def _attachment(key: tuple[str, str], _: None) -> Columns:
    target, policy = key
    return {"target": target, "policy_identifier": policy}
