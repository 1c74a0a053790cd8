"""The effective policy of one type at one place, beside the parts it came from; for tag policies, which
tags of the account are right, and what would be blocked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from accounts.organization.management_policies import (
    EVERY_OPERATOR,
    Compliance,
    EffectivePolicy,
    EntityCompliance,
    Operator,
    Part,
    TagRule,
    effective,
    tag_compliance,
    tag_rules,
    wrong_tags,
)
from accounts.organization.state import Organization, PolicyType, ResourceType, TargetId
from accounts.page.policy_types import MANAGEMENT, WORDS, TypeWords
from accounts.page.settings_review import may, why_ignored

MOST_ENTITIES = 100
"""More users, roles and resources are counted only."""
MOST_NEIGHBOURS = 200
"""So many accounts of one parent can be chosen here; the tree of the organization has all."""
MOST_ROWS = 60
"""More settings of one policy, or of all together, are counted only."""
MOST_WRITTEN = 12
"""More values of one setting are counted only."""


@dataclass(frozen=True, slots=True)
class Place:
    id: TargetId
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """``is_added``: it came on top of what a level above had set. ``source`` is where it came from."""

    text: str
    is_added: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """``note`` says what levels below may do, or why the part is ignored."""

    operator: str
    setting: str
    values: tuple[WrittenValue, ...]
    more: int
    is_ignored: bool
    note: str


@dataclass(frozen=True, slots=True)
class AttachedPolicy:
    id: str
    name: str
    is_left_out: bool
    rows: tuple[PartRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LevelRoom:
    """One step from the root down. ``inner`` is the next, None at the place that is looked at."""

    place: Place
    policies: tuple[AttachedPolicy, ...]
    inner: LevelRoom | None


@dataclass(frozen=True, slots=True)
class SettingRow:
    name: str
    values: tuple[WrittenValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A tag that somebody might set on a new resource. ``says`` why it is blocked, or why it is not."""

    tag: str
    is_blocked: bool
    says: str


@dataclass(frozen=True, slots=True)
class Tags:
    """Of one account. ``shown`` are the first of its entities, what is wrong before what is right."""

    counts: tuple[tuple[Compliance, int], ...]
    shown: tuple[EntityCompliance, ...]
    more: int
    resource_type: str
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class ManagementPage:
    place: Place
    policy_type: PolicyType
    words: TypeWords
    types: tuple[tuple[PolicyType, str], ...]
    places: tuple[Place, ...]
    neighbours: tuple[Place, ...]
    is_enabled: bool
    is_account: bool
    top: LevelRoom
    effective: EffectivePolicy | None
    settings: tuple[SettingRow, ...]
    tags: Tags | None

    @property
    def more_settings(self) -> int:
        return len(self.effective.values) - len(self.settings) if self.effective else 0

    @property
    def taken(self) -> int:
        return len(self.effective.parts) - len(self.effective.ignored) if self.effective else 0


def management_page(
    organization: Organization, target_id: TargetId, policy_type: PolicyType
) -> ManagementPage:
    found = effective(organization, policy_type, target_id)
    is_account = target_id in organization.accounts
    has_tags = is_account and policy_type is PolicyType.TAG_POLICY
    return ManagementPage(
        place=_place(organization, target_id),
        policy_type=policy_type,
        words=WORDS[policy_type],
        types=tuple((each, WORDS[each].title) for each in MANAGEMENT),
        places=tuple(_place(organization, each) for each in (organization.root.id, *organization.units)),
        neighbours=tuple(_neighbours(organization, target_id)),
        is_enabled=organization.is_enabled(policy_type),
        is_account=is_account,
        top=_level(organization, organization.path(target_id), policy_type, found),
        effective=found,
        settings=tuple(_settings(found)) if found else (),
        tags=_tags(organization, target_id, tag_rules(found)) if has_tags else None,
    )


def _place(organization: Organization, target_id: TargetId) -> Place:
    if target_id == organization.root.id:
        icon = "i-root"
    elif target_id in organization.units:
        icon = "i-ou"
    else:
        icon = "i-mgmt" if target_id == organization.management_account_id else "i-account"
    return Place(target_id, organization.name_of(target_id), icon)


def _neighbours(organization: Organization, target_id: TargetId) -> Iterator[Place]:
    """The accounts beside, or directly in, what is looked at; this one in any case."""
    account = organization.accounts.get(target_id)
    parent_id = account.parent_id if account else target_id
    beside = [each.id for each in organization.accounts_of(parent_id)][:MOST_NEIGHBOURS]
    if account and target_id not in beside:
        beside.append(target_id)
    for account_id in beside:
        yield _place(organization, account_id)


# The parts


def _level(
    organization: Organization,
    path: tuple[TargetId, ...],
    policy_type: PolicyType,
    found: EffectivePolicy | None,
) -> LevelRoom:
    target_id, *below = path
    left_out = {(each.target_id, each.policy_id) for each in found.left_out} if found else set()
    parts: dict[str, list[Part]] = {}
    for part in found.parts if found else ():
        if part.source.target_id == target_id:
            parts.setdefault(part.source.policy_id, []).append(part)
    policies = tuple(
        AttachedPolicy(
            id=policy_id,
            name=organization.management_policies[policy_id].name,
            is_left_out=(target_id, policy_id) in left_out,
            rows=tuple(map(_row, parts.get(policy_id, [])[:MOST_ROWS])),
            more=max(len(parts.get(policy_id, [])) - MOST_ROWS, 0),
        )
        for policy_id in organization.attached(target_id, policy_type)
    )
    inner = _level(organization, tuple(below), policy_type, found) if below else None
    return LevelRoom(_place(organization, target_id), policies, inner)


def _row(part: Part) -> PartRow:
    written = part.value if isinstance(part.value, tuple) else () if part.value is None else (part.value,)
    is_added = part.operator is Operator.APPEND and not part.is_ignored
    if part.is_ignored:
        note = _("ignored: %(why)s") % {"why": why_ignored(part)}
    elif part.allowed_below is not None and part.allowed_below != EVERY_OPERATOR:
        note = _("levels below %(may)s") % {"may": may(part.allowed_below)}
    else:
        note = ""
    return PartRow(
        operator=part.operator.value if part.operator else "",
        setting=_dotted(part.path),
        values=tuple(WrittenValue(_text(each), is_added) for each in written[:MOST_WRITTEN]),
        more=max(len(written) - MOST_WRITTEN, 0),
        is_ignored=part.is_ignored,
        note=note,
    )


def _settings(found: EffectivePolicy) -> Iterator[SettingRow]:
    for value in islice(found.values.values(), MOST_ROWS):
        top = value.items[0].source.target_id if value.items else ""
        shown = tuple(
            WrittenValue(_text(item.value), item.source.target_id != top, str(item.source))
            for item in value.items[:MOST_WRITTEN]
        )
        yield SettingRow(_dotted(value.path), shown, max(len(value.items) - MOST_WRITTEN, 0))


def _dotted(path: tuple[str, ...]) -> str:
    """Without the first name, which all settings of a type share."""
    return ".".join(path[1:]) or path[0]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# Tags


def _tags(organization: Organization, account_id: TargetId, rules: tuple[TagRule, ...]) -> Tags:
    entities = tag_compliance(organization, account_id)
    order = [Compliance.NONCOMPLIANT, Compliance.COMPLIANT, Compliance.NOT_EVALUATED]
    shown = sorted(entities, key=lambda each: order.index(each.compliance))[:MOST_ENTITIES]
    resource_type = _enforced_type(rules)
    return Tags(
        counts=tuple((each, sum(entity.compliance is each for entity in entities)) for each in order),
        shown=tuple(shown),
        more=len(entities) - len(shown),
        resource_type=resource_type,
        trials=tuple(_trials(rules, resource_type)),
    )


def _enforced_type(rules: tuple[TagRule, ...]) -> str:
    """A type that something is enforced for, so that there is something to see; else an EC2 instance."""
    known = [each.value.lower() for each in ResourceType]
    enforced = (each for each in known if any(rule.is_enforced_for(each) for rule in rules))
    return next(enforced, ResourceType.EC2_INSTANCE.value)


def _trials(rules: tuple[TagRule, ...], resource_type: str) -> Iterator[Trial]:
    """For the first entry of the policy: a right tag, a wrong value, a wrong spelling, and none."""
    for rule in rules[:1]:
        right = _right_value(rule)
        swapped = rule.key.swapcase() if rule.key.islower() else rule.key.lower()
        tags = [(rule.key, right)] if right is not None else []
        if rule.values is not None:
            tags.append((rule.key, "something-else"))
        if swapped != rule.key:
            tags.append((swapped, right or ""))
        for key, value in tags:
            wrong = next(iter(wrong_tags((rule,), {key: value})), None)
            is_blocked = wrong is not None and rule.is_enforced_for(resource_type)
            says = "" if wrong is None else _(wrong.fault.value)
            if wrong is not None and not is_blocked:
                says += _("; reported, since nothing is enforced here")
            yield Trial(f"{key}={value}", is_blocked, says)
        yield Trial("", False, _("a tag policy never requires a tag; an SCP can"))


def _right_value(rule: TagRule) -> str | None:
    """None where no value is right."""
    if rule.values is None:
        return "anything"
    return rule.values[0].replace("*", "") if rule.values else None
