"""What was done by hand, written down so that it can be played in anybody's organization."""

from __future__ import annotations

import json

import pytest

from accounts.organization.scenario import built_in, from_document
from lessons.course.building.recording import NotWritable, actions_of
from lessons.course.case import Action, Case, play
from lessons.course.content import course
from lessons.course.grading import solves, started
from tests.course.world import JUDGE

ACME = from_document(built_in("acme"), "recorded")


def done(*actions: Action) -> Case:
    return play(Case(ACME), actions, "recorded")


def move(name: str, source: str, destination: str) -> Action:
    where = {"source_parent_id": f"{{{{id {source}}}}}", "destination_parent_id": f"{{{{id {destination}}}}}"}
    return Action("organizations.move_account", {"account_id": f"{{{{id {name}}}}}", **where})


def test_identifiers_become_names() -> None:
    moved = move("dev-3", "Dev", "Workloads")
    assert actions_of(done(moved)) == (moved,)


def test_what_was_made_on_the_way_goes_by_its_name() -> None:
    made = Action(
        "organizations.create_organizational_unit", {"parent_id": "{{id Workloads}}", "name": "GPU"}
    )
    assert actions_of(done(made, move("dev-3", "Dev", "GPU")))[1] == move("dev-3", "Dev", "GPU")


def test_a_thing_is_called_what_it_was_called_at_the_start() -> None:
    unit = {"organizational_unit_id": "{{id Dev}}", "name": "Development"}
    renamed = Action("organizations.update_organizational_unit", unit)
    assert actions_of(done(renamed, move("dev-3", "Dev", "Workloads")))[1] == move(
        "dev-3", "Dev", "Workloads"
    )


def test_a_text_that_would_be_read_as_a_name_is_refused() -> None:
    made = Action("organizations.create_organizational_unit", {"parent_id": "{{id Root}}", "name": "{{ Dev"})
    with pytest.raises(NotWritable):
        actions_of(done(made))


@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.slug)
def test_every_worked_solution_of_the_course_plays_elsewhere_as_it_was_recorded(lesson) -> None:  # type: ignore[no-untyped-def]
    exercise = lesson.exercise
    here, elsewhere = started(exercise.start, "here"), started(exercise.start, "elsewhere")
    for worked in exercise.solutions[:2]:
        recorded = actions_of(play(Case(here, proofs=worked.proves), worked.actions, "here"))
        written = [Action(each.operation, json.loads(json.dumps(each.parameters))) for each in recorded]
        assert solves(exercise, play(Case(elsewhere, proofs=worked.proves), written, "elsewhere"), JUDGE)
