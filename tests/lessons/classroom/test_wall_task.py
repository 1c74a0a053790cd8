"""A task on the wall: what is to be done, and how far all together are."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from lessons.classroom import holding, sitting
from lessons.models import Classroom, ClassStep
from lessons.page.classroom.wall_task import WallTask
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import at_task, learner, move, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    return at_task()


def task_of(room: Classroom) -> WallTask:
    return WallTask(step(room, ClassStep.Kind.TASK))


def reached(room: Classroom) -> dict[str, int]:
    return {each.clause.id: each.learners for each in task_of(room).goals}


def wall(server: Server, room: Classroom) -> str:
    browser = Browser(server)
    browser.force_login(room.instructor)
    return browser.get(reverse("lessons:projector", args=[room.public_id])).content.decode()


def test_what_is_to_be_done_stands_on_the_wall(server: Server, room: Classroom) -> None:
    page = wall(server, room)
    assert "dev-3 needs a server for a GPU test" in page
    assert "Make that possible by moving things only." in page
    assert "dev-3 is not in Prod" in page
    assert room.written_code in page, "for who comes late"
    assert "data-clock" in page


def test_it_counts_who_has_which_goal_of_those_who_have_begun(room: Classroom) -> None:
    otter, heron, lynx = (learner(room, name) for name in ("otter", "heron", "lynx"))
    assert task_of(room).begun == 0
    move(otter, "Workloads")
    move(heron, "Sandbox")
    sitting.task_of(lynx, step(room, ClassStep.Kind.TASK))
    task = task_of(room)
    assert (task.begun, task.done) == (2, 1)
    assert (reached(room)["launches"], reached(room)["stays"]) == (2, 1)


def test_who_was_taken_out_counts_no_more(room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Workloads")
    holding.remove(otter)
    assert (task_of(room).begun, set(reached(room).values())) == (0, {0})


def test_whose_work_it_is_stands_nowhere(server: Server, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    page = wall(server, room)
    assert "1 of 1" in page
    assert "otter" not in page


def test_it_takes_one_query_however_many_learners(room: Classroom, django_assert_num_queries: object) -> None:
    for number in range(4):
        move(learner(room, f"learner {number}"), "Workloads")
    task = task_of(room)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(task.goals) == 5
        assert task.done == 4


def test_it_speaks_the_language_of_whoever_holds_the_class(room: Classroom) -> None:
    with translation.override("de"):
        assert "dev-3 braucht" in task_of(room).heading
