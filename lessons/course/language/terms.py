"""What a term is worked out to. The table of them all is in the package's docstring.

A set is a ``frozenset`` of texts; a sum of money is a ``Decimal``. Each ``value`` raises ``Absent`` where
a name stands for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, runtime_checkable

from accounts.organization.billing import bill, teaching_prices
from accounts.organization.decisions import principals_of, who_can
from accounts.organization.management_policies import effective, tag_rules
from accounts.organization.state import (
    AccessKeyStatus,
    Account,
    AccountState,
    HandshakeAction,
    HandshakeState,
    PolicyType,
)
from lessons.course.language.asking import Setting, action_names, actions_matching, evaluate, verdicts
from lessons.course.language.sameness import Selection, differences
from lessons.course.language.scope import OF_A_CASE, OF_A_VERDICT, Scope
from lessons.course.names import Absent
from policies.engine.decision import Decision

Value = frozenset[str] | str | int | Decimal

MONTH: Final = date(2026, 9, 1)
"""The month that lessons are billed for: prices are the same in all."""


@runtime_checkable
class Term(Protocol):
    def value(self, scope: Scope) -> Value: ...


class SetTerm(Protocol):
    def value(self, scope: Scope) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Names:
    """A set that is written out."""

    texts: tuple[str, ...]

    def value(self, scope: Scope) -> frozenset[str]:
        return frozenset(map(scope.text, self.texts))


@dataclass(frozen=True, slots=True)
class OfOrganization:
    """What the organization has, whatever it is asked for by ``HEADS_OF_ORGANIZATION``."""

    head: str

    def value(self, scope: Scope) -> Value:
        scope.budget.spend(OF_A_VERDICT)
        return HEADS_OF_ORGANIZATION[self.head](scope)


def _members(scope: Scope) -> frozenset[str]:
    return frozenset(map(scope.names.name_of, scope.present.accounts))


def _active(scope: Scope) -> frozenset[str]:
    accounts = scope.present.accounts.values()
    return frozenset(scope.names.name_of(each.id) for each in accounts if each.state is AccountState.ACTIVE)


def _invited(scope: Scope) -> frozenset[str]:
    by_recipient = {
        recipient: account.name
        for account in scope.present.outsiders.values()
        for recipient in (account.id, account.email)
    }
    return frozenset(
        by_recipient.get(handshake.recipient.id, handshake.recipient.id)
        for handshake in scope.present.handshakes.values()
        if handshake.action is HandshakeAction.INVITE and handshake.state is HandshakeState.OPEN
    )


def _bill(scope: Scope) -> Decimal:
    return bill(scope.present, teaching_prices(), MONTH).total


HEADS_OF_ORGANIZATION: Final[Mapping[str, Callable[[Scope], Value]]] = {
    "members": _members,
    "active": _active,
    "invited": _invited,
    "feature_set": lambda scope: scope.present.feature_set.value,
    "policy_types": lambda scope: frozenset(each.value for each in scope.present.root.policy_types),
    "trusted_services": lambda scope: frozenset(scope.present.trusted_services),
    "bill": _bill,
}


@dataclass(frozen=True, slots=True)
class OfName:
    """What something has that is called by its name, by ``HEADS_OF_NAME``."""

    head: str
    name: str

    def value(self, scope: Scope) -> Value:
        return HEADS_OF_NAME[self.head](scope, scope.text(self.name))


def _sub(scope: Scope, name: str) -> frozenset[str]:
    node = scope.names.node(name)
    inside = (each for each in scope.present.accounts if node in scope.present.path(each) and each != node)
    return frozenset(map(scope.names.name_of, inside))


def _children(scope: Scope, name: str) -> frozenset[str]:
    node = scope.names.node(name)
    children = [each.id for each in scope.present.units_of(node)]
    children += [each.id for each in scope.present.accounts_of(node)]
    return frozenset(map(scope.names.name_of, children))


def _path(scope: Scope, name: str) -> frozenset[str]:
    return frozenset(map(scope.names.name_of, scope.present.path(scope.names.node(name))[:-1]))


def _parent(scope: Scope, name: str) -> str:
    parent = scope.present.parent_of(scope.names.node(name))
    return "" if parent is None else scope.names.name_of(parent)


def _attachments(scope: Scope, name: str) -> frozenset[str]:
    policy_id = scope.names.policy(name)
    targets = (target for target, attached in scope.present.attachments.items() if policy_id in attached)
    return frozenset(map(scope.names.name_of, targets))


def _attached(scope: Scope, name: str) -> frozenset[str]:
    policies = map(scope.present.any_policy, scope.present.attachments.get(scope.names.node(name), ()))
    return frozenset(policy.name for policy in policies if policy is not None)


def _delegated(scope: Scope, service: str) -> frozenset[str]:
    administrators = scope.present.delegated_administrators.items()
    return frozenset(scope.names.name_of(each) for each, services in administrators if service in services)


def _tags(scope: Scope, name: str) -> frozenset[str]:
    node = scope.names.node(name)
    present = scope.present
    if node in present.accounts:
        tags = present.accounts[node].tags
    else:
        tags = present.root.tags if node == present.root.id else present.units[node].tags
    return frozenset(f"{key}={value}" for key, value in tags.items())


def _trusts(scope: Scope, name: str) -> frozenset[str]:
    account_id, label = scope.names.principal(name)
    role = scope.names.account(scope.names.name_of(account_id)).roles.get(label.removeprefix("role/"))
    if role is None:
        raise Absent("role", name)
    return frozenset(
        principal.value for statement in role.trust.statements for principal in statement.principals or ()
    )


HEADS_OF_NAME: Final[Mapping[str, Callable[[Scope, str], Value]]] = {
    "sub": _sub,
    "children": _children,
    "path": _path,
    "parent": _parent,
    "attachments": _attachments,
    "attached": _attached,
    "delegated": _delegated,
    "tags": _tags,
    "trusts": _trusts,
    "users": lambda scope, name: frozenset(scope.names.account(name).users),
    "groups": lambda scope, name: frozenset(scope.names.account(name).groups),
    "roles": lambda scope, name: frozenset(scope.names.account(name).roles),
    "resources": lambda scope, name: frozenset(scope.names.account(name).resources),
    "service_of": lambda scope, action: action.partition(":")[0],
}


@dataclass(frozen=True, slots=True)
class EffectiveTags:
    """The values that tag policies allow for a key. Any value, and a key of which they do not speak, is
    the empty set."""

    name: str
    key: str

    def value(self, scope: Scope) -> frozenset[str]:
        node = scope.names.node(scope.text(self.name))
        rules = tag_rules(effective(scope.present, PolicyType.TAG_POLICY, node))
        key = self.key.lower()
        return frozenset(value for rule in rules if rule.key.lower() == key for value in rule.values or ())


@dataclass(frozen=True, slots=True)
class Keys:
    """The access keys of a user, by identifier."""

    principal: str
    status: AccessKeyStatus | None = None
    only_of_start: bool = False

    def value(self, scope: Scope) -> frozenset[str]:
        account_id, label = scope.names.principal(scope.text(self.principal))
        name = label.removeprefix("user/")
        # Of the organization or around it: an account can leave with the user in it.
        account = scope.names.account(scope.names.name_of(account_id))
        keys = account.users[name].access_keys if name != label else {}
        found = {key.id for key in keys.values() if self.status in (None, key.status)}
        if self.only_of_start:
            before = scope.case.start.accounts.get(account_id)
            user = before.users.get(name) if before else None
            found &= set(user.access_keys) if user else set()
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class PrincipalsOf:
    accounts: SetTerm

    def value(self, scope: Scope) -> frozenset[str]:
        found = [scope.names.account(name) for name in sorted(self.accounts.value(scope))]
        return frozenset(
            scope.names.write(account.id, label) for account in found for label in principals_of(account)
        )


@dataclass(frozen=True, slots=True)
class WhoCan:
    action: str
    setting: Setting

    def value(self, scope: Scope) -> frozenset[str]:
        action, resource = scope.text(self.action), self.setting.resource(scope)
        scope.budget.spend(OF_A_CASE * sum(map(_size, scope.present.accounts.values())))
        answers = who_can(scope.judge, scope.present, action, self.setting.circumstances, resource)
        return frozenset(
            scope.names.write(who.account_id, who.label)
            for who in answers
            if who.decision is Decision.ALLOWED
        )


def _size(account: Account) -> int:
    """In principals."""
    return len(principals_of(account))


@dataclass(frozen=True, slots=True)
class Effective:
    """What a principal surely may do; ``possible``: what it may in some circumstances, too."""

    principal: str
    setting: Setting
    possible: bool = False

    def value(self, scope: Scope) -> frozenset[str]:
        found = verdicts(
            scope, scope.present, *scope.names.principal(scope.text(self.principal)), self.setting
        )
        actions = found.allowed | (found.depends if self.possible else 0)
        return action_names(scope, actions)


@dataclass(frozen=True, slots=True)
class Actions:
    patterns: tuple[str, ...]

    def value(self, scope: Scope) -> frozenset[str]:
        return action_names(scope, actions_matching(scope, self.patterns))


@dataclass(frozen=True, slots=True)
class Decided:
    """To one request: the decision, or with ``by_rule`` the code of the rule that made it."""

    principal: str
    action: str
    setting: Setting
    by_rule: bool = False

    def value(self, scope: Scope) -> str:
        evaluation, _ = evaluate(scope, self.principal, scope.text(self.action), self.setting)
        return evaluation.rule.code if self.by_rule else evaluation.decision.value


@dataclass(frozen=True, slots=True)
class Difference:
    """What a principal may do now and could not at the start, or the other way round (``lost``)."""

    principal: str
    lost: bool

    def value(self, scope: Scope) -> frozenset[str]:
        account_id, label = scope.names.principal(scope.text(self.principal))
        now, then = (
            verdicts(scope, organization, account_id, label, Setting()).allowed
            for organization in (scope.present, scope.case.start)
        )
        found = then & ~now if self.lost else now & ~then
        return action_names(scope, found)


@dataclass(frozen=True, slots=True)
class Changed:
    """How many decisions of a selection differ from the start."""

    selection: Selection

    def value(self, scope: Scope) -> int:
        return sum(each.actions.bit_count() for each in differences(scope, self.selection))


@dataclass(frozen=True, slots=True)
class Operations:
    """How many operations of these names were done."""

    names: frozenset[str]

    def value(self, scope: Scope) -> int:
        return sum(step.operation in self.names for step in scope.case.steps)


@dataclass(frozen=True, slots=True)
class Proved:
    """The cells of a table of the comparison that the learner has proved."""

    table: str

    def value(self, scope: Scope) -> frozenset[str]:
        return frozenset(cell for cell in scope.case.proofs if cell.startswith(f"{self.table}/"))


@dataclass(frozen=True, slots=True)
class Count:
    of: SetTerm

    def value(self, scope: Scope) -> int:
        return len(self.of.value(scope))


@dataclass(frozen=True, slots=True)
class Union:
    sets: tuple[SetTerm, ...]

    def value(self, scope: Scope) -> frozenset[str]:
        return frozenset().union(*(each.value(scope) for each in self.sets))


@dataclass(frozen=True, slots=True)
class Except:
    whole: SetTerm
    without: tuple[SetTerm, ...]

    def value(self, scope: Scope) -> frozenset[str]:
        return self.whole.value(scope).difference(*(each.value(scope) for each in self.without))
