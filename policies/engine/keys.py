"""What a decision depends on: the condition keys that nothing is known about, and the resource.

A key matters when a statement that may match reads it and the match would count: a Deny always does,
an Allow only where nothing else surely allows. What a value would decide is never guessed: the request
is decided again with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policies.engine.arn import SEGMENTS
from policies.engine.conditions import comparison_of
from policies.engine.decision import Decision, Evaluation, Gate, StatementResult
from policies.engine.document import Condition, Effect, Template, Variable
from policies.engine.evaluate import evaluate
from policies.engine.key_values import TrialKind, TrialValue, values_worth_trying
from policies.engine.patterns import has_wildcard
from policies.engine.request import (
    AnyResource,
    Context,
    ContextValue,
    Lookup,
    Policies,
    Request,
    ResourcePattern,
)
from policies.engine.truth import Truth
from policies.engine.variables import ESCAPES

MOST_TRIALS = 100
"""How often the request is decided again, over all keys. A key for which not enough is left has no trials."""
MOST_MATCHES = 20_000
"""So many statements are matched again, each format of the resource counted: large policies, fewer trials."""
LEAST_TRIALS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """The decision when the key has ``value``, and nothing else is known more than before.

    ``DEPENDS`` is an answer, too: then another key or the resource still matters.
    """

    kind: TrialKind
    value: ContextValue | Lookup
    written: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class KeyThatMatters:
    """``key`` as the first policy writes it that asks for it."""

    key: str
    trials: tuple[Trial, ...]

    @property
    def settles(self) -> bool:
        """Whether this key alone can make the decision sure."""
        return any(trial.decision is not Decision.DEPENDS for trial in self.trials)


def keys_that_matter(
    request: Request, policies: Policies, examples: Mapping[str, Sequence[str]] | None = None
) -> tuple[KeyThatMatters, ...]:
    """The unknown keys that a *depends* decision depends on, those of Deny statements first.

    Nothing for a sure decision. ``examples`` are values that the reader knows, by key in lower case.
    The request is decided at most ``MOST_TRIALS`` times again, less often where that is much work.
    """
    evaluation = evaluate(request, policies)
    found: list[KeyThatMatters] = []
    left = _most_trials(request, evaluation)
    for name, read in _reads(request, evaluation).items():
        known = (examples or {}).get(name, ())
        values = values_worth_trying(read.conditions, read.solved, request.context, known)
        if len(values) > left:
            values = ()  # half of its values would tell half a truth
        left -= len(values)
        trials = tuple(_trial(request, policies, name, value) for value in values)
        found.append(KeyThatMatters(read.key, trials))
    return tuple(found)


def resource_matters(request: Request, policies: Policies) -> bool:
    """Whether a *depends* decision depends on which resource the request names."""
    if isinstance(request.resource, str):
        return False
    return any(result.resource is Truth.MAYBE for result in _open_results(evaluate(request, policies)))


def with_key(context: Context, key: str, value: ContextValue | Lookup) -> Context:
    """The context, knowing this key, too; ``Lookup.MISSING``: knowing that it is not there."""
    name = key.lower()
    if isinstance(value, Lookup):
        absent = context.absent | {name} if value is Lookup.MISSING else context.absent
        values = {each: known for each, known in context.values.items() if each != name}
        return Context(values, context.closed, absent, context.absent_prefixes)
    return Context({**context.values, name: value}, context.closed, context.absent, context.absent_prefixes)


@dataclass
class _Read:
    """Where an unknown key is read: by conditions about it, and as a variable that ``solved`` values fit."""

    key: str
    conditions: list[Condition] = field(default_factory=list)
    solved: list[str] = field(default_factory=list)


def _trial(request: Request, policies: Policies, name: str, value: TrialValue) -> Trial:
    again = replace(request, context=with_key(request.context, name, value.value))
    return Trial(value.kind, value.value, value.written, evaluate(again, policies).decision)


def _most_trials(request: Request, evaluation: Evaluation) -> int:
    formats = len(request.resource.formats) if isinstance(request.resource, AnyResource) else 1
    matches = sum(len(gate.statements) for gate in evaluation.gates) * max(formats, 1)
    return max(LEAST_TRIALS, min(MOST_TRIALS, MOST_MATCHES // max(matches, 1)))


def _reads(request: Request, evaluation: Evaluation) -> dict[str, _Read]:
    """By name in lower case."""
    reads: dict[str, _Read] = {}

    def read(key: str) -> _Read:
        return reads.setdefault(key.lower(), _Read(key))

    for result in _open_results(evaluation):
        for each in result.conditions:
            if each.holds is not Truth.MAYBE:
                continue
            if each.actual is Lookup.UNKNOWN:
                read(each.condition.key).conditions.append(each.condition)
            if _takes_variables(each.condition):
                for variable, value in _solutions(each.condition.values, each.actual, request.context):
                    read(variable).solved.extend(value)
        if result.resource is Truth.MAYBE:
            for variable, value in _solutions(
                result.statement.resources, request.resource, request.context, from_segment=SEGMENTS
            ):
                read(variable).solved.extend(value)
    return reads


def _open_results(evaluation: Evaluation) -> Iterator[StatementResult]:
    """The statements of a *depends* decision that may match and would count."""
    if evaluation.decision is not Decision.DEPENDS:
        return
    may_match = [
        (gate, result)
        for gate in evaluation.gates
        for result in gate.statements
        if result.matches is Truth.MAYBE
    ]
    for _, result in may_match:
        if result.statement.effect is Effect.DENY:
            yield result
    for gate, result in may_match:
        if result.statement.effect is Effect.ALLOW and _would_count(result, gate):
            yield result


def _would_count(allow: StatementResult, gate: Gate) -> bool:
    """For the root user, and beside an Allow that surely matches and grants no less, none is needed."""
    return not gate.is_root_user and not any(
        other.statement.effect is Effect.ALLOW and other.matches is Truth.YES and other.grant >= allow.grant
        for other in gate.statements
    )


def _takes_variables(condition: Condition) -> bool:
    return condition.operator.base != "Null" and comparison_of(condition.operator.base).takes_variables


def _solutions(
    templates: Sequence[Template],
    actual: ContextValue | Lookup | AnyResource | ResourcePattern,
    context: Context,
    *,
    from_segment: int = 1,
) -> Iterator[tuple[str, Sequence[str]]]:
    """The unknown variables, each with the values under which its template fits what is there, as far
    as that is plain to see. A variable before ``from_segment`` of an ARN is plain text."""
    texts = (actual,) if isinstance(actual, str) else actual if isinstance(actual, tuple) else ()
    for template in templates:
        before: list[str] | None = []  # None from the first part on that may be any text
        colons = 0
        for place, part in enumerate(template.parts):
            known = _text_of(part, context)
            if isinstance(part, str):
                colons += part.count(":")
            elif known is Lookup.UNKNOWN and colons >= from_segment - 1:
                after = template.parts[place + 1 : place + 2]
                yield part.key, [] if before is None else list(_between("".join(before), after, texts))
            if not isinstance(known, str) or (isinstance(part, str) and has_wildcard(part)):
                before = None
            elif before is not None:
                before.append(known)


def _between(start: str, after: Sequence[str | Variable], texts: Sequence[str]) -> Iterator[str]:
    """What stands in each text after ``start``, up to what is plain text in ``after``."""
    stop = after[0].replace("?", "*").partition("*")[0] if after and isinstance(after[0], str) else ""
    for text in texts:
        end = text.find(stop, len(start)) if stop else len(text)
        if text.startswith(start) and end > len(start):
            yield text[len(start) : end]


def _text_of(part: str | Variable, context: Context) -> str | Lookup:
    """A multivalued key has no value that could stand in a text."""
    if isinstance(part, str) or part.key in ESCAPES:
        return part if isinstance(part, str) else part.key
    value = context.get(part.key)
    return Lookup.MISSING if isinstance(value, tuple) else value
