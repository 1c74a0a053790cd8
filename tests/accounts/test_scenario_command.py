"""``manage.py scenario check | load | dump``, and the schema that is published."""

from __future__ import annotations

import json
from importlib.resources import files
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from accounts import store
from accounts.models import OrganizationRecord
from accounts.organization.scenario import ScenarioError, built_in, from_document
from tests.accounts.factories import SMALL_WORLD

SCHEMA = json.loads(files("accounts.organization.scenario").joinpath("scenario.schema.json").read_text())


@pytest.fixture
def small(tmp_path: Path) -> str:
    return written(tmp_path / "small.json", SMALL_WORLD)


def written(file: Path, document: object) -> str:
    file.write_text(json.dumps(document))
    return str(file)


def output_of(*command: str) -> str:
    output = StringIO()
    call_command("scenario", *command, stdout=output)
    return output.getvalue()


def test_check_says_how_much_there_is(small):
    assert output_of("check", small) == (
        f"{small}: 4 accounts, 3 organizational units, 2 policies, 1 group, 2 users, 1 role\n"
    )


def test_check_prints_every_fault_of_every_file_with_its_place(small, tmp_path):
    wrong = {**SMALL_WORLD, "root": {"id": "root"}, "accounts": [{"id": "1"}]}
    files = [
        written(tmp_path / "wrong.json", wrong),
        written(tmp_path / "list.json", []),
        small,
        "nowhere.json",
    ]
    output = StringIO()

    with pytest.raises(CommandError, match="3 of 4 are not scenarios"):
        call_command("scenario", "check", *files, stdout=output)

    said = output.getvalue()
    assert f"{files[0]}: root.id: 'root' does not have the form" in said
    assert f"{files[0]}: accounts[0].name: is missing" in said
    assert f"{files[1]}: must be a JSON object" in said
    assert "nowhere.json: No such file" in said


@pytest.mark.django_db
def test_load_makes_a_sandbox_that_its_link_opens(small, client):
    printed = json.loads(output_of("load", small, "--json", "--base-url", "http://testserver"))
    record = OrganizationRecord.objects.get()

    assert printed["organization_id"] == record.identifier
    assert record.public_id in client.get(printed["url"])["Location"]
    assert store.load(record) == from_document(SMALL_WORLD, record.seed)


@pytest.mark.django_db
def test_load_of_a_wrong_file_creates_nothing(tmp_path):
    with pytest.raises(CommandError, match="Nothing was created"):
        output_of("load", written(tmp_path / "x.json", {**SMALL_WORLD, "root": {}}))

    assert not OrganizationRecord.objects.exists()


def test_what_is_dumped_loads_as_the_same_organization(small_world):
    document = json.loads(output_of("dump", small_world.public_id))

    assert from_document(document, "another seed") == store.load(small_world)
    assert document["name"] == "small world"


@pytest.mark.django_db
def test_dump_of_nothing_is_an_error():
    with pytest.raises(CommandError, match="There is no sandbox nothing"):
        output_of("dump", "nothing")


# The schema


def test_the_schema_is_published(client, db):
    response = client.get("/scenario.schema.json")

    assert response["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == SCHEMA


@pytest.mark.parametrize("document", [SMALL_WORLD, built_in("acme")], ids=["small world", "acme"])
def test_the_schema_takes_what_the_reader_takes(document):
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(document)))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("format",), "another"),
        (("version",), 2),
        (("unknown",), 1),
        (("organization", "id"), "x"),
        (("organization", "feature_set"), "SOME"),
        (("root", "policy_types"), ["NEW_POLICY"]),
        (("root", "tags"), {"a": 1}),
        (("accounts", 0, "id"), "12"),
        (("accounts", 0, "state"), "GONE"),
        (("accounts", 2, "roles", 0, "max_session_duration"), 60),
        (("accounts", 2, "users", 0, "access_keys", 0, "id"), "AKIA"),
        (("policies", 0, "content"), 1),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(place, value):
    document = json.loads(json.dumps(SMALL_WORLD))
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value

    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)
    with pytest.raises(ScenarioError):
        from_document(document, "tests")
