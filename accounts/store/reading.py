"""Rows → value."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

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
from accounts.store.cache import cached, remember
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy
from policies.models import Attachment, InlinePolicy, Policy, PolicyType

AccountKey = int
"""The primary key of an account's row."""


def load(record: OrganizationRecord) -> state.Organization:
    """The organization at ``record.revision``.

    If it has changed since ``record`` was read and the value of then is no longer at hand, the record
    is read anew and the value is that of its new revision.
    """
    while True:
        value = cached(record, record.revision)
        if value is not None:
            return value
        value = _read(record)
        # Somebody may have written between two of the reads. Revisions only rise, so one that is
        # still the same says that nobody has.
        revision = OrganizationRecord.objects.values_list("revision", flat=True).get(pk=record.pk)
        if revision == record.revision:
            remember(record, revision, value)
            return value
        record.refresh_from_db()


def _read(record: OrganizationRecord) -> state.Organization:
    policies, managed = _policies(record)
    attached = _attachments(record)
    units, unit_ids = _units(record)
    return state.Organization(
        id=record.identifier,
        management_account_id=record.management_account_id,
        feature_set=state.FeatureSet(record.feature_set),
        root=state.Root(
            id=record.root_id,
            name=record.root_name,
            policy_types=frozenset(map(state.PolicyType, record.policy_types)),
        ),
        units=units,
        accounts=_accounts(record, unit_ids, _Iam(record, managed, attached)),
        policies=policies,
        attachments={
            target: identifiers for target, identifiers in attached.items() if not target.startswith("arn:")
        },
    )


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
) -> dict[state.AccountId, state.Account]:
    rows = (
        Account.objects.filter(organization=record)
        .order_by("position")
        .values_list(
            "pk", "identifier", "name", "email", "parent_id", "joined", "joined_method", "state", "tags"
        )
    )
    return {
        identifier: state.Account(
            id=identifier,
            name=name,
            email=email,
            parent_id=unit_ids[parent],
            joined=joined,
            joined_method=state.JoinedMethod(method),
            state=state.AccountState(status),
            tags=tags,
            users=iam.users(pk, identifier),
            groups=iam.groups(pk, identifier),
            roles=iam.roles(pk, identifier),
            policies=iam.managed.get(identifier, {}),
        )
        for pk, identifier, name, email, parent, joined, method, status, tags in rows
    }


def _policies(
    record: OrganizationRecord,
) -> tuple[dict[state.PolicyId, state.Policy], dict[state.AccountId, dict[str, state.ManagedPolicy]]]:
    """The policies of Organizations, and IAM's managed ones by account."""
    organizations: dict[state.PolicyId, state.Policy] = {}
    managed: dict[state.AccountId, dict[str, state.ManagedPolicy]] = defaultdict(dict)
    for row in Policy.objects.filter(scope=record.public_id).order_by("position"):
        if row.type == PolicyType.MANAGED_POLICY:
            managed[row.identifier.split(":")[4]][row.identifier] = state.ManagedPolicy(
                arn=row.identifier,
                id=row.policy_id,
                name=row.name,
                path=row.path,
                description=row.description,
                document=_parsed(row.document, PolicyKind.IDENTITY),
                created=row.created,
            )
        else:
            organizations[row.identifier] = state.Policy(
                id=row.identifier,
                name=row.name,
                description=row.description,
                type=state.PolicyType(row.type),
                document=_parsed(row.document, PolicyKind.SERVICE_CONTROL),
            )
    return organizations, managed


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
        self._users = _entities(record, User, "pk", "tags")
        self._roles = _entities(record, Role, "trust", "description", "tags")

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
            )
            for name, path, identifier, created, pk, tags in self._users.get(account, ())
        }

    def roles(self, account: AccountKey, account_id: state.AccountId) -> dict[str, state.Role]:
        return {
            name: state.Role(
                name,
                path,
                identifier,
                created,
                _parsed(trust, PolicyKind.TRUST),
                description,
                *self._own_policies(arns.role_arn(account_id, path, name)),
                tags=tags,
            )
            for name, path, identifier, created, trust, description, tags in self._roles.get(account, ())
        }

    def _own_policies(self, arn: str) -> tuple[dict[str, PolicyDocument], tuple[str, ...]]:
        inline = {name: _parsed(text, PolicyKind.IDENTITY) for name, text in self._inline.get(arn, ())}
        return inline, self._attached.get(arn, ())


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


@lru_cache(maxsize=4096)
def _parsed(text: str, kind: PolicyKind) -> PolicyDocument:
    """Most accounts have the same few policies."""
    return parse_policy(text, kind)
