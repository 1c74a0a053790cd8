"""The data files: tab-separated, a header and then one sorted row a thing, so that a refresh reads as a diff.

==================  ==========================================================================================
services.tsv        prefix, name, ``RCP`` where resource control policies reach the service
resource_types.tsv  ``service:type``, its ARN formats, its condition keys
condition_keys.tsv  service, key, type, description
actions.tsv         ``service:Action``, access level, description, condition keys, then a cell for each
                    resource type: its name (``*`` after it: required) and the condition keys it adds
==================  ==========================================================================================

A list inside a cell is separated by ``, ``; ``-`` stands for nothing. Values hold no tabs and no line
breaks: ``refresh`` sees to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from policies.catalogue.source import read_source, write_source
from policies.catalogue.values import (
    AccessLevel,
    Action,
    ActionResource,
    Catalogue,
    ConditionKey,
    ResourceType,
    Service,
)

SERVICES = "services.tsv"
RESOURCE_TYPES = "resource_types.tsv"
CONDITION_KEYS = "condition_keys.tsv"
ACTIONS = "actions.tsv"
GLOBAL_SERVICES = "global_services.tsv"

_NOTHING = "-"  # an empty last cell would leave white space at the end of the line

_HEADERS = {
    SERVICES: ("service", "name", "resource control policies"),
    RESOURCE_TYPES: ("resource type", "ARN formats", "condition keys"),
    CONDITION_KEYS: ("service", "condition key", "type", "description"),
    ACTIONS: ("action", "access level", "description", "condition keys", "resource types (* required)"),
}


def read_catalogue(folder: Path) -> Catalogue:
    """Read the data files of ``folder``. They are our own: a broken row is a ``ValueError``."""
    services = _read_services(folder)
    return Catalogue(
        source=read_source(folder, ACTIONS),
        services=services,
        actions=tuple(_read_actions(folder, services)),
        global_services=frozenset(row[0] for row in rows(folder / GLOBAL_SERVICES)),
    )


def write_catalogue(folder: Path, catalogue: Catalogue) -> None:
    """Write the data files into ``folder``, all but the global services, which are kept by hand.

    The same catalogue always gives the same bytes.
    """
    services = [catalogue.services[prefix] for prefix in sorted(catalogue.services)]
    resource_types = [resource_type for service in services for resource_type in service.resource_types]
    tables: dict[str, Iterable[tuple[str, ...]]] = {
        SERVICES: (
            (service.prefix, service.name, "RCP" if service.supports_rcps else _NOTHING)
            for service in services
        ),
        RESOURCE_TYPES: (
            (f"{kind.service}:{kind.name}", _join(kind.arn_formats), _join(kind.condition_keys))
            for kind in resource_types
        ),
        CONDITION_KEYS: (
            (service.prefix, key.key, key.type, key.description)
            for service in services
            for key in service.condition_keys
        ),
        ACTIONS: (_action_row(action) for action in catalogue.actions),
    }
    for name, table in tables.items():
        write_rows(folder / name, _HEADERS[name], table)
    write_source(folder, ACTIONS, catalogue.source)


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row under the header."""
    lines = path.read_text("utf-8").split("\n")
    for line in lines[1:-1]:
        yield line.split("\t")


def write_rows(path: Path, header: tuple[str, ...], table: Iterable[tuple[str, ...]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in (header, *table))
    path.write_text(text, "utf-8", newline="\n")


def sort_key(action: Action) -> tuple[str, str]:
    return action.service, action.name.lower()


def _read_services(folder: Path) -> dict[str, Service]:
    condition_keys: dict[str, list[ConditionKey]] = defaultdict(list)
    for service, key, kind, description in rows(folder / CONDITION_KEYS):
        condition_keys[service].append(ConditionKey(key, kind, description))
    resource_types: dict[str, list[ResourceType]] = defaultdict(list)
    for identifier, formats, keys in rows(folder / RESOURCE_TYPES):
        service, _, name = identifier.partition(":")
        resource_types[service].append(ResourceType(service, name, _split(formats), _split(keys)))
    return {
        prefix: Service(
            prefix, name, rcp == "RCP", tuple(resource_types[prefix]), tuple(condition_keys[prefix])
        )
        for prefix, name, rcp in rows(folder / SERVICES)
    }


def _read_actions(folder: Path, services: Mapping[str, Service]) -> Iterator[Action]:
    levels = {level.value: level for level in AccessLevel}
    lists = _Lists()
    prefix, resources = "", _Resources({}, lists)
    for identifier, level, description, keys, *cells in rows(folder / ACTIONS):
        service, _, name = identifier.partition(":")
        if service != prefix:
            prefix = service
            resources = _Resources({kind.name: kind for kind in services[service].resource_types}, lists)
        yield Action(
            service, name, description, levels[level], tuple([resources[cell] for cell in cells]), lists[keys]
        )


class _Lists(dict[str, tuple[str, ...]]):
    """Cells with a list, split. Thousands of rows share a few hundred lists: each is split once."""

    def __missing__(self, cell: str) -> tuple[str, ...]:
        value = self[cell] = _split(cell)
        return value


class _Resources(dict[str, ActionResource]):
    """Cells with a resource type of one service, read. Most occur in many rows."""

    def __init__(self, types: Mapping[str, ResourceType], lists: _Lists) -> None:
        super().__init__()
        self._types = types
        self._lists = lists

    def __missing__(self, cell: str) -> ActionResource:
        name, _, keys = cell.partition(", ")
        value = self[cell] = ActionResource(
            self._types[name.removesuffix("*")], name.endswith("*"), self._lists[keys or _NOTHING]
        )
        return value


def _action_row(action: Action) -> tuple[str, ...]:
    return (
        action.identifier,
        action.access_level.value,
        action.description,
        _join(action.condition_keys),
        *(
            _join((resource.type.name + "*" * resource.required, *resource.condition_keys))
            for resource in action.resource_types
        ),
    )


def _join(values: Iterable[str]) -> str:
    return ", ".join(values) or _NOTHING


def _split(cell: str) -> tuple[str, ...]:
    return () if cell == _NOTHING else tuple(cell.split(", "))
