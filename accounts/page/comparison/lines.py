"""Each difference as a line: what it is about, by its name, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from accounts.organization.state import (
    Account,
    CreateAccountRequest,
    Handshake,
    HandshakeAction,
    Organization,
    PolicyType,
    TargetId,
)
from accounts.page.comparison.differences import ABSENT, Difference
from accounts.page.comparison.words import Said, field_words, say, value_words


class Kind(Enum):
    CREATED = "created"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Section(Enum):
    """Where a difference is told, and under which heading, in the order of the page."""

    TREE = "tree"
    POLICIES = "policies"
    INSIDE = "inside"
    MEMBERSHIP = "membership"
    DELEGATION = "delegation"
    BILLING = "billing"

    @property
    def title(self) -> Said:
        return say(f"section-{self.value}")


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: ``name`` is what differs, ``says`` how."""

    kind: Kind
    icon: str
    name: Said
    says: Said


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a difference is about. ``rest`` of its path is what differs in it; ``account`` is where it is."""

    name: Said
    icon: str
    rest: tuple[str, ...]
    account: str = ""


_SECTIONS = {
    "policies": Section.POLICIES,
    "management_policies": Section.POLICIES,
    "attachments": Section.POLICIES,
    "handshakes": Section.MEMBERSHIP,
    "create_account_requests": Section.MEMBERSHIP,
    "outsiders": Section.MEMBERSHIP,
    "trusted_services": Section.DELEGATION,
    "delegated_administrators": Section.DELEGATION,
    "resource_policy": Section.DELEGATION,
    "billing": Section.BILLING,
}
"""By the first field of a path; what is not among them is told with the tree."""
_OF_THE_TREE = {
    *("id", "name", "email", "parent_id", "joined", "joined_method", "state", "tags", "closed"),
    "can_stand_alone",
}
"""Fields of an account that Organizations and Account Management know."""
_HOLDINGS = {
    "users": ("user", "i-user"),
    "groups": ("group", "i-group"),
    "roles": ("role", "i-role"),
    "policies": ("policy", "i-policy"),
    "resources": ("resource", "i-all"),
    "mfa_devices": ("mfa-device", "i-key"),
    "root_access_keys": ("root-access-key", "i-key"),
}
"""What an account holds by name: the message that names it, and its icon."""
_THE_TEXT = ("document", "content", "default_version_id")
"""Fields that are a policy itself, rather than one of its parts."""
HANDSHAKES = {
    HandshakeAction.INVITE: "invitation",
    HandshakeAction.ENABLE_ALL_FEATURES: "all-features",
    HandshakeAction.APPROVE_ALL_FEATURES: "approval",
    HandshakeAction.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE: "linked-role",
}


def section_of(difference: Difference) -> Section:
    first, *rest = difference.path
    if first == "root" and rest[0] == "policy_types":
        return Section.POLICIES
    if first == "accounts" and len(rest) > 1 and rest[1] not in _OF_THE_TREE:
        return Section.BILLING if rest[1] == "usage" else Section.INSIDE
    return _SECTIONS.get(first, Section.TREE)


def lines_of(before: Organization, after: Organization, difference: Difference) -> Iterator[Line]:
    """Mostly one; several for a list, and none for what comes or goes with what has it."""
    match difference.path:
        case "root", "policy_types":
            yield from _policy_types(before, after)
        case "attachments", target_id:
            yield from _attached(before, after, target_id)
        case "units" | "accounts" as table, target_id, *rest if not rest or rest == ["parent_id"]:
            yield _stands(before, after, target_id, _icon(after, table, target_id), difference)
        case "outsiders", account_id:
            kind, says = (Kind.CREATED, "outside") if difference.is_new else (Kind.REMOVED, "not-outside")
            yield Line(kind, "i-account", say("name", name=_account(before, after, account_id)), say(says))
        case "trusted_services", service, *_:
            kind, says = (
                (Kind.REMOVED, "trusted-no-more") if difference.is_gone else (Kind.CREATED, "trusted-now")
            )
            yield Line(kind, "i-all", say("name", name=service), say(says))
        case "delegated_administrators", account_id, *_:
            yield from _delegated(before, after, account_id, difference)
        case _:
            yield from _told(before, after, difference)


def document_name(before: Organization, after: Organization, difference: Difference) -> Said:
    """Of a policy that says something else."""
    subject = _subject(before, after, difference)
    what = field_words([step for step in subject.rest if step not in _THE_TEXT])
    if not what and subject.account:
        return say("text-in", what=subject.name, where=subject.account)
    if not what:
        return say("text", what=subject.name)
    if subject.account:
        return say("text-inside", what=what, name=subject.name, where=subject.account)
    return say("text-of", what=what, name=subject.name)


# What stands in the tree


def _stands(
    before: Organization, after: Organization, target_id: TargetId, icon: str, difference: Difference
) -> Line:
    if difference.now is ABSENT:
        parent = before.name_of(before.parent_of(target_id) or "")
        return Line(
            Kind.REMOVED, icon, say("name", name=before.name_of(target_id)), say("was-in", where=parent)
        )
    name = say("name", name=after.name_of(target_id))
    parent = after.name_of(after.parent_of(target_id) or "")
    if difference.then is ABSENT:
        return Line(Kind.CREATED, icon, name, say("in", where=parent))
    former = before.name_of(before.parent_of(target_id) or "")
    return Line(Kind.MOVED, icon, name, say("moved", then=former, now=parent))


def _icon(organization: Organization, table: str, target_id: str) -> str:
    if table == "units":
        return "i-ou"
    return "i-mgmt" if target_id == organization.management_account_id else "i-account"


# Policies


def _policy_types(before: Organization, after: Organization) -> Iterator[Line]:
    differing = before.root.policy_types ^ after.root.policy_types
    for policy_type in PolicyType:
        if policy_type in differing:
            is_on = policy_type in after.root.policy_types
            yield Line(
                Kind.CREATED if is_on else Kind.REMOVED,
                "i-scp",
                say("name", name=policy_type.value),
                say("enabled" if is_on else "disabled"),
            )


def _attached(before: Organization, after: Organization, target_id: TargetId) -> Iterator[Line]:
    """What came or went with its target is not told twice."""
    if not (before.has_target(target_id) and after.has_target(target_id)):
        return
    where = after.name_of(target_id)
    were, are = before.attachments.get(target_id, ()), after.attachments.get(target_id, ())
    for policy_id in are:
        if policy_id not in were:
            name = say("name", name=_policy_name(after, policy_id))
            yield Line(Kind.CREATED, "i-scp", name, say("attached", where=where))
    for policy_id in were:
        if policy_id not in are:
            name = say("name", name=_policy_name(before, policy_id))
            yield Line(Kind.REMOVED, "i-scp", name, say("detached", where=where))
    if set(were) == set(are):
        what = field_words(["attached"])
        yield Line(Kind.CHANGED, "i-scp", say("name", name=where), say("reordered", what=what))


def _policy_name(organization: Organization, policy_id: str) -> str:
    policy = organization.any_policy(policy_id)
    return policy.name if policy else policy_id


# Around the organization


def _delegated(
    before: Organization, after: Organization, account_id: str, difference: Difference
) -> Iterator[Line]:
    name = say("name", name=_account(before, after, account_id))
    were = before.delegated_administrators.get(account_id, {})
    are = after.delegated_administrators.get(account_id, {})
    for service in difference.path[2:3] or sorted({*were, *are}):
        if service in are:
            yield Line(Kind.CREATED, "i-account", name, say("administrator", service=service))
        else:
            yield Line(Kind.REMOVED, "i-account", name, say("administrator-no-more", service=service))


def _account(before: Organization, after: Organization, account_id: str) -> str:
    """By its name wherever it is, in the organization or outside of it."""
    for organization in (after, before):
        account = organization.accounts.get(account_id) or organization.outsiders.get(account_id)
        if account:
            return account.name
    return account_id


# Everything that has a name


def _told(before: Organization, after: Organization, difference: Difference) -> Iterator[Line]:
    """What became of its subject, or of the part of it that ``rest`` leads to."""
    subject = _subject(before, after, difference)
    for kind, says in _says(subject.rest, difference, partial(_account, before, after)):
        inside = say("inside", what=says, where=subject.account) if subject.account else says
        yield Line(kind, subject.icon, subject.name, inside)


def _says(
    rest: tuple[str, ...], difference: Difference, named: Callable[[str], str]
) -> Iterator[tuple[Kind, Said]]:
    then, now = difference.then, difference.now
    if not rest:
        yield (Kind.CREATED, say("new")) if difference.is_new else (Kind.REMOVED, say("deleted"))
        return
    if rest == ("name",):
        yield Kind.CHANGED, say("renamed", then=then)
        return
    *way, last = rest
    what = field_words([*way, named(last)])
    if isinstance(then, tuple | frozenset) and isinstance(now, tuple | frozenset):
        for each in _in_order(now, named):
            if each not in then:
                yield Kind.CREATED, say("added", what=what, now=value_words(each, named))
        for each in _in_order(then, named):
            if each not in now:
                yield Kind.REMOVED, say("taken", what=what, then=value_words(each, named))
        if set(then) == set(now):
            yield Kind.CHANGED, say("reordered", what=what)
    elif difference.is_new and not _is_plain(now):
        yield Kind.CREATED, say("part-new", what=what)
    elif difference.is_gone and not _is_plain(then):
        yield Kind.REMOVED, say("part-gone", what=what)
    elif difference.is_new:
        yield Kind.CREATED, say("set", what=what, now=value_words(now, named))
    elif difference.is_gone:
        yield Kind.REMOVED, say("unset", what=what, then=value_words(then, named))
    else:
        words = {"then": value_words(then, named), "now": value_words(now, named)}
        yield Kind.CHANGED, say("changed", what=what, **words)


def _in_order(
    members: tuple[object, ...] | frozenset[object], named: Callable[[str], str]
) -> Sequence[object]:
    """Those of a set by what they are called: in itself it has no order, and each process shows another."""
    if isinstance(members, tuple):
        return members
    return sorted(members, key=lambda each: value_words(each, named))


def _is_plain(value: object) -> bool:
    """It can be said in a few words."""
    return type(value).__module__ in ("builtins", "datetime", "decimal") or isinstance(value, Enum)


def _subject(before: Organization, after: Organization, difference: Difference) -> _Subject:
    """The innermost thing with a name on the way to the difference."""
    match difference.path:
        case "accounts" | "outsiders" as table, account_id, *inner:
            here = after if account_id in getattr(after, table) else before
            return _in_account(getattr(here, table)[account_id], _icon(after, table, account_id), inner)
        case "units", unit_id, *inner:
            return _Subject(say("name", name=after.name_of(unit_id)), "i-ou", tuple(inner))
        case "policies" | "management_policies" as table, policy_id, *inner:
            name = _policy_name(after if policy_id in getattr(after, table) else before, policy_id)
            return _Subject(say("name", name=name), "i-policy", tuple(inner))
        case "root", *inner:
            return _Subject(say("name", name=after.root.name), "i-root", tuple(inner))
        case "handshakes", handshake_id, *inner:
            handshake = after.handshakes.get(handshake_id) or before.handshakes[handshake_id]
            return _Subject(_handshake(before, after, handshake), "i-account", tuple(inner))
        case "create_account_requests", request_id, *inner:
            requests = after.create_account_requests, before.create_account_requests
            return _Subject(_request(*(each.get(request_id) for each in requests)), "i-account", tuple(inner))
        case "resource_policy", *inner:
            return _Subject(say("delegation-policy"), "i-policy", tuple(inner))
        case "billing", *inner:
            return _Subject(say("bill"), "i-bill", tuple(inner))
    return _Subject(say("organization"), "i-root", difference.path)


def _in_account(account: Account, icon: str, rest: list[str]) -> _Subject:
    if len(rest) > 1 and rest[0] in _HOLDINGS:
        message, own_icon = _HOLDINGS[rest[0]]
        name = rest[1].rpartition("/")[2] if rest[0] in ("policies", "mfa_devices") else rest[1]
        return _Subject(say(message, name=name), own_icon, tuple(rest[2:]), account.name)
    return _Subject(say("name", name=account.name), icon, tuple(rest))


def _handshake(before: Organization, after: Organization, handshake: Handshake) -> Said:
    name = _account(before, after, handshake.recipient.id)
    return say(HANDSHAKES[handshake.action], name=name)


def _request(*found: CreateAccountRequest | None) -> Said:
    return say("creation", name=next(each.account_name for each in found if each))
