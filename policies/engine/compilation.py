"""Policies compiled over a universe: every statement once, then nothing but set operations.

What a statement matches depends on the request's context through a few facts only: whether its
conditions hold, and what the variables in its resources stand for. A compiled statement takes these
out of the context (its *outcome*) and knows the two sets for each outcome it has met. So callers who
differ in nothing that a policy asks about share one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from policies.engine.action_sets import ActionSet, ActionUniverse
from policies.engine.arn import ACCOUNT_SEGMENT, SEGMENTS, arn_pattern
from policies.engine.conditions import conditions_hold
from policies.engine.document import Condition, Effect, Statement, Template, Variable
from policies.engine.matching import EVERYTHING, match_resource
from policies.engine.request import REQUESTED_REGION, AnyResource, Context, ContextValue, Lookup
from policies.engine.truth import Truth
from policies.engine.variables import ESCAPES

OUTCOMES_KEPT = 256
"""Per statement."""

Facts = tuple[ContextValue | Lookup, ...]


class Reach(NamedTuple):
    """The actions a statement surely matches, and those it possibly matches, which include the former."""

    surely: ActionSet
    possibly: ActionSet

    def within(self, actions: ActionSet) -> Reach:
        return Reach(self.surely & actions, self.possibly & actions)


NOTHING = Reach(0, 0)


class Outcome(NamedTuple):
    """What a context decides about a statement: do its conditions hold, what do its variables say."""

    holds: Truth
    variables: Facts


class Outcomes(NamedTuple):
    """Two, since a global service sees another region in the same request."""

    regional: Outcome
    at_global_services: Outcome


UNASKED = Outcomes(Outcome(Truth.YES, ()), Outcome(Truth.YES, ()))


class CompiledStatement:
    """A statement over a universe. Equal to nothing but itself, so that it is quick to look up."""

    def __init__(self, statement: Statement, universe: ActionUniverse) -> None:
        self.statement = statement
        self.denies = statement.effect is Effect.DENY
        self._universe = universe
        named = universe.mask(statement.actions)
        self._actions = universe.all & ~named if statement.excludes_actions else named
        self._resource_keys = _variables(statement.resources)
        asked = {condition.key.lower() for condition in statement.conditions}
        asked.update(_variables(value for condition in statement.conditions for value in condition.values))
        self.keys = tuple(sorted(asked.union(self._resource_keys)))
        self._of_any_account = _of_any_account(statement.conditions)
        self._outcomes: dict[tuple[bool, Facts], Outcomes] = {}
        self._reach = lru_cache(maxsize=OUTCOMES_KEPT)(self._find_reach)
        self._within_resources = lru_cache(maxsize=OUTCOMES_KEPT)(self._find_within_resources)

    @property
    def asks(self) -> bool:
        """Whether the context has any say in what this statement matches."""
        return bool(self.keys)

    def outcomes(self, context: Context) -> Outcomes:
        """What the context decides. Who asks in ten thousand names is heard once for each."""
        facts = context.closed, tuple([self._fact(key, context) for key in self.keys])
        known = self._outcomes.get(facts)
        if known is None:
            if len(self._outcomes) >= OUTCOMES_KEPT:
                self._outcomes.clear()
            known = self._outcomes[facts] = self._find_outcomes(context)
        return known

    def _fact(self, key: str, context: Context) -> ContextValue | Lookup:
        fact = context.values[key] if key in context.values else context.get(key)
        if key in self._of_any_account and isinstance(fact, str):
            return _in_any_account(fact)
        return fact

    def reach(self, outcomes: Outcomes | None = None, on: str | None = None) -> Reach:
        """The sets for what a context says; for a statement that asks nothing, nothing need be said.

        ``on`` is the ARN that every request names; None is any resource of the action's types.
        """
        return self._reach(outcomes or UNASKED, on)

    def _find_outcomes(self, context: Context) -> Outcomes:
        regional = self._outcome(context)
        if REQUESTED_REGION not in self.keys:
            return Outcomes(regional, regional)
        return Outcomes(regional, self._outcome(context.at_global_services()))

    def _outcome(self, context: Context) -> Outcome:
        holds = conditions_hold(self.statement, context)
        return Outcome(holds, tuple([context.get(key) for key in self._resource_keys]))

    def _find_reach(self, outcomes: Outcomes, on: str | None) -> Reach:
        regional, at_global_services = [self._reach_everywhere(outcome, on) for outcome in outcomes]
        if regional == at_global_services:
            return regional
        elsewhere = ~self._universe.global_mask
        return Reach(
            (regional.surely & elsewhere) | (at_global_services.surely & ~elsewhere),
            (regional.possibly & elsewhere) | (at_global_services.possibly & ~elsewhere),
        )

    def _reach_everywhere(self, outcome: Outcome, on: str | None) -> Reach:
        """As if every service were in the same region."""
        if outcome.holds is Truth.NO:
            return NOTHING
        reach = self._within_resources(outcome.variables, on)
        return reach if outcome.holds is Truth.YES else Reach(0, reach.possibly)

    def _find_within_resources(self, variables: Facts, on: str | None) -> Reach:
        """The actions one of whose resources matches, in sure and in possible."""
        if any(resource.source == EVERYTHING for resource in self.statement.resources):
            return NOTHING if self.statement.excludes_resources else Reach(self._actions, self._actions)
        context = _context(self._resource_keys, variables)
        surely = possibly = 0
        for resource, actions in self._resources(on):
            truth = match_resource(self.statement, resource, context)
            if truth is not Truth.NO:
                possibly |= actions
            if truth is Truth.YES:
                surely |= actions
        return Reach(surely, possibly)

    def _resources(self, on: str | None) -> Iterable[tuple[str | AnyResource, ActionSet]]:
        """What the requests name, each with the actions that do."""
        return self._universe.resources(self._actions) if on is None else [(on, self._actions)]


def _variables(templates: Iterable[Template]) -> tuple[str, ...]:
    """The keys, in lower case, that the templates ask the context for."""
    variables = {
        part.key.lower() for template in templates for part in template.parts if isinstance(part, Variable)
    }
    return tuple(sorted(variables.difference(ESCAPES)))


def _of_any_account(conditions: Sequence[Condition]) -> frozenset[str]:
    """The keys whose ARNs are compared only with patterns like ``arn:aws:iam::*:role/Admin``.

    In ten thousand accounts these ARNs differ in the account alone, which then does not matter.
    """
    asked = _variables(value for condition in conditions for value in condition.values)
    choosy = {condition.key.lower() for condition in conditions if not _takes_any_account(condition)}
    return frozenset(condition.key.lower() for condition in conditions).difference(choosy, asked)


def _takes_any_account(condition: Condition) -> bool:
    if not condition.operator.base.startswith("Arn"):
        return False
    plain = [value.parts == (value.source,) and arn_pattern((value.source,)) for value in condition.values]
    return all(pattern and pattern.takes_any_account for pattern in plain)


def _in_any_account(arn: str) -> str:
    segments = arn.split(":", SEGMENTS - 1)
    if len(segments) == SEGMENTS:
        segments[ACCOUNT_SEGMENT] = "*"
    return ":".join(segments)


def _context(keys: Iterable[str], facts: Facts) -> Context:
    """The least context that answers these facts about these keys."""
    known = dict(zip(keys, facts, strict=True))
    values = {key: fact for key, fact in known.items() if not isinstance(fact, Lookup)}
    absent = frozenset(key for key, fact in known.items() if fact is Lookup.MISSING)
    return Context(values, closed=False, absent=absent)
