"""A learner's work, as the instructor looks back at it and the wall shows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts import services
from accounts.live.topics import revisions
from lessons import attempts
from lessons.classroom import holding, news, sitting
from lessons.classroom.work import NoHint, send_hint, ways_of
from lessons.models import Attempt, Classroom, ClassStep, Proof, Seat
from lessons.models.classroom import Showing
from lessons.page.classroom.work import Work
from tests.conftest import Browser, Server
from tests.lessons.classroom.world import at_task, classroom, instructor, learner, move, step

Committing = Callable[..., AbstractContextManager[object]]

pytestmark = pytest.mark.django_db
TASK = ClassStep.Kind.TASK


@pytest.fixture
def room() -> Classroom:
    return at_task()


@pytest.fixture
def heron(room: Classroom) -> Seat:
    """Who moved dev-3 to Sandbox, which keeps no account from leaving, and undid it."""
    seat = learner(room, "heron")
    move(seat, "Sandbox")
    record = work_of(seat).organization
    services.undo(record, base_revision=None, visitor=seat.visitor)
    return seat


@pytest.fixture
def priya(server: Server, room: Classroom) -> Browser:
    browser = Browser(server)
    browser.force_login(room.instructor)
    return browser


def work_of(seat: Seat) -> Attempt:
    return sitting.task_of(seat, step(seat.classroom, TASK))


def post(browser: Browser, page: str, seat: Seat, *more: int) -> HttpResponse:
    return browser.post(reverse(f"lessons:{page}", args=[seat.classroom.public_id, work_of(seat).pk, *more]))


def test_every_revision_is_judged_as_it_was(heron: Seat) -> None:
    start, moved, undone = (Work(work_of(heron), revision) for revision in (0, 1, 2))
    assert [len(each.case.steps) for each in (start, moved, undone)] == [0, 1, 0]
    assert moved.report != start.report
    assert [each.finding.truth for each in undone.report.clauses] == [
        each.finding.truth for each in start.report.clauses
    ]
    said = [did.sentence for did in moved.log]
    assert "dev-3 moved from" in said[1]
    assert moved.log[1].missing, "what was not met then"


def test_what_the_learner_was_told_is_not_judged_again_for_the_instructor(
    heron: Seat, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(heron, "Workloads")
    attempt = work_of(heron)
    told, shown = attempts.report_on(attempt), Work(attempt, attempt.organization.revision).report
    assert [each.finding for each in shown.clauses] == [each.finding for each in told.clauses]
    for one, other in zip(shown.clauses, told.clauses, strict=True):
        assert one.finding is other.finding


def test_what_was_proved_since_counts_at_every_revision(
    heron: Seat, django_capture_on_commit_callbacks: Committing
) -> None:
    attempt = work_of(heron)
    attempt.document["clauses"][0]["goal"] = {"count": {"proved": "summary"}, "equals": 1}
    with django_capture_on_commit_callbacks(execute=True):
        assert not Work(attempt, 1).report.clauses[0].finding.is_met
    Proof.objects.create(visitor=heron.visitor, cell="summary/scope/iam")
    assert Work(attempt, 1).report.clauses[0].finding.is_met


def test_a_revision_that_never_was_is_not_found(priya: Browser, heron: Seat) -> None:
    with pytest.raises(KeyError):
        attempts.case_at(work_of(heron).organization, 7)
    address = reverse("lessons:class_work_at", args=[heron.classroom.public_id, work_of(heron).pk, 7])
    assert priya.get(address).status_code == 404
    assert post(priya, "class_project", heron, 7).status_code == 404


def test_what_is_projected_has_no_name(priya: Browser, heron: Seat, room: Classroom) -> None:
    assert post(priya, "class_project", heron, 1).status_code == 302
    room.refresh_from_db()
    assert (room.showing, room.projected_revision) == (Showing.WORK, 1)
    wall = priya.get(reverse("lessons:projector", args=[room.public_id])).content.decode()
    assert "dev-3" in wall
    assert "One way that one of you took" in wall
    assert "heron" not in wall


def test_the_instructor_reads_and_gets_no_way_into_the_organization(priya: Browser, heron: Seat) -> None:
    address = reverse("lessons:class_work", args=[heron.classroom.public_id, work_of(heron).pk])
    page = priya.get(address).content.decode()
    assert "What heron did" in page
    assert work_of(heron).organization.public_id not in page


def test_another_instructor_finds_nothing(server: Server, heron: Seat) -> None:
    stranger = Browser(server)
    stranger.force_login(instructor("marten"))
    for page, more in (("class_work", ()), ("class_work_at", (1,))):
        address = reverse(f"lessons:{page}", args=[heron.classroom.public_id, work_of(heron).pk, *more])
        assert stranger.get(address).status_code == 404
    assert post(stranger, "class_project", heron, 1).status_code == 404
    assert post(stranger, "class_hint", heron).status_code == 404


def test_work_of_another_class_is_not_found(priya: Browser, heron: Seat, room: Classroom) -> None:
    other = classroom(instructor=room.instructor)
    address = reverse("lessons:class_work", args=[other.public_id, work_of(heron).pk])
    assert priya.get(address).status_code == 404


def test_solutions_are_sorted_by_what_they_do(priya: Browser, room: Classroom) -> None:
    for name in ("otter", "lynx"):
        move(learner(room, name), "Workloads")
    around = learner(room, "moth")
    move(around, "Sandbox")
    move(around, "Workloads")
    move(learner(room, "newt"), "Sandbox")
    (way,) = ways_of(step(room, TASK))
    assert (way.learners, way.fewest, way.most) == (3, 1, 2), "newt has not solved it"
    page = priya.get(reverse("lessons:class_ways", args=[room.public_id])).content.decode()
    assert reverse("lessons:class_project", args=[room.public_id, way.best.pk, 1]) in page
    assert "otter" not in page


def test_hints_are_sent_until_all_are_open(priya: Browser, heron: Seat) -> None:
    assert post(priya, "class_hint", heron).status_code == 302
    attempt = work_of(heron)
    assert attempt.hints == 1
    while Work(attempt, 0).next_hint:
        send_hint(attempt)
    with pytest.raises(NoHint):
        send_hint(attempt)
    assert post(priya, "class_hint", heron).status_code == 409


def test_a_hint_is_told_to_its_learner_and_to_nobody_else(priya: Browser, heron: Seat) -> None:
    hints = news.hints_in(work_of(heron).organization)
    everybody = news.topic_of(heron.classroom)
    before = revisions([hints, everybody])
    assert before[hints] == 0
    post(priya, "class_hint", heron)
    assert revisions([hints, everybody]) == {**before, hints: 1}


def test_the_wall_shows_what_the_instructor_looks_at(server: Server) -> None:
    browser, user = Browser(server), instructor("vera")
    browser.force_login(user)
    browser.post(reverse("lessons:new_class"), {"pack": "surprise", "room": "60"})
    room = Classroom.objects.get(instructor=user)
    holding.show(room, Showing.TREE)
    holding.look_at(room, {"action": "s3:CreateBucket"})
    wall = browser.get(reverse("lessons:projector", args=[room.public_id])).content.decode()
    assert "s3:CreateBucket" in wall
    assert "dev-3" in wall
