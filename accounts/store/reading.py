"""Rows → value."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

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
from accounts.organization.scenario.around import read_around
from accounts.organization.scenario.shape import Node, Reading, parsed
from accounts.store.cache import cached, remember
from accounts.store.replaying import from_nearby
from policies.engine.document import PolicyDocument, PolicyKind
from policies.models import Attachment, InlinePolicy, Policy, PolicyType, PolicyVersion

AccountKey = int
"""The primary key of an account's row."""


def load(record: OrganizationRecord) -> state.Organization:
    """The organization at ``record.revision``.

    If it has changed since ``record`` was read and the value of then is no longer at hand, the record
    is read anew and the value is that of its new revision.
    """
    while True:
        value = cached(record, record.revision) or from_nearby(record, record.revision)
        if value is not None:
            return value
        with _without_pauses():
            value = _read(record)
        # Somebody may have written between two of the reads. Revisions only rise, so one that is
        # still the same says that nobody has.
        revision = OrganizationRecord.objects.values_list("revision", flat=True).get(pk=record.pk)
        if revision == record.revision:
            remember(record, revision, value)
            return value
        record.refresh_from_db()


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Nothing that is read here is garbage, yet the collector would look through all of it again and again:
    half the time of a large organization."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _read(record: OrganizationRecord) -> state.Organization:
    policies, management, managed = _policies(record)
    attached = _attachments(record)
    units, unit_ids = _units(record)
    accounts, outsiders = _accounts(record, unit_ids, _Iam(record, managed, attached))
    return state.Organization(
        id=record.identifier,
        management_account_id=record.management_account_id,
        feature_set=state.FeatureSet(record.feature_set),
        root=state.Root(
            id=record.root_id,
            name=record.root_name,
            policy_types=frozenset(map(state.PolicyType, record.policy_types)),
            tags=record.root_tags,
        ),
        units=units,
        accounts=accounts,
        policies=policies,
        attachments={
            target: identifiers for target, identifiers in attached.items() if not target.startswith("arn:")
        },
        management_policies=management,
        outsiders=outsiders,
        handshakes=_handshakes(record),
        create_account_requests=_account_requests(record),
        **read_around(_node(record.around))._asdict(),
    )


def _node(column: Mapping[str, object]) -> Node:
    """A column that holds what a scenario document would."""
    return Node(Reading(), column, "")


def _units(
    record: OrganizationRecord,
) -> tuple[dict[str, state.OrganizationalUnit], dict[int | None, state.ParentId]]:
    """The units, and by primary key what identifies each as a parent."""
    rows = list(
        OrganizationalUnit.objects.filter(organization=record)
        .order_by("position")
        .values_list("pk", "identifier", "parent_id", "name", "tags")
    )
    identifiers: dict[int | None, state.ParentId] = {pk: identifier for pk, identifier, *_ in rows}
    identifiers[None] = record.root_id
    units = {
        identifier: state.OrganizationalUnit(identifier, name, identifiers[parent], tags)
        for _, identifier, parent, name, tags in rows
    }
    return units, identifiers


def _accounts(
    record: OrganizationRecord, unit_ids: Mapping[int | None, state.ParentId], iam: "_Iam"
) -> tuple[dict[state.AccountId, state.Account], dict[state.AccountId, state.Account]]:
    """Those of the organization, and those outside."""
    rows = (
        Account.objects.filter(organization=record)
        .order_by("position")
        .values_list(
            "pk",
            "parent_id",
            "is_outside",
            "password_policy",
            "usage",
            "identifier",
            "name",
            "email",
            "joined",
            "joined_method",
            "state",
            "tags",
            "alias",
            "closed",
            "can_stand_alone",
            "has_root_credentials",
        )
    )
    inside: dict[state.AccountId, state.Account] = {}
    outside: dict[state.AccountId, state.Account] = {}
    for pk, parent, is_outside, rules, usage, identifier, name, email, joined, method, status, *rest in rows:
        tags, alias, closed, can_stand_alone, has_root_credentials = rest
        (outside if is_outside else inside)[identifier] = state.Account(
            id=identifier,
            name=name,
            email=email,
            parent_id="" if is_outside else unit_ids[parent],
            joined=joined,
            joined_method=state.JoinedMethod(method),
            state=state.AccountState(status),
            tags=tags,
            users=iam.users(pk, identifier),
            groups=iam.groups(pk, identifier),
            roles=iam.roles(pk, identifier),
            policies=iam.managed.get(identifier, {}),
            resources=iam.resources.get(pk, {}),
            mfa_devices=iam.mfa_devices.get(pk, {}),
            root_access_keys=iam.access_keys.get((pk, "root user"), {}),
            password_policy=None if rules is None else credentials.read_password_policy(_node(rules)),
            alias=alias,
            closed=closed,
            can_stand_alone=can_stand_alone,
            has_root_credentials=has_root_credentials,
            usage={usage_type: Decimal(amount) for usage_type, amount in usage.items()},
        )
    return inside, outside


def _policies(
    record: OrganizationRecord,
) -> tuple[
    dict[state.PolicyId, state.Policy],
    dict[state.PolicyId, state.ManagementPolicy],
    dict[state.AccountId, dict[str, state.ManagedPolicy]],
]:
    """SCPs and RCPs, management policies, and IAM's managed ones by account."""
    of_access: dict[state.PolicyId, state.Policy] = {}
    of_management: dict[state.PolicyId, state.ManagementPolicy] = {}
    managed: dict[state.AccountId, dict[str, state.ManagedPolicy]] = defaultdict(dict)
    versions = _versions(record)
    for row in Policy.objects.filter(scope=record.public_id).order_by("position"):
        if row.type == PolicyType.MANAGED_POLICY:
            managed[row.identifier.split(":")[4]][row.identifier] = state.ManagedPolicy(
                arn=row.identifier,
                id=row.policy_id,
                name=row.name,
                path=row.path,
                description=row.description,
                created=row.created,
                versions=versions[row.identifier],
                default_version_id=row.default_version,
                latest=row.latest_version,
                tags=row.tags,
            )
            continue
        policy_type = state.PolicyType(row.type)
        about = row.identifier, row.name, row.description, policy_type
        if policy_type.kind is None:
            of_management[row.identifier] = state.ManagementPolicy(*about, row.document, row.tags)
        else:
            document = parsed(row.document, policy_type.kind)
            of_access[row.identifier] = state.Policy(*about, document, tags=row.tags)
    return of_access, of_management, managed


def _versions(record: OrganizationRecord) -> dict[str, dict[str, state.PolicyVersion]]:
    """By the policy's ARN, then by identifier."""
    rows = PolicyVersion.objects.filter(scope=record.public_id).order_by("position")
    found: dict[str, dict[str, state.PolicyVersion]] = defaultdict(dict)
    for arn, version, text, created in rows.values_list("policy", "version", "document", "created"):
        found[arn][version] = state.PolicyVersion(version, parsed(text, PolicyKind.IDENTITY), created)
    return found


def _handshakes(record: OrganizationRecord) -> dict[str, state.Handshake]:
    return {
        row.identifier: state.Handshake(
            id=row.identifier,
            action=state.HandshakeAction(row.action),
            state=state.HandshakeState(row.state),
            recipient=state.HandshakeParty(row.recipient, state.HandshakePartyType(row.recipient_type)),
            requested=row.requested,
            expires=row.expires,
            ended=row.ended,
            notes=row.notes,
            tags=row.tags,
        )
        for row in Handshake.objects.filter(organization=record).order_by("position")
    }


def _account_requests(record: OrganizationRecord) -> dict[str, state.CreateAccountRequest]:
    return {
        row.identifier: state.CreateAccountRequest(
            id=row.identifier,
            account_name=row.account_name,
            state=state.CreateAccountState(row.state),
            requested=row.requested,
            completed=row.completed,
            account_id=row.account_id or None,
            failure_reason=row.failure_reason,
        )
        for row in CreateAccountRequest.objects.filter(organization=record).order_by("position")
    }


def _attachments(record: OrganizationRecord) -> dict[str, tuple[str, ...]]:
    rows = (
        Attachment.objects.filter(scope=record.public_id)
        .order_by("position")
        .values_list("target", "policy_identifier")
    )
    return {target: tuple(identifiers) for target, identifiers in _grouped(rows).items()}


class _Iam:
    """Users, groups and roles of every account, read at once and then handed out by account."""

    def __init__(
        self,
        record: OrganizationRecord,
        managed: Mapping[state.AccountId, dict[str, state.ManagedPolicy]],
        attached: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.managed = managed
        self._attached = attached
        inline = InlinePolicy.objects.filter(scope=record.public_id).order_by("position")
        self._inline = _grouped(
            (owner, (name, document))
            for owner, name, document in inline.values_list("owner", "name", "document")
        )
        memberships = GroupMembership.objects.filter(user__account__organization=record).order_by("position")
        self._memberships = _grouped(memberships.values_list("user_id", "group__name"))
        self._groups = _entities(record, Group)
        self._users = _entities(record, User, "pk", "tags", "boundary", "login_profile")
        self._roles = _entities(
            record, Role, "trust", "description", "tags", "boundary", "max_session_duration"
        )
        self.access_keys = _access_keys(record)
        self.mfa_devices = _mfa_devices(record)
        self.resources = _resources(record)

    def groups(self, account: AccountKey, account_id: state.AccountId) -> dict[str, state.Group]:
        return {
            name: state.Group(
                name, path, identifier, created, *self._own_policies(arns.group_arn(account_id, path, name))
            )
            for name, path, identifier, created in self._groups.get(account, ())
        }

    def users(self, account: AccountKey, account_id: state.AccountId) -> dict[str, state.User]:
        return {
            name: state.User(
                name,
                path,
                identifier,
                created,
                *self._own_policies(arns.user_arn(account_id, path, name)),
                groups=tuple(self._memberships.get(pk, ())),
                tags=tags,
                boundary=boundary or None,
                access_keys=self.access_keys.get((account, f"user/{name}"), {}),
                login_profile=None if profile is None else credentials.read_login_profile(_node(profile)),
            )
            for name, path, identifier, created, pk, tags, boundary, profile in self._users.get(account, ())
        }

    def roles(self, account: AccountKey, account_id: state.AccountId) -> dict[str, state.Role]:
        return {
            name: state.Role(
                name,
                path,
                identifier,
                created,
                parsed(trust, PolicyKind.TRUST),
                description,
                *self._own_policies(arns.role_arn(account_id, path, name)),
                tags=tags,
                boundary=boundary or None,
                max_session_duration=longest,
            )
            for name, path, identifier, created, trust, description, tags, boundary, longest in (
                self._roles.get(account, ())
            )
        }

    def _own_policies(self, arn: str) -> tuple[dict[str, PolicyDocument], tuple[str, ...]]:
        inline = {name: parsed(text, PolicyKind.IDENTITY) for name, text in self._inline.get(arn, ())}
        return inline, self._attached.get(arn, ())


def _access_keys(record: OrganizationRecord) -> dict[tuple[AccountKey, str], dict[str, state.AccessKey]]:
    """By account and owner."""
    rows = AccessKey.objects.filter(account__organization=record).order_by("position")
    keys: dict[tuple[AccountKey, str], dict[str, state.AccessKey]] = defaultdict(dict)
    for row in rows:
        used = row.last_used
        keys[row.account_id, row.owner][row.identifier] = state.AccessKey(
            id=row.identifier,
            created=row.created,
            status=state.AccessKeyStatus(row.status),
            last_used=None if used is None else credentials.read_last_used(_node(used)),
        )
    return keys


def _mfa_devices(record: OrganizationRecord) -> dict[AccountKey, dict[str, state.MfaDevice]]:
    devices: dict[AccountKey, dict[str, state.MfaDevice]] = defaultdict(dict)
    for row in MfaDevice.objects.filter(account__organization=record).order_by("position"):
        devices[row.account_id][row.serial_number] = state.MfaDevice(
            row.serial_number, row.created, row.owner or None, row.enabled, row.tags
        )
    return devices


def _resources(record: OrganizationRecord) -> dict[AccountKey, dict[str, state.Resource]]:
    resources: dict[AccountKey, dict[str, state.Resource]] = defaultdict(dict)
    for row in Resource.objects.filter(account__organization=record).order_by("position"):
        resources[row.account_id][row.arn] = state.Resource(
            arn=row.arn,
            type=state.ResourceType(row.type),
            created=row.created,
            policy=None if row.policy is None else parsed(row.policy, PolicyKind.RESOURCE),
            tags=row.tags,
            deletion=row.deletion,
            is_disabled=row.disabled,
        )
    return resources


def _entities(
    record: OrganizationRecord, model: type[Group | User | Role], *more: str
) -> dict[AccountKey, list[tuple[Any, ...]]]:
    rows = (
        model.objects.filter(account__organization=record)
        .order_by("position")
        .values_list("account_id", "name", "path", "identifier", "created", *more)
    )
    return _grouped((account, columns) for account, *columns in rows)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
