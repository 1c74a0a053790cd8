"""The scenarios that come with orgsim."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files


def built_in(name: str) -> Mapping[str, object]:
    """The document of ``scenarios/<name>.json``. ``KeyError`` if there is none of that name."""
    for file in files("accounts.organization").joinpath("scenarios").iterdir():
        if file.name == f"{name}.json":
            document: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
            return document
    raise KeyError(name)
