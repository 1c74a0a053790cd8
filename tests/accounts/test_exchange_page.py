"""In and out, as the browser sees it."""

from __future__ import annotations

import io
import json
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import forks, store, uploads
from accounts.models import OrganizationRecord
from accounts.organization.scenario import from_document
from accounts.organization.state import Organization
from tests.accounts.factories import DEV_1, SMALL_WORLD, OrganizationRecordFactory
from tests.organization.aws_answers import printed

SMALL = from_document(SMALL_WORLD, "tests")


def file(content: object, name: str = "small.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else json.dumps(content).encode())


def archive() -> SimpleUploadedFile:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, content in printed(SMALL).items():
            packed.writestr(name, content)
    return file(written.getvalue(), "aws.zip")


def send(client, record: OrganizationRecord, *files: SimpleUploadedFile, do: str = "check", **more: str):
    data = {"files": list(files), "do": do, **more}
    return client.post(reverse("accounts:upload", args=[record.public_id]), data)


def words(response) -> str:
    return unescape(response.content.decode())


def keys_of(organization: Organization) -> set[str]:
    """The identifiers of its users' access keys."""
    users = [user for account in organization.accounts.values() for user in account.users.values()]
    return {key for user in users for key in user.access_keys}


def shape_of(organization: Organization) -> object:
    """What it is made of, by identifiers."""
    return organization.units, organization.attachments, list(organization.accounts)


# Out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("scenario.json", b"{"),
        ("build.sh", b"#!/usr/bin/env bash"),
        ("cloudformation.json", b"{"),
        ("main.tf", b"# Made by orgsim"),
        ("tree.svg", b"<svg"),
        ("tree.png", b"\x89PNG"),
    ],
)
def test_each_format_is_a_file_to_save(client, small_world, name, begins):
    page = client.get(reverse("accounts:exchange", args=[small_world.public_id]))
    address = reverse("accounts:export", args=[small_world.public_id, name])
    response = client.get(address)

    assert address in words(page)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content.startswith(begins)


def test_the_scenario_is_the_organization(client, small_world):
    response = client.get(reverse("accounts:export", args=[small_world.public_id, "scenario.json"]))

    assert from_document(json.loads(response.content), "other") == store.load(small_world)


def test_the_iam_of_an_account_is_a_template(client, small_world):
    address = reverse("accounts:export_account", args=[small_world.public_id, DEV_1])

    assert json.loads(client.get(address).content)["Resources"]["User1"]["Properties"]["UserName"] == "john"
    assert client.get(address.replace(DEV_1, "999999999999")).status_code == 404


def test_nobody_else_can_take_it(client, small_world):
    theirs = OrganizationRecordFactory()

    for name in ("exchange", "upload"):
        address = reverse(f"accounts:{name}", args=[theirs.public_id])
        assert (client.post(address) if name == "upload" else client.get(address)).status_code == 404
    assert client.get(reverse("accounts:export", args=[theirs.public_id, "build.sh"])).status_code == 404
    assert client.get(reverse("accounts:export", args=[small_world.public_id, "x"])).status_code == 404


# In


def test_a_check_says_what_would_be_created_and_creates_nothing(client, small_world):
    response = send(client, small_world, file({**SMALL_WORLD, "name": "Mine"}))

    assert "Mine: 4 accounts, 3 organizational units, 2 policies, 1 group, 2 users, 1 role" in words(response)
    assert OrganizationRecord.objects.count() == 1


def test_a_scenario_becomes_an_organization_of_the_visitors_own(client, small_world, visitor):
    response = send(client, small_world, file(SMALL_WORLD), do="create")
    made = OrganizationRecord.objects.exclude(pk=small_world.pk).get()

    assert made.public_id in response["Location"]
    assert (made.visitor, made.name) == (visitor, "small")
    assert shape_of(store.load(made)) == shape_of(SMALL)


def test_what_is_created_has_access_keys_of_its_own(client, small_world, visitor):
    send(client, small_world, file(SMALL_WORLD), do="create")

    made = store.load(visitor.organizations.latest("pk"))
    assert keys_of(made)
    assert not keys_of(made) & keys_of(SMALL)


def test_nobody_has_more_organizations_than_are_kept(client, small_world, visitor, monkeypatch):
    monkeypatch.setattr(forks, "MOST_ORGANIZATIONS", 1)

    response = send(client, small_world, file(SMALL_WORLD), do="create")

    assert response.status_code == 422
    assert "more are not kept" in words(response)
    assert visitor.organizations.count() == 1


def test_what_aws_printed_is_checked_with_what_was_not_understood(client, small_world):
    files = {**printed(SMALL), "list-buckets.json": b'{"Buckets": []}'}
    response = send(
        client, small_world, *(file(content, name.replace("/", " ")) for name, content in files.items())
    )

    assert "Imported: 4 accounts" in words(response)
    assert "is not an answer that is imported" in words(response)


def test_files_of_the_same_name_are_all_read(client, small_world):
    details = [
        content for name, content in printed(SMALL).items() if name.endswith("authorization-details.json")
    ]
    others = [
        file(content, name)
        for name, content in printed(SMALL).items()
        if not name.endswith("authorization-details.json")
    ]
    response = send(client, small_world, *others, *(file(content, "details.json") for content in details))

    assert "2 users, 1 role" in words(response)


def test_an_organization_may_come_in_hundreds_of_files(client, small_world):
    many = [file(content, name.replace("/", " ")) for name, content in printed(SMALL).items()]
    padding = [file(b"", f"empty-{number}.json") for number in range(300)]

    assert "Imported: 4 accounts" in words(send(client, small_world, *many, *padding))


def test_a_check_says_what_is_replaced(client, small_world):
    checked = words(send(client, small_world, archive()))

    assert "4 account numbers" in checked
    assert "4 names of accounts" in checked
    assert "Replaced by others" not in words(send(client, small_world, archive(), keep_identifiers="on"))


@pytest.mark.parametrize(("keep", "found"), [({}, 0), ({"keep_identifiers": "on"}, 1)])
def test_an_archive_of_aws_becomes_an_organization(client, small_world, keep, found):
    send(client, small_world, archive(), do="create", **keep)
    made = store.load(OrganizationRecord.objects.exclude(pk=small_world.pk).get())

    assert len(made.accounts) == 4
    assert (DEV_1 in made.accounts) == bool(found)


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (file({**SMALL_WORLD, "root": {"id": "root"}}), "root.id"),
        (file({"format": {}}), "format"),
        (file(b"{"), "line 1, column 2"),
        (file(b"\xff"), "not UTF-8"),
        (file(b"PK", "a.zip"), "is not an archive"),
        (file(b'{"format": ' + b"[" * 500 + b"]" * 500 + b"}"), "nested deeper"),
        (file({"format": "orgsim-scenario", "name": "\x00"}), "U+0000"),
        (file({"Accounts": 1}), "must be a list"),
    ],
)
@pytest.mark.parametrize("do", ["check", "create"])
def test_faults_are_told_with_their_place_and_nothing_is_created(client, small_world, upload, says, do):
    upload.seek(0)
    response = send(client, small_world, upload, do=do)

    assert response.status_code == 422
    assert says in words(response)
    assert OrganizationRecord.objects.count() == 1


def test_nothing_chosen_is_told(client, small_world):
    assert "Choose a file first." in words(send(client, small_world))


def test_too_much_is_refused_before_it_is_read(client, small_world, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)

    response = send(client, small_world, file(SMALL_WORLD))

    assert response.status_code == 422
    assert "more than 10 bytes" in words(response)
