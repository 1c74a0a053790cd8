"""What the policy editor can be about: what it is called, how long it may be, how it is written.

A subject's ``writer`` knows both how the organization would be with another text, on a value that is
thrown away, and which operations make it so, on a draft that is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _

from accounts.organization.operations.outcome import with_account
from accounts.organization.state import (
    Account,
    AccountId,
    Group,
    Organization,
    PolicyType,
    Role,
    TargetId,
    User,
)
from accounts.page.policy_types import WORDS
from accounts.page.view import first_selection
from policies.catalogue import managed_policies
from policies.engine import quotas
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.quotas import SizeQuota

INLINE_QUOTAS = {
    "user": quotas.USER_INLINE_POLICIES,
    "group": quotas.GROUP_INLINE_POLICIES,
    "role": quotas.ROLE_INLINE_POLICIES,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the editor's fields. ``attach_to`` only counts for a new policy of the organization."""

    name: str
    content: str
    description: str = ""
    attach_to: TargetId = ""


NOTHING = Entry("", "")


class Draft(Protocol):
    """``services.Draft``: operations done one after the other."""

    def apply(self, operation: str, /, **parameters: object) -> Mapping[str, Any]: ...


class Writer(Protocol):
    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        """The organization as it would be with ``document``. Raises ``AwsError``."""

    def save(self, draft: Draft, entry: Entry) -> None: ...

    def delete(self, draft: Draft) -> None: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """One policy, stored or new. ``route`` and ``arguments`` name its address.

    ``kind`` is None for a management policy; ``policy_type`` is that of a policy of the organization.
    ``stored`` is what the editor begins with. ``beside`` are the documents that share the quota.
    ``account_id`` is the account inside which the policy is, empty for one of the organization;
    ``owner`` the identity that carries an inline policy, as in ``user/john``. ``fixed`` says why it is
    only shown, not edited; without a ``writer`` it cannot be deleted either.
    """

    kind: PolicyKind | None
    quota: SizeQuota
    type_name: str
    route: str
    arguments: tuple[str, ...]
    stored: Entry
    writer: Writer | None
    icon: str = "i-policy"
    is_new: bool = False
    has_description: bool = False
    can_rename: bool = False
    beside: tuple[str, ...] = ()
    account_id: AccountId = ""
    owner: str = ""
    fixed: str = ""
    policy_type: PolicyType | None = None

    @property
    def type_title(self) -> str:
        """Of its kind as a whole, above the policy's own name."""
        return WORDS[self.policy_type].title if self.policy_type else ""

    @property
    def can_delete(self) -> bool:
        return self.writer is not None and not self.is_new


def new_policy_of(kind: PolicyKind, organization: Organization) -> tuple[str, ...]:
    """Route and arguments of the editor of a new policy of this kind; empty for one that is always part of
    something else. A managed policy is one of the account that is shown first."""
    if kind is PolicyKind.SERVICE_CONTROL:
        return ("new_policy",)
    if kind is PolicyKind.RESOURCE_CONTROL:
        return "new_policy_of_type", PolicyType.RESOURCE_CONTROL_POLICY.value
    if kind in (PolicyKind.IDENTITY, PolicyKind.PERMISSIONS_BOUNDARY):
        return "new_managed_policy", first_selection(organization)
    return ()


# Inline policies


def inline_policy(
    organization: Organization, account_id: AccountId, kind: str, owner: str, policy_name: str
) -> Subject:
    """``kind`` is user, group or role. ``KeyError`` if there is no such policy."""
    identity = identities(organization.accounts[account_id], kind)[owner]
    document = identity.inline[policy_name]
    subject = _inline(account_id, kind, identity, policy_name)
    return replace(
        subject,
        route="inline_policy",
        arguments=(*subject.arguments, policy_name),
        stored=Entry(policy_name, document.text),
        is_new=False,
        can_rename=False,
    )


def new_inline_policy(organization: Organization, account_id: AccountId, kind: str, owner: str) -> Subject:
    """``KeyError`` if there is no such identity."""
    identity = identities(organization.accounts[account_id], kind)[owner]
    return _inline(account_id, kind, identity, "")


def identities(account: Account, kind: str) -> Mapping[str, User | Group | Role]:
    """The account's users, groups or roles by name. ``KeyError`` for another kind."""
    return {"user": account.users, "group": account.groups, "role": account.roles}[kind]


def _inline(account_id: AccountId, kind: str, identity: User | Group | Role, policy_name: str) -> Subject:
    is_linked = isinstance(identity, Role) and identity.is_service_linked
    return Subject(
        kind=PolicyKind.IDENTITY,
        quota=INLINE_QUOTAS[kind],
        type_name=_("inline policy of %(kind)s %(name)s") % {"kind": _(kind), "name": identity.name},
        route="new_inline_policy",
        arguments=(account_id, kind, identity.name),
        stored=Entry(policy_name, ""),
        writer=None if is_linked else InlineWriter(account_id, kind, identity.name, policy_name),
        is_new=True,
        can_rename=True,
        beside=tuple(other.text for name, other in identity.inline.items() if name != policy_name),
        account_id=account_id,
        owner=f"{kind}/{identity.name}",
        fixed=_("Only its service changes a service-linked role.") if is_linked else "",
    )


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """AWS has one call for both: ``PutUserPolicy`` makes a policy, or replaces the one of that name."""

    account_id: AccountId
    kind: str
    owner: str
    policy_name: str

    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        account = organization.accounts[self.account_id]
        known = identities(account, self.kind)
        identity = known[self.owner]
        # A new one without a name yet stands beside the others, too.
        changed = replace(identity, inline={**identity.inline, entry.name: document})
        return with_account(
            organization, replace(account, **{f"{self.kind}s": {**known, self.owner: changed}})
        )

    def save(self, draft: Draft, entry: Entry) -> None:
        draft.apply(
            f"iam.put_{self.kind}_policy",
            **self._owner(),
            policy_name=entry.name,
            policy_document=entry.content,
        )

    def delete(self, draft: Draft) -> None:
        draft.apply(f"iam.delete_{self.kind}_policy", **self._owner(), policy_name=self.policy_name)

    def _owner(self) -> dict[str, str]:
        return {"account_id": self.account_id, f"{self.kind}_name": self.owner}


# Managed policies


def managed_policy(organization: Organization, account_id: AccountId, arn: str) -> Subject:
    """AWS's own, or one of the account, which another version changes. ``KeyError`` if there is none."""
    account = organization.accounts[account_id]
    own = account.policies.get(arn)
    policy = own or managed_policies()[arn]
    return Subject(
        kind=PolicyKind.IDENTITY,
        quota=quotas.MANAGED_POLICY,
        type_name=_("customer managed policy") if own else _("AWS managed policy"),
        route="managed_policy",
        arguments=(account_id, arn),
        stored=Entry(policy.name, policy.document.text, own.description if own else ""),
        writer=ManagedWriter(account_id, arn) if own else None,
        account_id=account_id,
        fixed="" if own else _("It is AWS's own: nobody else changes or deletes it."),
    )


def new_managed_policy(organization: Organization, account_id: AccountId) -> Subject:
    """``KeyError`` if there is no such account."""
    return Subject(
        kind=PolicyKind.IDENTITY,
        quota=quotas.MANAGED_POLICY,
        type_name=_("customer managed policy"),
        route="new_managed_policy",
        arguments=(organization.accounts[account_id].id,),
        stored=NOTHING,
        writer=ManagedWriter(account_id),
        is_new=True,
        has_description=True,
        can_rename=True,
        account_id=account_id,
    )


@dataclass(frozen=True, slots=True)
class ManagedWriter:
    account_id: AccountId
    arn: str = ""

    def foreseen(self, organization: Organization, document: PolicyDocument, entry: Entry) -> Organization:
        """A new one is attached to nobody yet; a new version is in force wherever the old one was."""
        account = organization.accounts[self.account_id]
        if not self.arn:
            return organization
        policy = account.policies[self.arn]
        default = policy.versions[policy.default_version_id]
        versions = {**policy.versions, default.id: replace(default, document=document)}
        policies = {**account.policies, self.arn: replace(policy, versions=versions)}
        return with_account(organization, replace(account, policies=policies))

    def save(self, draft: Draft, entry: Entry) -> None:
        if self.arn:
            draft.apply(
                "iam.create_policy_version",
                account_id=self.account_id,
                policy_arn=self.arn,
                policy_document=entry.content,
                set_as_default=True,
            )
            return
        draft.apply(
            "iam.create_policy",
            account_id=self.account_id,
            policy_name=entry.name,
            policy_document=entry.content,
            description=entry.description,
        )

    def delete(self, draft: Draft) -> None:
        draft.apply("iam.delete_policy", account_id=self.account_id, policy_arn=self.arn)
