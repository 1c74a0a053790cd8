"""What the dashboard tells of a class at work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts import services
from lessons import attempts
from lessons.classroom import holding, sitting
from lessons.classroom.dashboard import Dashboard, Group, State, dashboard_of
from lessons.classroom.packs import steps_of
from lessons.models import Answer, Attempt, Classroom, ClassStep, Seat, Vote
from tests.lessons.classroom.world import NO, YES, at_task, classroom, instructor, learner, move, step

pytestmark = pytest.mark.django_db

VOTE, TASK = ClassStep.Kind.VOTE, ClassStep.Kind.TASK


@pytest.fixture
def room() -> Classroom:
    return at_task()


def states(room: Classroom) -> dict[str, State]:
    return {row.seat.nickname: row.state for row in dashboard_of(room).learners}


def try_in_vain(seat: Seat, times: int) -> None:
    """Units that help nobody."""
    record = sitting.task_of(seat, step(seat.classroom, TASK)).organization
    assert record is not None
    for number in range(times):
        services.perform(
            record,
            "organizations.create_organizational_unit",
            base_revision=None,
            visitor=seat.visitor,
            parent_id=record.root_id,
            name=f"Unit {number}",
        )


def test_everybody_stands_where_they_are(room: Classroom) -> None:
    otter, heron, lynx, moth, _ = (learner(room, name) for name in ("otter", "heron", "lynx", "moth", "newt"))
    move(otter, "Workloads")
    try_in_vain(heron, 3)
    move(lynx, "Sandbox")
    move(moth, "Sandbox")
    sitting.ask_for_help(moth, step(room, TASK), "stays", "why?")
    assert states(room) == {
        "moth": State.ASKED,
        "heron": State.STUCK,
        "lynx": State.WORKING,
        "newt": State.WAITING,
        "otter": State.DONE,
    }
    groups = [(group, [row.seat.nickname for row in rows]) for group, rows in dashboard_of(room).groups]
    assert groups == [
        (Group.NEED_YOU, ["moth", "heron"]),
        (Group.WORKING, ["lynx", "newt"]),
        (Group.DONE, ["otter"]),
    ]


def test_a_task_of_many_operations_takes_its_time() -> None:
    sorting = holding.make(instructor(), "Sorting", steps_of(["why-many-accounts"]))
    holding.open_doors(sorting)
    holding.open_step(step(sorting, TASK))
    try_in_vain(learner(sorting, "otter"), 1)
    (goal, *_) = dashboard_of(sorting).clauses
    heats = []
    for missed in (1, 6, 14, 15):
        Attempt.objects.update(missed={goal.id: missed})
        (row,) = dashboard_of(sorting).learners
        heats.append((row.state, row.cells[0].heat))
    assert heats == [(State.WORKING, 1), (State.WORKING, 2), (State.WORKING, 3), (State.STUCK, 3)]


def test_who_has_done_nothing_for_four_minutes_is_idle(room: Classroom) -> None:
    move(learner(room, "otter"), "Sandbox")
    Attempt.objects.update(last_used=timezone.now() - timedelta(minutes=5))
    assert states(room) == {"otter": State.IDLE}
    holding.close_step(step(room, TASK))
    assert states(room) == {"otter": State.WORKING}, "all talk now"


def test_a_cell_tells_how_often_a_goal_was_missed(room: Classroom) -> None:
    otter = learner(room, "otter")
    try_in_vain(otter, 2)
    (row,) = dashboard_of(room).learners
    cells = {cell.clause.id: (cell.is_met, cell.missed) for cell in row.cells}
    assert cells["launches"] == (False, 2)
    assert cells["stays"] == (True, None)
    assert row.missing is not None
    assert row.missing.id == "launches"


def test_what_nobody_has_tried_is_not_missed(room: Classroom) -> None:
    sitting.task_of(learner(room, "otter"), step(room, TASK))
    (row,) = dashboard_of(room).learners
    assert {cell.missed for cell in row.cells} == {None}


def test_a_goal_that_was_missed_and_taken_back_is_still_missed(room: Classroom) -> None:
    otter = learner(room, "otter")
    try_in_vain(otter, 1)
    record = Attempt.objects.get().organization
    assert record is not None
    services.undo(record, base_revision=None, visitor=otter.visitor)
    assert Attempt.objects.get().operations == 0
    (row,) = dashboard_of(room).learners
    assert next(cell.missed for cell in row.cells if cell.clause.id == "launches") == 2


def test_a_missed_goal_leads_to_where_it_began_to_be_missed(room: Classroom) -> None:
    otter = learner(room, "otter")
    try_in_vain(otter, 1)
    move(otter, "Sandbox")
    move(otter, "Root")
    (row,) = dashboard_of(room).learners
    stays = next(cell for cell in row.cells if cell.clause.id == "stays")
    assert (stays.missed, stays.since) == (2, 2)


def test_nobody_needs_help_in_a_class_that_has_ended(room: Classroom) -> None:
    heron, lynx = learner(room, "heron"), learner(room, "lynx")
    try_in_vain(heron, 4)
    sitting.ask_for_help(lynx, step(room, TASK))
    holding.end(room)
    assert states(room) == {"heron": State.WORKING, "lynx": State.WAITING}


def test_the_queue_stands_with_what_each_has_done(room: Classroom) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    move(heron, "Sandbox")
    sitting.ask_for_help(heron, step(room, TASK))
    sitting.ask_for_help(otter, step(room, TASK))
    waiting = [(row.place, row.seat.nickname, row.attempt is None) for row in dashboard_of(room).waiting]
    assert waiting == [(1, "heron", False), (2, "otter", True)]


def test_those_at_the_same_point_are_counted_together(room: Classroom) -> None:
    for name in ("otter", "heron", "lynx"):
        move(learner(room, name), "Sandbox")
    move(learner(room, "moth"), "Root")
    alike = {row.seat.nickname: row.alike for row in dashboard_of(room).learners}
    assert alike == {"otter": 2, "heron": 2, "lynx": 2, "moth": 0}


def test_what_was_done_last_is_said_in_words(room: Classroom) -> None:
    move(learner(room, "otter"), "Sandbox")
    assert Attempt.objects.get().last_said == "dev-3 moved from Dev to Sandbox."


def test_the_class_has_a_share_of_every_goal(room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    move(learner(room, "heron"), "Sandbox")
    learner(room, "waiting")
    shares = {column.clause.id: column.share for column in dashboard_of(room).columns}
    assert (shares["launches"], shares["stays"]) == (100, 50)


def test_goals_are_said_in_the_language_of_whoever_looks(room: Classroom) -> None:
    with override("de"):
        said = [clause.text for clause in dashboard_of(room).clauses]
    assert any("Organisation" in each for each in said)
    assert said != [clause.text for clause in dashboard_of(room).clauses]


def test_beliefs_are_those_of_the_last_answers() -> None:
    room = classroom()
    otter, heron, _ = (learner(room, name) for name in ("otter", "heron", "lynx"))
    holding.open_step(step(room, VOTE))
    first = Vote.objects.get()
    sitting.cast(first, otter, YES)
    sitting.cast(first, heron, YES)
    assert bars(dashboard_of(room)) == {"M7": 2, "none": 0, "unknown": 1}
    holding.close_vote(first)
    sitting.cast(holding.ask_again(step(room, VOTE)), heron, NO)
    assert bars(dashboard_of(room)) == {"M7": 1, "none": 0, "unknown": 2}, "one right answer proves nothing"


def test_what_is_answered_alone_counts_as_a_vote_does(room: Classroom) -> None:
    otter, heron = learner(room, "otter"), learner(room, "heron")
    learner(room, "lynx")
    tasks = {seat: sitting.task_of(seat, step(room, TASK)) for seat in (otter, heron)}

    def answer(seat: Seat, question: str, misconception: str = "") -> None:
        Answer.objects.create(
            visitor=seat.visitor,
            attempt=tasks[seat],
            kind=Answer.Kind.QUESTION,
            question=question,
            is_right=not misconception,
            misconception=misconception,
        )

    assert not dashboard_of(room).has_answers
    answer(otter, "nearest", "M2")
    for question in ("nearest", "broad"):
        answer(heron, question)
    assert bars(dashboard_of(room)) == {"M2": 1, "none": 1, "unknown": 1}
    answer(otter, "nearest")
    assert bars(dashboard_of(room)) == {"none": 1, "unknown": 2}, "what was said last counts"
    assert dashboard_of(room).has_answers


def test_what_somebody_answers_elsewhere_is_not_the_instructor_s_to_see(room: Classroom) -> None:
    otter = learner(room, "otter")
    Answer.objects.create(
        visitor=otter.visitor, kind=Answer.Kind.REVIEW, question="M2", is_right=False, misconception="M2"
    )
    assert bars(dashboard_of(room)) == {"none": 0, "unknown": 1}


def bars(dashboard: Dashboard) -> dict[str, int]:
    def name(bar: object) -> str:
        misconception = getattr(bar, "misconception", None)
        return misconception.id if misconception else "unknown" if getattr(bar, "is_unknown", 0) else "none"

    return {name(bar): bar.learners for bar in dashboard.bars}


def test_many_learners_cost_as_many_queries_as_few(
    room: Classroom, django_assert_num_queries: object
) -> None:
    for number in range(6):
        sitting.task_of(learner(room, f"learner {number}"), step(room, TASK))
    dashboard = dashboard_of(room)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(dashboard.learners) == 6
        assert dashboard.columns
        assert dashboard.bars
        assert dashboard.left_queue == ()


def test_who_left_the_queue_by_solving_is_told(room: Classroom) -> None:
    otter = learner(room, "otter")
    sitting.ask_for_help(otter, step(room, TASK))
    move(otter, "Workloads")
    (left,) = dashboard_of(room).left_queue
    assert left.seat == otter
    assert dashboard_of(room).queue == ()


def test_without_a_task_there_are_only_people() -> None:
    room = classroom()
    otter = learner(room, "otter")
    dashboard = dashboard_of(room)
    assert dashboard.clauses == ()
    assert [row.state for row in dashboard.learners] == [State.WAITING]
    assert dashboard.active == 1
    assert attempts.latest(otter.visitor, "none") is None
