"""Tickets: small tasks that are drawn, and together make one exercise.

The exercise's folder has ``tickets.json`` beside ``exercise.json``: how many to ``draw``, and the ``tickets``
to draw from, each with what it adds to the start, its goal, its ways and its cheats. No two drawn are of one
lesson. What a ticket ``touches`` is exempt from every clause that holds the rest as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from random import Random
from typing import Any

from lessons.course.sentences import in_language

Json = Mapping[str, Any]


def composed(frame: Json, pool: Json, seed: str) -> dict[str, Any]:
    """The exercise document: ``frame`` with the tickets that ``seed`` draws out of ``pool``."""
    tickets = _drawn(pool, Random(seed))
    whole: dict[str, Any] = json.loads(json.dumps(frame))
    whole["start"]["operations"] = [*whole["start"].get("operations", ()), *_all(tickets, "operations")]
    for clause in whole["clauses"]:
        if "same" in clause["goal"]:
            clause["goal"]["same"]["exempt"] = [*_all(tickets, "touches")]
    whole["clauses"] = [*map(_clause, tickets), *whole["clauses"]]
    for member in ("pinned", "misconceptions"):
        whole[member] = [*dict.fromkeys(chain(whole[member], _all(tickets, member)))]
    whole["hints"].append(_hint(tickets))
    whole["solutions"] = [*_solutions(tickets, pool["proofs"])]
    whole["cheats"] = [*_with_all_solved(whole["cheats"], tickets), *_cheats(tickets, pool["proofs"])]
    whole["par"] = sum(min(len(way["operations"]) for way in ticket["solutions"]) for ticket in tickets)
    return whole


def retold(exercise: Json, pool: Json, sentences: Mapping[str, str]) -> Mapping[str, str]:
    """The sentences that a composed exercise puts together of its tickets, and how they read in the language
    of ``sentences``: there, only the parts are told."""
    by_id = {ticket["id"]: ticket for ticket in pool["tickets"]}
    tickets = [by_id[clause["id"]] for clause in exercise["clauses"] if clause["id"] in by_id]
    other = [in_language(ticket, sentences) for ticket in tickets]
    return dict(zip(_put_together(tickets), _put_together(other), strict=True))


def _put_together(tickets: Sequence[Json]) -> Iterator[str]:
    yield _hint(tickets)
    yield from (_clause(ticket)["text"] for ticket in tickets)
    yield from (solution["name"] for solution in _solutions(tickets, ()))


def _drawn(pool: Json, chance: Random) -> list[Json]:
    by_lesson: dict[int, list[Json]] = {}
    for ticket in pool["tickets"]:
        by_lesson.setdefault(ticket["lesson"], []).append(ticket)
    return [
        chance.choice(by_lesson[number]) for number in sorted(chance.sample([*by_lesson], k=pool["draw"]))
    ]


def _all(tickets: Sequence[Json], member: str) -> Iterator[Any]:
    return chain.from_iterable(ticket.get(member, ()) for ticket in tickets)


def _hint(tickets: Sequence[Json]) -> str:
    return " ".join(f"**{ticket['title']}:** {ticket['hint']}" for ticket in tickets)


def _clause(ticket: Json) -> Json:
    text = f"**{ticket['title']}.** {ticket['text']}"
    return {"id": ticket["id"], "text": text, "weight": 2, "goal": ticket["goal"]}


def _solutions(tickets: Sequence[Json], proofs: Sequence[str]) -> Iterator[Json]:
    """The first way of each ticket, then the second."""
    for way in range(max(len(ticket["solutions"]) for ticket in tickets)):
        chosen = [ticket["solutions"][way % len(ticket["solutions"])] for ticket in tickets]
        yield {
            "name": "; ".join(each["name"] for each in chosen),
            "proves": proofs,
            "operations": [*_all(chosen, "operations")],
        }


def _cheats(tickets: Sequence[Json], proofs: Sequence[str]) -> Iterator[Json]:
    """Each in place of its ticket's own solution, while all the others are solved."""
    for ticket in tickets:
        others = _first_ways(other for other in tickets if other is not ticket)
        for cheat in ticket["cheats"]:
            name = f"{ticket['title']}: {cheat['name']}"
            operations = [*others, *cheat["operations"]]
            yield {**cheat, "name": name, "proves": proofs, "operations": operations}


def _with_all_solved(cheats: Sequence[Json], tickets: Sequence[Json]) -> Iterator[Json]:
    for cheat in cheats:
        yield {**cheat, "operations": [*_first_ways(tickets), *cheat["operations"]]}


def _first_ways(tickets: Iterator[Json] | Sequence[Json]) -> list[Any]:
    return [*_all([ticket["solutions"][0] for ticket in tickets], "operations")]
