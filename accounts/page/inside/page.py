"""The page of one account's inside as one value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.operations.resource_kinds import REGIONS
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import Account, Organization, PolicyType, TargetId
from accounts.page import verdicts
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.inside.answers import Answers
from accounts.page.inside.chosen import Chosen, chosen_of
from accounts.page.inside.grants import Grant, grants_of
from accounts.page.inside.labels import chosen_label
from accounts.page.inside.tree import InsideTree, inside_tree
from accounts.page.page import SUGGESTED_ACTIONS, Chip, Panel, chips_of, nearest_actions, panel_of
from accounts.page.resource_policies import NewResource, ResourceRow, new_resources, resources_of
from accounts.page.sessions import with_session
from accounts.page.verdicts import Verdict
from accounts.page.view import DEFAULT_PRINCIPAL, Drawer, View
from policies.engine.permissions import Permissions

MOST_ACCOUNTS: Final = 200
"""Other accounts that the question offers."""
MOST_LISTED: Final = 50
"""Rows of the tables of policies and of resources; ``View.seek`` finds the others."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What the SCPs at one place take from the account."""

    name: str
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class InsidePage:
    """``panel`` is there for a principal. ``up`` is the view of the organization that shows the account."""

    account: Account
    is_management: bool
    is_closed: bool
    path: tuple[tuple[TargetId, str], ...]
    passing: int
    total: int
    cuts: tuple[Cut, ...]
    tree: InsideTree
    grants: tuple[Grant, ...]
    more_grants: int
    resources: tuple[ResourceRow, ...]
    more_resources: int
    new_resources: tuple[NewResource, ...]
    regions: tuple[str, ...]
    chosen: Chosen | None
    panel: Panel | None
    explanation: Explanation | None
    chips: tuple[Chip, ...]
    suggestions: tuple[str, ...]
    nearest: tuple[str, ...]
    accounts: tuple[Account, ...]
    up: View
    most_groups: int = IN_FORCE.groups_of_user


def inside_page(
    organization: Organization,
    view: View,
    judge: Judge,
    *,
    before: Organization | None = None,
    compared_with: int = 0,
) -> InsidePage:
    """Of the account ``view.at``. ``before`` is the organization before the last operation, at the
    revision ``compared_with``."""
    account = organization.accounts[view.at]
    view = with_session(view, organization, judge)
    ceiling = judge.ceiling(organization, account.id, view.circumstances)
    label = chosen_label(account, view.who)
    grants, resources = grants_of(account), resources_of(account)
    chosen = chosen_of(organization, account, label, grants, resources) if label else None
    is_asked = chosen is not None and chosen.is_principal
    answers = Answers(organization, account, view, judge, before)
    words = view.seek.casefold().split()
    found = [grant for grant in grants if _fits(grant.name, words)]
    things = [row for row in resources if _fits(row.name, words)]
    return InsidePage(
        account=account,
        is_management=account.id == organization.management_account_id,
        is_closed=not account.state.is_usable,
        path=tuple((step, organization.name_of(step)) for step in organization.path(account.parent_id)),
        passing=(ceiling.allowed | ceiling.depends).bit_count(),
        total=judge.universe.all.bit_count(),
        cuts=tuple(_cuts(ceiling)) if organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY) else (),
        tree=inside_tree(organization, account, view, label, answers),
        grants=tuple(found[:MOST_LISTED]),
        more_grants=max(len(found) - MOST_LISTED, 0),
        resources=tuple(things[:MOST_LISTED]),
        more_resources=max(len(things) - MOST_LISTED, 0),
        new_resources=new_resources(account),
        regions=REGIONS,
        chosen=chosen,
        panel=panel_of(organization, view, label, judge, before, compared_with) if is_asked else None,
        explanation=explanation_of(organization, account.id, label, view, judge)
        if is_asked and view.drawer is Drawer.EXPLAIN
        else None,
        chips=chips_of(view, organization),
        suggestions=SUGGESTED_ACTIONS,
        nearest=nearest_actions(view),
        accounts=_accounts(organization, account),
        up=replace(
            view, who=label if is_asked else DEFAULT_PRINCIPAL, drawer=Drawer.CLOSED, seek="", first=""
        ),
    )


def _fits(name: str, words: list[str]) -> bool:
    return all(word in name.casefold() for word in words)


def _accounts(organization: Organization, account: Account) -> tuple[Account, ...]:
    """To ask the same of: some, in the order of the organization, and always this one."""
    offered = tuple(islice(organization.accounts.values(), MOST_ACCOUNTS))
    return offered if account in offered else (account, *offered)


def _cuts(ceiling: Permissions) -> Iterator[Cut]:
    for step in ceiling.steps:
        if count := step.explicitly_denied.bit_count():
            yield Cut(step.name, verdicts.EXPLICITLY_DENIED, count)
        if count := step.implicitly_denied.bit_count():
            yield Cut(step.name, verdicts.IMPLICITLY_DENIED, count)
