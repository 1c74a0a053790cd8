"""AWS managed policies: the best known of them, as AWS publishes them.

``managed_policies.tsv`` has a row for each: ARN, default version, day of its last update. The documents
lie beside it, ``managed_policies/AdministratorAccess.json``. To take in another policy, add a row with
its ARN and ``-`` twice, and refresh.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from policies.catalogue.tables import rows, write_rows
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy

MANAGED_POLICIES = "managed_policies.tsv"

_HEADER = ("ARN", "version", "updated")
_PREFIX = "arn:aws:iam::aws:policy"
_ELEMENTS = ("Version", "Id", "Statement")
_STATEMENT_ELEMENTS = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")


@dataclass(frozen=True)
class AwsManagedPolicy:
    """A policy that AWS maintains. ``path`` is ``/``, ``/job-function/``, ``/service-role/`` …"""

    name: str
    arn: str
    path: str
    updated: date
    version: str
    text: str

    @cached_property
    def document(self) -> PolicyDocument:
        """Parsed when first asked for: all of them together are half a megabyte."""
        return parse_policy(self.text, PolicyKind.IDENTITY)


def managed_policy(*, path: str, name: str, updated: date, version: str, text: str) -> AwsManagedPolicy:
    return AwsManagedPolicy(name, f"{_PREFIX}{path}{name}", path, updated, version, text)


def read_managed_policies(folder: Path) -> dict[str, AwsManagedPolicy]:
    """The policies of ``folder`` by ARN, sorted by it. A row never refreshed yet is left out."""
    policies = {}
    for arn, version, updated in rows(folder / MANAGED_POLICIES):
        if version == "-":
            continue
        path, name = _path_and_name(arn)
        text = _file(folder, name).read_text("utf-8").removesuffix("\n")
        policies[arn] = AwsManagedPolicy(name, arn, path, date.fromisoformat(updated), version, text)
    return policies


def chosen_arns(folder: Path) -> Iterator[str]:
    """The ARNs that ``managed_policies.tsv`` asks for."""
    return (row[0] for row in rows(folder / MANAGED_POLICIES))


def write_managed_policies(folder: Path, policies: Iterable[AwsManagedPolicy]) -> None:
    """Write the table and a file for each policy; remove the files of policies that are gone."""
    ordered = sorted(policies, key=lambda policy: policy.arn)
    write_rows(
        folder / MANAGED_POLICIES,
        _HEADER,
        ((policy.arn, policy.version, policy.updated.isoformat()) for policy in ordered),
    )
    for policy in ordered:
        _file(folder, policy.name).parent.mkdir(exist_ok=True)
        _file(folder, policy.name).write_text(policy.text + "\n", "utf-8", newline="\n")
    kept = {_file(folder, policy.name) for policy in ordered}
    for file in _file(folder, "any").parent.glob("*.json"):
        if file not in kept:
            file.unlink()


def as_text(document: Mapping[str, Any]) -> str:
    """The document as the IAM console shows it: elements in the order people write them."""
    ordered = _ordered(document, _ELEMENTS)
    statements = ordered["Statement"]
    if isinstance(statements, list):
        ordered["Statement"] = [_ordered(statement, _STATEMENT_ELEMENTS) for statement in statements]
    else:
        ordered["Statement"] = _ordered(statements, _STATEMENT_ELEMENTS)
    return json.dumps(ordered, indent=2, ensure_ascii=False)


def _ordered(element: Mapping[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    known = [key for key in order if key in element]
    return {key: element[key] for key in (*known, *sorted(element.keys() - set(known)))}


def _path_and_name(arn: str) -> tuple[str, str]:
    """``arn:aws:iam::aws:policy/job-function/Billing`` taken apart: ``/job-function/``, ``Billing``."""
    path, _, name = arn.removeprefix(_PREFIX).rpartition("/")
    return path + "/", name


def _file(folder: Path, name: str) -> Path:
    return folder / "managed_policies" / f"{name}.json"
