"""What accompanies the pages of some organizations: the task of a lesson, the step of a class.

A sandbox has none. Rooms to the right register how theirs is found; the pages here know only what a
``Companion`` says, and include its templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from accounts.live import Topic
from accounts.models import OrganizationRecord
from accounts.page.view import View


@dataclass(frozen=True)
class Companion:
    """``card``, ``compact`` and ``bar`` are templates, which find this value as ``companion``: the card is
    beside the tree, the compact one beside other pages, the bar says where in the site one is. ``content`` is
    what they show; to find a companion is cheap, so ``content`` works out the rest when it is shown.

    ``covers_verdicts``: nobody sees what is decided, until they have said what they expect. ``refusal`` says
    why nothing can be done by hand for now; empty if it can. ``celebrates``: what was to be reached has just
    been reached. ``topics()`` are followed beside the organization's own, by the name that they have on the
    page (``data-live-topic``). ``banner`` is a template, too, above every page; empty for none. ``strip`` is
    one above the page that keeps itself up to date, and finds ``strip_content`` as ``strip``.
    """

    card: str
    compact: str
    bar: str
    content: object
    covers_verdicts: bool = False
    refusal: str = ""
    shows_previews: bool = True
    shows_what_would: bool = True
    celebrates: bool = False
    banner: str = ""
    strip: str = ""
    strip_content: object = None
    topics: Callable[[], Mapping[str, Topic]] = dict


class VerdictsCovered(Exception):
    """The page would show what is decided, or foreseen, in ``record``, which is covered for now."""

    def __init__(self, record: OrganizationRecord) -> None:
        super().__init__("The verdicts of this organization are covered for now.")
        self.record = record


Finder = Callable[[OrganizationRecord, View | None], Companion | None]
"""Without a view it is asked what may be seen and done; the content need not be shown then."""

_finders: Final[list[Finder]] = []


def register(find: Finder) -> None:
    _finders.append(find)


def companion_of(record: OrganizationRecord, view: View | None = None) -> Companion | None:
    if record.is_sandbox:
        return None
    found: Iterator[Companion | None] = (find(record, view) for find in _finders)
    return next((each for each in found if each is not None), None)
