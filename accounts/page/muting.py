"""A scratch copy of a policy with some of its statements muted, to see what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from accounts.page.changes import Effect, effect
from accounts.page.view import View
from policies.engine.document import PolicyDocument
from policies.engine.printing import print_policy
from policies.page.sentences import statement_name

MOST_STATEMENTS = 8
MOST_ACCOUNTS = 500
"""What a statement does is tried out for each of them: in a larger organization that is not done unasked."""


@dataclass(frozen=True, slots=True)
class MutableStatement:
    """``effect`` is what it does beside the others, None where that was not tried out."""

    index: int
    label: str
    is_muted: bool
    effect: Effect | None


def without(document: PolicyDocument, muted: Collection[int]) -> PolicyDocument:
    """``document`` but for the statements at these indices. The copy may have none left, which no text
    can have."""
    if not muted:
        return document
    kept = tuple(statement for statement in document.statements if statement.index not in muted)
    copy = replace(document, statements=kept)
    return replace(copy, text=print_policy(copy))


def mutable_statements(
    document: PolicyDocument,
    muted: Collection[int],
    foreseen: Callable[[PolicyDocument], Organization],
    view: View,
    judge: Judge,
) -> tuple[MutableStatement, ...]:
    """Each statement of a document that has several. ``foreseen`` is the organization with a document."""
    if not 1 < len(document.statements) <= MOST_STATEMENTS:
        return ()
    whole = foreseen(document)
    is_small = len(whole.accounts) <= MOST_ACCOUNTS
    return tuple(
        MutableStatement(
            index=statement.index,
            label=statement_name(statement),
            is_muted=statement.index in muted,
            effect=effect(foreseen(without(document, (statement.index,))), whole, view, judge)
            if is_small
            else None,
        )
        for statement in document.statements
    )
