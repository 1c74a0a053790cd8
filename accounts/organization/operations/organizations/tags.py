"""Tags on what belongs to the organization: its root, units, accounts, policies, delegation policy.

Tags on an account are the organization's, and the account cannot change them. Source: Organizations User
Guide, "Tagging AWS Organizations resources".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.checks import (
    NAMES_OF_TARGET_KINDS,
    in_organization,
    tags_of,
)
from accounts.organization.operations.organizations.tag_policies import check_tags, kind_of
from accounts.organization.operations.outcome import Outcome, with_account, with_unit
from accounts.organization.operations.tags import Tag, remove_tags
from accounts.organization.state import AWS_MANAGED, Organization

Tags = Mapping[str, str]
Change = Callable[[Tags], Tags]


@in_organization
def tag_resource(organization: Organization, *, resource_id: str, tags: Sequence[Tag]) -> Outcome:
    """Add tags, or change their values. ``resource_id`` is an identifier, not an ARN.

    Raises ``TargetNotFound``, ``InvalidInput`` (``DUPLICATE_TAG_KEY``, ``INVALID_PATTERN``,
    ``INVALID_SYSTEM_TAGS_PARAMETER``; ``TARGET_NOT_SUPPORTED`` for AWS's own policies),
    ``ConstraintViolation`` (``MAX_TAG_LIMIT_EXCEEDED``, ``TAG_POLICY_VIOLATION``).
    """
    changed = _retagged(organization, resource_id, lambda present: tags_of(tags, present))
    # Only what is asked for: a wrong tag from before is nobody's fault now.
    check_tags(organization, kind_of(organization, resource_id), tags_of(tags))
    return Outcome(changed, {})


@in_organization
def untag_resource(organization: Organization, *, resource_id: str, tag_keys: Sequence[str]) -> Outcome:
    """Take tags away; keys that are not there are passed over.

    Raises ``TargetNotFound``, ``InvalidInput`` (``TARGET_NOT_SUPPORTED``).
    """
    return Outcome(_retagged(organization, resource_id, lambda present: remove_tags(present, tag_keys)), {})


def tagged(organization: Organization, resource_id: str) -> Tags:
    """The tags of the root, a unit, an account, a policy. Raises ``TargetNotFound``."""
    if resource_id == organization.root.id:
        return organization.root.tags
    delegation = organization.resource_policy
    if delegation is not None and delegation.id == resource_id:
        return delegation.tags
    if unit := organization.units.get(resource_id):
        return unit.tags
    entity = organization.accounts.get(resource_id) or organization.any_policy(resource_id)
    if entity is None:
        raise _not_found(resource_id)
    return entity.tags


def _retagged(organization: Organization, resource_id: str, change: Change) -> Organization:
    if resource_id in AWS_MANAGED:
        raise errors.InvalidInput(
            f"{AWS_MANAGED[resource_id].name} is AWS's own, and nobody else tags it.",
            reason="TARGET_NOT_SUPPORTED",
        )
    if resource_id == organization.root.id:
        root = organization.root
        return replace(organization, root=replace(root, tags=change(root.tags)))
    if unit := organization.units.get(resource_id):
        return with_unit(organization, replace(unit, tags=change(unit.tags)))
    if account := organization.accounts.get(resource_id):
        return with_account(organization, replace(account, tags=change(account.tags)))
    if policy := organization.policies.get(resource_id):
        marked = replace(policy, tags=change(policy.tags))
        return replace(organization, policies={**organization.policies, policy.id: marked})
    if settings := organization.management_policies.get(resource_id):
        renewed = replace(settings, tags=change(settings.tags))
        every = {**organization.management_policies, settings.id: renewed}
        return replace(organization, management_policies=every)
    delegation = organization.resource_policy
    if delegation is not None and delegation.id == resource_id:
        return replace(organization, resource_policy=replace(delegation, tags=change(delegation.tags)))
    raise _not_found(resource_id)


def _not_found(resource_id: str) -> errors.TargetNotFound:
    return errors.TargetNotFound(
        f"No {NAMES_OF_TARGET_KINDS}, and no policy {resource_id} is in this organization."
    )
