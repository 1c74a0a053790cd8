"""The policies to read while a prediction is open."""

import pytest

from lessons.course.case import Case
from lessons.course.content import course, exercises, lesson_of
from lessons.course.grading import started
from lessons.page.documents import documents_of


def documents(lesson, prediction=0):
    start = Case(started(lesson.exercise.start, "tests"))
    return documents_of(start, lesson.exercise.predictions[prediction].question)


@pytest.mark.parametrize("lesson", [pytest.param(each, id=each.slug) for each in (*course(), *exercises())])
def test_every_prediction_has_its_documents_before_anything_is_done(lesson):
    for index in range(len(lesson.exercise.predictions)):
        assert all(each.text for each in documents(lesson, index))


def test_the_policy_that_is_about_to_be_attached_is_among_them():
    (document,) = documents(lesson_of("effective-permissions"))

    assert document.name == "DenyEC2"
    assert document.places == ()


def test_a_unit_that_is_made_first_hides_no_document():
    """In lesson 1 accounts move into a unit that is not there yet. No SCP of one's own is attached."""
    assert documents(lesson_of("why-many-accounts")) == ()
