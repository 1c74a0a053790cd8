"""Which accounts can a change of the organization reach? Asked before anybody in them is judged again."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.state import Account, Organization, ParentId, PolicyId, TargetId


def affected_accounts(before: Organization, after: Organization) -> Iterator[Account]:
    """The accounts of both, as they are in ``after``, whose principals may hear something else, of their
    own account's resources.

    An account is affected that is itself another, or that has another SCP or RCP on its path. In the
    organization's order.
    """
    everyone = _of_all(before) != _of_all(after)
    touched = frozenset() if everyone else _touched_targets(before, after)
    below: dict[ParentId, bool] = {}

    def is_below(parent_id: ParentId) -> bool:
        if parent_id not in below:
            below[parent_id] = not touched.isdisjoint(after.path(parent_id))
        return below[parent_id]

    for account in after.accounts.values():
        former = before.accounts.get(account.id)
        if former is None:
            continue
        is_another = former is not account and former != account
        if everyone or is_another or account.id in touched or (touched and is_below(account.parent_id)):
            yield account


def _of_all(organization: Organization) -> tuple[object, ...]:
    """What reaches every account."""
    return (organization.root, organization.units, organization.is_deleted)


def _touched_targets(before: Organization, after: Organization) -> frozenset[TargetId]:
    """Targets that carry other policies, or a policy with another text."""
    rewritten = _rewritten_policies(before, after)
    if before.attachments is after.attachments and not rewritten:
        return frozenset()
    targets = before.attachments.keys() | after.attachments.keys()
    return frozenset(
        target_id
        for target_id in targets
        if before.attachments.get(target_id) != after.attachments.get(target_id)
        or not rewritten.isdisjoint(after.attachments.get(target_id, ()))
    )


def _rewritten_policies(before: Organization, after: Organization) -> frozenset[PolicyId]:
    if before.policies is after.policies:
        return frozenset()
    return frozenset(
        policy.id for policy in after.policies.values() if before.policies.get(policy.id) != policy
    )
