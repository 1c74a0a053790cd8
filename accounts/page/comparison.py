"""Two revisions of an organization beside each other: what stands elsewhere, which policies say something
else, and who may do more or less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TypeVar

from accounts.organization.decisions import Judge
from accounts.organization.state import Account, ManagementPolicy, Organization, Policy, TargetId
from accounts.page.changes import Effect, effect
from accounts.page.editor import DiffLine, diff_lines
from accounts.page.view import View

MOST_LINES = 100
"""More lines of one part are counted only."""
MOST_TEXTS = 20
"""More changed policies are named without their text."""

Value = TypeVar("Value")


class Kind(Enum):
    CREATED = "created"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: ``name`` is what differs, ``says`` how."""

    kind: Kind
    icon: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Text:
    """A policy that says something else. ``diff`` is empty beyond ``MOST_TEXTS``."""

    name: str
    diff: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    tree: Part
    policies: Part
    texts: tuple[Text, ...]
    inside: Part
    decisions: Effect

    @property
    def is_nothing(self) -> bool:
        parts = (self.tree, self.policies, self.inside)
        return not (any(part.lines for part in parts) or self.texts or self.decisions.accounts)


def comparison(before: Organization, after: Organization, view: View, judge: Judge) -> Comparison:
    return Comparison(
        tree=_part(_tree(before, after)),
        policies=_part(_policies(before, after)),
        texts=tuple(_texts(before, after)),
        inside=_part(_inside(before, after)),
        decisions=effect(before, after, view, judge),
    )


def _part(lines: Iterable[Line]) -> Part:
    everything = iter(lines)
    return Part(tuple(islice(everything, MOST_LINES)), sum(1 for _ in everything))


def _both(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[tuple[str, Value | None, Value | None]]:
    """By key, what differs, in the order of ``after``; what is only in ``before`` at the end."""
    if before is after:
        return
    for key, now in after.items():
        then = before.get(key)
        if then is not now and then != now:
            yield key, then, now
    for key, then in before.items():
        if key not in after:
            yield key, then, None


# The tree


def _tree(before: Organization, after: Organization) -> Iterator[Line]:
    if before.feature_set is not after.feature_set:
        yield Line(
            Kind.CHANGED, "i-root", "Feature set", f"{before.feature_set.value} → {after.feature_set.value}"
        )
    if before.is_deleted != after.is_deleted:
        yield Line(Kind.REMOVED if after.is_deleted else Kind.CREATED, "i-root", "Organization", after.id)
    for unit_id, then, now in _both(before.units, after.units):
        yield from _entity(before, after, unit_id, "i-ou", then, now)
    for account_id, was, account in _both(before.accounts, after.accounts):
        icon = "i-mgmt" if account_id == after.management_account_id else "i-account"
        yield from _entity(before, after, account_id, icon, was, account)
        if was is not None and account is not None and was.state is not account.state:
            yield Line(Kind.CHANGED, icon, account.name, f"{was.state.value} → {account.state.value}")


def _entity(
    before: Organization, after: Organization, target_id: TargetId, icon: str, then: object, now: object
) -> Iterator[Line]:
    if now is None:
        parent = before.name_of(before.parent_of(target_id) or "")
        yield Line(Kind.REMOVED, icon, before.name_of(target_id), f"was in {parent}")
        return
    name, parent_id = after.name_of(target_id), after.parent_of(target_id) or ""
    if then is None:
        yield Line(Kind.CREATED, icon, name, f"in {after.name_of(parent_id)}")
        return
    former = before.parent_of(target_id) or ""
    if former != parent_id:
        yield Line(Kind.MOVED, icon, name, f"{before.name_of(former)} → {after.name_of(parent_id)}")
    if before.name_of(target_id) != name:
        yield Line(Kind.CHANGED, icon, name, f"was called {before.name_of(target_id)}")


# Policies


def _policies(before: Organization, after: Organization) -> Iterator[Line]:
    for policy_type in sorted(
        before.root.policy_types ^ after.root.policy_types, key=lambda each: each.value
    ):
        is_on = policy_type in after.root.policy_types
        says = "enabled" if is_on else "disabled"
        yield Line(Kind.CREATED if is_on else Kind.REMOVED, "i-scp", policy_type.value, says)
    for _, then, now in _both(_texts_of(before), _texts_of(after)):
        if then is None and now is not None:
            yield Line(Kind.CREATED, "i-policy", now.name, "is new")
        elif now is None and then is not None:
            yield Line(Kind.REMOVED, "i-policy", then.name, "was deleted")
        elif then and now and then.name != now.name:
            yield Line(Kind.CHANGED, "i-policy", now.name, f"was called {then.name}")
    for target_id, were, are in _both(before.attachments, after.attachments):
        yield from _attached(before, after, target_id, were or (), are or ())


def _attached(
    before: Organization,
    after: Organization,
    target_id: TargetId,
    were: tuple[str, ...],
    are: tuple[str, ...],
) -> Iterator[Line]:
    """What came or went with its target is not told twice."""
    if not (before.has_target(target_id) and after.has_target(target_id)):
        return
    where = after.name_of(target_id)
    for policy_id in are:
        if policy_id not in were:
            yield Line(Kind.CREATED, "i-scp", _policy_name(after, policy_id), f"attached to {where}")
    for policy_id in were:
        if policy_id not in are:
            yield Line(Kind.REMOVED, "i-scp", _policy_name(before, policy_id), f"detached from {where}")


def _policy_name(organization: Organization, policy_id: str) -> str:
    policy = organization.any_policy(policy_id)
    return policy.name if policy else policy_id


def _texts(before: Organization, after: Organization) -> Iterator[Text]:
    count = 0
    for _, then, now in _both(_texts_of(before), _texts_of(after)):
        if then is None or now is None or then.content == now.content:
            continue
        count += 1
        yield Text(now.name, tuple(diff_lines(then.content, now.content)) if count <= MOST_TEXTS else ())


def _texts_of(organization: Organization) -> Mapping[str, Policy | ManagementPolicy]:
    """The customer's policies of every type."""
    return {**organization.policies, **organization.management_policies}


# Inside accounts


def _inside(before: Organization, after: Organization) -> Iterator[Line]:
    for _, then, now in _both(before.accounts, after.accounts):
        if then is not None and now is not None:
            yield from _inside_account(then, now)


def _inside_account(then: Account, now: Account) -> Iterator[Line]:
    def lines(what: str, icon: str, were: Mapping[str, Value], are: Mapping[str, Value]) -> Iterator[Line]:
        for key, was, is_now in _both(were, are):
            kind = Kind.CREATED if was is None else Kind.REMOVED if is_now is None else Kind.CHANGED
            yield Line(kind, icon, f"{what} {key}", f"in {now.name}")

    yield from lines("user", "i-user", then.users, now.users)
    yield from lines("group", "i-group", then.groups, now.groups)
    yield from lines("role", "i-role", then.roles, now.roles)
    yield from lines("policy", "i-policy", then.policies, now.policies)
    yield from lines("resource", "i-all", then.resources, now.resources)
