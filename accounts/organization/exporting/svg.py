"""The tree as SVG 1.1, with a title for those who cannot see it."""

from __future__ import annotations

from html import escape
from typing import Final

from accounts.organization.exporting.tree import INDENT, LETTER, Tree, tree
from accounts.organization.state import Organization

COLOURS: Final = {"root": "#1d4ed8", "unit": "#0f766e", "account": "#7c3aed", "more": "#57534e"}
LINE: Final = "#a8a29e"
INK: Final = "#1c1917"
PALE: Final = "#57534e"
FONT: Final = "system-ui, sans-serif"


def svg(organization: Organization) -> str:
    drawing = tree(organization)
    return "\n".join((_head(drawing), *map(str, _lines(drawing)), "</svg>", ""))


def _head(drawing: Tree) -> str:
    size = f'width="{drawing.width}" height="{drawing.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {drawing.width} {drawing.height}" '
        f'role="img" font-family="{FONT}" font-size="14">\n<title>{escape(drawing.title)}</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>'
    )


def _lines(drawing: Tree) -> list[str]:
    lines = []
    for row in drawing.rows:
        if row.parent_y is not None:
            x = row.x - INDENT + 6
            path = f"M{x} {row.parent_y + 6}V{row.y}H{row.x}"
            lines.append(f'<path d="{path}" fill="none" stroke="{LINE}"/>')
        colour = COLOURS[row.kind]
        radius = 6 if row.kind == "account" else 2
        lines.append(
            f'<rect x="{row.x}" y="{row.y - 6}" width="12" height="12" rx="{radius}" fill="{colour}"/>'
        )
        name = f'<tspan font-weight="600">{escape(row.name)}</tspan>'
        beside = f'<tspan dx="{LETTER:g}" fill="{PALE}">{escape(row.beside)}</tspan>' if row.beside else ""
        lines.append(f'<text x="{row.x + 20}" y="{row.y + 5}" fill="{INK}">{name}{beside}</text>')
    return lines
