"""Exercises that are drawn from tickets."""

from __future__ import annotations

from lessons.course.comparison import SUMMARY
from lessons.course.content import lesson_of

CAPSTONE = lesson_of("capstone")
POOL = CAPSTONE.tickets


def drawn(seed: str) -> list[str]:
    return [clause["id"] for clause in CAPSTONE.drawn(seed)["clauses"]]


def test_six_tickets_of_different_lessons_are_drawn():
    lesson_by_ticket = {ticket["id"]: ticket["lesson"] for ticket in POOL["tickets"]}

    for seed in range(50):
        *tickets, rest, table = drawn(str(seed))
        numbers = [lesson_by_ticket[ticket] for ticket in tickets]
        assert len(tickets) == 6
        assert numbers == sorted(set(numbers))
        assert (rest, table) == ("rest", "table")


def test_the_same_seed_draws_the_same_and_every_ticket_is_drawn_sometimes():
    assert drawn("1") == drawn("1")
    assert drawn("1") != drawn("2")
    assert {ticket for seed in range(50) for ticket in drawn(str(seed))} == {
        *(ticket["id"] for ticket in POOL["tickets"]),
        "rest",
        "table",
    }


def test_the_proofs_that_solutions_count_on_are_the_whole_summary():
    assert POOL["proofs"] == [cell.key for row in SUMMARY for cell in row.cells]
