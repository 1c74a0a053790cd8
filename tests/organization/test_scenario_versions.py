"""Scenario documents stay readable, and their JSON Schema says all about them.

``scenarios/version-1.json`` has something of each member that version 1 had when it was published. It is
never changed: documents like it are with people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from accounts.organization.scenario import from_document, to_document

HERE = Path(__file__).parent
SCHEMA = json.loads(
    files("accounts.organization.scenario").joinpath("scenario.schema.json").read_text("utf-8")
)
SCENARIOS = {
    file.name: json.loads(file.read_text("utf-8"))
    for folder in (HERE / "scenarios", HERE.parents[1] / "accounts" / "organization" / "scenarios")
    for file in sorted(folder.glob("*.json"))
}


def lost(before: object, after: object, place: str = "") -> Iterator[str]:
    """Where ``after`` does not say what ``before`` says; it may say more."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            yield from lost(value, after.get(name), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, value in enumerate(before):
            yield from lost(value, after[index], f"{place}[{index}]")
    elif before != after:
        yield place


def test_nothing_of_version_1_is_lost():
    document = SCENARIOS["version-1.json"]
    read = to_document(from_document(document, "tests"))
    of_people = {".name", ".description"}

    assert set(lost(document, json.loads(json.dumps(read)))) == of_people


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_is_valid_by_the_schema(name):
    jsonschema.Draft202012Validator(SCHEMA).validate(SCENARIOS[name])


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_member_is_explained():
    parts = {"": SCHEMA, **SCHEMA["$defs"]}
    unexplained = [
        f"{name}.{member}"
        for name, part in parts.items()
        for member, said in part.get("properties", {}).items()
        if not said.get("description")
    ]

    assert not unexplained
