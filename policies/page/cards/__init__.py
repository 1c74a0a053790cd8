"""A policy as cards, one a statement: the form beside the JSON. Pure.

What the form cannot show without losing something it does not show at all; and what nobody touches in the
form stays in the text as it was written, down to the white space where nothing is touched.

===========  ======================================================================
``values``   a card and its rows
``reading``  a text as cards, or why it has none
``writing``  cards into the text that they came from
``layout``   JSON as people write it
``fields``   cards from what a browser sends
``steps``    what the buttons of the form do
===========  ======================================================================
"""

from __future__ import annotations

from policies.page.cards.fields import posted_cards
from policies.page.cards.reading import TooComplex, cards_of
from policies.page.cards.steps import ROWS, taken
from policies.page.cards.values import (
    EVERYBODY,
    PRINCIPAL_KINDS,
    Card,
    ConditionRow,
    PrincipalRow,
    Shape,
    shape_of,
)
from policies.page.cards.writing import text_of

__all__ = [
    "EVERYBODY",
    "PRINCIPAL_KINDS",
    "ROWS",
    "Card",
    "ConditionRow",
    "PrincipalRow",
    "Shape",
    "TooComplex",
    "cards_of",
    "posted_cards",
    "shape_of",
    "taken",
    "text_of",
]
