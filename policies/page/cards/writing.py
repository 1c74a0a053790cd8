"""Cards into the text that they came from. What a card leaves as it was stays as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policies.engine.json_reader import Json, read
from policies.page.cards.layout import laid_out
from policies.page.cards.reading import card_of, statements_of, values_of
from policies.page.cards.values import EVERYBODY, Card, ConditionRow, PrincipalRow, Shape

Written = dict[str, Json]

ELEMENTS = (
    ("Sid",),
    ("Effect",),
    ("Principal", "NotPrincipal"),
    ("Action", "NotAction"),
    ("Resource", "NotResource"),
    ("Condition",),
)
"""In the order in which AWS shows them."""


def text_of(text: str, cards: Sequence[Card], shape: Shape) -> str:
    """``text`` with its statements as ``cards`` have them; ``text`` itself when they have nothing new.

    ``text`` is one that ``cards_of`` takes. Blank rows are left out. Two conditions of the same operator
    and key become one with the values of both, since JSON has a place for one only; a row for everybody
    stands for the whole ``Principal``.
    """
    were = statements_of(text)
    policy = read(text)
    assert isinstance(policy, dict)
    statements = [_statement(card, were, shape) for card in cards]
    if statements == were and all(list(now) == list(was) for now, was in zip(statements, were, strict=True)):
        return text
    is_alone = isinstance(policy["Statement"], dict) and len(statements) == 1
    now: Json = statements[0] if is_alone else list(statements)
    return laid_out({**policy, "Statement": now}) + "\n"


def _statement(card: Card, were: Sequence[Mapping[str, Json]], shape: Shape) -> Written:
    is_known = card.origin is not None and card.origin < len(were)
    was: Mapping[str, Json] = were[card.origin] if is_known and card.origin is not None else {}
    before = card_of(was, 0, shape) if was else None
    written: dict[str, tuple[str, Json]] = {}
    for names in ELEMENTS:
        present = next((name for name in names if name in was), None)
        if before is not None and _said(card, names[0]) == _said(before, names[0]):
            if present:
                written[names[0]] = (present, was[present])
        elif (element := _element(card, names[0], was)) is not None:
            written[names[0]] = element
    order = [_first_name(name) for name in was]
    if set(order) != set(written):
        order = [names[0] for names in ELEMENTS if names[0] in written]
    return dict(written[name] for name in order)


def _first_name(name: str) -> str:
    return name.removeprefix("Not")


def _said(card: Card, element: str) -> object:
    """What a card says in one element, without blank rows."""
    if element == "Sid":
        return card.sid
    if element == "Effect":
        return card.effect
    if element == "Principal":
        return card.excludes_principals, tuple(row for row in card.principals if not row.is_blank)
    if element == "Action":
        return card.excludes_actions, _filled(card.actions)
    if element == "Resource":
        return card.excludes_resources, _filled(card.resources)
    return tuple(
        ConditionRow(row.operator, row.key, _filled(row.values))
        for row in card.conditions
        if not row.is_blank
    )


def _element(card: Card, element: str, was: Mapping[str, Json]) -> tuple[str, Json] | None:
    """The element's name and value; None where the statement has none."""
    if element == "Sid":
        return ("Sid", card.sid) if card.sid else None
    if element == "Effect":
        return "Effect", card.effect
    if element == "Principal":
        principals = [row for row in card.principals if not row.is_blank]
        return (_name(element, card.excludes_principals), _principals(principals)) if principals else None
    if element == "Action":
        return _name(element, card.excludes_actions), _list(_filled(card.actions), _was(was, element))
    if element == "Resource":
        resources = _filled(card.resources)
        # A trust policy has no resources, and its card no rows for them.
        has_any = resources or _was(was, element) is not None
        return (
            (_name(element, card.excludes_resources), _list(resources, _was(was, element)))
            if has_any
            else None
        )
    conditions = _conditions([row for row in card.conditions if not row.is_blank], was)
    return ("Condition", conditions) if conditions else None


def _name(element: str, excludes: bool) -> str:
    return f"Not{element}" if excludes else element


def _was(was: Mapping[str, Json], element: str) -> Json:
    return was.get(element, was.get(f"Not{element}"))


def _filled(entries: Sequence[str]) -> tuple[str, ...]:
    return tuple(entry for entry in entries if entry.strip())


def _list(entries: Sequence[str], was: Json) -> Json:
    """A single entry stands alone, unless it stood in a list."""
    return entries[0] if len(entries) == 1 and not isinstance(was, list) else list(entries)


def _principals(rows: Sequence[PrincipalRow]) -> Json:
    if any(row.kind == EVERYBODY for row in rows):
        return EVERYBODY
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.value)
    return {kind: _list(entries, None) for kind, entries in by_kind.items()}


def _conditions(rows: Sequence[ConditionRow], was: Mapping[str, Json]) -> Json:
    merged: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        place = (row.operator, row.key)
        merged[place] = (*merged.get(place, ()), *_filled(row.values))
    earlier = dict(_values_before(was))
    written: dict[str, Json] = {}
    for (operator, key), values in merged.items():
        kept = earlier.get((operator, key))
        same = kept is not None and values_of(kept, ()) == values
        block = written.setdefault(operator, {})
        assert isinstance(block, dict)
        block[key] = kept if same else _list(values, kept)
    return written


def _values_before(was: Mapping[str, Json]) -> Iterator[tuple[tuple[str, str], Json]]:
    condition = was.get("Condition", {})
    assert isinstance(condition, dict)
    for operator, keys in condition.items():
        assert isinstance(keys, dict)
        yield from (((operator, key), values) for key, values in keys.items())
