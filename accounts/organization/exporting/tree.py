"""The tree as a drawing: where each line and word goes, for whoever paints it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts.organization.state import Organization, TargetId

ROW: Final = 26
INDENT: Final = 26
MARGIN: Final = 16
LETTER: Final = 8.2
"""The width of most letters, at the size that they are painted in."""
LONGEST: Final = 60
MOST_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """``x`` and ``y`` are of the row's middle left. ``parent_y`` is where the line from above comes from,
    None for the root and for the last row of a tree that is cut."""

    x: int
    y: int
    parent_y: int | None
    kind: str
    name: str
    beside: str


@dataclass(frozen=True, slots=True)
class Tree:
    title: str
    rows: tuple[Row, ...]
    width: int
    height: int


def tree(organization: Organization, most_rows: int = MOST_ROWS) -> Tree:
    """Units before accounts at each level, as in the page. At most ``most_rows``; then it says how many more
    there are."""
    rows: list[Row] = []
    total = 1 + len(organization.units) + len(organization.accounts)
    for number, (target_id, depth, parent_row) in enumerate(_walk(organization)):
        y = MARGIN + ROW * number + ROW // 2
        if number == most_rows:
            rows.append(Row(MARGIN, y, None, "more", f"and {total - number:,} more", ""))
            break
        parent_y = None if parent_row is None else MARGIN + ROW * parent_row + ROW // 2
        kind = "root" if depth == 0 else "unit" if target_id in organization.units else "account"
        name = _short(organization.name_of(target_id))
        rows.append(Row(MARGIN + INDENT * depth, y, parent_y, kind, name, _policies(organization, target_id)))
    width = max(row.x + 24 + LETTER * (len(row.name) + len(row.beside) + 4) for row in rows) + MARGIN
    return Tree(f"Organization {organization.id}", tuple(rows), int(width), 2 * MARGIN + ROW * len(rows))


def _walk(organization: Organization) -> Iterator[tuple[TargetId, int, int | None]]:
    """Each target with its depth and the number of its parent's row, from the top down."""
    children: dict[str, list[str]] = defaultdict(list)
    for unit in organization.units.values():
        children[unit.parent_id].append(unit.id)
    for account in organization.accounts.values():
        children[account.parent_id].append(account.id)
    left: list[tuple[TargetId, int, int | None]] = [(organization.root.id, 0, None)]
    number = 0
    while left:
        target_id, depth, parent_row = left.pop()
        yield target_id, depth, parent_row
        left += [(child, depth + 1, number) for child in reversed(children[target_id])]
        number += 1


def _policies(organization: Organization, target_id: TargetId) -> str:
    attached = map(organization.any_policy, organization.attachments.get(target_id, ()))
    return _short(", ".join(policy.name for policy in attached if policy is not None))


def _short(text: str) -> str:
    """One line, without characters that nothing can show, and not too long."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
