"""What the buttons of the form do: cards and rows come, go and change places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policies.page.cards.reading import MOST_CARDS, MOST_ROWS
from policies.page.cards.values import Card, ConditionRow, PrincipalRow, Shape

Cards = tuple[Card, ...]

ROWS = {"principal": "principals", "action": "actions", "resource": "resources", "condition": "conditions"}
BLANK = {
    "principal": PrincipalRow("AWS"),
    "action": "",
    "resource": "",
    "condition": ConditionRow("StringEquals", ""),
}


def taken(cards: Cards, step: str, shape: Shape) -> Cards:
    """The cards after a step. ``step`` is the value of a button; one that means nothing changes nothing.

    ``add``; ``remove 2``, ``up 2`` and ``down 2`` of the card at index 2; ``add-action 2``, with what
    follows as its text, and ``remove-action 2 5``, likewise of the other rows.
    """
    verb, _, rest = step.partition(" ")
    if verb == "add":
        return (*cards, shape.blank_card) if len(cards) < MOST_CARDS else cards
    where, _, rest = rest.partition(" ")
    at = _index(where, cards)
    if at is None:
        return cards
    if verb == "remove":
        return cards[:at] + cards[at + 1 :]
    if verb in ("up", "down"):
        return _swapped(cards, at, at - 1 if verb == "up" else at + 1)
    act, _, row = verb.partition("-")
    if row not in ROWS or act not in ("add", "remove"):
        return cards
    rows = getattr(cards[at], ROWS[row])
    if act == "add":
        is_full = sum(card.rows for card in cards) >= MOST_ROWS
        new = rest if rest and row in ("action", "resource") else BLANK[row]
        # What was found takes the place of a row that waits to be filled in.
        kept = rows[:-1] if rest and rows and not rows[-1] else rows
        rows = kept if is_full else (*kept, new)
    elif (gone := _index(rest, rows)) is not None:
        rows = rows[:gone] + rows[gone + 1 :]
    return (*cards[:at], replace(cards[at], **{ROWS[row]: rows}), *cards[at + 1 :])


def _index(text: str, of: Sequence[object]) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    return int(text) if is_number and int(text) < len(of) else None


def _swapped(cards: Cards, one: int, other: int) -> Cards:
    if not 0 <= other < len(cards):
        return cards
    changed = list(cards)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)
