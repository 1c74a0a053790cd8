"""The gradebook and regrading as an instructor's pages."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Visitor
from lessons.classroom import holding, packs, sitting
from lessons.course.building.drafting import lesson_markdown
from lessons.models import Attempt, BuiltExercise, Classroom, ClassStep, ExerciseVersion, Regrading
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import instructor, learner, move, step
from tests.lessons.grades.test_regrading import without

pytestmark = pytest.mark.django_db

TASK = ClassStep.Kind.TASK
TEXT = lesson_markdown("GPU for a week", {})


@pytest.fixture
def room() -> Classroom:
    """Whose task is an exercise of the instructor's own: lesson 7's, in its first version."""
    priya = instructor()
    exercise = BuiltExercise.objects.create(owner=priya, title="GPU for a week")
    (vote, task, _) = packs.steps_of(["moving-changes-permissions"])
    assert vote.kind != TASK
    version = ExerciseVersion.objects.create(
        exercise=exercise, number=1, slug="gpu-1", markdown=TEXT, document=task.document
    )
    made = holding.make(priya, "Our room", packs.steps_of_version(version))
    holding.open_doors(made)
    holding.open_step(step(made, TASK))
    return made


@pytest.fixture
def priya(server: Server, room: Classroom) -> Browser:
    browser = Browser(server)
    browser.force_login(room.instructor)
    return browser


def publish(room: Classroom) -> ExerciseVersion:
    """A second version, which asks one thing less."""
    exercise = BuiltExercise.objects.get()
    return ExerciseVersion.objects.create(
        exercise=exercise, number=2, slug="gpu-2", markdown=TEXT, document=without("stays", room)
    )


def regrade_address(room: Classroom) -> str:
    return reverse("lessons:regrade", args=[room.public_id, step(room, TASK).pk])


def book(browser: Browser, room: Classroom, show: str = "") -> HttpResponse:
    return browser.get(reverse("lessons:gradebook", args=[room.public_id]), {"show": show} if show else {})


def test_a_task_is_judged_again_only_where_there_is_a_newer_version(priya: Browser, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    assert regrade_address(room) not in book(priya, room).content.decode()
    publish(room)
    assert regrade_address(room) in book(priya, room).content.decode()


def test_the_book_shows_what_everybody_reached(priya: Browser, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    learner(room, "heron")
    page = book(priya, room).content.decode()
    assert "otter" in page
    assert "not begun" in page
    assert 'href="?show=unfinished"' in page
    narrowed = book(priya, room, "unfinished").content.decode()
    assert ">otter<" not in narrowed
    assert "heron" in narrowed
    assert book(priya, room, "nonsense").status_code == 200


def test_a_class_without_results_says_so(priya: Browser, room: Classroom) -> None:
    assert "No results yet" in book(priya, room).content.decode()


def test_the_table_can_be_taken_along(priya: Browser, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    answer = priya.get(reverse("lessons:gradebook_csv", args=[room.public_id]))
    assert answer["Content-Type"].startswith("text/csv")
    assert "otter,100" in answer.content.decode()


def test_there_is_nothing_to_judge_again_without_a_newer_version(priya: Browser, room: Classroom) -> None:
    assert "no newer version" in priya.get(regrade_address(room)).content.decode()
    priya.post(regrade_address(room))
    assert not Regrading.objects.exists()


def test_a_repaired_exercise_is_tried_then_applied_then_undone(priya: Browser, room: Classroom) -> None:
    lynx = learner(room, "lynx")
    move(lynx, "Sandbox")
    publish(room)
    page = priya.get(regrade_address(room)).content.decode()
    assert "1 of 1 results would change" in page
    assert "83 → 100" in page
    assert Attempt.objects.get().solved is None, "nothing is applied yet"
    priya.post(regrade_address(room), {"keeps_better": "on", "tells_learners": "on"})
    assert Attempt.objects.get().solved is not None
    assert step(room, TASK).version == ExerciseVersion.objects.get(number=2)
    done = Regrading.objects.get()
    assert done.tells_learners
    priya.post(reverse("lessons:undo_regrading", args=[room.public_id, done.pk]))
    assert Attempt.objects.get().solved is None
    assert step(room, TASK).version == ExerciseVersion.objects.get(number=1)


def test_another_instructors_results_are_not_there(server: Server, room: Classroom) -> None:
    sitting.join(room, Visitor(), "otter")
    stranger = Browser(server)
    stranger.force_login(instructor("marten"))
    assert book(stranger, room).status_code == 404
    assert stranger.get(regrade_address(room)).status_code == 404
    assert stranger.post(regrade_address(room)).status_code == 404


def test_who_has_done_nothing_yet_is_said_not_to_have_begun(priya: Browser, room: Classroom) -> None:
    sitting.task_of(learner(room, "otter"), step(room, TASK))
    row = book(priya, room).content.decode().partition("otter</span></th>")[2].partition("</tr>")[0]
    assert "not begun" in row
    assert "unaided" not in row
    assert ">0<" not in row
