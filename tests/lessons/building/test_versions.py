"""A class keeps the version that it began with, until its instructor says otherwise."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from lessons.classroom import holding
from lessons.classroom.packs import steps_of_version
from lessons.models import BuiltExercise, Classroom, ClassStep
from tests.lessons.building.world import Builder, text_of
from tests.lessons.classroom.world import learner, move, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise(priya: Builder) -> BuiltExercise:
    """Of which a second version is out, while a class runs with the first."""
    exercise = priya.begin()
    priya.do(exercise, "publish", "publish")
    holding.make(priya.user, "Monday", steps_of_version(exercise.newest))
    priya.do(exercise, "hints", "hint", number="0", text="Look higher up.")
    priya.do(exercise, "publish", "publish")
    return exercise


def test_a_class_stays_with_its_version(exercise: BuiltExercise) -> None:
    steps = Classroom.objects.get().steps.all()
    assert {step.version.number for step in steps} == {1}


def test_steps_that_are_not_open_yet_can_go_on_with_the_new_one(
    priya: Builder, exercise: BuiltExercise
) -> None:
    monday = Classroom.objects.get()
    monday.steps.filter(position=1).update(opened=timezone.now())
    assert "Monday runs with an older version" in priya.see(exercise, "publish")
    priya.do(exercise, "publish", "update", **{"class": monday.public_id})
    numbers = [step.version.number for step in monday.steps.all()]
    assert numbers == [1, 2]
    task = monday.steps.last()
    assert task.document["hints"][0] == "Look higher up."
    assert task.document["predictions"] == []


def test_publishing_leads_to_what_learners_did_in_the_older_version(
    priya: Builder, exercise: BuiltExercise
) -> None:
    monday = Classroom.objects.get()
    assert "Worked at in an older version" not in priya.see(exercise, "publish")
    holding.open_doors(monday)
    task = step(monday, ClassStep.Kind.TASK)
    holding.open_step(task)
    move(learner(monday, "otter"), "Workloads")
    page = priya.see(exercise, "publish")
    assert "Monday version 1 · one attempt" in text_of(page)
    address = reverse("lessons:regrade", args=[monday.public_id, task.pk])
    assert address in page
    priya.browser.post(address)
    assert "Worked at in an older version" not in priya.see(exercise, "publish")


def test_of_several_versions_a_class_is_offered_the_newest(priya: Builder, exercise: BuiltExercise) -> None:
    page = priya.browser.get("/teach/classes/new/").content.decode()
    assert page.count('type="checkbox" name="versions"') == 1
