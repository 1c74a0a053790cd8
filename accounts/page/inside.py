"""One account from inside: who is in it, what each may do, and which policies say so.

A person is chosen by the label that the whole page uses, ``user/john``; a group, which is no
principal, by ``group/developers``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.organization.decisions import ROOT_USER, Judge, principals_of
from accounts.organization.operations.resource_kinds import REGIONS
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    Account,
    Group,
    Organization,
    PolicyType,
    Role,
    TargetId,
    User,
)
from accounts.page import panel as panels
from accounts.page import verdicts
from accounts.page.changes import Delta, delta
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.page import SUGGESTED_ACTIONS, Chip, because, chips_of, nearest_actions, rule_of
from accounts.page.panel import Total
from accounts.page.resource_policies import NewResource, ResourceRow, new_resources, resources_of
from accounts.page.rooms import Tally
from accounts.page.sessions import with_session
from accounts.page.subjects import identities
from accounts.page.verdicts import Verdict
from accounts.page.view import Drawer, View
from policies.catalogue import catalogue, managed_policies
from policies.engine.decision import Rule
from policies.engine.document import PolicyDocument
from policies.engine.permissions import Permissions
from policies.review import granted

ICONS = {"user": "i-user", "group": "i-group", "role": "i-role"}


@dataclass(frozen=True, slots=True)
class Person:
    """A principal of the account. ``gained`` and ``lost`` are since the last operation."""

    label: str
    name: str
    icon: str
    note: str
    verdict: Verdict
    gained: int
    lost: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A group with its users; or those who are in none, then ``label`` is empty."""

    label: str
    name: str
    icon: str
    note: str
    policies: tuple[str, ...]
    people: tuple[Person, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """What the SCPs at one place take from the account."""

    name: str
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Grant:
    """A policy of an identity. Inline ones have no ``arn``. ``owner`` carries it, ``holders`` all who do."""

    name: str
    kind: str
    arn: str
    owner: str
    holders: tuple[str, ...]
    allows: int

    @property
    def owner_kind(self) -> str:
        return self.owner.partition("/")[0]

    @property
    def owner_name(self) -> str:
        return self.owner.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is looked at. For a group there are no verdict and no numbers: ``verdict`` is None."""

    label: str
    kind: str
    name: str
    icon: str
    description: str
    verdict: Verdict | None
    because: str
    totals: tuple[Total, ...]
    counts: dict[str, int]
    delta: Delta | None
    own: tuple[Grant, ...]
    through_groups: tuple[Grant, ...]
    groups: tuple[str, ...]
    members: tuple[str, ...]
    trust: str
    is_fixed: bool

    @property
    def identity(self) -> bool:
        """The root user is no identity of IAM: it carries no policies and cannot be deleted."""
        return self.kind in ICONS


@dataclass(frozen=True, slots=True)
class InsidePage:
    account: Account
    is_management: bool
    is_closed: bool
    path: tuple[tuple[TargetId, str], ...]
    passing: int
    total: int
    cuts: tuple[Cut, ...]
    tallies: tuple[Tally, ...]
    rooms: tuple[Room, ...]
    roles: Room
    grants: tuple[Grant, ...]
    resources: tuple[ResourceRow, ...]
    new_resources: tuple[NewResource, ...]
    regions: tuple[str, ...]
    chosen: Chosen | None
    explanation: Explanation | None
    chips: tuple[Chip, ...]
    suggestions: tuple[str, ...]
    nearest: tuple[str, ...]
    accounts: tuple[Account, ...]
    services: int
    most_groups: int = IN_FORCE.groups_of_user


def inside_page(
    organization: Organization, view: View, judge: Judge, *, before: Organization | None = None
) -> InsidePage:
    """Of the account ``view.at``. ``before`` is the organization before the last operation."""
    return _Builder(organization, view, judge, before).page()


def chosen_label(account: Account, who: str) -> str:
    """``who`` if it is in the account, else the first principal; empty for a closed account."""
    kind, _, name = who.partition("/")
    labels = principals_of(account)
    if who in labels or (kind == "group" and name in account.groups and labels):
        return who
    return next(iter(labels), "")


class _Builder:
    def __init__(
        self, organization: Organization, view: View, judge: Judge, before: Organization | None
    ) -> None:
        self.organization = organization
        self.account = organization.accounts[view.at]
        self.former = before.accounts.get(view.at) if before else None
        self.before = before
        self.view = with_session(view, organization, judge)
        self.judge = judge
        self.asked = judge.universe.index(view.action)
        self.label = chosen_label(self.account, view.who)

    def page(self) -> InsidePage:
        organization, account = self.organization, self.account
        ceiling = self.judge.ceiling(organization, account.id, self.view.circumstances)
        chosen = self.chosen() if self.label else None
        explanation = None
        if chosen and chosen.verdict and self.view.drawer is Drawer.EXPLAIN:
            explanation = explanation_of(organization, account.id, self.label, self.view, self.judge)
        rooms = tuple(self.rooms())
        roles = self.roles()
        return InsidePage(
            account=account,
            is_management=account.id == organization.management_account_id,
            is_closed=not account.state.is_usable,
            path=tuple((step, organization.name_of(step)) for step in organization.path(account.parent_id)),
            passing=(ceiling.allowed | ceiling.depends).bit_count(),
            total=self.judge.universe.all.bit_count(),
            cuts=tuple(_cuts(ceiling)) if organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY) else (),
            tallies=self.tallies(),
            rooms=rooms,
            roles=roles,
            grants=self.grants(),
            resources=resources_of(account),
            new_resources=new_resources(account),
            regions=REGIONS,
            chosen=chosen,
            explanation=explanation,
            chips=chips_of(self.view, organization),
            suggestions=SUGGESTED_ACTIONS,
            nearest=nearest_actions(self.view),
            accounts=tuple(organization.accounts.values()),
            services=len(catalogue().services),
        )

    # Who is in the account

    def rooms(self) -> Iterator[Room]:
        users = self.account.users.values()
        for group in self.account.groups.values():
            members = [user for user in users if group.name in user.groups]
            yield Room(
                label=f"group/{group.name}",
                name=group.name,
                icon="i-group",
                note=f"group, {len(members)} {'user' if len(members) == 1 else 'users'}",
                policies=tuple(self.policy_names(group)),
                people=tuple(self.user(user) for user in members),
                is_chosen=self.label == f"group/{group.name}",
            )
        alone = [user for user in users if not user.groups]
        if alone:
            people = tuple(self.user(user) for user in alone)
            yield Room("", "Users", "i-user", "in no group", (), people)

    def roles(self) -> Room:
        people = [
            self.person(f"role/{role.name}", role.name, "i-role", self.trusts(role))
            for role in self.account.roles.values()
        ]
        people.append(self.person(ROOT_USER, ROOT_USER, "i-key", "no policy limits it, only SCPs"))
        note = "a role is taken on by whom its trust policy names"
        return Room("", "Roles and root user", "i-role", note, (), tuple(people))

    def user(self, user: User) -> Person:
        own = len(user.inline) + len(user.attached)
        note = f"{own} {'policy' if own == 1 else 'policies'}" if own else "no policy of its own"
        if len(user.groups) > 1:
            note = f"in {len(user.groups)} groups"
        return self.person(f"user/{user.name}", user.name, "i-user", note)

    def person(self, label: str, name: str, icon: str, note: str) -> Person:
        verdict, gained, lost = verdicts.NO_PRINCIPAL, 0, 0
        if label in principals_of(self.account):
            now = self.permissions(label)
            verdict = verdicts.BY_DECISION[self.rule(label, now).decision]
            changed = self.changed(label, now)
            gained, lost = (changed.gained, changed.lost) if changed else (0, 0)
        return Person(label, name, icon, note, verdict, gained, lost, label == self.label)

    def trusts(self, role: Role) -> str:
        named = [principal for statement in role.trust.statements for principal in statement.principals or ()]
        if not named:
            return "trusts nobody"
        first = named[0].value
        account_id = first if first.isdigit() else (first.split(":") + [""] * 5)[4]
        if account_id == self.account.id:
            words = "this account"
        elif account_id in self.organization.accounts:
            words = self.organization.accounts[account_id].name
        else:
            words = first.removesuffix(".amazonaws.com")
        return f"trusts {words}" + (f" and {len(named) - 1} more" if len(named) > 1 else "")

    def tallies(self) -> tuple[Tally, ...]:
        answers = Counter(
            verdicts.BY_DECISION[self.rule(label, self.permissions(label)).decision]
            for label in principals_of(self.account)
        )
        return tuple(Tally(verdict, answers[verdict]) for verdict in verdicts.IN_ORDER if answers[verdict])

    # What they may do

    def permissions(self, label: str) -> Permissions:
        return self.judge.permissions(self.organization, self.account.id, label, self.view.circumstances)

    def rule(self, label: str, now: Permissions) -> Rule:
        """What decides the question for this principal."""
        if self.view.resource is None:
            return now.rule(self.asked)
        return rule_of(self.organization, self.account.id, label, self.view, self.judge)

    def changed(self, label: str, now: Permissions) -> Delta | None:
        if self.before is None or self.former is None or label not in principals_of(self.former):
            return None
        then = self.judge.permissions(self.before, self.account.id, label, self.view.circumstances)
        return delta(then, now)

    def chosen(self) -> Chosen:
        kind, _, name = self.label.partition("/") if self.label != ROOT_USER else (ROOT_USER, "", ROOT_USER)
        identity = identities(self.account, kind)[name] if kind in ICONS else None
        now = self.permissions(self.label) if kind != "group" else None
        rule = self.rule(self.label, now) if now else None
        groups = identity.groups if isinstance(identity, User) else ()
        users = self.account.users.values()
        return Chosen(
            label=self.label,
            kind=kind,
            name=name,
            icon=ICONS.get(kind, "i-key"),
            description=identity.description if isinstance(identity, Role) else "",
            verdict=verdicts.BY_DECISION[rule.decision] if rule else None,
            because=because(rule) if rule else "",
            totals=panels.totals(now, None) if now else (),
            counts=_counts(now) if now else {},
            delta=self.changed(self.label, now) if now else None,
            own=tuple(self.carried(identity, self.label)) if identity else (),
            through_groups=tuple(
                grant
                for group in groups
                for grant in self.carried(self.account.groups[group], f"group/{group}")
            ),
            groups=groups,
            members=tuple(user.name for user in users if name in user.groups) if kind == "group" else (),
            trust=identity.trust.text if isinstance(identity, Role) else "",
            is_fixed=isinstance(identity, Role) and identity.is_service_linked,
        )

    # Policies

    def carried(self, identity: User | Group | Role, owner: str) -> Iterator[Grant]:
        """Inline, then attached."""
        for name, document in identity.inline.items():
            yield Grant(name, "inline", "", owner, (owner,), _count(document))
        for arn in identity.attached:
            yield self.managed(arn, owner, (owner,))

    def managed(self, arn: str, owner: str, holders: tuple[str, ...]) -> Grant:
        own = self.account.policies.get(arn)
        policy = own or managed_policies().get(arn)
        return Grant(
            name=arn.rpartition("/")[2],
            kind="customer managed" if own else "AWS managed",
            arn=arn,
            owner=owner,
            holders=holders,
            allows=_count(policy.document) if policy else 0,
        )

    def grants(self) -> tuple[Grant, ...]:
        """Every policy in the account: managed ones once, with all who carry them."""
        holders: dict[str, list[str]] = {arn: [] for arn in self.account.policies}
        inline: list[Grant] = []
        for kind in ICONS:
            for name, identity in identities(self.account, kind).items():
                for arn in identity.attached:
                    holders.setdefault(arn, []).append(f"{kind}/{name}")
                inline += [grant for grant in self.carried(identity, f"{kind}/{name}") if not grant.arn]
        managed = [self.managed(arn, "", tuple(labels)) for arn, labels in holders.items()]
        return (*managed, *inline)

    def policy_names(self, identity: Group) -> Iterator[str]:
        return (grant.name for grant in self.carried(identity, ""))


def _cuts(ceiling: Permissions) -> Iterator[Cut]:
    for step in ceiling.steps:
        if count := step.explicitly_denied.bit_count():
            yield Cut(step.name, verdicts.EXPLICITLY_DENIED, count)
        if count := step.implicitly_denied.bit_count():
            yield Cut(step.name, verdicts.IMPLICITLY_DENIED, count)


def _counts(now: Permissions) -> dict[str, int]:
    return {
        "allowed": now.allowed.bit_count(),
        "depends": now.depends.bit_count(),
        "denied": now.explicitly_denied.bit_count(),
        "not_allowed": now.implicitly_denied.bit_count(),
    }


def _count(document: PolicyDocument) -> int:
    return granted(document, catalogue()).bit_count()
