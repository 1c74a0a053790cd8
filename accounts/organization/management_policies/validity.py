"""Whether policies are valid together. Each may be fine by itself: the pieces of a backup plan may come
from several.

Sources: Organizations User Guide, "Invalid effective policies", "Backup policy syntax", "Tag policy syntax",
"Quotas and service limits"; Organizations API Reference, ``EffectivePolicyValidationError``. Read in autumn
2026.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from accounts.organization.management_policies.parts import EffectiveValue
from accounts.organization.management_policies.settings import Path, plain
from accounts.organization.state import PolicyId, PolicyType

RULES_OF_PLAN: Final = 10
SIZE_OF_TAG_POLICY: Final = 395_000
"""Characters of an effective tag policy, without white space."""
REQUIRED_KEYS_OF_TYPE: Final = 50
"""Tag keys that may be required for one type of resource."""
REQUIRED_OF_PLAN: Final = ("rules", "regions", "selections")


class InvalidityCode(Enum):
    """AWS's ``ErrorCode``."""

    ELEMENTS_TOO_MANY = "ELEMENTS_TOO_MANY"
    KEY_REQUIRED = "KEY_REQUIRED"


@dataclass(frozen=True, slots=True)
class Invalidity:
    """``policies`` are those that contribute to what is wrong."""

    code: InvalidityCode
    message: str
    path: Path
    policies: tuple[PolicyId, ...]


def invalidities(policy_type: PolicyType, values: Mapping[Path, EffectiveValue]) -> tuple[Invalidity, ...]:
    """What is wrong with a merge; no type but backup and tag policies has such rules here."""
    if policy_type is PolicyType.TAG_POLICY:
        return tuple(_of_tags(values))
    if policy_type is not PolicyType.BACKUP_POLICY:
        return ()
    plans: dict[str, dict[Path, EffectiveValue]] = {}
    for path, value in values.items():
        # A list of which nothing is left is no element.
        if len(path) > 2 and value.items:
            plans.setdefault(path[1], {})[path] = value
    return tuple(wrong for name, plan in plans.items() for wrong in _of_plan(name, plan))


def _of_plan(name: str, plan: Mapping[Path, EffectiveValue]) -> Iterator[Invalidity]:
    top = ("plans", name)
    rules = {path[3] for path in plan if path[2] == "rules" and len(path) > 3}
    if len(rules) > RULES_OF_PLAN:
        yield Invalidity(
            InvalidityCode.ELEMENTS_TOO_MANY,
            f"A backup plan has at most {RULES_OF_PLAN} rules, and {name} has {len(rules)}.",
            (*top, "rules"),
            _contributing({path: value for path, value in plan.items() if path[2] == "rules"}),
        )
    missing = [key for key in REQUIRED_OF_PLAN if not any(path[2] == key for path in plan)]
    for key in missing:
        message = f"A backup plan needs {key}, and {name} has none."
        yield Invalidity(InvalidityCode.KEY_REQUIRED, message, (*top, key), _contributing(plan))
    if {"tags", "resources"} <= {path[3] for path in plan if path[2] == "selections" and len(path) > 3}:
        yield Invalidity(
            InvalidityCode.ELEMENTS_TOO_MANY,
            f"A backup plan selects by tags or by resources, and {name} does both.",
            (*top, "selections"),
            _contributing({path: value for path, value in plan.items() if path[2] == "selections"}),
        )


def _of_tags(values: Mapping[Path, EffectiveValue]) -> Iterator[Invalidity]:
    settings = plain({value.path: value.value for value in values.values()})
    size = len(json.dumps(settings, separators=(",", ":"), ensure_ascii=False))
    if size > SIZE_OF_TAG_POLICY:
        yield Invalidity(
            InvalidityCode.ELEMENTS_TOO_MANY,
            f"An effective tag policy has at most {SIZE_OF_TAG_POLICY:,} characters, and this has {size:,}.",
            ("tags",),
            _contributing(values),
        )
    required = {path: value for path, value in values.items() if path[2:] == ("report_required_tag_for",)}
    keys = Counter(str(item.value) for value in required.values() for item in value.items)
    for resource_type, count in keys.items():
        if count > REQUIRED_KEYS_OF_TYPE:
            yield Invalidity(
                InvalidityCode.ELEMENTS_TOO_MANY,
                f"At most {REQUIRED_KEYS_OF_TYPE} tag keys are required for {resource_type}, not {count}.",
                ("tags",),
                _contributing(required),
            )


def _contributing(values: Mapping[Path, EffectiveValue]) -> tuple[PolicyId, ...]:
    sources = (item.source.policy_id for value in values.values() for item in value.items)
    return tuple(dict.fromkeys(sources))
