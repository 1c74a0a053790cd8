"""Cards from what a browser sends.

``card`` names the cards in their order, each by a number of its own; the fields of card 3 begin with
``3-``. A row of several fields sends each of them once, in the order of the rows.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Protocol

from policies.page.cards.reading import MOST_CARDS, MOST_ROWS
from policies.page.cards.values import EVERYBODY, PRINCIPAL_KINDS, Card, ConditionRow, PrincipalRow


class Fields(Protocol):
    """A ``QueryDict``."""

    def getlist(self, key: str) -> list[str]: ...


def posted_cards(fields: Fields) -> tuple[Card, ...]:
    """At most ``MOST_CARDS`` cards. Whatever was sent makes some cards: what they lack is for the policy's
    own check to say."""
    return tuple(_card(fields, f"{number[:4]}-") for number in fields.getlist("card")[:MOST_CARDS])


def _card(fields: Fields, prefix: str) -> Card:
    def every(name: str) -> list[str]:
        return [_line(text) for text in fields.getlist(prefix + name)[:MOST_ROWS]]

    def first(name: str) -> str:
        return next(iter(every(name)), "")

    origin = first("origin")
    principals = zip_longest(every("principal-kind"), every("principal"), fillvalue="")
    areas = fields.getlist(f"{prefix}values")[:MOST_ROWS]
    conditions = zip_longest(every("operator"), every("key"), areas, fillvalue="")
    return Card(
        origin=int(origin) if origin.isascii() and origin.isdigit() and len(origin) < 4 else None,
        sid=first("sid"),
        effect="Allow" if first("effect") == "Allow" else "Deny",
        excludes_principals=first("principal-not") == "Not",
        principals=tuple(_principal(kind, value) for kind, value in principals),
        excludes_actions=first("action-not") == "Not",
        actions=tuple(every("action")),
        excludes_resources=first("resource-not") == "Not",
        resources=tuple(every("resource")),
        conditions=tuple(ConditionRow(operator, key, _lines(text)) for operator, key, text in conditions),
    )


def _principal(kind: str, value: str) -> PrincipalRow:
    if kind == EVERYBODY:
        return PrincipalRow(EVERYBODY)
    return PrincipalRow(kind if kind in PRINCIPAL_KINDS else PRINCIPAL_KINDS[0], value)


def _lines(text: str) -> tuple[str, ...]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(map(_line, lines)) if text else ()


def _line(text: str) -> str:
    """No browser sends a control character from a field of one line."""
    return "".join(character for character in text if character >= " ")
