"""Which sentence tells why a condition holds, does not hold, or is open."""

from __future__ import annotations

from collections.abc import Sequence

from policies.engine.conditions import is_negated, is_of_type, is_wrong_type
from policies.engine.decision import ConditionResult
from policies.engine.document import Condition
from policies.engine.explain.messages import Message, message
from policies.engine.request import ContextValue, Lookup
from policies.engine.truth import Truth


def condition_message(result: ConditionResult) -> Message:
    """Why the condition holds, does not hold, or is open."""
    condition, actual = result.condition, result.actual
    missing = actual is Lookup.MISSING or actual == ()
    reason = _condition_reason(result, missing=missing)
    values = condition.values
    if reason == "never":
        values = tuple(each for each in values if not is_of_type(condition.operator.base, each))
    return message(
        f"condition.{reason}",
        operator=condition.operator.source,
        key=condition.key,
        wanted=_listed([value.source for value in values]),
        actual="" if missing or isinstance(actual, Lookup) else _listed(_values(actual)),
    )


def _condition_reason(result: ConditionResult, *, missing: bool) -> str:
    condition, actual = result.condition, result.actual
    if actual is Lookup.UNKNOWN:
        return _reason_without_knowing(result)
    if condition.operator.base == "Null":
        if not any(is_of_type("Null", value) for value in condition.values):
            return "never"
        wants = "wants" if result.holds is Truth.NO else "holds"
        asks_for_missing = missing == (result.holds is Truth.YES)
        return f"null.{wants}_{'missing' if asks_for_missing else 'present'}"
    if missing:
        return "holds_without_value" if result.holds is Truth.YES else f"missing.{_wants(condition)}"
    if result.holds is not Truth.NO:
        return "holds" if result.holds is Truth.YES else "unknown_wanted"
    return _why_not(condition, _values(actual))


def _reason_without_knowing(result: ConditionResult) -> str:
    """The key is unknown, but a condition may be one that always holds, or never does."""
    if result.holds is Truth.MAYBE:
        return "unknown"
    if result.holds is Truth.YES:
        return "null.holds_always"
    if all(is_of_type(result.condition.operator.base, value) for value in result.condition.values):
        return "never_resolved" if result.condition.values else "never_without_values"
    return "never"


def _wants(condition: Condition) -> str:
    """How the operator compares: the last word of the names of sentences."""
    base = condition.operator.base
    return _WANTS.get(base) or ("not_equal" if is_negated(base) else "equal")


_WANTS = {
    "StringEqualsIgnoreCase": "equal_in_any_case",
    "StringLike": "like",
    "ArnEquals": "like",
    "ArnLike": "like",
    "StringNotLike": "not_like",
    "ArnNotEquals": "not_like",
    "ArnNotLike": "not_like",
    "NumericLessThan": "less",
    "NumericLessThanEquals": "at_most",
    "NumericGreaterThan": "more",
    "NumericGreaterThanEquals": "at_least",
    "DateLessThan": "before",
    "DateLessThanEquals": "not_after",
    "DateGreaterThan": "after",
    "DateGreaterThanEquals": "not_before",
    "IpAddress": "inside",
    "NotIpAddress": "outside",
}
"""All that is not mentioned wants something equal, or unequal."""


def _why_not(condition: Condition, actual: Sequence[str]) -> str:
    if len(actual) > 1 and condition.operator.quantifier is None:
        return "several_values"
    if any(is_wrong_type(condition, value) for value in actual):
        return "wrong_type"
    return f"differs.{_wants(condition)}"


def _values(actual: ContextValue | Lookup) -> tuple[str, ...]:
    if isinstance(actual, Lookup):
        return ()
    return (actual,) if isinstance(actual, str) else actual


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"“{value}”" for value in values) or "nothing"
