"""Sets of actions as bitmaps over the sorted catalogue: one Python integer, bit i for action i.

Union, intersection and difference are ``|``, ``&`` and ``& ~``; ``int.bit_count`` counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import compress, groupby, pairwise
from operator import or_
from typing import NamedTuple, TypeVar, cast

from policies.engine.arn import SERVICE_SEGMENT, is_arn
from policies.engine.arn_formats import ANY_SERVICE, narrowest, service_in
from policies.engine.document import ActionPattern
from policies.engine.patterns import has_wildcard, matches
from policies.engine.request import AnyResource, Context

ActionSet = int
"""A bitmap. Bit i stands for ``ActionUniverse.actions[i]``."""

Derived = TypeVar("Derived")

ARNS_KEPT = 1024

_AFTER_ANY_NAME = "\U0010ffff"
_BITS_TO_TRUTH = bytes.maketrans(b"01", b"\0\1")


class _Service(NamedTuple):
    """A service's run of neighbouring actions. Masks in here count from ``start``."""

    start: int
    names: list[str]
    resources: tuple[tuple[AnyResource, int], ...]

    @property
    def all(self) -> int:
        return (1 << len(self.names)) - 1


class ActionUniverse:
    """Every action there is, in the order of the bits.

    ``actions`` come as ``service:Name``, sorted by service and name in lower case. ``resource_formats``
    run parallel: the ARN formats an action's request may name, with ``${…}`` placeholders; empty if the
    action has no resource types; with ``*`` among them if none is required. ``global_services`` are the
    services whose requests always report the region ``us-east-1``.
    """

    def __init__(
        self,
        actions: Sequence[str],
        resource_formats: Sequence[tuple[str, ...]],
        global_services: frozenset[str],
    ) -> None:
        keys = [_key(action) for action in actions]
        if any(first >= second for first, second in pairwise(keys)):
            raise ValueError("actions must be sorted by service and name in lower case, each once")
        self.actions = tuple(actions)
        self.all: ActionSet = (1 << len(actions)) - 1
        self._global_services = frozenset(service.lower() for service in global_services)
        self._index = {action.lower(): index for index, action in enumerate(actions)}
        kinds = {formats: AnyResource(formats) for formats in resource_formats}
        self._resources = tuple(kinds[formats] for formats in resource_formats)
        self._services = {
            service: self._slice(service, [index for index, _ in members])
            for service, members in groupby(enumerate(keys), lambda member: member[1][0])
        }
        self._service_masks: dict[str, ActionSet] = {
            service: members.all << members.start for service, members in self._services.items()
        }
        self.global_mask: ActionSet = reduce(or_, map(self.service_mask, self._global_services), 0)
        # Policies repeat each other's patterns, and a learner edits one statement of many.
        self._matching = lru_cache(maxsize=1 << 15)(self._find_matching)
        self._naming = lru_cache(maxsize=ARNS_KEPT)(self._find_naming)
        self._derived: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self.actions)

    def __contains__(self, action: str) -> bool:
        return action.lower() in self._index

    def index(self, action: str) -> int:
        """The bit of an action, in any case. ``KeyError`` for an action that is not here."""
        return self._index[action.lower()]

    def mask(self, patterns: Iterable[ActionPattern]) -> ActionSet:
        """The actions that match at least one of ``patterns``."""
        found: dict[str, int] = {}
        for pattern in patterns:
            if pattern.service == "*":
                return self.all
            found[pattern.service] = found.get(pattern.service, 0) | self._matching(
                pattern.service, pattern.name
            )
        return reduce(
            or_, (mask << self._services[service].start for service, mask in found.items() if mask), 0
        )

    def names(self, mask: ActionSet) -> Iterator[str]:
        """The actions of a set, in catalogue order."""
        # Runs in C: writing the integer in base two costs far less than asking bit by bit.
        bits = f"{mask:b}".encode().translate(_BITS_TO_TRUTH)
        return compress(self.actions, reversed(bits))

    def first(self, mask: ActionSet) -> str:
        """The first action of a set that is not empty."""
        return self.actions[(mask & -mask).bit_length() - 1]

    def service_mask(self, service: str) -> ActionSet:
        """All actions of a service; the empty set for a service that is not here."""
        return self._service_masks.get(service.lower(), 0)

    def resource_of(self, action: str) -> AnyResource:
        """What an action's request names when no resource is given."""
        return self._resources[self.index(action)]

    def resources(self, mask: ActionSet) -> Iterator[tuple[AnyResource, ActionSet]]:
        """The set split by what the requests may name. The parts are disjoint and make up ``mask``."""
        while mask:
            service = self._services[_key(self.first(mask))[0]]
            within = (mask >> service.start) & service.all
            for resource, members in service.resources:
                if members & within:
                    yield resource, (members & within) << service.start
            mask &= ~(service.all << service.start)

    def naming(self, arn: str) -> ActionSet:
        """The actions whose requests can name this resource, by the kind of resource its ARN says it is.

        They may be of several services: ``kinesis:StartStreamEncryption`` names a key of KMS. The empty
        set for a text that is no ARN.
        """
        return self._naming(arn)

    def context_for(self, action: str, context: Context) -> Context:
        """The context as the action's service sees it: a global service is always in ``us-east-1``."""
        if _key(action)[0] in self._global_services:
            return context.at_global_services()
        return context

    def derived(self, make: Callable[[ActionUniverse], Derived]) -> Derived:
        """What ``make`` makes of this universe, made once: caches live and die with the universe."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("Derived", self._derived[make])

    def _find_naming(self, arn: str) -> ActionSet:
        if not is_arn(arn):
            return 0
        written = arn.split(":")[SERVICE_SEGMENT]
        return reduce(
            or_,
            (
                by_format[arn_format]
                for service in {written, ANY_SERVICE}
                for by_format in self._by_service_in_arn.get(service, ())
                for arn_format in narrowest(arn, by_format)
            ),
            0,
        )

    @cached_property
    def _by_service_in_arn(self) -> Mapping[str, Sequence[Mapping[str, ActionSet]]]:
        """By the service that the ARNs say, for each service with such actions: the actions by format."""
        found: dict[str, dict[str, dict[str, ActionSet]]] = {}
        for service, members in self._services.items():
            for resource, mask in members.resources:
                for arn_format in resource.formats:
                    written = service_in(arn_format)
                    if written is not None:
                        by_format = found.setdefault(written, {}).setdefault(service, {})
                        by_format[arn_format] = by_format.get(arn_format, 0) | mask << members.start
        return {written: tuple(services.values()) for written, services in found.items()}

    def _slice(self, service: str, indexes: list[int]) -> _Service:
        start = indexes[0]
        resources: dict[AnyResource, int] = {}
        for index in indexes:
            resource = self._resources[index]
            resources[resource] = resources.get(resource, 0) | 1 << (index - start)
        names = [_key(self.actions[index])[1] for index in indexes]
        return _Service(start, names, tuple(resources.items()))

    def _find_matching(self, service: str, pattern: str) -> int:
        """The service's actions whose name matches, counted from the service's first action."""
        if service not in self._services:
            return 0
        names = self._services[service].names
        prefix = pattern.rstrip("*")
        if has_wildcard(prefix):
            return sum(1 << place for place, name in enumerate(names) if matches(pattern, name))
        first = bisect_left(names, prefix)
        if prefix == pattern:
            return 1 << first if names[first : first + 1] == [pattern] else 0
        last = bisect_left(names, prefix + _AFTER_ANY_NAME)
        return (1 << last) - (1 << first)


def _key(action: str) -> tuple[str, str]:
    service, _, name = action.lower().partition(":")
    return service, name
