"""All style sheets come with every page: what one says of a class, it says everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parent.parent.parent / "static" / "css"
OF_FEW_PAGES = ("building", "classroom", "teach")
MEANT = {"acts", "track"}
"""Of the first all that others say comes later; the second is turned where one reads from the right."""


def selectors(sheet: str) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/", "", (SHEETS / f"{sheet}.css").read_text(), flags=re.DOTALL)
    for found in re.findall(r"[{};]\s*([^{};@]+)(?=\{)", text):
        yield from (f"{each.strip()} " for each in re.split(r",(?![^(]*\))", found))


@pytest.mark.parametrize("sheet", OF_FEW_PAGES)
def test_a_class_of_few_pages_is_no_class_of_others(sheet: str) -> None:
    own = {each[1:-1] for each in selectors(sheet) if re.fullmatch(r"\.[\w-]+ ", each)}
    others = {path.stem for path in SHEETS.glob("*.css")} - set(OF_FEW_PAGES)
    named = "".join(each for other in others for each in selectors(other))
    elsewhere = set(re.findall(r"\.([\w-]+)", named))

    assert own & elsewhere <= MEANT
