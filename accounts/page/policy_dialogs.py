"""The dialogs about policies of the organization: where they are attached, which types are enabled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.organization.decisions import Judge
from accounts.organization.errors import AwsError
from accounts.organization.operations import organizations
from accounts.organization.quotas import IN_FORCE
from accounts.organization.state import (
    FULL_ACCESS,
    ManagementPolicy,
    Organization,
    Policy,
    PolicyId,
    PolicyType,
    TargetId,
)
from accounts.page.changes import Effect, effect
from accounts.page.policy_types import WORDS, TypeWords
from accounts.page.view import View

MOST_FORESEEN = 600
"""In a larger organization a dialog does not foresee the effect of each of its choices."""


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """A policy that is, or could be, attached here. ``effect`` is that of changing it, None where none is
    foreseen; ``refusal`` is why AWS would not."""

    policy: Policy | ManagementPolicy
    is_attached: bool
    elsewhere: tuple[str, ...]
    effect: Effect | None
    refusal: str


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """``policies`` counts those of the organization, ``attachments`` where they are attached. ``given`` is
    what enabling the type attaches to everything."""

    policy_type: PolicyType
    words: TypeWords
    is_enabled: bool
    policies: int
    attachments: int
    given: str


def policies(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    """``policy_type`` says of which type; without one, or an unknown one, they are SCPs."""
    target_id = view.at
    policy_type = policy_type_in(data)
    attached = organization.attached(target_id, policy_type)
    # Attached ones stand in the order of attachment, which can decide.
    known = sorted(_known(organization, policy_type), key=lambda policy: policy.name.lower())
    known.sort(key=lambda policy: attached.index(policy.id) if policy.id in attached else len(attached))
    return {
        "target_id": target_id,
        "target_name": organization.name_of(target_id),
        "policy_type": policy_type,
        "words": WORDS[policy_type],
        "types": tuple((each, WORDS[each].title, organization.is_enabled(each)) for each in PolicyType),
        "is_enabled": organization.is_enabled(policy_type),
        "attached_count": len(attached),
        "most": IN_FORCE.policy_types[policy_type].most,
        "choices": tuple(_choice(organization, view, judge, policy, target_id) for policy in known),
        "is_management": target_id == organization.management_account_id,
    }


def policy_type_in(data: Mapping[str, str]) -> PolicyType:
    try:
        return PolicyType(data.get("policy_type"))
    except ValueError:
        return PolicyType.SERVICE_CONTROL_POLICY


def _known(organization: Organization, policy_type: PolicyType) -> Iterator[Policy | ManagementPolicy]:
    if policy_type in FULL_ACCESS:
        yield FULL_ACCESS[policy_type]
    for policy in (*organization.policies.values(), *organization.management_policies.values()):
        if policy.type is policy_type:
            yield policy


def _choice(
    organization: Organization,
    view: View,
    judge: Judge,
    policy: Policy | ManagementPolicy,
    target_id: TargetId,
) -> PolicyChoice:
    is_attached = policy.id in organization.attachments.get(target_id, ())
    operation = organizations.detach_policy if is_attached else organizations.attach_policy
    foreseen, refusal = None, ""
    try:
        after = operation(organization, policy_id=policy.id, target_id=target_id)
    except AwsError as error:
        refusal = error.message
    else:
        if policy.type.kind is not None and len(organization.accounts) <= MOST_FORESEEN:
            foreseen = effect(organization, after.organization, view, judge)
    elsewhere = tuple(
        organization.name_of(other)
        for other, ids in organization.attachments.items()
        if other != target_id and policy.id in ids
    )
    return PolicyChoice(policy, is_attached, elsewhere, foreseen, refusal)


def policy_types(
    organization: Organization, view: View, judge: Judge, data: Mapping[str, str]
) -> dict[str, object]:
    attached = Counter(policy_id for ids in organization.attachments.values() for policy_id in ids)
    return {
        "root_id": organization.root.id,
        "types": tuple(_type_choice(organization, each, attached) for each in PolicyType),
    }


def _type_choice(
    organization: Organization, policy_type: PolicyType, attached: Mapping[PolicyId, int]
) -> TypeChoice:
    """``attached`` counts the attachments of each policy."""
    known = tuple(_known(organization, policy_type))
    return TypeChoice(
        policy_type,
        WORDS[policy_type],
        organization.is_enabled(policy_type),
        policies=len(known),
        attachments=sum(attached.get(policy.id, 0) for policy in known),
        given=FULL_ACCESS[policy_type].name if policy_type in FULL_ACCESS else "",
    )
