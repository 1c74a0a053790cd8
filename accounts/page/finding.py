"""What is in the organization under some words: accounts, units, principals and policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from accounts.organization.decisions import principals_of
from accounts.organization.state import AccountId, Organization, PolicyId
from accounts.page.view import Drawer, View

MOST_OF_A_KIND: Final = 8
LOOKED_AT: Final = 400
"""Of so many that fit, the best are shown: one letter fits everybody in a large organization."""


@dataclass(frozen=True, slots=True)
class Found:
    """``where`` says which of several of the same name it is. ``view`` shows it in the tree; a policy
    has a page of its own instead."""

    icon: str
    name: str
    where: str
    view: View | None = None
    policy_id: PolicyId = ""


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    found: tuple[Found, ...]


def find(organization: Organization, view: View, words: str) -> tuple[Kind, ...]:
    """By kind; each has every word in it. What begins with the words comes first, then the shortest."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    calm = replace(view, drawer=Drawer.CLOSED)
    kinds = {
        _("Accounts"): _accounts(organization, calm, wanted),
        _("Units"): _units(organization, calm, wanted),
        _("Principals"): _principals(organization, calm, wanted),
        _("Policies"): _policies(organization, wanted),
    }
    ranked = ((title, _best(found, wanted)) for title, found in kinds.items())
    return tuple(Kind(title, found) for title, found in ranked if found)


def _best(found: Iterable[Found], wanted: list[str]) -> tuple[Found, ...]:
    def rank(each: Found) -> tuple[bool, int]:
        return not each.name.casefold().startswith(wanted[0]), len(each.name)

    return tuple(sorted(islice(found, LOOKED_AT), key=rank)[:MOST_OF_A_KIND])


def _fits(wanted: list[str], *told: str) -> bool:
    text = " ".join(told).casefold()
    return all(word in text for word in wanted)


def _way(organization: Organization, target_id: str) -> str:
    """The names of what is above it."""
    return " › ".join(map(organization.name_of, organization.path(target_id)[:-1]))


def _accounts(organization: Organization, view: View, wanted: list[str]) -> Iterator[Found]:
    for account in organization.accounts.values():
        if _fits(wanted, account.name, account.id, account.email):
            icon = "i-mgmt" if account.id == organization.management_account_id else "i-account"
            where = f"{account.id} · {_way(organization, account.id)}"
            yield Found(icon, account.name, where, replace(view, at=account.id))


def _units(organization: Organization, view: View, wanted: list[str]) -> Iterator[Found]:
    root = organization.root
    if _fits(wanted, root.name, root.id):
        yield Found("i-root", root.name, root.id, replace(view, at=root.id))
    for unit in organization.units.values():
        if _fits(wanted, unit.name, unit.id):
            yield Found("i-ou", unit.name, _way(organization, unit.id), replace(view, at=unit.id))


def _principals(organization: Organization, view: View, wanted: list[str]) -> Iterator[Found]:
    """By its own name, and the account's besides: ``admin dev-1``."""
    for account in organization.accounts.values():
        around = f"{account.name} {account.id}".casefold()
        own = [word for word in wanted if word not in around] or wanted
        for label in principals_of(account):
            if _fits(own, label):
                icon = {"user": "i-user", "role": "i-role"}.get(label.partition("/")[0], "i-key")
                yield Found(icon, label, account.name, _asking(view, account.id, label))


def _asking(view: View, account_id: AccountId, label: str) -> View:
    return replace(view, at=account_id, who=label)


def _policies(organization: Organization, wanted: list[str]) -> Iterator[Found]:
    for policy in (*organization.policies.values(), *organization.management_policies.values()):
        if _fits(wanted, policy.name, policy.id):
            yield Found("i-policy", policy.name, policy.id, policy_id=policy.id)
