"""Whether an exercise keeps its promises: the start is not the goal, every worked solution is, no cheat is,
and the answers that are kept are the engine's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.case import Case, Refused, play
from lessons.course.exercise import Exercise, Question, Worked
from lessons.course.grading import Report, grade, is_right, started
from lessons.course.language import TooMuch
from lessons.course.names import Absent


class Fault(Enum):
    """``WRONG_CLAUSES``: a cheat does not fail where it says. ``WRONG_ANSWER``: a choice is said to be right,
    or wrong, and the engine says the opposite."""

    NO_START = "no start"
    STARTS_SOLVED = "starts solved"
    SOLUTION_REFUSED = "solution refused"
    SOLUTION_FAILS = "solution fails"
    CHEAT_PASSES = "cheat passes"
    CHEAT_REFUSED = "cheat refused"
    CHEAT_ALLOWED = "cheat allowed"
    WRONG_CLAUSES = "wrong clauses"
    WRONG_ANSWER = "wrong answer"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that is not kept: by the solution, cheat or question ``name``; ``details`` are the clauses
    or choices, or what AWS said."""

    fault: Fault
    name: str = ""
    details: tuple[str, ...] = ()


def broken(exercise: Exercise, judge: Judge, seed: str) -> Iterator[Broken]:
    """Every promise that is not kept; none for a sound exercise. ``seed`` is that of the identifiers."""
    try:
        start = started(exercise.start, seed)
    except (Refused, Absent) as error:
        yield Broken(Fault.NO_START, details=(str(error),))
        return
    if grade(exercise, Case(start), judge).is_solved:
        yield Broken(Fault.STARTS_SOLVED)
    for worked in exercise.solutions:
        yield from _of_solution(exercise, worked, start, judge, seed)
    for worked in exercise.cheats:
        yield from _of_cheat(exercise, worked, start, judge, seed)
    for question in questions_of(exercise):
        yield from _of_question(question, start, judge, seed)


def questions_of(exercise: Exercise) -> Iterator[Question]:
    """Those of the predictions first."""
    for prediction in exercise.predictions:
        yield prediction.question
        if prediction.then is not None:
            yield prediction.then
    yield from exercise.questions


def _of_solution(
    exercise: Exercise, worked: Worked, start: Organization, judge: Judge, seed: str
) -> Iterator[Broken]:
    try:
        report = grade(exercise, play(Case(start, proofs=worked.proves), worked.actions, seed), judge)
    except (Refused, Absent) as error:
        yield Broken(Fault.SOLUTION_REFUSED, worked.name, (str(error),))
        return
    if unmet := _unmet(report):
        yield Broken(Fault.SOLUTION_FAILS, worked.name, unmet)


def _of_cheat(
    exercise: Exercise, worked: Worked, start: Organization, judge: Judge, seed: str
) -> Iterator[Broken]:
    try:
        case = play(Case(start, proofs=worked.proves), worked.actions, seed)
    except (Refused, Absent) as error:
        if not worked.is_refused:
            yield Broken(Fault.CHEAT_REFUSED, worked.name, (str(error),))
        return
    if worked.is_refused:
        yield Broken(Fault.CHEAT_ALLOWED, worked.name)
        return
    # Most cheats fail where they say, and then nothing else needs to be judged.
    said = tuple(clause for clause in exercise.clauses if clause.id in worked.fails)
    if said and grade(replace(exercise, clauses=said), case, judge).met == 0:
        return
    unmet = _unmet(grade(exercise, case, judge))
    if not unmet:
        yield Broken(Fault.CHEAT_PASSES, worked.name)
    elif not set(worked.fails) <= set(unmet):
        yield Broken(Fault.WRONG_CLAUSES, worked.name, unmet)


def _unmet(report: Report) -> tuple[str, ...]:
    return tuple(each.clause.id for each in report.clauses if not each.finding.is_met)


def _of_question(question: Question, start: Organization, judge: Judge, seed: str) -> Iterator[Broken]:
    try:
        wrong = tuple(
            choice.text
            for choice in question.choices
            if is_right(question, choice, Case(start), judge, seed) != choice.is_right
        )
    except (Refused, Absent, TooMuch) as error:
        yield Broken(Fault.WRONG_ANSWER, question.id, (str(error),))
        return
    if wrong:
        yield Broken(Fault.WRONG_ANSWER, question.id, wrong)
