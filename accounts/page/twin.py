"""The policy editor's text and the form beside it: the same policy, of which one is shown at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.page.subjects import Subject
from policies.catalogue import Action, catalogue, global_condition_keys
from policies.engine.document import ActionPattern, Effect, PolicyKind
from policies.engine.operators import OPERATORS
from policies.page.cards import (
    EVERYBODY,
    PRINCIPAL_KINDS,
    ROWS,
    Card,
    Shape,
    TooComplex,
    cards_of,
    posted_cards,
    shape_of,
    taken,
    text_of,
)
from policies.page.search import best, found

JSON, FORM = "json", "form"
MOST_FOUND = 12
MOST_KEYS = 80
"""Of the condition keys that are offered for one statement."""


@dataclass(frozen=True, slots=True)
class Twin:
    """``base`` is the text that the cards came from, ``cards`` is None while the JSON is shown.
    ``why_not`` says why it stays shown though the form was asked for."""

    base: str
    cards: tuple[Card, ...] | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """``count`` is how many actions the pattern matches today, None of a blank one."""

    text: str
    count: int | None


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card, what its patterns match, what was looked for in it and what was found; ``keys`` are
    condition keys that its requests may have."""

    card: Card
    actions: tuple[ActionRow, ...]
    find: str
    found: tuple[Action, ...]
    more_found: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """``focus`` is the id of the field that waits to be filled in, after a button has made one."""

    base: str
    shape: Shape
    cards: tuple[CardPage, ...]
    focus: str

    effects = tuple(effect.value for effect in Effect)
    operators = tuple(OPERATORS)

    @property
    def principal_kinds(self) -> tuple[tuple[str, str], ...]:
        """Each with its title."""
        return ((EVERYBODY, _("Everybody: *")), *((kind, kind) for kind in PRINCIPAL_KINDS))


def has_form(subject: Subject) -> bool:
    """A management policy is no list of statements."""
    return subject.kind is not None and not subject.fixed


def posted_twin(content: str, data: Any, subject: Subject) -> Twin:
    """``data`` is a ``QueryDict``; its ``mode`` says whether the form was shown."""
    if data.get("mode") != FORM or not has_form(subject):
        return Twin(content)
    return Twin(content, posted_cards(data))


def text_in(twin: Twin, subject: Subject) -> str:
    if twin.cards is None or subject.kind is None:
        return twin.base
    try:
        return text_of(twin.base, twin.cards, shape_of(subject.kind))
    except TooComplex:
        # Only who writes requests by hand sends cards beside a text that has none.
        return twin.base


def stepped(twin: Twin, step: str, subject: Subject) -> Twin:
    """After one of the buttons: ``json`` and ``form`` choose which of the two is shown, all others are
    steps of the form."""
    if subject.kind is None:
        return twin
    if step == JSON:
        return Twin(text_in(twin, subject))
    shape = shape_of(subject.kind)
    if twin.cards is not None:
        return replace(twin, cards=taken(twin.cards, step, shape))
    if step != FORM:
        return twin
    try:
        return replace(twin, cards=cards_of(twin.base, shape))
    except TooComplex as why:
        return replace(twin, why_not=str(why))


def form_page(twin: Twin, subject: Subject, data: Mapping[str, str], step: str = "") -> FormPage | None:
    """``data`` has what was looked for: ``0-find`` in the first card. None while the JSON is shown."""
    if twin.cards is None or subject.kind is None:
        return None
    return FormPage(
        base=twin.base,
        shape=shape_of(subject.kind),
        cards=tuple(
            _card(card, data.get(f"{number}-find", "")[:200], subject.kind)
            for number, card in enumerate(twin.cards)
        ),
        focus=_focus(twin.cards, step),
    )


def _card(card: Card, find: str, kind: PolicyKind) -> CardPage:
    universe = catalogue().universe
    fitting = found(universe, find) if find.strip() else 0
    shown = tuple(catalogue().actions[index] for index in best(fitting, find, MOST_FOUND))
    return CardPage(
        card=card,
        actions=tuple(ActionRow(text, _count(text)) for text in card.actions),
        find=find,
        found=shown,
        more_found=fitting.bit_count() - len(shown),
        keys=tuple(_keys(card)),
    )


def _count(text: str) -> int | None:
    if not text.strip():
        return None
    service, _, name = text.lower().partition(":") if text != "*" else ("*", ":", "*")
    return catalogue().universe.mask((ActionPattern(text, service, name),)).bit_count()


def _keys(card: Card) -> Iterator[str]:
    """The global keys, and those of the services that the card names."""
    yield from (key.name for key in global_condition_keys().values())
    services = {text.partition(":")[0].lower() for text in card.actions}
    offered = (
        key.key
        for prefix in sorted(services)
        if (service := catalogue().services.get(prefix))
        for key in service.condition_keys
        if not key.key.startswith("aws:")
    )
    yield from list(offered)[:MOST_KEYS]


def _focus(cards: tuple[Card, ...], step: str) -> str:
    verb, _, where = step.partition(" ")
    number = where.partition(" ")[0]
    if verb == "add":
        return f"card-{len(cards) - 1}-action-0"
    act, _, row = verb.partition("-")
    if act != "add" or row not in ROWS or not number.isdigit() or int(number) >= len(cards):
        return ""
    return f"card-{number}-{row}-{len(getattr(cards[int(number)], ROWS[row])) - 1}"
