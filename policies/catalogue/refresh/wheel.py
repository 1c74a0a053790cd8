"""Read the AWS managed policies from the Python package moto, as the wheel that ``pip download`` writes.

One of its modules holds them all in one string literal. The module is read, never run.
"""

from __future__ import annotations

import ast
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_string
from pathlib import Path

from policies.catalogue.managed import AwsManagedPolicy, as_text, managed_policy
from policies.catalogue.refresh.package import PackageError
from policies.catalogue.values import Source

PACKAGE = "moto"
MODULE = "moto/iam/aws_managed_policies.py"
LITERAL = "aws_managed_policies_data"


@dataclass(frozen=True)
class Wheel:
    """Every policy that the package has, by ARN. The source is as old as the newest of them."""

    source: Source
    policies: dict[str, AwsManagedPolicy]


def read_wheel(path: Path) -> Wheel:
    """The managed policies in the wheel at ``path``. Raises ``PackageError``."""
    if not zipfile.is_zipfile(path):
        raise PackageError(f"{path} is not a wheel of {PACKAGE}")
    with zipfile.ZipFile(path) as archive:
        metadata = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        if MODULE not in archive.namelist() or not metadata:
            raise PackageError(f"{path} has no {MODULE}: is it a wheel of {PACKAGE}?")
        about = message_from_string(archive.read(metadata[0]).decode())
        module = archive.read(MODULE).decode()
    try:
        policies = {policy.arn: policy for policy in _policies(_literal(module))}
    except (KeyError, TypeError, ValueError) as error:
        raise PackageError(f"{MODULE} has another shape than we know: {error!r}") from error
    newest = max(policy.updated for policy in policies.values())
    return Wheel(Source(PACKAGE, about["Version"], newest, about["License"]), policies)


def _policies(text: str) -> Iterator[AwsManagedPolicy]:
    for name, entry in json.loads(text).items():
        yield managed_policy(
            path=entry["Path"],
            name=name,
            updated=date.fromisoformat(entry["UpdateDate"][:10]),
            version=entry["DefaultVersionId"],
            text=as_text(entry["Document"]),
        )


def _literal(module: str) -> str:
    for statement in ast.parse(module).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                if name == LITERAL:
                    return text
    raise KeyError(LITERAL)
