"""A text as cards, if cards can hold all that it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from policies.engine.faults import written
from policies.engine.json_reader import Json, NotPlain, Number, Path, read
from policies.engine.parse.collector import is_text
from policies.page.cards.values import EVERYBODY, PRINCIPAL_KINDS, Card, ConditionRow, PrincipalRow, Shape

MOST_CARDS = 40
MOST_ROWS = 200
"""Of all cards together. A browser sends at most a thousand fields, three for the largest row."""

Members = Mapping[str, Json]
Row = TypeVar("Row")


class TooComplex(Exception):
    """Only the JSON can show this text. The message says why, in a sentence."""


def cards_of(text: str, shape: Shape) -> tuple[Card, ...]:
    """One card a statement, in the order of the text. Raises ``TooComplex``."""
    statements = statements_of(text)
    if len(statements) > MOST_CARDS:
        raise TooComplex(f"It has {len(statements)} statements; the form shows {MOST_CARDS}.")
    cards = tuple(card_of(statement, index, shape) for index, statement in enumerate(statements))
    if sum(card.rows for card in cards) > MOST_ROWS:
        raise TooComplex(f"Its lists have more than {MOST_ROWS} entries together.")
    return cards


def statements_of(text: str) -> list[Members]:
    """The statements of a text that has some. Raises ``TooComplex``."""
    try:
        policy = read(text)
    except NotPlain:
        raise TooComplex("It cannot be read yet, or says something twice: see the findings.") from None
    if not isinstance(policy, dict):
        raise TooComplex("It is no object, in braces.")
    _known(policy, (), {"Version", "Id", "Statement"})
    found = policy.get("Statement")
    statements = [found] if isinstance(found, dict) else found
    if not isinstance(statements, list) or not all(isinstance(each, dict) for each in statements):
        raise TooComplex("Its `Statement` is no list of objects.")
    return [each for each in statements if isinstance(each, dict)]


def card_of(statement: Members, index: int, shape: Shape) -> Card:
    path: Path = ("Statement", index)
    known = {"Sid", "Effect", "Action", "NotAction", "Condition"}
    known |= {"Principal", "NotPrincipal"} if shape.has_principals else set()
    known |= {"Resource", "NotResource"} if shape.has_resources else set()
    _known(statement, path, known)
    effect = statement.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise TooComplex(f"`{written((*path, 'Effect'))}` is neither Allow nor Deny.")
    excludes_principals, principals = _one_of_two(statement, path, "Principal", _principals)
    excludes_actions, actions = _one_of_two(statement, path, "Action", _entries)
    excludes_resources, resources = _one_of_two(statement, path, "Resource", _entries)
    return Card(
        origin=index,
        sid=_line(statement.get("Sid", ""), (*path, "Sid")),
        effect=str(effect),
        excludes_principals=excludes_principals,
        principals=principals,
        excludes_actions=excludes_actions,
        actions=actions,
        excludes_resources=excludes_resources,
        resources=resources,
        conditions=_conditions(statement.get("Condition", {}), (*path, "Condition")),
    )


def values_of(value: Json, path: Path) -> tuple[str, ...]:
    """The values of a condition key as text. Numbers and booleans count as what they are written."""
    items = value if isinstance(value, list) else [value]
    return tuple(_filled(_scalar(item, path), path) for item in items)


def _known(members: Members, path: Path, known: set[str]) -> None:
    for name in members:
        if name not in known:
            raise TooComplex(f"The form has no place for `{written((*path, name))}`.")


def _one_of_two(
    statement: Members, path: Path, name: str, rows: Callable[[Json, Path], tuple[Row, ...]]
) -> tuple[bool, tuple[Row, ...]]:
    opposite = f"Not{name}"
    if name in statement and opposite in statement:
        raise TooComplex(f"`{written(path)}` has {name} and {opposite}.")
    chosen = opposite if opposite in statement else name
    return chosen == opposite, rows(statement.get(chosen, []), (*path, chosen))


def _entries(value: Json, path: Path) -> tuple[str, ...]:
    return tuple(_filled(_line(item, path), path) for item in (value if isinstance(value, list) else [value]))


def _principals(value: Json, path: Path) -> tuple[PrincipalRow, ...]:
    if value == EVERYBODY:
        return (PrincipalRow(EVERYBODY),)
    if value == []:
        return ()
    if not isinstance(value, dict):
        raise TooComplex(f"`{written(path)}` is neither * nor an object.")
    _known(value, path, set(PRINCIPAL_KINDS))
    if any(entries == [] for entries in value.values()):
        raise TooComplex(f"`{written(path)}` has an empty list.")
    return tuple(
        PrincipalRow(kind, entry)
        for kind, entries in value.items()
        for entry in _entries(entries, (*path, kind))
    )


def _conditions(value: Json, path: Path) -> tuple[ConditionRow, ...]:
    if not isinstance(value, dict):
        raise TooComplex(f"`{written(path)}` is no object.")
    rows = []
    for operator, keys in value.items():
        inner = (*path, operator)
        if not isinstance(keys, dict) or not keys:
            raise TooComplex(f"`{written(inner)}` names no condition key.")
        for key, values in keys.items():
            named = (_filled(_line(operator, path), path), _filled(_line(key, inner), inner))
            rows.append(ConditionRow(*named, values_of(values, (*inner, key))))
    return tuple(rows)


def _scalar(value: Json, path: Path) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, Number) else _line(value, path)


def _line(value: Json, path: Path) -> str:
    """A text that a field of one line can hold."""
    if not is_text(value):
        raise TooComplex(f"`{written(path)}` is no text and no list of texts.")
    text = str(value)
    if any(character < " " for character in text):
        raise TooComplex(f"`{written(path)}` has a control character.")
    return text


def _filled(text: str, path: Path) -> str:
    if not text.strip():
        raise TooComplex(f"`{written(path)}` has an entry that is empty.")
    return text
