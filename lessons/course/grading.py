"""How far a case is: every clause with what was found, and the score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.organization.decisions import Judge
from accounts.organization.scenario import from_document
from accounts.organization.state import Organization
from lessons.course.case import FIRST_MORNING, MINUTE, Case, play
from lessons.course.exercise import Choice, Clause, Exercise, Question, Start
from lessons.course.language import Budget, Finding, Goal, Message, Scope, Term, TooMuch
from lessons.course.language.goals import judged
from lessons.course.language.scope import MOST_EFFORT
from policies.engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Checked:
    clause: Clause
    finding: Finding


@dataclass(frozen=True, slots=True)
class Report:
    """In the order of the checklist."""

    clauses: tuple[Checked, ...]

    @property
    def is_solved(self) -> bool:
        return all(each.finding.is_met for each in self.clauses)

    @property
    def met(self) -> int:
        return sum(each.finding.is_met for each in self.clauses)

    @property
    def score(self) -> float:
        """The weights of the clauses that are met, as a share of all: 0 to 1."""
        whole = sum(each.clause.weight for each in self.clauses)
        met = sum(each.clause.weight for each in self.clauses if each.finding.is_met)
        return met / whole if whole else 1.0

    @property
    def first_unmet(self) -> Checked | None:
        return next((each for each in self.clauses if not each.finding.is_met), None)


def grade(exercise: Exercise, case: Case, judge: Judge, effort: int = MOST_EFFORT) -> Report:
    """Clauses that together take more than ``effort`` are not met, and say why."""
    scope = Scope(case, judge, budget=Budget(effort))
    return Report(tuple(Checked(clause, _found(clause.goal, scope)) for clause in exercise.clauses))


def solves(exercise: Exercise, case: Case, judge: Judge) -> bool:
    """Whether every clause is met."""
    return first_unmet(exercise, case, judge) is None


def first_unmet(exercise: Exercise, case: Case, judge: Judge) -> Clause | None:
    """Those after it are not looked at. None if every clause is met."""
    scope = Scope(case, judge)
    return next((each for each in exercise.clauses if not _found(each.goal, scope).is_met), None)


def _found(goal: Goal, scope: Scope) -> Finding:
    try:
        return judged(goal, scope)
    except TooMuch:
        return Finding(Truth.NO, message=Message("too_much"))


def started(start: Start, seed: str, begun: datetime = FIRST_MORNING) -> Organization:
    """The organization in which an exercise begins, its own operations done in the last minutes before.
    Raises ``Refused`` where they fail."""
    before = Case(from_document(start.scenario, seed), begun=begun - len(start.actions) * MINUTE)
    return play(before, start.actions, seed).present


def is_right(question: Question, choice: Choice, begin: Case, judge: Judge, seed: str) -> bool:
    """Whether the engine says of ``choice`` what it claims. ``begin`` is the case before anything is done.
    Raises ``Refused`` and ``Absent``."""
    case = play(begin, (*question.actions, *choice.actions), seed)
    return _written(answer_to(question, case, judge)) == _written(choice.value)


def answer_to(question: Question, case: Case, judge: Judge) -> object:
    """The value of the answer in ``case``, after which the question is asked. Raises ``TooMuch``."""
    scope = Scope(case, judge)
    if isinstance(question.answer, Term):
        return question.answer.value(scope)
    return _WORDS[judged(question.answer, scope).truth]


_WORDS = {Truth.YES: "yes", Truth.MAYBE: "maybe", Truth.NO: "no"}


def _written(value: object) -> object:
    """In one way of writing: sets in any order, numbers as text."""
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(map(str, value))
    return str(value)
