"""Questions that the engine makes: asked only where they tell something, answered by the engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice

import pytest

from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.course.questions.diagnosis import (
    FEWEST,
    MOST,
    Answer,
    Diagnosis,
    diagnose,
    hypotheses,
    most_telling,
)
from lessons.course.questions.items import Item, items, moved_items
from lessons.course.questions.review import planned, reviewed
from lessons.course.questions.worlds import moved, world
from policies.engine.decision import Decision
from tests.course.world import JUDGE

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


@cache
def pool() -> tuple[Item, ...]:
    """Some of four worlds, so many of each that every belief is met."""
    found = []
    for seed in ("a", "b", "c", "d"):
        organization = world(seed)
        found += islice(items(organization, JUDGE, seed), 90)
        found += moved_items(organization, moved(organization, seed), JUDGE, seed)
    return tuple(found)


def test_one_option_is_right_and_it_is_what_the_engine_says():
    for item in pool():
        (right,) = (option for option in item.options if option.misconception is None)
        assert right.decision is item.asking.truth(JUDGE) is not Decision.DEPENDS


def test_every_other_option_is_the_answer_of_a_belief_and_wrong():
    for item in pool():
        for option in item.options:
            if option.misconception is not None:
                belief = MISCONCEPTIONS[option.misconception].decide
                assert belief(JUDGE, item.asking, item.truth) is option.decision is not item.truth


def test_there_are_at_least_two_options_and_at_most_four():
    assert {len(item.options) for item in pool()} <= {2, 3, 4}


def test_the_same_seed_asks_the_same():
    organization = world("a")

    first, again = (list(islice(items(organization, JUDGE, "s"), 5)) for _ in range(2))

    assert first == again


def asked(hypothesis: str | None, *, slips: int = 0) -> Diagnosis:
    """Of somebody who holds this belief, and slips in the first answers."""
    answers: list[Answer] = []
    while not (diagnosis := diagnose(answers)).is_done:
        seen = [answer.item for answer in answers]
        item = most_telling(diagnosis, (item for item in pool() if item not in seen))
        if item is None:
            break
        option = item.says(hypothesis)
        if len(answers) < slips:
            option = next(other for other in item.options if other != option)
        answers.append(Answer(item, option))
    return diagnosis


@pytest.mark.parametrize("belief", ["M1", "M2", "M4", "M6", "M7", "M10", "M20"])
def test_who_holds_a_belief_is_found_out_in_a_few_questions(belief):
    diagnosis = asked(belief)

    assert diagnosis.held == belief
    assert FEWEST <= diagnosis.answers <= MOST


def test_who_knows_better_is_told_of_no_belief():
    assert asked(None).held is None


def test_one_slip_proves_nothing():
    assert asked(None, slips=1).held is None


def test_not_knowing_speaks_for_nothing():
    item = pool()[0]

    diagnosis = diagnose([Answer(item, None)])

    assert set(diagnosis.probabilities) == set(hypotheses())
    assert len(set(diagnosis.probabilities.values())) == 1


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
