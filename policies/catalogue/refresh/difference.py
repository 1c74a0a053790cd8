"""What a refresh changes, thing by thing. Pure: two catalogues in, sentences out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies.catalogue.managed import AwsManagedPolicy
from policies.catalogue.values import Action, Catalogue, ConditionKey, ResourceType, Service

Facts = Mapping[str, tuple[str, ...]]
"""What is worth comparing about a thing: ``{"access level": ("Read",)}``."""


@dataclass(frozen=True)
class Changes:
    """What happened to the things of one kind. Names are sorted.

    ``changed`` pairs a name with what is new about it: ``access level Read → List``,
    ``resource types +bucket* -object``, or only ``description``, which would be too long to print.
    """

    kind: str
    total: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def catalogue_changes(before: Catalogue, after: Catalogue) -> tuple[Changes, ...]:
    """The changes from one catalogue to another: services, actions, resource types, condition keys."""
    return (
        _changes("services", _service_facts(before), _service_facts(after)),
        _changes("actions", _action_facts(before), _action_facts(after)),
        _changes("resource types", _resource_type_facts(before), _resource_type_facts(after)),
        _changes("condition keys", _condition_key_facts(before), _condition_key_facts(after)),
    )


def managed_policy_changes(
    before: Mapping[str, AwsManagedPolicy], after: Mapping[str, AwsManagedPolicy]
) -> Changes:
    """The changes from one set of AWS managed policies, by ARN, to another."""
    return _changes("AWS managed policies", _managed_facts(before), _managed_facts(after))


def report(changes: Changes) -> Iterator[str]:
    """The changes in lines: a sum, then ``+``, ``-`` and ``~`` lines."""
    counts = (
        f"{len(changes.added):,} added, {len(changes.removed):,} removed, {len(changes.changed):,} changed"
    )
    yield f"{changes.kind}: {changes.total:,} in all; {'no change' if changes.is_empty else counts}"
    for name in changes.added:
        yield f"  + {name}"
    for name in changes.removed:
        yield f"  - {name}"
    for name, what in changes.changed:
        yield f"  ~ {name}: {'; '.join(what)}"


def _changes(kind: str, before: Mapping[str, Facts], after: Mapping[str, Facts]) -> Changes:
    changed = (
        (name, tuple(_what_changed(before[name], after[name])))
        for name in sorted(before.keys() & after.keys())
    )
    return Changes(
        kind,
        total=len(after),
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple((name, what) for name, what in changed if what),
    )


def _what_changed(before: Facts, after: Facts) -> Iterator[str]:
    for fact, was in before.items():
        now = after[fact]
        if was == now:
            continue
        if fact in ("description", "document"):
            yield fact
        elif len(was) == len(now) == 1:
            yield f"{fact} {was[0]} → {now[0]}"
        else:
            gained = (f"+{value}" for value in now if value not in was)
            lost = (f"-{value}" for value in was if value not in now)
            yield f"{fact} {' '.join((*gained, *lost))}"


def _service_facts(catalogue: Catalogue) -> dict[str, Facts]:
    def facts(service: Service) -> Facts:
        return {
            "name": (service.name,),
            "resource control policies": ("supported" if service.supports_rcps else "not supported",),
        }

    return {prefix: facts(service) for prefix, service in catalogue.services.items()}


def _action_facts(catalogue: Catalogue) -> dict[str, Facts]:
    def facts(action: Action) -> Facts:
        return {
            "access level": (action.access_level.value,),
            "resource types": tuple(
                resource.type.name + "*" * resource.required for resource in action.resource_types
            ),
            "condition keys": (
                *action.condition_keys,
                *(
                    f"{resource.type.name}/{key}"
                    for resource in action.resource_types
                    for key in resource.condition_keys
                ),
            ),
            "description": (action.description,),
        }

    return {action.identifier: facts(action) for action in catalogue.actions}


def _resource_type_facts(catalogue: Catalogue) -> dict[str, Facts]:
    def facts(kind: ResourceType) -> Facts:
        return {"ARN format": kind.arn_formats, "condition keys": kind.condition_keys}

    return {
        f"{kind.service}:{kind.name}": facts(kind)
        for service in catalogue.services.values()
        for kind in service.resource_types
    }


def _condition_key_facts(catalogue: Catalogue) -> dict[str, Facts]:
    def facts(key: ConditionKey) -> Facts:
        return {"type": (key.type,), "description": (key.description,)}

    return {
        f"{service.prefix} {key.key}": facts(key)
        for service in catalogue.services.values()
        for key in service.condition_keys
    }


def _managed_facts(policies: Mapping[str, AwsManagedPolicy]) -> dict[str, Facts]:
    def facts(policy: AwsManagedPolicy) -> Facts:
        return {
            "version": (policy.version,),
            "updated": (policy.updated.isoformat(),),
            "document": (policy.text,),
        }

    return {arn: facts(policy) for arn, policy in policies.items()}
