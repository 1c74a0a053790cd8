"""A task is judged again by a better version of its exercise; nothing that was done is lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lessons.grades import regrading
from lessons.models import Attempt, Classroom, ClassStep, Regrading, Seat, Step
from tests.lessons.classroom.world import at_task, learner, move, step

pytestmark = pytest.mark.django_db

TASK = ClassStep.Kind.TASK


@pytest.fixture
def room() -> Classroom:
    return at_task()


def without(clause: str, room: Classroom) -> dict[str, Any]:
    document = copy.deepcopy(dict(step(room, TASK).document))
    document["clauses"] = [each for each in document["clauses"] if each["id"] != clause]
    document["cheats"] = []
    return document


def stricter(room: Classroom) -> dict[str, Any]:
    """dev-3 may not be able to leave at any time, not only in the end."""
    document = copy.deepcopy(dict(step(room, TASK).document))
    (stays,) = (each for each in document["clauses"] if each["id"] == "stays")
    stays["goal"] = {"always": stays["goal"]}
    return document


def attempt_of(seat: Seat) -> Attempt:
    return Attempt.objects.get(seat=seat)


def tried(room: Classroom, document: dict[str, Any]) -> regrading.Trial:
    return regrading.attempt_again(step(room, TASK), document, None)


def test_only_what_would_change_is_named_with_the_reason(room: Classroom) -> None:
    otter, heron, lynx = (learner(room, name) for name in ("otter", "heron", "lynx"))
    move(otter, "Workloads")
    move(heron, "Sandbox")
    move(heron, "Workloads")
    move(lynx, "Sandbox")
    trial = tried(room, stricter(room))
    (changed,) = trial.changed
    assert changed.attempt == attempt_of(heron)
    assert (changed.before, changed.after) == (100, 83)
    assert changed.because == "dev-3 still cannot leave the organization"
    assert trial.unchanged == 2
    assert attempt_of(heron).score == 1, "nothing is applied yet"


def test_the_better_score_is_kept_unless_the_instructor_says_otherwise(room: Classroom) -> None:
    heron = learner(room, "heron")
    move(heron, "Sandbox")
    move(heron, "Workloads")
    regrading.apply(tried(room, stricter(room)), keeps_better=True, tells_learners=True)
    assert (attempt_of(heron).score, attempt_of(heron).solved is not None) == (1, True)
    holding_on = tried(room, {**stricter(room), "par": 2})
    regrading.apply(holding_on, keeps_better=False, tells_learners=True)
    assert round(attempt_of(heron).score, 2) == 0.83
    assert attempt_of(heron).solved is None
    assert attempt_of(heron).step == Step.DO


def test_a_goal_that_was_wrong_lets_more_pass(room: Classroom) -> None:
    lynx = learner(room, "lynx")
    move(lynx, "Sandbox")
    assert attempt_of(lynx).solved is None
    done = regrading.apply(tried(room, without("stays", room)), keeps_better=True, tells_learners=True)
    assert attempt_of(lynx).solved is not None
    assert attempt_of(lynx).score == 1
    (change,) = done.changes.values()
    assert (change["before"], change["after"]) == (83, 100)


def test_who_is_not_finished_goes_on_under_the_new_version(room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Prod")
    regrading.apply(tried(room, without("not-production", room)), keeps_better=True, tells_learners=True)
    move(otter, "Workloads")
    assert attempt_of(otter).solved is not None
    assert "not-production" not in attempt_of(otter).met
    assert step(room, TASK).document == attempt_of(otter).document


def test_it_can_be_undone(room: Classroom) -> None:
    lynx = learner(room, "lynx")
    move(lynx, "Sandbox")
    before = Attempt.objects.values("score", "met", "solved", "step", "document").get()
    done = regrading.apply(tried(room, without("stays", room)), keeps_better=True, tells_learners=True)
    regrading.undo(done)
    assert Attempt.objects.values("score", "met", "solved", "step", "document").get() == before
    regrading.undo(done)
    assert Regrading.objects.get().undone is not None


def test_what_was_done_is_played_again_where_the_new_version_begins(room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Workloads")
    document = copy.deepcopy(dict(step(room, TASK).document))
    unit = {"parent_id": "{{id Root}}", "name": "Attic"}
    made = {"operation": "organizations.create_organizational_unit", "parameters": unit}
    document["start"]["operations"].append(made)
    trial = tried(room, document)
    assert (trial.changed, trial.unfitting, trial.unchanged) == ((), (), 1)


def test_what_cannot_be_played_again_keeps_its_result_and_is_named(room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Workloads")
    document = copy.deepcopy(dict(step(room, TASK).document))
    document["start"]["operations"].append(
        {
            "operation": "organizations.move_account",
            "parameters": {
                "account_id": "{{id dev-3}}",
                "source_parent_id": "{{id Dev}}",
                "destination_parent_id": "{{id Prod}}",
            },
        }
    )
    trial = tried(room, document)
    assert [each.attempt for each in trial.unfitting] == [attempt_of(otter)]
    regrading.apply(trial, keeps_better=True, tells_learners=True)
    assert attempt_of(otter).score == 1


def test_there_is_nothing_newer_than_what_is_there(room: Classroom) -> None:
    assert regrading.newer_of(step(room, TASK)) is None
