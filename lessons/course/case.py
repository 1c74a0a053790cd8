"""What somebody did with an organization: where it started, and every operation since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final

from accounts.organization import operations
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.state import Organization
from lessons.course.names import Names
from lessons.course.placeholders import resolved

FIRST_MORNING: Final = datetime(2026, 9, 1, 9, tzinfo=UTC)
"""When a case begins of which nobody says when."""
MINUTE: Final = timedelta(minutes=1)
"""Between two operations of a lesson's own."""


@dataclass(frozen=True, slots=True)
class Done:
    """One operation by its key, ``organizations.move_account``, and the organization that it made."""

    operation: str
    parameters: Mapping[str, object]
    organization: Organization


@dataclass(frozen=True)
class Case:
    """What is judged. ``steps`` are the operations that stand: what was undone is not among them. ``proofs``
    are the cells of the comparison that the learner has proved, wherever that was. ``begun`` is when the
    organization was as in ``start``: what waits for an answer there does not wait for ever."""

    start: Organization
    steps: tuple[Done, ...] = ()
    proofs: frozenset[str] = frozenset()
    begun: datetime = FIRST_MORNING

    @property
    def present(self) -> Organization:
        return self.steps[-1].organization if self.steps else self.start

    @cached_property
    def names(self) -> Names:
        return Names(self.start, self.present)

    @property
    def beginning(self) -> Case:
        """Before anything was done."""
        return replace(self, steps=())

    def prefixes(self) -> Iterator[Case]:
        """The case as it was after each operation, the start first."""
        for length in range(len(self.steps) + 1):
            yield replace(self, steps=self.steps[:length])


@dataclass(frozen=True, slots=True)
class Action:
    """An operation to do. Texts in ``parameters`` may hold placeholders: see ``placeholders``."""

    operation: str
    parameters: Mapping[str, object]


class Refused(Exception):
    """AWS refuses the action at ``index``."""

    def __init__(self, index: int, error: AwsError) -> None:
        super().__init__(f"operation {index}: {error}")
        self.index = index
        self.error = error


def play(case: Case, actions: Sequence[Action], seed: str) -> Case:
    """Do the actions one after the other, a minute apart since the beginning. Raises ``Refused``, and
    ``Absent`` for names of nothing."""
    for index, action in enumerate(actions):
        parameters = resolved(action.parameters, case.names)
        revision = len(case.steps) + 1
        occasion = Occasion(seed, revision, case.begun + revision * MINUTE)
        try:
            outcome = operations.apply(case.present, action.operation, parameters, occasion)
        except AwsError as error:
            raise Refused(index, error) from error
        done = Done(action.operation, parameters, outcome.organization)
        case = replace(case, steps=(*case.steps, done))
    return case
