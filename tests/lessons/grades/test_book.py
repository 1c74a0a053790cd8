"""The gradebook: the numbers that the learners see, in a table."""

from __future__ import annotations

import csv
import io

import pytest

from lessons.classroom import holding, sitting
from lessons.grades.book import Help, Show, book_of
from lessons.grades.tables import BYTE_ORDER_MARK, csv_of
from lessons.models import Attempt, Classroom, ClassStep
from tests.lessons.classroom.world import at_task, classroom, learner, move, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return at_task()


def test_scores_are_the_sums_of_the_weights_that_were_reached(room: Classroom) -> None:
    otter, heron, _ = (learner(room, name) for name in ("otter", "heron", "lynx"))
    move(otter, "Workloads")
    move(heron, "Sandbox")
    book = book_of(room)
    assert [[cell.score for cell in row.cells] for row in book.rows] == [[100], [83], [None]]
    assert [row.mean for row in book.rows] == [100, 83, None]
    assert (book.columns[0].mean, book.columns[0].solved_unaided, book.mean) == (61, 1, 61)


def test_a_task_that_was_only_opened_is_not_begun_and_has_no_score(room: Classroom) -> None:
    sitting.task_of(learner(room, "otter"), step(room, ClassStep.Kind.TASK))
    (row,) = book_of(room).rows
    assert (row.cells[0].score, row.mean, row.is_begun) == (None, None, False)
    Attempt.objects.update(hints=1)
    (row,) = book_of(room).rows
    assert (row.cells[0].score, row.mean, row.is_begun) == (0, 0, True)


def test_what_somebody_was_helped_with_is_told(room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Workloads")
    Attempt.objects.update(hints=2)
    assert book_of(room).rows[0].help is Help.HINTS
    Attempt.objects.update(assisted=True)
    assert book_of(room).rows[0].help is Help.SOLUTION
    assert book_of(room).columns[0].solved_unaided == 0


def test_the_table_can_be_narrowed(room: Classroom) -> None:
    otter, _ = learner(room, "otter"), learner(room, "heron")
    move(otter, "Workloads")
    rows = book_of(room).rows
    shown = {show: [row.seat.nickname for row in rows if row.is_shown(show)] for show in Show}
    assert shown == {
        Show.EVERYONE: ["otter", "heron"],
        Show.UNFINISHED: ["heron"],
        Show.SOLUTION_SEEN: [],
    }


def test_it_takes_as_many_queries_for_many_learners(
    room: Classroom, django_assert_num_queries: object
) -> None:
    for number in range(5):
        learner(room, f"learner {number}")
    with django_assert_num_queries(3):  # type: ignore[operator]
        book_of(room)


def test_who_was_taken_out_is_not_in_it(room: Classroom) -> None:
    holding.remove(learner(room, "otter"))
    assert book_of(room).rows == ()


def test_a_class_without_tasks_has_no_mean() -> None:
    assert book_of(classroom()).mean is None


def test_a_name_is_never_a_formula(room: Classroom) -> None:
    seat = learner(room, "=1+1")
    sitting.task_of(seat, step(room, ClassStep.Kind.TASK))
    written = csv_of(book_of(room))
    assert written.startswith(BYTE_ORDER_MARK)
    head, line = csv.reader(io.StringIO(written.removeprefix(BYTE_ORDER_MARK)))
    assert head[:2] == ["Nickname", "Moving an account changes its permissions"]
    assert line == ["'=1+1", "", "", "0", "no"]
