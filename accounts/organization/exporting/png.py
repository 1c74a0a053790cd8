"""The tree as PNG, painted by Pillow, twice as large as the SVG: sharp on slides."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from accounts.organization.exporting.svg import COLOURS, INK, LINE, PALE
from accounts.organization.exporting.tree import INDENT, LETTER, tree
from accounts.organization.state import Organization

SCALE: Final = 2
SIZE: Final = 14
MOST_ROWS: Final = 200
"""A picture takes its memory before it is packed; so many rows take up to 80 MB."""


def png(organization: Organization) -> bytes:
    """The bytes of the file. The font is Pillow's own; what it has no letter for is a box."""
    drawing = tree(organization, MOST_ROWS)
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), "#ffffff")
    paint = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=SIZE * SCALE)
    for row in drawing.rows:
        x, y = row.x * SCALE, row.y * SCALE
        if row.parent_y is not None:
            above = (row.x - INDENT + 6) * SCALE
            corner = [(above, (row.parent_y + 6) * SCALE), (above, y), (x, y)]
            paint.line(corner, fill=LINE, width=SCALE)
        box = (x, y - 6 * SCALE, x + 12 * SCALE, y + 6 * SCALE)
        paint.rounded_rectangle(
            box, radius=(6 if row.kind == "account" else 2) * SCALE, fill=COLOURS[row.kind]
        )
        left = x + 20 * SCALE
        paint.text((left, y), row.name, font=font, fill=INK, anchor="lm")
        beside = left + paint.textlength(row.name, font=font) + 2 * LETTER * SCALE
        paint.text((beside, y), row.beside, font=font, fill=PALE, anchor="lm")
    written = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(written, "PNG", optimize=True)
    return written.getvalue()
