"""The values of the catalogue: what AWS's Service Authorization Reference says about each service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import groupby

from policies.catalogue.condition_keys import ConditionKeys
from policies.engine.action_sets import ActionSet, ActionUniverse


class AccessLevel(Enum):
    """How far an action reaches. Source: IAM User Guide, "Access levels in policy summaries"."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    PERMISSIONS_MANAGEMENT = "Permissions management"
    TAGGING = "Tagging"


@dataclass(frozen=True, slots=True)
class ConditionKey:
    """A key that a service defines, such as ``ec2:InstanceType``.

    ``key`` may hold placeholders: ``aws:ResourceTag/${TagKey}``. ``type`` is AWS's word: String, ARN,
    Bool, Date, IPAddress, Numeric; multivalued keys say ArrayOfString and the like.
    """

    key: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of resource. ``arn_formats`` hold ``${Partition}``, ``${BucketName}`` …, a few also ``*``.

    Most types have one format; some, such as API Gateway's, have one for each generation of the service.
    """

    service: str
    name: str
    arn_formats: tuple[str, ...]
    condition_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionResource:
    """A resource type in the row of an action. ``condition_keys`` come with this type only."""

    type: ResourceType
    required: bool
    condition_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One action. Without ``resource_types`` its requests name ``*``; the account is its resource.

    ``condition_keys`` hold for every request of the action; the resource types add their own.
    """

    service: str
    name: str
    description: str
    access_level: AccessLevel
    resource_types: tuple[ActionResource, ...]
    condition_keys: tuple[str, ...]

    @property
    def identifier(self) -> str:
        """As policies write it: ``s3:GetObject``."""
        return f"{self.service}:{self.name}"

    @property
    def all_condition_keys(self) -> tuple[str, ...]:
        """Every key a request for this action can carry, sorted; the global ``aws:`` keys come on top."""
        keys = set(self.condition_keys)
        for resource in self.resource_types:
            keys.update(resource.condition_keys, resource.type.condition_keys)
        return tuple(sorted(keys))


@dataclass(frozen=True, slots=True)
class Service:
    """A service. ``prefix`` begins its actions: ``s3``; ``name`` is for people: ``Amazon S3``."""

    prefix: str
    name: str
    supports_rcps: bool
    resource_types: tuple[ResourceType, ...]
    condition_keys: tuple[ConditionKey, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where data came from. ``date`` is that of the data, not of the day it was fetched."""

    name: str
    version: str
    date: date
    licence: str


@dataclass(frozen=True)
class Catalogue:
    """Every action of AWS, sorted by service and name without regard to case.

    ``services`` are keyed by prefix. ``global_services`` are the prefixes whose requests always report
    ``us-east-1`` as ``aws:RequestedRegion``.
    """

    source: Source
    services: Mapping[str, Service]
    actions: tuple[Action, ...]
    global_services: frozenset[str] = field(default=frozenset())

    @cached_property
    def universe(self) -> ActionUniverse:
        """The same actions in the same order, as the engine wants them."""
        return ActionUniverse(
            [action.identifier for action in self.actions],
            [_formats(action) for action in self.actions],
            self.global_services,
        )

    @cached_property
    def by_service(self) -> Mapping[str, tuple[Action, ...]]:
        """The actions of each service, by prefix. A service without actions is absent."""
        return {
            prefix: tuple(actions)
            for prefix, actions in groupby(self.actions, key=lambda action: action.service)
        }

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Action]]:
        """The actions of each name, in lower case; several services may have one of the same name."""
        found: dict[str, list[Action]] = {}
        for action in self.actions:
            found.setdefault(action.name.lower(), []).append(action)
        return found

    @cached_property
    def by_access_level(self) -> Mapping[AccessLevel, ActionSet]:
        """The actions of each access level, in the order of the enum."""
        masks = dict.fromkeys(AccessLevel, 0)
        for place, action in enumerate(self.actions):
            masks[action.access_level] |= 1 << place
        return masks

    @cached_property
    def condition_keys(self) -> ConditionKeys:
        """The keys that services define, by name."""
        return ConditionKeys(self.services.values(), self.actions)

    def action(self, identifier: str) -> Action:
        """The action ``s3:GetObject``, however it is capitalised. Raises ``KeyError``."""
        return self._by_identifier[identifier.lower()]

    @cached_property
    def _by_identifier(self) -> Mapping[str, Action]:
        return {action.identifier.lower(): action for action in self.actions}


def _formats(action: Action) -> tuple[str, ...]:
    """The ARNs a request may name.

    A ``*`` inside a format stands for any text, as a placeholder does; a format that *is* ``*`` stands for
    the request without a resource, which is possible when no resource type is required.
    """
    formats = tuple(
        arn_format.replace("*", "${Any}")
        for resource in action.resource_types
        for arn_format in resource.type.arn_formats
    )
    if formats and not any(resource.required for resource in action.resource_types):
        return (*formats, "*")
    return formats
