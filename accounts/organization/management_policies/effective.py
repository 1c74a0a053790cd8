"""The effective policy: what comes of all policies of one type from the root down.

Source: Organizations User Guide, "Understanding declarative policy inheritance".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.organization.management_policies.merge import Attached, Merge
from accounts.organization.management_policies.parse import parse_settings
from accounts.organization.management_policies.parts import EffectiveValue, Part, Source
from accounts.organization.management_policies.settings import Path, Plain, plain
from accounts.organization.management_policies.validity import Invalidity, invalidities
from accounts.organization.state import Organization, PolicyType, TargetId
from policies.engine.faults import PolicySyntaxError


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    """For one root, organizational unit or account; AWS answers for accounts only.

    ``values`` are the settings with the policies that made them, by path; policy keys of tag policies stand
    in lower case there, in which they meet. ``parts`` is everything that the policies write, from the root
    down and in order of attachment, also what came to nothing. ``warnings`` are sentences. ``invalidities``
    say why the policies together are not valid: then ``left_out`` are the last ones, without which they are.
    """

    policy_type: PolicyType
    target_id: TargetId
    values: Mapping[Path, EffectiveValue]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    invalidities: tuple[Invalidity, ...] = ()
    left_out: tuple[Source, ...] = ()

    @property
    def settings(self) -> Plain:
        return plain({value.path: value.value for value in self.values.values()})

    @property
    def content(self) -> str:
        """As ``DescribeEffectivePolicy`` returns it."""
        return json.dumps(self.settings, indent=2, ensure_ascii=False)

    @property
    def ignored(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_ignored)


def effective(
    organization: Organization, policy_type: PolicyType, target_id: TargetId
) -> EffectivePolicy | None:
    """None when no policy of this type is attached from the root down to ``target_id``.

    Where the policies together are not valid, AWS keeps what was in force before. This has no memory of
    it, and takes the most policies, from the root down and in order of attachment, that are valid
    together: what was in force before the last one came that made them invalid.

    Raises ``KeyError`` for a target that is not here.
    """
    attached, unreadable = _attached(organization, policy_type, target_id)
    if not attached and not unreadable:
        return None
    merged, valid = _merged(policy_type, attached)
    wrong = invalidities(policy_type, merged.values)
    if wrong:
        merged, _ = _merged(policy_type, attached[:valid])
    return EffectivePolicy(
        policy_type,
        target_id,
        values=dict(merged.values),
        parts=tuple(merged.parts),
        warnings=(*unreadable, *merged.warnings),
        invalidities=wrong,
        left_out=tuple(each.source for each in attached[valid:]),
    )


def _attached(
    organization: Organization, policy_type: PolicyType, target_id: TargetId
) -> tuple[Sequence[Attached], Sequence[str]]:
    """Of the whole path; besides, a sentence for each policy that does not parse."""
    found: list[Attached] = []
    unreadable: list[str] = []
    for level in organization.path(target_id):
        for policy_id in organization.attached(level, policy_type):
            policy = organization.management_policies[policy_id]
            source = Source(level, organization.name_of(level), policy.id, policy.name)
            try:
                found.append(Attached(source, parse_settings(policy.content, policy_type)))
            except PolicySyntaxError as error:
                unreadable.append(f"{policy.name} at {source.level_name} cannot be read: {error.faults[0]}.")
    return found, unreadable


def _merged(policy_type: PolicyType, attached: Sequence[Attached]) -> tuple[Merge, int]:
    """All of them merged, and how many of them, from the first, are valid together at most."""
    merge, valid = Merge(policy_type), 0
    for number, each in enumerate(attached, start=1):
        merge.take(each)
        if not invalidities(policy_type, merge.values):
            valid = number
    merge.finish()
    return merge, valid
