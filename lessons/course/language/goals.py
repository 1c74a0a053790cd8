"""What holds, or does not, or depends. The table of them all is in the package's docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from lessons.course.case import Action, Refused, play
from lessons.course.language.asking import Setting, Verdicts, actions_matching, evaluate, verdicts
from lessons.course.language.finding import Finding, Message, Witness
from lessons.course.language.sameness import PARTS, Selection, differences
from lessons.course.language.scope import OF_A_CASE, Scope
from lessons.course.language.terms import Effective, SetTerm, Term, Value
from lessons.course.names import Absent
from policies.engine.action_sets import ActionSet
from policies.engine.decision import Decision
from policies.engine.patterns import has_wildcard
from policies.engine.truth import Truth, truth_of


class Goal(Protocol):
    def judge(self, scope: Scope) -> Finding:
        """Raises ``Absent`` where it speaks of what is not there."""


def judged(goal: Goal, scope: Scope) -> Finding:
    """A goal about something that is not there is not met, and neither is its opposite. Raises
    ``TooMuch``."""
    scope.budget.spend(1)
    try:
        return goal.judge(scope)
    except Absent as absent:
        message = Message("absent", {"kind": absent.kind, "name": absent.name})
        return Finding(Truth.NO, message=message)


@dataclass(frozen=True, slots=True)
class Can:
    principal: str
    action: str
    setting: Setting

    def judge(self, scope: Scope) -> Finding:
        action = scope.text(self.action)
        if not has_wildcard(action):
            evaluation, witness = evaluate(scope, self.principal, action, self.setting)
            return Finding(_TRUTHS.get(evaluation.decision, Truth.NO), against=witness, in_favour=witness)
        account_id, label = scope.names.principal(scope.text(self.principal))
        found = verdicts(scope, scope.present, account_id, label, self.setting)
        asked = actions_matching(scope, (self.action,)) & found.asked
        refused, possible = asked & ~found.allowed, asked & (found.allowed | found.depends)

        def witness_of(actions: ActionSet) -> Witness | None:
            return _witness(scope, account_id, label, actions, found, self.setting) if actions else None

        truth = Truth.MAYBE if refused and possible else truth_of(not refused)
        return Finding(truth, against=witness_of(refused), in_favour=witness_of(possible))


_TRUTHS: Final = {Decision.ALLOWED: Truth.YES, Decision.DEPENDS: Truth.MAYBE}


def _witness(
    scope: Scope, account_id: str, label: str, actions: ActionSet, found: Verdicts, setting: Setting
) -> Witness:
    """The first of ``actions``."""
    action = scope.judge.universe.first(actions)
    decision = found.decision(actions & -actions)
    return Witness(account_id, label, action, decision, setting.resource(scope), setting.circumstances)


@dataclass(frozen=True, slots=True)
class Compared:
    """A term against a value, or against another term."""

    term: Term
    comparison: str
    other: Term

    def judge(self, scope: Scope) -> Finding:
        actual, wanted = _comparable(self.term.value(scope)), _comparable(self.other.value(scope))
        # An exercise that compares a set with a number holds nowhere, and its own solution says so.
        holds = type(actual) is type(wanted) and COMPARISONS[self.comparison](actual, wanted)
        message = Message(f"compared.{self.comparison}", {"actual": actual, "wanted": wanted})
        return Finding(truth_of(holds), against=self._witness(scope, actual, wanted), message=message)

    def _witness(self, scope: Scope, actual: Value, wanted: Value) -> Witness | None:
        """Of the actions by which what somebody may do differs from what they should, the first."""
        if not (isinstance(self.term, Effective) and isinstance(actual, frozenset)):
            return None
        if not isinstance(wanted, frozenset) or not (differing := DIFFERING[self.comparison](actual, wanted)):
            return None
        return evaluate(scope, self.term.principal, min(differing), self.term.setting)[1]


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number that is written out."""

    written: str | int | Decimal

    def value(self, scope: Scope) -> Value:
        return scope.text(self.written) if isinstance(self.written, str) else self.written


def _comparable(value: Value) -> Value:
    """A whole number as a sum of money, so that the two can be compared."""
    return Decimal(value) if isinstance(value, int) else value


COMPARISONS: Final[Mapping[str, Callable[..., bool]]] = {
    "equals": lambda actual, wanted: actual == wanted,
    "includes": lambda actual, wanted: wanted <= actual,
    "excludes": lambda actual, wanted: not wanted & actual,
    "within": lambda actual, wanted: actual <= wanted,
    "at_least": lambda actual, wanted: actual >= wanted,
    "at_most": lambda actual, wanted: actual <= wanted,
}
"""By the name of the member; the three in the middle are about sets, the last two about numbers."""

DIFFERING: Final[Mapping[str, Callable[[frozenset[str], frozenset[str]], frozenset[str]]]] = {
    "equals": lambda actual, wanted: actual ^ wanted,
    "includes": lambda actual, wanted: wanted - actual,
    "excludes": lambda actual, wanted: wanted & actual,
    "within": lambda actual, wanted: actual - wanted,
}
"""What keeps a comparison of sets from holding."""


@dataclass(frozen=True, slots=True)
class Same:
    selection: Selection

    def judge(self, scope: Scope) -> Finding:
        for each in differences(scope, self.selection):
            bit = each.actions & -each.actions
            witness = Witness(
                each.account_id,
                each.label,
                scope.judge.universe.first(bit),
                each.now.decision(bit),
                self.selection.setting.resource(scope),
                self.selection.setting.circumstances,
                was=each.then.decision(bit),
            )
            return Finding(Truth.NO, against=witness)
        return Finding(Truth.YES)


@dataclass(frozen=True, slots=True)
class AtStart:
    """``may_grow``: nothing has gone, but there may be more."""

    parts: tuple[str, ...]
    may_grow: bool

    def judge(self, scope: Scope) -> Finding:
        for part in self.parts:
            scope.budget.spend(OF_A_CASE)
            then, now = PARTS[part](scope.case.start), PARTS[part](scope.present)
            if not (then <= now if self.may_grow else then == now):
                return Finding(Truth.NO, message=Message("part_changed", {"part": part}))
        return Finding(Truth.YES)


@dataclass(frozen=True, slots=True)
class Always:
    goal: Goal

    def judge(self, scope: Scope) -> Finding:
        findings = (judged(self.goal, scope.at(case)) for case in scope.case.prefixes())
        return _least(tuple(findings))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Holds with an account that is made now, straight under the root. Nobody can look at what is decided
    there, so the finding names no request."""

    name: str
    goal: Goal

    def judge(self, scope: Scope) -> Finding:
        scope.budget.spend(OF_A_CASE)
        named = {"account_name": self.name, "email": f"{self.name}@newcomer.example"}
        try:
            case = play(scope.case, [Action("organizations.create_account", named)], "newcomer")
        except Refused:
            return Finding(Truth.NO, message=Message("newcomer"))
        truth = judged(self.goal, scope.at(case)).truth
        return Finding(truth, message=None if truth is Truth.YES else Message("newcomer"))


@dataclass(frozen=True, slots=True)
class All:
    goals: tuple[Goal, ...]

    def judge(self, scope: Scope) -> Finding:
        return _least(tuple(judged(goal, scope) for goal in self.goals))


@dataclass(frozen=True, slots=True)
class Any:
    goals: tuple[Goal, ...]

    def judge(self, scope: Scope) -> Finding:
        return ~_least(tuple(~judged(goal, scope) for goal in self.goals))


@dataclass(frozen=True, slots=True)
class Not:
    goal: Goal

    def judge(self, scope: Scope) -> Finding:
        return ~self.goal.judge(scope)


@dataclass(frozen=True, slots=True)
class Each:
    """Holds where there is nobody to hold for."""

    name: str
    within: SetTerm
    goal: Goal

    def judge(self, scope: Scope) -> Finding:
        names = sorted(self.within.value(scope))
        return _least(tuple(judged(self.goal, scope.bound(self.name, name)) for name in names))


@dataclass(frozen=True, slots=True)
class Which:
    """A term: those names of a set with which a goal surely holds."""

    name: str
    within: SetTerm
    goal: Goal

    def value(self, scope: Scope) -> frozenset[str]:
        names = self.within.value(scope)
        return frozenset(name for name in names if judged(self.goal, scope.bound(self.name, name)).is_met)


def _least(findings: tuple[Finding, ...]) -> Finding:
    """All of them: the first that holds least stands for the rest."""
    return min(findings, key=lambda finding: finding.truth, default=Finding(Truth.YES))
