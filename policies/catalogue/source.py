"""SOURCE.md, which tells people and this program the same: where each data file came from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from policies.catalogue.values import Source

SOURCE_FILE = "SOURCE.md"

_CELLS = r"[^|]*\| (?P<name>[^|]+) \| (?P<version>[^|]+) \| (?P<date>[^|]+) \| (?P<licence>[^|]+) \|"


def read_source(folder: Path, file: str) -> Source:
    """The row of SOURCE.md whose first file is ``file``."""
    row = _find(file, (folder / SOURCE_FILE).read_text("utf-8"))
    return Source(row["name"], row["version"], date.fromisoformat(row["date"]), row["licence"])


def write_source(folder: Path, file: str, source: Source) -> None:
    """Replace name, version, date and licence in the row whose first file is ``file``."""
    path = folder / SOURCE_FILE
    text = path.read_text("utf-8")
    row = _find(file, text)
    cells = f"{source.name} | {source.version} | {source.date.isoformat()} | {source.licence} |"
    path.write_text(text[: row.start("name")] + cells + text[row.end() :], "utf-8")


def _find(file: str, text: str) -> re.Match[str]:
    row = re.search(rf"^\| `{re.escape(file)}`" + _CELLS, text, re.MULTILINE)
    if row is None:
        raise LookupError(f"{SOURCE_FILE} has no row for {file}")
    return row
