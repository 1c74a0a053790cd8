"""``what_would``: single edits that give the answer one wants, the smallest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from accounts.organization.decisions.circumstances import Circumstances
from accounts.organization.decisions.counterfactuals.allowing import allowing
from accounts.organization.decisions.counterfactuals.asking import asking
from accounts.organization.decisions.counterfactuals.denying import denying
from accounts.organization.decisions.counterfactuals.moving import moving
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.trying import Changes, Pairs, changes, tried
from accounts.organization.decisions.counterfactuals.values import (
    Candidate,
    Counterfactuals,
    Edit,
    EditKind,
    Wanted,
)
from accounts.organization.decisions.judge import ANYHOW, Judge
from accounts.organization.decisions.principals import PrincipalName
from accounts.organization.errors import AwsError
from accounts.organization.state import AccountId, Organization
from policies.engine.decision import Evaluation, Gate, GateVerdict

MOST_CANDIDATES: Final = 5
MOST_OF_A_KIND: Final = 2
"""So that five ways to move an account do not hide that a policy might be narrowed."""
MOST_TRIED: Final = 120
MOST_WEIGHED: Final = 24
"""Edits that work and whose effect on everybody is worked out: this, not the trial, takes the time."""


def what_would(
    judge: Judge,
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    action: str,
    wanted: Wanted,
    circumstances: Circumstances = ANYHOW,
    resource: str | None = None,
) -> Counterfactuals:
    """Single edits after each of which ``judge.evaluate`` gives what is ``wanted``; at most five.

    Edits are real operations, or other circumstances of the request; what AWS would refuse is left
    out. At most ``MOST_TRIED`` are tried. ``KeyError`` for accounts, principals and actions that are
    not there.
    """
    question = Question(judge, organization, account_id, label, action, circumstances, resource)
    now = question.now
    candidates: tuple[Candidate, ...] = ()
    if not wanted.is_met_by(now.decision):
        candidates = tuple(_best(_working(question, wanted)))
    return Counterfactuals(wanted, now.decision, candidates, tuple(_obstacles(now, wanted)))


def _edits(question: Question, wanted: Wanted) -> Iterator[Edit]:
    made = allowing(question) if wanted is Wanted.ALLOWED else denying(question)
    return chain(asking(question), made, moving(question))


def _working(question: Question, wanted: Wanted) -> list[tuple[Candidate, Pairs]]:
    """The edits that give what is wanted, with what else they change."""
    working: list[tuple[Candidate, Pairs]] = []
    weighed = 0
    for number, edit in enumerate(_edits(question, wanted)):
        if number >= MOST_TRIED or weighed >= MOST_WEIGHED:
            break
        try:
            after = tried(question.organization, edit)
        except AwsError:
            continue
        evaluation = question.in_organization(after, edit.circumstances)
        if not wanted.is_met_by(evaluation.decision):
            continue
        found = Changes((), 0, 0, 0)
        if edit.steps:
            weighed += 1
            found = changes(question, after)
        candidate = Candidate(edit, evaluation.decision, found.others, found.principals, found.accounts)
        working.append((candidate, found.pairs))
    return working


def _best(working: list[tuple[Candidate, Pairs]]) -> Iterator[Candidate]:
    """The least other changes first; of those with the same effect, the one with the fewest steps."""
    working.sort(key=lambda each: (each[0].other_changes, len(each[0].edit.steps)))
    effects: set[Pairs] = set()
    kinds: list[EditKind] = []
    for candidate, pairs in working:
        edit = candidate.edit
        if len(kinds) == MOST_CANDIDATES:
            return
        if pairs in effects or kinds.count(edit.kind) == MOST_OF_A_KIND:
            continue
        if edit.steps:
            effects.add(pairs)
        kinds.append(edit.kind)
        yield candidate


def _obstacles(now: Evaluation, wanted: Wanted) -> Iterator[Gate]:
    """The gates that do not let the request pass; where it is to be denied, those that let it."""
    if wanted.is_met_by(now.decision):
        return
    for gate in now.gates:
        passes = gate.verdict is GateVerdict.PASSES
        applies = gate.verdict is not GateVerdict.DOES_NOT_APPLY and gate.is_required
        if applies and passes is (wanted is Wanted.DENIED):
            yield gate
