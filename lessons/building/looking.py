"""What the learner's page looks at first: what the solutions are about, unless somebody says otherwise."""

from __future__ import annotations

from accounts.organization.state import Organization
from accounts.page.view import first_selection, principal_here
from lessons.building.bench import Bench
from lessons.building.drafts import editing
from lessons.course.building.proposing import Kind
from lessons.models import BuiltExercise


def follow(exercise: BuiltExercise) -> None:
    """Look at an account whose decisions the solutions change, and at an action that they change."""
    bench = Bench(exercise)
    if bench.draft["look"] or not bench.cases or bench.start is None:
        return
    account = _account(bench, bench.start)
    look = {"account": f"{{{{{account}}}}}", "principal": _principal(bench.start, account)}
    with editing(exercise) as draft:
        draft["look"] = look
    proposed = Bench(exercise).proposed
    decisions = proposed.of(Kind.DECISION) if proposed else ()
    actions = (each.parameters["action"] for each in decisions)
    action = next((each for each in actions if "*" not in each), "")
    if action:
        with editing(exercise) as draft:
            draft["look"] = {**look, "action": action}


def _account(bench: Bench, start: Organization) -> str:
    """Of which something is done; else one that is interesting in itself."""
    for action in bench.solutions[0].actions:
        account_id = str(action.parameters.get("account_id", ""))
        named = account_id.removeprefix("{{id ").removesuffix("}}")
        if any(account.name == named for account in start.accounts.values()):
            return named
    return start.name_of(first_selection(start))


def _principal(start: Organization, name: str) -> str:
    account = next(each for each in start.accounts.values() if each.name == name)
    return principal_here(start, account.id, "role/Admin")
