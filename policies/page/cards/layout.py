"""JSON as people write it: an indent of two, a list of texts on one line where it fits."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policies.engine.json_reader import Json, Number

WIDTH = 80
"""That of the editor's *Format*, which lays out the same way."""


def laid_out(value: Json, indent: str = "") -> str:
    deeper = f"{indent}  "
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, Mapping):
        items = [f"{_scalar(key)}: {laid_out(item, deeper)}" for key, item in value.items()]
        return _block("{", items, "}", indent)
    if isinstance(value, list):
        items = [laid_out(item, deeper) for item in value]
        line = f"[{', '.join(items)}]"
        is_flat = not any(isinstance(item, list | dict) for item in value)
        return line if is_flat and len(indent) + len(line) <= WIDTH else _block("[", items, "]", indent)
    return _scalar(value)


def _block(opening: str, items: list[str], closing: str, indent: str) -> str:
    if not items:
        return opening + closing
    inner = ",\n".join(f"{indent}  {item}" for item in items)
    return f"{opening}\n{inner}\n{indent}{closing}"


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
