"""Who else may look at somebody's organization, and acts in it for one of its accounts.

Rooms to the right register who that is: the learners of a class whose organization is everybody's. A guest
reads the present organization, and calls what the administrator of their account may call: nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from accounts.models import OrganizationRecord, Visitor


@dataclass(frozen=True, slots=True)
class Guest:
    """``account_id`` is the account that they administer."""

    account_id: str


Finder = Callable[[OrganizationRecord, Visitor], Guest | None]

_finders: Final[list[Finder]] = []


def register(find: Finder) -> None:
    _finders.append(find)


def guest_of(record: OrganizationRecord, visitor: Visitor) -> Guest | None:
    """None for a stranger, and for whose organization it is."""
    if visitor.pk is None or record.is_sandbox or record.visitor_id == visitor.pk:
        return None
    found = (find(record, visitor) for find in _finders)
    return next((each for each in found if each is not None), None)
