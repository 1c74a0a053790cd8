"""Proposals are ticked and become clauses; each has a text for the learner and a weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from accounts.organization.scenario.shape import Reading
from lessons.building.bench import Bench
from lessons.building.drafts import editing
from lessons.course.building.proposing import Kind, Proposal
from lessons.course.exercise_reading import MOST_OF_A_KIND
from lessons.course.language import read_goal
from lessons.course.placeholders import renamed
from lessons.models import BuiltExercise

WHOLE: Final = 100
"""What the weights come to, unless somebody weighs by hand."""
Clause = dict[str, Any]
Says = Callable[[Proposal], str]
"""The sentence for a proposal, in the language that is spoken."""


def suggest(bench: Bench, says: Says) -> None:
    """The clauses are what is proposed, as long as nobody has chosen any."""
    if bench.draft["is_chosen"] or bench.proposed is None:
        return
    by_id = {each.id: each for each in bench.proposed.proposals}
    clauses = [_clause(by_id[each], says) for each in bench.proposed.ticked]
    with editing(bench.exercise) as draft:
        draft["clauses"] = evened(clauses)


def tick(bench: Bench, proposal_id: str, says: Says) -> None:
    """Take in what is proposed, or take it out again. What nobody proposes any more can only be taken out."""
    found = bench.proposed.proposals if bench.proposed else ()
    proposal = next((each for each in found if each.id == proposal_id), None)
    with editing(bench.exercise) as draft:
        clauses = draft["clauses"]
        without = [each for each in clauses if each.get("from") != proposal_id]
        if len(without) == len(clauses) and proposal is not None:
            without.append(_clause(proposal, says, clauses))
        _put(draft, without)


def keep_the_same(bench: Bench, proposal_id: str, says: Says) -> None:
    """One of the proposals about what must stay as it is; an empty id for none of them."""
    found = bench.proposed.of(Kind.SAME) if bench.proposed else ()
    ids = {each.id for each in found} | {"same-others", "same-rest"}
    with editing(bench.exercise) as draft:
        clauses = [each for each in draft["clauses"] if each.get("from") not in ids]
        clauses += [_clause(each, says, clauses) for each in found if each.id == proposal_id]
        _put(draft, clauses)


class TooManyClauses(Exception):
    """As many as an exercise has."""


def add(exercise: BuiltExercise, text: str, goal: Mapping[str, Any]) -> None:
    """Raises ``TooManyClauses``."""
    with editing(exercise) as draft:
        clauses = draft["clauses"]
        if len(clauses) >= MOST_OF_A_KIND:
            raise TooManyClauses
        made = {"id": _free(clauses, "goal"), "text": text, "goal": goal, "weight": 1}
        _put(draft, [*clauses, made])


def remove(exercise: BuiltExercise, clause_id: str) -> None:
    with editing(exercise) as draft:
        _put(draft, [each for each in draft["clauses"] if each["id"] != clause_id])


def change(exercise: BuiltExercise, clause_id: str, **members: Any) -> None:
    """The text, the weight or the goal of one."""
    with editing(exercise) as draft:
        for each in draft["clauses"]:
            if each["id"] == clause_id:
                each.update(members)
        draft["is_chosen"] = True


def faults_of(goal: object) -> tuple[str, ...]:
    """What is wrong with a goal that somebody wrote, with the places."""
    reading = Reading()
    read_goal(reading, renamed(goal, {}), "goal")
    return tuple(map(str, reading.faults))


def _put(draft: dict[str, Any], clauses: Sequence[Clause]) -> None:
    """Weights that were even stay so."""
    before = draft["clauses"]
    is_even = [each["weight"] for each in before] == _shares(len(before))
    draft["clauses"] = evened(clauses) if is_even else list(clauses)[:MOST_OF_A_KIND]
    draft["is_chosen"] = True


def evened(clauses: Sequence[Clause]) -> list[Clause]:
    kept = clauses[:MOST_OF_A_KIND]
    return [{**each, "weight": weight} for each, weight in zip(kept, _shares(len(kept)), strict=True)]


def _shares(count: int) -> list[int]:
    """Alike as far as whole numbers go: 34, 33, 33."""
    least, left = divmod(WHOLE, count) if count else (0, 0)
    return [least + (number < left) for number in range(count)]


def _clause(proposal: Proposal, says: Says, others: Sequence[Clause] = ()) -> Clause:
    return {
        "id": _free(others, proposal.id),
        "text": says(proposal),
        "goal": dict(proposal.goal),
        "weight": WHOLE // (len(others) + 1),
        "from": proposal.id,
    }


def _free(clauses: Sequence[Clause], wanted: str) -> str:
    taken = {each["id"] for each in clauses}
    numbered = (f"{wanted[:36]}-{number}" for number in range(2, MOST_OF_A_KIND + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
