"""What accompanies the pages of some organizations: the task of a lesson, the step of a class.

A sandbox has none. Rooms to the right register how theirs is found; the pages here know only what a
``Companion`` says, and include its templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from accounts.models import OrganizationRecord
from accounts.page.view import View


@dataclass(frozen=True)
class Companion:
    """``card`` and ``bar`` are templates, which find this value as ``companion``: the card stands beside the
    tree, the bar says where in the site one is. ``content`` is what they show.

    ``covers_verdicts``: nobody sees what is decided, until they have said what they expect.
    """

    card: str
    bar: str
    content: object
    covers_verdicts: bool = False
    shows_previews: bool = True
    shows_what_would: bool = True


Finder = Callable[[OrganizationRecord, View], Companion | None]

_finders: Final[list[Finder]] = []


def register(find: Finder) -> None:
    _finders.append(find)


def companion_of(record: OrganizationRecord, view: View) -> Companion | None:
    found: Iterator[Companion | None] = (find(record, view) for find in _finders)
    return next((each for each in found if each is not None), None)
