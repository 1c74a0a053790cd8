"""An edit carried out on a value that is thrown away, and what that changed for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from accounts.organization.decisions.affected import affected_accounts
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, carry_out
from accounts.organization.decisions.principals import PrincipalName
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import apply
from accounts.organization.state import AccountId, Organization
from policies.engine.action_sets import ActionSet

TRIAL: Final = Occasion(seed="trial", revision=0, time=datetime(2026, 1, 1, tzinfo=UTC))
"""Nothing made on this occasion is kept, so its identifiers and its time may be any."""

Pairs = tuple[tuple[AccountId, PrincipalName, ActionSet, ActionSet], ...]
"""Whose decisions change: actions that are newly or no longer allowed, and newly or no longer open."""


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
    """Over every principal of the organization, in the same circumstances."""
    before = question.organization
    judge, circumstances = question.judge, question.circumstances
    asked = (question.account_id, question.label)
    bit = 1 << judge.universe.index(question.action)
    pairs = []
    others = 0
    for account in affected_accounts(before, after):
        then = question.partitions_of(account.id)
        now = judge.partitions(after, account.id, circumstances)
        for label, partition in now.items():
            former = then[label]
            if former is partition:
                continue
            allowed = former.allowed ^ partition.allowed
            opened = former.depends ^ partition.depends
            if changed := allowed | opened:
                pairs.append((account.id, label, allowed, opened))
                others += (changed & ~bit if (account.id, label) == asked else changed).bit_count()
    whose = [pair[:2] for pair in pairs if pair[:2] != asked or (pair[2] | pair[3]) & ~bit]
    return Changes(
        pairs=tuple(pairs),
        others=others,
        principals=len(whose),
        accounts=len({account_id for account_id, _ in whose}),
    )
