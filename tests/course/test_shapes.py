"""Solutions by their shape, and solutions that a machine finds."""

from __future__ import annotations

import pytest

from lessons.course.case import Case, play
from lessons.course.content import lesson_of
from lessons.course.grading import started
from lessons.course.searching import solutions_in_one_step
from lessons.course.shapes import clusters, shape_of
from tests.course.world import JUDGE


def solved(slug: str) -> list[Case]:
    exercise = lesson_of(slug).exercise
    start = Case(started(exercise.start, "tests"))
    return [play(start, worked.actions, "tests") for worked in exercise.solutions]


def test_the_same_decisions_by_other_operations_are_another_shape():
    straight, in_a_unit = (shape_of(case, JUDGE) for case in solved("moving-changes-permissions"))

    assert straight.effect == in_a_unit.effect
    assert straight != in_a_unit
    # Three principals of one account may use EC2 again: its root user and its two roles.
    assert straight.blast_radius == 3 * 826


def test_wordings_of_one_policy_are_one_shape_and_what_changes_least_comes_first():
    found = clusters(solved("protect-cloudtrail"), JUDGE)

    assert {0, 2, 4, 5, 6} == set(found[0].ways)
    assert found[0].fewest == 2
    radii = [cluster.shape.blast_radius for cluster in found]
    assert radii == sorted(radii)


def test_more_of_the_same_operations_are_the_same_shape():
    one, other = clusters(solved("moving-changes-permissions"), JUDGE)

    assert (one.fewest, other.fewest) == (1, 2)


@pytest.mark.parametrize(
    ("slug", "operation"),
    [
        ("moving-changes-permissions", "organizations.move_account"),
        ("effective-permissions", "organizations.attach_policy"),
    ],
)
def test_of_all_single_operations_only_the_worked_one_solves_it(slug, operation):
    found = list(solutions_in_one_step(lesson_of(slug).exercise, JUDGE, "tests"))

    assert [case.steps[0].operation for case in found] == [operation]
    assert shape_of(found[0], JUDGE) in [shape_of(case, JUDGE) for case in solved(slug)]
