"""The capstone: tickets of one's own, and a table that is proved elsewhere."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import Visitor
from lessons import attempts
from lessons.course.comparison import SUMMARY
from lessons.course.placeholders import resolved
from lessons.models import Attempt, Proof, Step

pytestmark = pytest.mark.django_db
CELLS = [cell.key for row in SUMMARY for cell in row.cells]


@pytest.fixture
def attempt(client) -> Attempt:
    client.get("/lessons/capstone/")
    attempt = Attempt.objects.get()
    attempt.step = Step.DO
    attempt.save()
    return attempt


def solve_the_tickets(attempt: Attempt) -> None:
    for action in attempts.exercise_of(attempt).solutions[0].actions:
        names = attempts.case_of(attempt.organization).names
        services.perform(
            attempt.organization,
            action.operation,
            base_revision=None,
            visitor=attempt.visitor,
            **resolved(action.parameters, names),
        )
    attempt.refresh_from_db()


def proofs(visitor: Visitor, cells: list[str]) -> list[Proof]:
    return [Proof(visitor=visitor, cell=cell) for cell in cells]


def test_the_last_proof_solves_it_but_not_one_of_somebody_else(attempt):
    assert attempt.names  # everybody has an Acme of their own
    solve_the_tickets(attempt)
    assert "rest" in attempt.met
    *most, last = CELLS
    Proof.objects.bulk_create(proofs(attempt.visitor, most))

    proofs(Visitor.objects.create(), [last])[0].save()
    attempt.refresh_from_db()
    assert "table" not in attempt.met

    proofs(attempt.visitor, [last])[0].save()
    attempt.refresh_from_db()
    assert attempt.is_unaided
