"""The first page's small organization: its tree, and why the account that one moves may do what it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accounts import selectors
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.rooms import Tree, tree_of
from accounts.page.view import view_of
from lessons.course.miniature import HOME, MOVER, UNITS, miniature, mover, with_mover_in

ACTIONS: Final = ("ec2:RunInstances", "s3:GetObject", "iam:CreateUser")
PRINCIPALS: Final = ("role/Admin", "role/Developer", "root user")


@dataclass(frozen=True, slots=True)
class Miniature:
    """``place`` is the unit in which the account is. ``allowed`` of all actions its principal may do."""

    mover: str
    place: str
    places: tuple[str, ...]
    action: str
    actions: tuple[str, ...]
    who: str
    principals: tuple[str, ...]
    tree: Tree
    explanation: Explanation
    allowed: int
    total: int
    difference: int

    @property
    def has_moved(self) -> bool:
        return self.place != HOME

    @property
    def lost(self) -> int:
        return max(-self.difference, 0)

    @property
    def gained(self) -> int:
        return max(self.difference, 0)


def miniature_of(data: Mapping[str, str]) -> Miniature:
    """``data`` are the fields of the address: ``place``, ``action``, ``as``. What is no choice counts as
    absent. Nothing is written: there are few such organizations, and all are remembered."""
    place = _choice(data.get("place"), UNITS, HOME)
    action = _choice(data.get("action"), ACTIONS, ACTIONS[0])
    who = _choice(data.get("as"), PRINCIPALS, PRINCIPALS[0])
    organization, account, judge = with_mover_in(place), mover(), selectors.judge()
    view = view_of({"at": account.id, "as": who, "action": action}, organization)
    before, now = (
        judge.permissions(each, account.id, who).allowed.bit_count() for each in (miniature(), organization)
    )
    return Miniature(
        mover=MOVER,
        place=place,
        places=UNITS,
        action=action,
        actions=ACTIONS,
        who=who,
        principals=PRINCIPALS,
        tree=tree_of(organization, view, judge, miniature() if place != HOME else None),
        explanation=explanation_of(organization, account.id, who, view, judge),
        allowed=now,
        total=len(judge.universe),
        difference=now - before,
    )


def _choice(text: str | None, choices: tuple[str, ...], usual: str) -> str:
    return text if text in choices else usual
