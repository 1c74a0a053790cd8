"""The clauses that are offered for what was recorded: lesson 7's task, built by doing it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.organization.scenario.shape import Reading
from lessons.course import stock_cheats
from lessons.course.building.proposing import Kind, Proposal, Proposed, proposed
from lessons.course.case import Action, Case, play
from lessons.course.content import lesson_of
from lessons.course.exercise import Look
from lessons.course.grading import started
from lessons.course.language import Scope, read_goal
from lessons.course.language.goals import judged
from lessons.course.placeholders import renamed
from policies.engine.decision import Decision
from tests.course.world import JUDGE

SEED = "proposing"
LOOK = Look("dev-3", "role/Admin", "ec2:RunInstances")
START = started(lesson_of("moving-changes-permissions").exercise.start, SEED)
CHEATS = {cheat.name: case for cheat, case in stock_cheats.cases(START, LOOK, SEED)}


def made(name: str, parent: str) -> Action:
    parameters = {"parent_id": f"{{{{id {parent}}}}}", "name": name}
    return Action("organizations.create_organizational_unit", parameters)


def moved(destination: str) -> Action:
    where = {"source_parent_id": "{{id Dev}}", "destination_parent_id": f"{{{{id {destination}}}}}"}
    return Action("organizations.move_account", {"account_id": "{{id dev-3}}", **where})


def attached(policy: str, target: str) -> Action:
    what = {"policy_id": f"{{{{id {policy}}}}}", "target_id": f"{{{{id {target}}}}}"}
    return Action("organizations.attach_policy", what)


def after(*actions: Action) -> Case:
    return play(Case(START), actions, SEED)


STRAIGHT = after(moved("Workloads"))
INTO_A_NEW_UNIT = after(made("GPU", "Workloads"), moved("GPU"))
OUT = after(moved("Sandbox"))


@pytest.fixture(scope="module")
def offered() -> Proposed:
    return proposed([STRAIGHT, INTO_A_NEW_UNIT], CHEATS, LOOK, ["s3:GetObject"], JUDGE)


def one(offered: Proposed, identifier: str) -> Proposal:
    (found,) = (each for each in offered.proposals if each.id == identifier)
    return found


def holds(proposal: Proposal, case: Case) -> bool:
    goal = read_goal(Reading(), renamed(proposal.goal, {}), "")
    return judged(goal, Scope(case, JUDGE)).is_met


def ticked(offered: Proposed) -> Iterator[Proposal]:
    return (one(offered, each) for each in offered.ticked)


def test_a_decision_that_changed_in_every_solution_is_offered(offered: Proposed) -> None:
    gained = one(offered, "can-ec2-runinstances-dev-3-role-admin")
    assert gained.goal == {"can": ["{{dev-3}}/role/Admin", "ec2:RunInstances"]}
    assert (gained.before, gained.after) == (Decision.EXPLICITLY_DENIED, Decision.ALLOWED)
    assert gained.holds_in == (0, 1)


def test_a_whole_service_that_changed_is_one_clause(offered: Proposed) -> None:
    service = one(offered, "can-ec2-dev-3-role-admin")
    assert service.goal == {"can": ["{{dev-3}}/role/Admin", "ec2:*"]}
    assert service.parameters["count"] > 800


def test_a_thing_of_one_solution_only_says_so(offered: Proposed) -> None:
    unit = one(offered, "unit-made-gpu-workloads")
    assert unit.kind is Kind.THING
    assert unit.holds_in == (1,)


def test_what_was_kept_is_offered_only_if_some_cheat_breaks_it(offered: Proposed) -> None:
    kept = offered.of(Kind.KEPT)
    assert all(each.refuses and each.holds_in == (0, 1) for each in kept)
    assert "organizations:LeaveOrganization" in {each.parameters.get("action") for each in kept}


def test_what_is_ticked_at_first_holds_in_every_solution_and_refuses_every_cheat(offered: Proposed) -> None:
    assert all(each.holds_in == (0, 1) for each in ticked(offered))
    refused = frozenset().union(*(each.refuses for each in ticked(offered)))
    assert refused == CHEATS.keys()


def test_every_other_account_must_decide_as_before(offered: Proposed) -> None:
    same = one(offered, "same-others")
    assert same.goal == {"same": {"except_principals": ["{{dev-3}}/*"]}}
    assert holds(same, OUT)
    everybody = Action(
        "organizations.attach_policy", {"policy_id": "{{id DenyEC2}}", "target_id": "{{id Root}}"}
    )
    assert not holds(same, after(everybody))


def test_what_no_solution_changed_must_stay(offered: Proposed) -> None:
    rest = one(offered, "same-rest")
    assert holds(rest, STRAIGHT)
    assert not holds(rest, OUT), "dev-3 can leave the organization from Sandbox"


def test_a_deny_is_asked_for_as_that_nothing_of_it_is_allowed() -> None:
    denied = after(attached("DenyEC2", "sbx-1"))
    offered = proposed([denied], {}, Look("sbx-1"), [], JUDGE)
    lost = one(offered, "cannot-ec2-sbx-1-role-admin")
    assert lost.goal == {"possible": "{{sbx-1}}/role/Admin", "excludes": {"actions": ["ec2:*"]}}
    assert holds(lost, denied)
    assert not holds(lost, Case(denied.start))


def test_numbers_are_of_everything_that_differs(offered: Proposed) -> None:
    assert offered.decisions > 800
    assert offered.things == len(offered.of(Kind.THING)) >= 3
