"""Things that a solution changed: who is where, what hangs where, who and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.organization.state import Account, Organization, TargetId
from lessons.course.case import Case
from lessons.course.language import Scope
from lessons.course.language.terms import HEADS_OF_ORGANIZATION

Thing = tuple[str, Mapping[str, Any], Mapping[str, Any]]
"""The sentence that says it, its parameters, and the goal."""


def things_of(case: Case) -> Iterator[Thing]:
    """What is otherwise now than at the start, each as a goal that holds now. ``AWS``'s own doing is among
    it: a new unit has FullAWSAccess."""
    start, present = case.start, case.present
    yield from _tree(case)
    yield from _attachments(case)
    yield from _sets(case)
    for account_id, account in present.accounts.items():
        if account_id in start.accounts:
            yield from _inside(case, start.accounts[account_id], account)
            yield from _tags(case, account_id, start.accounts[account_id].tags, account.tags)
    for unit_id, unit in present.units.items():
        if unit_id in start.units:
            yield from _tags(case, unit_id, start.units[unit_id].tags, unit.tags)


def _called(case: Case, target_id: TargetId) -> str:
    return f"{{{{{case.names.name_of(target_id)}}}}}"


def _tree(case: Case) -> Iterator[Thing]:
    start, present = case.start, case.present
    for account_id, account in present.accounts.items():
        before = start.accounts.get(account_id)
        if before is not None and before.parent_id != account.parent_id:
            whom, where = _called(case, account_id), _called(case, account.parent_id)
            yield "moved", {"account": whom, "to": where}, {"parent": whom, "equals": where}
    for unit_id, unit in present.units.items():
        if unit_id not in start.units:
            made, where = f"{{{{{unit.name}}}}}", _called(case, unit.parent_id)
            yield "unit_made", {"unit": made, "in": where}, {"children": where, "includes": [made]}
    for unit_id, unit in start.units.items():
        if unit_id not in present.units and _is_there(present, unit.parent_id):
            gone, where = f"{{{{{unit.name}}}}}", _called(case, unit.parent_id)
            yield "unit_deleted", {"unit": gone, "in": where}, {"children": where, "excludes": [gone]}


def _is_there(organization: Organization, target_id: TargetId) -> bool:
    return organization.has_target(target_id)


def _attachments(case: Case) -> Iterator[Thing]:
    start, present = case.start, case.present
    for target_id in [present.root.id, *present.units, *present.accounts]:
        then = set(start.attachments.get(target_id, ()))
        now = set(present.attachments.get(target_id, ()))
        where = _called(case, target_id)
        for policy_id in sorted(now - then):
            policy = present.any_policy(policy_id)
            if policy is not None:
                what = f"{{{{{policy.name}}}}}"
                yield "attached", {"policy": what, "to": where}, {"attached": where, "includes": [what]}
        for policy_id in sorted(then - now):
            policy = start.any_policy(policy_id)
            if policy is not None:
                what = f"{{{{{policy.name}}}}}"
                yield "detached", {"policy": what, "from": where}, {"attached": where, "excludes": [what]}


_SETS = ("members", "invited", "policy_types", "trusted_services")


def _sets(case: Case) -> Iterator[Thing]:
    for head in _SETS:
        then, now = (_set(each, head) for each in (Case(case.start), case))
        for name in sorted(now - then):
            yield f"{head}_more", {"name": name}, {head: True, "includes": [name]}
        for name in sorted(then - now):
            yield f"{head}_less", {"name": name}, {head: True, "excludes": [name]}
    if case.start.feature_set is not case.present.feature_set:
        value = case.present.feature_set.value
        yield "feature_set", {"name": value}, {"feature_set": True, "equals": value}
    for account_id, services in case.present.delegated_administrators.items():
        before = case.start.delegated_administrators.get(account_id, {})
        for service in sorted(set(services) - set(before)):
            whom = _called(case, account_id)
            goal = {"delegated": service, "includes": [whom]}
            yield "delegated", {"account": whom, "service": service}, goal


def _set(case: Case, head: str) -> frozenset[str]:
    found = HEADS_OF_ORGANIZATION[head](Scope(case, None))  # type: ignore[arg-type]  # asks for no decision
    assert isinstance(found, frozenset)
    return found


def _inside(case: Case, then: Account, now: Account) -> Iterator[Thing]:
    whom = _called(case, now.id)
    kinds: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("users", then.users, now.users),
        ("groups", then.groups, now.groups),
        ("roles", then.roles, now.roles),
        ("resources", then.resources, now.resources),
    )
    for head, before, after in kinds:
        for name in sorted(set(after) - set(before)):
            yield f"{head}_more", {"account": whom, "name": name}, {head: whom, "includes": [name]}
        for name in sorted(set(before) - set(after)):
            yield f"{head}_less", {"account": whom, "name": name}, {head: whom, "excludes": [name]}


def _tags(
    case: Case, target_id: TargetId, then: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Thing]:
    whom = _called(case, target_id)
    for key, value in now.items():
        if then.get(key) != value:
            tag = f"{key}={value}"
            yield "tagged", {"node": whom, "tag": tag}, {"tags": whom, "includes": [tag]}
    for key, value in then.items():
        if key not in now:
            tag = f"{key}={value}"
            yield "untagged", {"node": whom, "tag": tag}, {"tags": whom, "excludes": [tag]}
