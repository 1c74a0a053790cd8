"""An edit carried out on a value that is thrown away, and what that changed for everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from accounts.organization.decisions.affected import affected_accounts
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, carry_out
from accounts.organization.decisions.principals import PrincipalName, principals_of
from accounts.organization.decisions.resources import policy_of
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import apply
from accounts.organization.state import AccountId, Organization
from policies.engine.action_sets import ActionSet
from policies.engine.partition import Partition
from policies.engine.request import AttachedPolicy

TRIAL: Final = Occasion(seed="trial", revision=0, time=datetime(2026, 1, 1, tzinfo=UTC))
"""Nothing made on this occasion is kept, so its identifiers and its time may be any."""

Pairs = tuple[tuple[AccountId, PrincipalName, ActionSet, ActionSet], ...]
"""Whose decisions change: actions that are newly or no longer allowed, and newly or no longer open."""


Compared = tuple[AccountId, PrincipalName, Partition, Partition]


@dataclass(frozen=True, slots=True)
class Changes:
    """``others`` counts the pairs beside the one asked about."""

    pairs: Pairs
    others: int
    principals: int
    accounts: int


def tried(organization: Organization, edit: Edit) -> Organization:
    """The organization as it would be. Raises what the operations raise."""

    def do(operation: str, /, **parameters: object) -> Mapping[str, object]:
        nonlocal organization
        organization, response = apply(organization, operation, parameters, TRIAL)
        return response

    carry_out(edit, do)
    return organization


def changes(question: Question, after: Organization) -> Changes:
    """Over every principal of the organization, in the same circumstances; where the policy of the resource
    is another, on this resource."""
    asked = (question.account_id, question.label)
    bit = 1 << question.judge.universe.index(question.action)
    pairs = []
    others = 0
    for account_id, label, former, partition in _partitions(question, after):
        allowed = former.allowed ^ partition.allowed
        opened = former.depends ^ partition.depends
        if changed := allowed | opened:
            pairs.append((account_id, label, allowed, opened))
            others += (changed & ~bit if (account_id, label) == asked else changed).bit_count()
    whose = [pair[:2] for pair in pairs if pair[:2] != asked or (pair[2] | pair[3]) & ~bit]
    return Changes(
        pairs=tuple(pairs),
        others=others,
        principals=len(whose),
        accounts=len({account_id for account_id, _ in whose}),
    )


def _partitions(question: Question, after: Organization) -> Iterator[Compared]:
    """Of those who may hear something else afterwards, before and after."""
    before = question.organization
    judge, circumstances, resource = question.judge, question.circumstances, question.resource
    if resource is not None and _carried(question, before) != _carried(question, after):
        was, will_be = (judge.partitions_on(each, circumstances, resource) for each in (before, after))
        for account in after.accounts.values():
            for label in principals_of(account):
                yield account.id, label, was(account, label), will_be(account, label)
        return
    for account in affected_accounts(before, after):
        then = question.partitions_of(account.id)
        for label, partition in judge.partitions(after, account.id, circumstances).items():
            if then[label] is not partition:
                yield account.id, label, then[label], partition


def _carried(question: Question, organization: Organization) -> AttachedPolicy | None:
    return policy_of(organization, question.owner, question.resource)
