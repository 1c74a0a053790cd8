"""What a tag policy makes of tags: which are compliant, and which tagging it blocks.

Source: Organizations User Guide, "Tag policies", "Enforce tagging consistency".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from accounts.organization.management_policies.effective import EffectivePolicy, effective
from accounts.organization.state import AccountId, Organization, PolicyType

EVERY_TYPE = ("ALL_SUPPORTED", "*")
"""What stands for every type of a service that supports enforcement; the second is the older spelling."""


@dataclass(frozen=True, slots=True)
class TagRule:
    """One entry of an effective tag policy. ``values`` None: any value; none at all: no value is right.

    ``enforced_for`` and ``required_for`` name resource types as ``ec2:instance`` or ``ec2:ALL_SUPPORTED``.
    """

    key: str
    values: tuple[str, ...] | None
    enforced_for: tuple[str, ...]
    required_for: tuple[str, ...]

    def takes(self, value: str) -> bool:
        return self.values is None or any(_matches(allowed, value) for allowed in self.values)

    def is_enforced_for(self, resource_type: str) -> bool:
        service, _, kind = resource_type.partition(":")
        return any(f"{service}:{each}" in self.enforced_for for each in (kind, *EVERY_TYPE))


class TagFault(Enum):
    KEY_CASE = "the key is spelled differently"
    VALUE = "the value is not among the allowed ones"


@dataclass(frozen=True, slots=True)
class WrongTag:
    key: str
    value: str
    fault: TagFault
    rule: TagRule

    def __str__(self) -> str:
        if self.fault is TagFault.KEY_CASE:
            return f"{self.key} must be spelled {self.rule.key}"
        allowed = ", ".join(self.rule.values or ()) or "none"
        return f"{self.value or 'an empty value'} is not an allowed value of {self.rule.key} ({allowed})"


class Compliance(Enum):
    """AWS evaluates only what has tags, and only the tags that a policy speaks of."""

    COMPLIANT = "compliant"
    NONCOMPLIANT = "noncompliant"
    NOT_EVALUATED = "not evaluated"


@dataclass(frozen=True, slots=True)
class TaggedEntity:
    """Something of an account that has tags or could. ``type`` is as ``ec2:instance``."""

    name: str
    type: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EntityCompliance:
    """``blocked`` are those of ``wrong`` that nobody could set today: the type is enforced."""

    entity: TaggedEntity
    compliance: Compliance
    wrong: tuple[WrongTag, ...]
    blocked: tuple[WrongTag, ...]


def tag_rules(policy: EffectivePolicy | None) -> tuple[TagRule, ...]:
    """The entries of an effective tag policy; none without one."""
    if policy is None:
        return ()
    by_key: dict[str, dict[str, tuple[str, ...]]] = {}
    for path, value in policy.values.items():
        if len(path) == 3:
            texts = tuple(str(item.value) for item in value.items)
            by_key.setdefault(path[1], {})[path[2]] = texts
    return tuple(
        TagRule(
            # Without a spelling of its own, a policy key asks for lower case, in which they meet.
            key=entry["tag_key"][0] if entry.get("tag_key") else key,
            values=entry.get("tag_value"),
            enforced_for=entry.get("enforced_for", ()),
            required_for=entry.get("report_required_tag_for", ()),
        )
        for key, entry in by_key.items()
    )


def wrong_tags(rules: tuple[TagRule, ...], tags: Mapping[str, str]) -> tuple[WrongTag, ...]:
    """What the rules find wrong with ``tags``: the spelling of a key, else its value."""
    by_key = {rule.key.lower(): rule for rule in rules}
    found = []
    for key, value in tags.items():
        rule = by_key.get(key.lower())
        if rule is None:
            continue
        if key != rule.key:
            found.append(WrongTag(key, value, TagFault.KEY_CASE, rule))
        elif not rule.takes(value):
            found.append(WrongTag(key, value, TagFault.VALUE, rule))
    return tuple(found)


def compliance_of(rules: tuple[TagRule, ...], entity: TaggedEntity) -> EntityCompliance:
    known = {rule.key.lower() for rule in rules}
    wrong = wrong_tags(rules, entity.tags)
    if wrong:
        compliance = Compliance.NONCOMPLIANT
    elif any(key.lower() in known for key in entity.tags):
        compliance = Compliance.COMPLIANT
    else:
        compliance = Compliance.NOT_EVALUATED
    blocked = tuple(tag for tag in wrong if tag.rule.is_enforced_for(entity.type))
    return EntityCompliance(entity, compliance, wrong, blocked)


def tag_compliance(organization: Organization, account_id: AccountId) -> tuple[EntityCompliance, ...]:
    """Of every resource, user and role of an account. Raises ``KeyError``."""
    rules = tag_rules(effective(organization, PolicyType.TAG_POLICY, account_id))
    return tuple(compliance_of(rules, entity) for entity in _entities(organization, account_id))


def blocked_tag(
    organization: Organization, account_id: AccountId, resource_type: str, tags: Mapping[str, str]
) -> WrongTag | None:
    """The first of ``tags`` for which a tagging operation on such a resource, or its creation, is refused.

    ``tags`` are those of the request. A missing tag refuses nothing: tag policies require no tag.
    Raises ``KeyError`` for an account that is not here.
    """
    rules = tag_rules(effective(organization, PolicyType.TAG_POLICY, account_id))
    wrong = wrong_tags(rules, tags)
    return next((tag for tag in wrong if tag.rule.is_enforced_for(resource_type)), None)


def _entities(organization: Organization, account_id: AccountId) -> Iterator[TaggedEntity]:
    account = organization.accounts[account_id]
    for resource in account.resources.values():
        yield TaggedEntity(resource.arn.rpartition(":")[2], resource.type.value.lower(), resource.tags)
    for user in account.users.values():
        yield TaggedEntity(user.name, "iam:user", user.tags)
    for role in account.roles.values():
        yield TaggedEntity(role.name, "iam:role", role.tags)


def _matches(allowed: str, value: str) -> bool:
    """One ``*`` stands for any text; a value is compared case by case."""
    before, star, after = allowed.partition("*")
    if not star:
        return value == allowed
    return len(value) >= len(before) + len(after) and value.startswith(before) and value.endswith(after)
