"""The account under another parent: each root and unit that would bind it otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind
from accounts.organization.state import ParentId, PolicyId
from policies.engine.explain.messages import message

MOST_DESTINATIONS: Final = 40

Guardrails = tuple[frozenset[PolicyId], ...]


def moving(question: Question) -> Iterator[Edit]:
    """One destination of each kind: those with the same policies above them decide alike.

    Unless a policy asks for the path of the organization itself, which is rare; then some of the
    destinations that decide otherwise are not found.
    """
    if not question.levels:
        return  # SCPs do not bind the caller here, and so nowhere.
    organization = question.organization
    account = organization.accounts[question.account_id]
    seen: set[Guardrails] = {_guardrails(question, account.parent_id)}
    # The root last: of places that decide alike, an account belongs in a unit.
    for destination in (*organization.units, organization.root.id):
        guardrails = _guardrails(question, destination)
        if guardrails in seen:
            continue
        if len(seen) > MOST_DESTINATIONS:
            return
        seen.add(guardrails)
        parameters = {
            "account_id": account.id,
            "source_parent_id": account.parent_id,
            "destination_parent_id": destination,
        }
        yield Edit(
            EditKind.MOVE_ACCOUNT,
            message(
                "move",
                account=account.name,
                destination=organization.name_of(destination),
                id=destination,
            ),
            (("organizations.move_account", parameters),),
        )


def _guardrails(question: Question, parent_id: ParentId) -> Guardrails:
    """The policies at each level that has others than the one above: order and repetition never matter."""
    organization = question.organization
    levels = (frozenset(organization.attachments.get(step, ())) for step in organization.path(parent_id))
    return tuple(dict.fromkeys(levels))
