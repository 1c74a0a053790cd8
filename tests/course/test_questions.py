"""Questions that the engine makes: asked only where they tell something, answered by the engine."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from lessons.course.case import Case
from lessons.course.grading import is_right, started
from lessons.course.misconceptions import MISCONCEPTIONS, about_decisions
from lessons.course.questions.authored import authored_about, authored_exercise
from lessons.course.questions.diagnosis import (
    FEWEST,
    MOST,
    Answer,
    Diagnosis,
    about_every_decision,
    diagnose,
    most_telling,
)
from lessons.course.questions.items import MOST_BELIEFS, VERDICTS, DecisionItem
from lessons.course.questions.pool import pool
from lessons.course.questions.review import planned, reviewed
from tests.course.agreement import against
from tests.course.world import JUDGE

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


def drawn(*seeds: str) -> list[DecisionItem]:
    return [each.item for seed in seeds for each in pool(seed, JUDGE)]


def test_1000_questions_are_answered_by_the_engine_and_by_the_belief_of_each_wrong_answer():
    items = [item for seed in range(30) for item in drawn(str(seed))]

    assert len(items) >= 1000
    for item in items:
        disagreement = against(item, JUDGE)
        assert disagreement is None, disagreement


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_every_belief_about_decisions_is_met_twice_in_a_pool(seed):
    met = Counter(belief for item in drawn(seed) for belief in item.wrong)

    assert {each.id for each in about_decisions()} == met.keys()
    assert min(met.values()) >= 2


def test_the_right_verdict_is_not_the_only_one_that_stands_alone():
    for item in drawn("a", "b"):
        verdicts = [option.answer for option in item.options]

        assert set(verdicts) == set(VERDICTS)
        assert len(verdicts) <= MOST_BELIEFS + 2


def test_nothing_is_asked_about_as_often_as_it_would_tell_the_same():
    items = drawn("a")

    assert len(
        {
            (item.asking.account_id, item.asking.label, item.asking.action, item.asking.resource)
            for item in items
        }
    ) == len(items)


def test_the_same_seed_asks_the_same():
    pool.cache_clear()
    first = drawn("a")
    pool.cache_clear()

    assert drawn("a") == first
    assert drawn("b") != first


def asked(hypothesis: str | None, *, slips_in: int | None = None) -> Diagnosis:
    """Of somebody who holds this belief, and slips in one of the answers, the first is 0."""
    answers: list[Answer] = []
    while not (diagnosis := diagnose(answers, about_every_decision())).is_done:
        seen = [answer.item for answer in answers]
        item = most_telling(diagnosis, (item for item in drawn("a") if item not in seen))
        if item is None:
            break
        option = item.says(hypothesis)
        if len(answers) == slips_in:
            option = next(each for each in item.options if each.misconception and each != option)
        answers.append(Answer(item, option))
    return diagnosis


@pytest.mark.parametrize("belief", [each.id for each in about_decisions()])
def test_who_holds_a_belief_is_found_out_in_a_few_questions(belief):
    diagnosis = asked(belief)

    assert diagnosis.held == belief
    assert FEWEST <= diagnosis.answers <= MOST


def test_who_knows_better_is_told_of_no_belief():
    assert asked(None).held is None


def test_no_slip_in_one_of_the_answers_proves_anything():
    for slip in range(MOST):
        assert asked(None, slips_in=slip).held is None


def test_not_knowing_speaks_for_nothing():
    item = drawn("a")[0]

    diagnosis = diagnose([Answer(item, None)], about_every_decision())

    assert diagnosis.probabilities == diagnose([], about_every_decision()).probabilities


def test_a_belief_is_asked_about_again_after_1_3_7_and_21_days():
    plan, now = planned("M7", MORNING), MORNING
    days = []
    while plan.due is not None:
        days.append((plan.due - now).days)
        now = plan.due
        plan = reviewed(plan, now, showed_again=False)

    assert days == [1, 3, 7, 21]


def test_a_belief_that_shows_again_begins_the_plan_anew():
    plan = reviewed(planned("M7", MORNING), MORNING + timedelta(days=1), showed_again=False)

    plan = reviewed(plan, MORNING + timedelta(days=4), showed_again=True)

    assert (plan.step, plan.due) == (0, MORNING + timedelta(days=5))


def test_what_is_written_by_hand_is_answered_by_the_engine():
    exercise = authored_exercise()
    start = started(exercise.start, "tests")
    for question in exercise.questions:
        for choice in question.choices:
            assert is_right(question, choice, Case(start), JUDGE, "tests") == choice.is_right, question.id
            assert choice.is_right == (choice.misconception is None)


def test_every_belief_that_is_not_about_decisions_has_two_questions_written_by_hand():
    for belief in MISCONCEPTIONS.keys() - about_every_decision():
        assert len(authored_about(belief)) >= 2
