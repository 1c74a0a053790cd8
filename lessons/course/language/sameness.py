"""What is as it was at the start: decisions, and the parts of the organization."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from accounts.organization.decisions import PrincipalName, principals_of
from accounts.organization.state import Account, AccountId, Organization
from lessons.course.language.asking import Setting, Verdicts, actions_matching, verdicts
from lessons.course.language.scope import Scope
from policies.engine.action_sets import ActionSet
from policies.engine.patterns import matches

NOTHING: Final = Verdicts(asked=0, allowed=0, depends=0, explicitly_denied=0)
"""What somebody may do who is no longer there."""


@dataclass(frozen=True, slots=True)
class Exempt:
    """These actions of these principals."""

    principals: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """Principals, as patterns over ``account/label``, and actions; with exceptions: some principals, some
    actions, and ``exempt``, which are actions of some principals only."""

    principals: tuple[str, ...] = ("*",)
    except_principals: tuple[str, ...] = ()
    actions: tuple[str, ...] = ("*",)
    except_actions: tuple[str, ...] = ()
    exempt: tuple[Exempt, ...] = ()
    setting: Setting = field(default_factory=Setting)

    def has(self, name: str, scope: Scope) -> bool:
        return _any_matches(self.principals, name, scope) and not _any_matches(
            self.except_principals, name, scope
        )


def _any_matches(patterns: tuple[str, ...], name: str, scope: Scope) -> bool:
    return any(matches(scope.text(pattern), name) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Differing:
    """One principal of the start, and the actions on which something else is decided now."""

    account_id: AccountId
    label: PrincipalName
    actions: ActionSet
    then: Verdicts
    now: Verdicts


def differences(scope: Scope, selection: Selection) -> Iterator[Differing]:
    """What is now allowed and was not, or depends and did not, or the other way round. Why something is not
    allowed is no difference; whoever has gone may do nothing."""
    start, present = scope.case.start, scope.present
    wanted = actions_matching(scope, selection.actions)
    wanted &= ~actions_matching(scope, selection.except_actions)
    exempt = [(each.principals, actions_matching(scope, each.actions)) for each in selection.exempt]
    for account in start.accounts.values():
        known = set(_principals(present, account.id))
        for label in principals_of(account):
            name = f"{account.name}/{label}"
            if not selection.has(name, scope):
                continue
            asked = wanted
            for principals, actions in exempt:
                if _any_matches(principals, name, scope):
                    asked &= ~actions
            then = verdicts(scope, start, account.id, label, selection.setting)
            now = NOTHING
            if label in known:
                now = verdicts(scope, present, account.id, label, selection.setting)
            differing = (then.allowed ^ now.allowed) | (then.depends ^ now.depends)
            if differing & asked:
                yield Differing(account.id, label, differing & asked, then, now)


def _principals(organization: Organization, account_id: AccountId) -> tuple[PrincipalName, ...]:
    account = organization.accounts.get(account_id) or organization.outsiders.get(account_id)
    return principals_of(account) if account else ()


Items = frozenset[tuple[object, ...]]


def _identities(account: Account) -> Iterator[tuple[object, ...]]:
    for user in account.users.values():
        yield account.id, "user", user.name, frozenset(user.inline.items()), frozenset(user.attached)
        yield account.id, "user", user.name, user.groups, user.boundary
    for group in account.groups.values():
        yield account.id, "group", group.name, frozenset(group.inline.items()), frozenset(group.attached)
    for role in account.roles.values():
        yield account.id, "role", role.name, frozenset(role.inline.items()), frozenset(role.attached)
        yield account.id, "role", role.name, role.trust, role.boundary
    for policy in account.policies.values():
        yield account.id, "policy", policy.arn, policy.document


PARTS: Final[Mapping[str, Callable[[Organization], Items]]] = {
    "accounts": lambda organization: frozenset((each,) for each in organization.accounts),
    "tree": lambda organization: frozenset(
        [
            *((unit.id, unit.name, unit.parent_id) for unit in organization.units.values()),
            *((account.id, account.parent_id) for account in organization.accounts.values()),
        ]
    ),
    "policies": lambda organization: frozenset(
        [
            *((each.id, each.type, each.content) for each in organization.policies.values()),
            *((each.id, each.type, each.content) for each in organization.management_policies.values()),
        ]
    ),
    "attachments": lambda organization: frozenset(
        (target, policy_id) for target, attached in organization.attachments.items() for policy_id in attached
    ),
    "identities": lambda organization: frozenset(
        item for account in organization.accounts.values() for item in _identities(account)
    ),
    "resources": lambda organization: frozenset(
        (resource.arn, resource.policy)
        for account in organization.accounts.values()
        for resource in account.resources.values()
    ),
}
"""The parts of an organization that a goal can hold, as sets of facts about each thing in it."""
