"""What a text of a policy does not mean, though it looks as if: a star that is no wildcard, a variable
that has no value or is no variable.

Source: IAM User Guide, "Policy elements: Condition operators" and "Policy elements: Variables and tags".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.engine.conditions import comparison_of, is_negated
from policies.engine.decision import ConditionResult, StatementResult
from policies.engine.document import Template, Variable
from policies.engine.explain.messages import Message, message
from policies.engine.patterns import has_wildcard, matches
from policies.engine.request import Context, Lookup
from policies.engine.truth import Truth
from policies.engine.variables import ESCAPES, VERSION_WITH_VARIABLES

_WITH_WILDCARDS = {"StringEquals": "StringLike", "StringNotEquals": "StringNotLike"}
_LOOKS_LIKE_A_VARIABLE = re.compile(r"\$\{[^{}]+\}")


def hints(result: StatementResult, context: Context) -> Iterator[Message]:
    """At most one of a kind for each condition, and one about variables under an old version.

    Nothing where the statement is about other callers or actions, whatever else it says.
    """
    if Truth.NO in (result.principal, result.action):
        return
    surprising = tuple(each for each in result.conditions if _may_surprise(each))
    for condition in surprising:
        yield from _literal_wildcard(condition)
        yield from _variable_without_value(condition, context)
    if result.policy.document.version != VERSION_WITH_VARIABLES:
        resources = result.statement.resources if result.resource is Truth.NO else ()
        values = (value for condition in surprising for value in condition.condition.values)
        yield from _plain_variable((*resources, *values))


def _may_surprise(result: ConditionResult) -> bool:
    """Something was compared and is not the same: it does not hold, or holds because it is negated."""
    if result.actual in (Lookup.MISSING, ()) or result.condition.operator.base == "Null":
        return False
    return is_negated(result.condition.operator.base) is (result.holds is Truth.YES)


def _literal_wildcard(result: ConditionResult) -> Iterator[Message]:
    """Only where it would be the same if the star, or the question mark, were a wildcard."""
    base, actual = result.condition.operator.base, result.actual
    like = _WITH_WILDCARDS.get(base)
    if like is None or isinstance(actual, Lookup):
        return
    given = (actual,) if isinstance(actual, str) else actual
    for wanted in (value.source for value in result.condition.values):
        if has_wildcard(wanted) and any(matches(wanted, each) for each in given):
            yield message("hint.literal_wildcard", operator=base, like=like, wanted=wanted)
            return


def _variable_without_value(result: ConditionResult, context: Context) -> Iterator[Message]:
    if not comparison_of(result.condition.operator.base).takes_variables:
        return
    for part in (part for value in result.condition.values for part in value.parts):
        if isinstance(part, Variable) and part.key not in ESCAPES and part.default is None:
            value = context.get(part.key)
            if value is Lookup.MISSING:
                yield message("hint.no_value", variable="${" + part.key + "}")
                return


def _plain_variable(texts: tuple[Template, ...]) -> Iterator[Message]:
    for text in texts:
        if found := _LOOKS_LIKE_A_VARIABLE.search(text.source):
            yield message("hint.plain_variable", variable=found[0])
            return
